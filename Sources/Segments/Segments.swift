// Segments: the language that says who, and the two planners that answer it.
//
// In: the text of a segment, a vocabulary to check its names against, and an `Audience` to ask.
// Out: a tree, problems with their places, and answers as plain figures and members. The set planner
// compiles the tree to loops over columns and to set operations; the SQL planner writes the same
// question for SQLite and is the oracle that the first is tested against. Nothing here opens a file,
// reads a clock or decides what may be done with people: the instant and the data are arguments.
//
// Text: words and "quoted words", numbers, dates, and comments from `#` to the end of the line.
// A comment belongs to the text alone; the tree, and so the formatter, does not keep it.
