// Turns what is known of a person into the row that a destination takes.
//
// In come identifiers and attributes in the workspace's own form; out come the bytes of one upload
// format, normalised and hashed the way that destination documents. A destination is data: a TOML
// file, built in or the workspace's own, that names its columns and the steps each value goes
// through. The dialects conflict, so that nothing is hashed once and used twice. This module decides
// nothing about consent: it only says what a destination demands.
