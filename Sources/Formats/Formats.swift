// Formats: bytes to values and back.
//
// Comes in: a path, a descriptor or bytes. Goes out: chunks of whole records in UTF-8, the fields
// of a delimited record as byte ranges, the wanted fields of a JSON document, trees of JSON and
// TOML with their places, and the same written again. A chunk can be scanned by any thread,
// because a scanner keeps only an offset and takes the bytes as an argument.
//
// Formats never decides what a column means, never drops a record without saying so, and never
// holds more of a feed than one chunk.
