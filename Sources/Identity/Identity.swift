// Identity: from identifiers seen together to people, reversibly and explainably.
//
// In come plain columns: links between nodes (identifiers as dense numbers), the namespace of each
// node, rules, an analyst's decisions, and for the probabilistic part records as text. Out go the
// units of every lens, what was refused and why, chains of evidence, proposals to split, match
// weights, and sessions. A result depends on the set of links alone, never on the order in which
// they arrived, so that taking a link, a rule or a decision away equals never having had it.
// Nothing here reads a file, a clock or a store, sees the text of an identifier, or changes a feed.
