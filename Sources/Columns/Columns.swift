// Columns: the bulk data as columns, on disk and in memory.
//
// On disk: immutable run files that are written once, checked by a checksum and mapped. In memory:
// plain columns and sets over the units of one lens, which the segment engine and the reports read.
// Nothing here knows SQL, consent rules or the segment language; what a run means is the
// catalogue's business.
