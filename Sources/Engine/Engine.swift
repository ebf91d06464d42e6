// Engine: the one door. It opens a workspace, runs the stages in their order, owns the workers and
// the transactions, and answers the questions that both faces ask. What it returns are the plain
// values of Requests; no face sees the catalogue, a column file or a set.
