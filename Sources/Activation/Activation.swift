// Turns what is known of a person into the row that a destination takes.
//
// In come identifiers and attributes in the workspace's own form; out come the columns of one
// upload format, normalised and hashed the way that destination documents. The dialects conflict,
// so each destination has functions of its own and none uses another's. This module reads no data,
// writes no file and decides nothing about consent: it only says what a destination demands.
