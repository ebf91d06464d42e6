// Samples: what the systems of one retailer would send.
//
// A plan (people, events, days, seed, end) comes in; the feeds, their mappings, a list of sources
// and the truth behind them go out as files. The retailer sells garden and home goods, mostly in
// Germany, Austria and Switzerland. Behind the feeds stands a hidden model, `World`: every person,
// household and device is a function of the seed and a number, so that a million of them need no
// memory, and the same arguments give the same bytes on every machine.
//
// The module never reads a clock, never asks the system for randomness, never depends on the order
// of a hash table, and never describes people who exist: addresses end in `.example`.
