// Normalise: values in, the same values in one canonical form out, or a reason why not.
//
// Identifiers, countries, channels, browsers: pure functions over bytes. Nothing is destroyed that
// a destination may need later: an e-mail keeps its dots and tags here, because each destination
// has rules of its own for them.
