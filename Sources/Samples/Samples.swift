// Samples: the feeds of a retailer who does not exist.
//
// From a plan (how many people, how many events, how many days, which seed) it writes what the
// retailer's systems would send, dirt included, and the truth that a real retailer never knows. The
// same plan gives the same bytes on any machine: all randomness comes from the seed, and no figure
// passes through floating point on its way into a file.
