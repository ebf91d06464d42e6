// Terminal: the one place that touches the terminal, and the only one that calls ncurses.
//
// In come canvases and a theme, out go the bytes that change what is on the screen, one write a
// frame; in come bytes from the keyboard and the mouse, out go input events. Pure parts:
// `Painter` (two canvases → bytes), `InputDecoder` (bytes → events), `TerminalProfile` (what the
// environment says → colours and glyphs). Impure parts: `TerminalSession` (modes, signals, reading
// and writing), `Mailbox` (messages from other threads), `EventLoop` (waits for all of them).
// ncurses serves terminfo; it never reads input and never owns the screen. However a program
// ends, by a trap and by any signal that can be caught too, the terminal gets its old modes back.
