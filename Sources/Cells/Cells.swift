// Cells: everything that can be drawn on a grid of character cells, and nothing about what it means.
//
// In come texts, numbers and plain values; out comes a `Canvas`, a grid of cells that each carry a
// cluster of scalars and an ink: a semantic role, what lies behind it, and emphasis. A `Theme`
// turns inks into colours at the depth a terminal has. Here live geometry, text width, number
// formats, widgets, charts and themes. Everything is a pure function of its arguments and draws
// something true at any size, 0×0 included. Nothing here knows a segment or a source, reads a
// clock, a file or the environment, or writes to a terminal.
