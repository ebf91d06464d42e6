// Insight: what came of it. Events and people of an audience come in, figures go out: what campaigns
// did and cost, which touch earned a conversion, how people move, return and respond, what a source
// is worth. Plain values in, plain values out; it draws nothing, reads no file and knows no command.
