#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CTerminal.h"

#include <ncursesw/curses.h>
#include <ncursesw/term.h>

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

// --- terminfo ---------------------------------------------------------------------------------

static SCREEN *screen;
static FILE *screen_output, *screen_input;

int32_t ct_open(const char *type) {
  // ncurses gets streams of its own that lead nowhere: it shall know the terminal, not write to it.
  screen_output = fopen("/dev/null", "w");
  screen_input = fopen("/dev/null", "r");
  if (!screen_output || !screen_input) return 1;
  screen = newterm((char *)type, screen_output, screen_input);
  if (!screen) return 1;
  const char *address = tigetstr("cup");
  if (!address || address == (char *)-1) return 2;
  return 0;
}

int32_t ct_colours(void) {
  int colours = tigetnum("colors");
  return colours > 0 ? colours : 0;
}

int32_t ct_has_extension(const char *name) {
  if (tigetflag((char *)name) > 0 || tigetnum((char *)name) > 0) return 1;
  const char *text = tigetstr((char *)name);
  return text && text != (char *)-1;
}

int32_t ct_capability(const char *name, char *bytes, int32_t room) {
  const char *text = tigetstr((char *)name);
  if (!text || text == (char *)-1) return 0;
  int32_t length = 0;
  while (*text && length < room) {
    if (text[0] == '$' && text[1] == '<') {
      const char *end = strchr(text, '>');
      if (end) { text = end + 1; continue; }
    }
    bytes[length++] = *text++;
  }
  return length;
}

void ct_close(void) {
  if (screen) {
    endwin();
    delscreen(screen);
  }
  screen = NULL;
  if (screen_output) fclose(screen_output);
  if (screen_input) fclose(screen_input);
  screen_output = screen_input = NULL;
}

// A machine need not have the locale that a remote shell brings along; its name still tells what
// the terminal at the other end understands.
static int names_utf8(void) {
  const char *variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (int index = 0; index < 3; index++) {
    const char *name = getenv(variables[index]);
    if (!name || !*name) continue;
    return strcasestr(name, "utf-8") || strcasestr(name, "utf8");
  }
  return 0;
}

int32_t ct_locale_is_utf8(void) {
  if (!setlocale(LC_ALL, "") && names_utf8()) setlocale(LC_CTYPE, "C.UTF-8");
  int is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
  // Only the characters follow the environment; numbers are written the same everywhere.
  setlocale(LC_NUMERIC, "C");
  return is_utf8;
}

// --- modes ------------------------------------------------------------------------------------

static struct termios remembered;
static volatile sig_atomic_t is_remembered;

int32_t ct_remember_modes(int32_t terminal) {
  is_remembered = tcgetattr(terminal, &remembered) == 0;
  return is_remembered;
}

void ct_raw_modes(int32_t terminal) {
  if (!is_remembered) return;
  struct termios raw = remembered;
  cfmakeraw(&raw);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  tcsetattr(terminal, TCSANOW, &raw);
}

void ct_restore_modes(int32_t terminal) {
  if (is_remembered) tcsetattr(terminal, TCSANOW, &remembered);
}

int32_t ct_size(int32_t terminal, int32_t *wide, int32_t *high) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || !size.ws_col || !size.ws_row) return 0;
  *wide = size.ws_col;
  *high = size.ws_row;
  return 1;
}

// --- waiting ----------------------------------------------------------------------------------

int32_t ct_pipe(int32_t *reading, int32_t *writing) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  *reading = ends[0];
  *writing = ends[1];
  return 0;
}

int32_t ct_poll(const int32_t *descriptors, int32_t count, int64_t milliseconds, uint32_t *ready) {
  struct pollfd watched[8];
  if (count > 8) count = 8;
  for (int32_t i = 0; i < count; i++) watched[i] = (struct pollfd){descriptors[i], POLLIN, 0};
  if (milliseconds > 3600000) milliseconds = 3600000;
  int found = poll(watched, (nfds_t)count, milliseconds < 0 ? -1 : (int)milliseconds);
  *ready = 0;
  if (found < 0) return -1;
  for (int32_t i = 0; i < count; i++)
    if (watched[i].revents) *ready |= 1u << i;
  return found;
}

// --- signals ----------------------------------------------------------------------------------

static volatile sig_atomic_t signal_pipe = -1;
static const int watched_signals[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT};

static void tell(int number) {
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  if (signal_pipe >= 0 && write(signal_pipe, &byte, 1) < 0) { /* full: a wake-up is under way */ }
  errno = saved;
}

void ct_watch_signals(int32_t pipe) {
  signal_pipe = pipe;
  struct sigaction action = {0};
  action.sa_handler = tell;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigset_t wanted;
  sigemptyset(&wanted);
  for (size_t i = 0; i < sizeof watched_signals / sizeof *watched_signals; i++) {
    sigaction(watched_signals[i], &action, NULL);
    sigaddset(&wanted, watched_signals[i]);
  }
  /* Whoever started the program may have left them blocked. */
  pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
}

void ct_unwatch_signals(void) {
  for (size_t i = 0; i < sizeof watched_signals / sizeof *watched_signals; i++)
    signal(watched_signals[i], SIG_DFL);
  signal_pipe = -1;
}

void ct_stop(void) {
  struct sigaction ignored = {0}, standard = {0}, old;
  ignored.sa_handler = SIG_IGN;
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &ignored, &old);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &standard, NULL);
  /* Sent to this very thread, so that it stops before it does anything else: a signal to the
     process may be taken by another thread while this one paints the screen again. */
  pthread_kill(pthread_self(), SIGTSTP);
  sigaction(SIGTSTP, &old, NULL);
}

// --- the end ----------------------------------------------------------------------------------

static const int deadly_signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS,
                                     SIGABRT, SIGFPE, SIGQUIT, SIGPIPE};
static volatile sig_atomic_t armed_terminal = -1;
static uint8_t reset_bytes[256];
static int32_t reset_length;
static char report_path[1024];
static char signal_stack[65536];
static volatile sig_atomic_t held_errors = -1, true_errors = -1;

static void say(int descriptor, const char *text) {
  if (write(descriptor, text, strlen(text)) < 0) { /* nothing is left to tell it to */ }
}

static void say_number(int descriptor, int number) {
  char digits[4] = {0};
  int at = 3;
  do {
    digits[--at] = (char)('0' + number % 10);
    number /= 10;
  } while (number && at > 0);
  say(descriptor, digits + at);
}

static void copy_held_errors(int to) {
  if (held_errors < 0) return;
  char block[512];
  lseek(held_errors, 0, SEEK_SET);
  for (;;) {
    ssize_t count = read(held_errors, block, sizeof block);
    if (count <= 0) return;
    if (write(to, block, (size_t)count) < 0) return;
  }
}

/* Two, so that the one in use is whole while the other is written. */
static char descriptions[2][512];
static volatile sig_atomic_t described;

void ct_describe(const char *text) {
  int next = !described;
  snprintf(descriptions[next], sizeof *descriptions, "%s", text);
  described = next;
}

static void say_padded(int descriptor, long number, int width) {
  char digits[8];
  for (int at = width - 1; at >= 0; at--) {
    digits[at] = (char)('0' + number % 10);
    number /= 10;
  }
  if (write(descriptor, digits, (size_t)width) < 0) { /* as above */ }
}

/* The time in UTC, reckoned here: what the library offers may wait for a lock. */
static void say_time(int descriptor) {
  long now = (long)time(NULL), second = now % 86400, day = now / 86400;
  /* Days since 1 March of year 0, by eras of 400 years. */
  long shifted = day + 719468, era = shifted / 146097, of_era = shifted - era * 146097;
  long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  long of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
  long date = of_year - (153 * month + 2) / 5 + 1;
  month = month < 10 ? month + 3 : month - 9;
  say_padded(descriptor, year + era * 400 + (month <= 2), 4);
  say(descriptor, "-");
  say_padded(descriptor, month, 2);
  say(descriptor, "-");
  say_padded(descriptor, date, 2);
  say(descriptor, "T");
  say_padded(descriptor, second / 3600, 2);
  say(descriptor, ":");
  say_padded(descriptor, second / 60 % 60, 2);
  say(descriptor, ":");
  say_padded(descriptor, second % 60, 2);
  say(descriptor, "Z");
}

static void write_report(int number) {
  int report = open(report_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (report < 0) return;
  say(report, "parterre stopped by signal ");
  say_number(report, number);
  say(report, "\ntime      ");
  say_time(report);
  say(report, "\n");
  say(report, descriptions[described]);
  copy_held_errors(report);
  void *frames[64];
  backtrace_symbols_fd(frames, backtrace(frames, 64), report);
  close(report);
}

static void die(int number) {
  if (armed_terminal >= 0) {
    if (write(armed_terminal, reset_bytes, (size_t)reset_length) < 0) { /* keep going */ }
    if (is_remembered) tcsetattr(armed_terminal, TCSANOW, &remembered);
    armed_terminal = -1;
    int errors = true_errors >= 0 ? true_errors : 2;
    copy_held_errors(errors);
    say(errors, "parterre stopped by signal ");
    say_number(errors, number);
    if (report_path[0]) {
      write_report(number);
      say(errors, "; the report is in ");
      say(errors, report_path);
    }
    say(errors, "\n");
  }
  // The handler was taken away on entry: this time the signal does what it always does.
  raise(number);
}

void ct_arm(int32_t terminal, const uint8_t *reset, int32_t length, const char *path) {
  reset_length = length < (int32_t)sizeof reset_bytes ? length : (int32_t)sizeof reset_bytes;
  memcpy(reset_bytes, reset, (size_t)reset_length);
  snprintf(report_path, sizeof report_path, "%s", path ? path : "");
  // The first call loads a library, which a handler must not do.
  void *frame;
  backtrace(&frame, 1);
  stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof signal_stack};
  sigaltstack(&stack, NULL);
  armed_terminal = terminal;
  struct sigaction action = {0};
  action.sa_handler = die;
  action.sa_flags = SA_ONSTACK | (int)SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < sizeof deadly_signals / sizeof *deadly_signals; i++)
    sigaction(deadly_signals[i], &action, NULL);
}

void ct_disarm(void) {
  armed_terminal = -1;
  for (size_t i = 0; i < sizeof deadly_signals / sizeof *deadly_signals; i++)
    signal(deadly_signals[i], SIG_DFL);
}

void ct_hold_errors(void) {
  if (held_errors >= 0 || !isatty(2)) return;
  int memory = memfd_create("errors", MFD_CLOEXEC);
  int copy = fcntl(2, F_DUPFD_CLOEXEC, 3);
  if (memory < 0 || copy < 0) return;
  dup2(memory, 2);
  held_errors = memory;
  true_errors = copy;
}

void ct_release_errors(void) {
  if (held_errors < 0) return;
  dup2(true_errors, 2);
  copy_held_errors(2);
  close(held_errors);
  close(true_errors);
  held_errors = true_errors = -1;
}

int32_t ct_run(char *const *arguments) {
  // As `system` does: what is typed while the program runs is for it, not for us.
  struct sigaction ignored = {0}, interrupt, quit;
  ignored.sa_handler = SIG_IGN;
  sigemptyset(&ignored.sa_mask);
  sigaction(SIGINT, &ignored, &interrupt);
  sigaction(SIGQUIT, &ignored, &quit);
  posix_spawnattr_t attributes;
  sigset_t standard;
  sigfillset(&standard);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigdefault(&attributes, &standard);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t child;
  int status = 127 << 8;
  if (posix_spawnp(&child, arguments[0], NULL, &attributes, arguments, environ) == 0)
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) { /* a signal for us: wait on */ }
  posix_spawnattr_destroy(&attributes);
  sigaction(SIGINT, &interrupt, NULL);
  sigaction(SIGQUIT, &quit, NULL);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
