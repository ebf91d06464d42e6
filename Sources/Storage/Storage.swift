// Storage: the catalogue, one SQLite file, and the only SQL of the product.
//
// It keeps sources, mappings, batches, rejects, the names of column files, segments and their
// versions, activations, settings and the audit log. A change becomes part of the workspace when
// its transaction commits, and not before. It never reads a column file and decides nothing about
// people: it stores what the engine has decided.
