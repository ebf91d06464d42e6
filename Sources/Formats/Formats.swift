// Formats: bytes to values and values to bytes.
//
// Files and streams, plain or compressed, in any usual encoding; delimited text, JSON lines, TOML;
// dates, zones and numbers as text; consent strings. Everything here is a question of form: what a
// column means is the mapping's business, and nothing here knows a person.
