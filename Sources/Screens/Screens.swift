// Screens: everything the terminal shows and how it answers to keys, as pure values.
//
// In come messages: keys, mouse, pastes and sizes from the terminal, reports from the engine, the
// time. `update` folds each into the `AppState` and returns effects for others to carry out: ask
// the engine, cancel, copy, keep a draft, change the theme, suspend, quit. `view` draws the state
// on a `Canvas` of any size. Nothing here reads a clock, waits for anything, touches a terminal or
// computes a figure about people: figures come from the engine and say themselves how sure they
// are. Key tables are data, from which dispatch, the hint line, the help and the key page come.
