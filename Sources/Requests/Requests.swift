// Requests: the questions that a face may ask the engine, and the answers it gets.
//
// The command line and the terminal both speak to the engine in these plain values and in nothing
// else, so that a figure on the screen and the same figure on standard output come from the same
// call. In goes an `Inquiry` (a question, the lens and the instant it is asked for, a number for
// the job); out come `JobReport`s of progress, estimates and at last one `Answer`, a `Fault`, or the
// word that it was cancelled. Nothing here computes a figure, opens a file, reads a clock or knows
// how an answer is found; the only logic is printing a segment's tree as text.
