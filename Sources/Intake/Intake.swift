// Intake: from a feed's bytes to blocks of canonical rows, and the rows that could not be used.
//
// A mapping says what each column is. A plan is a mapping bound to one file's columns. Chunks of
// the file are turned into blocks by several threads at once, each block with its own small
// dictionaries, and the engine merges the blocks in the order of the file. Nothing here knows the
// store, and no row is ever dropped without a reject that keeps its bytes.
