// Models: who is like a group of people, and who will do something.
//
// In come sets of people, one for each trait, and who of them are the examples. Out goes a scorecard of
// the segment language, points for each trait, with how well it told people apart whom it had not
// seen; or a fault that says why there is none. A trait is a condition of the language, so that whatever a
// model uses can be counted, explained and asked in SQL. It stores nothing and knows of no workspace.
