// Sealing: everything that must be secret or unforgeable.
//
// Content hashes, keyed look-up hashes, sealing of personal values at rest and random numbers, all
// by libsodium. It is the only module that touches it; it keeps no keys of its own.
