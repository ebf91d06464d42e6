// Basis: the words that every other part speaks.
//
// Identifiers as dense numbers, time, money, values, lenses, faults, hashing, seeded randomness
// and the few byte and name helpers that more than one stage needs. Nothing here reads a file,
// a clock or an environment variable, and nothing here knows what a segment or a screen is.
