#pragma once

#include <stddef.h>
#include <stdint.h>

// What Swift cannot do itself with a terminal: ncurses' macros and globals, signal handlers, and
// the bytes that must be written when a program dies. No logic beyond that.

// Lets ncurses look up a type of terminal, with newterm, which does not exit where initscr would.
// 0: usable; 1: unknown type; 2: cannot address its cursor.
int32_t ct_open(const char *type);
// How many colours terminfo promises; 0 for none.
int32_t ct_colours(void);
// True if the terminfo extension `name` (RGB, Tc) is set in any form.
int32_t ct_has_extension(const char *name);
// Copies a string capability without its padding; returns its length, 0 when there is none.
int32_t ct_capability(const char *name, char *bytes, int32_t room);
void ct_close(void);

// Sets the locale from the environment; 1 if its characters are UTF-8.
int32_t ct_locale_is_utf8(void);

// Remembers the modes of a terminal; 0 when it is none.
int32_t ct_remember_modes(int32_t terminal);
void ct_raw_modes(int32_t terminal);
void ct_restore_modes(int32_t terminal);
// Columns and rows; 0 when they are not known.
int32_t ct_size(int32_t terminal, int32_t *wide, int32_t *high);

// Makes a pipe that neither blocks nor is inherited; 0 on success.
int32_t ct_pipe(int32_t *reading, int32_t *writing);
// Waits for input on up to eight descriptors; negative milliseconds wait for ever. Sets a bit of
// `ready` for each that has input or is closed; returns -1 when a signal came first.
int32_t ct_poll(const int32_t *descriptors, int32_t count, int64_t milliseconds, uint32_t *ready);

// Sends one byte, the signal's number, down the pipe for each of WINCH, TSTP, CONT, TERM, HUP, INT.
void ct_watch_signals(int32_t pipe);
void ct_unwatch_signals(void);
// Stops this process as the shell's Ctrl-Z does, until it is continued.
void ct_stop(void);

// Prepares what is done when the program is killed by itself or by a trap: write `reset` to the
// terminal, give it its modes back, write a report to `path`, say so, and die of the same signal.
void ct_arm(int32_t terminal, const uint8_t *reset, int32_t length, const char *path);
void ct_disarm(void);
// What the report says of the program besides its time: whole lines, copied.
void ct_describe(const char *text);

// Keeps standard error in memory while the screen is up, so that it does not spoil the screen;
// `ct_release_errors` gives it back and writes out what was said meanwhile.
void ct_hold_errors(void);
void ct_release_errors(void);

// Runs a program on the terminal and waits for it; its exit status, or 127 when it cannot start.
int32_t ct_run(char *const *arguments);
