#!/usr/bin/env python3
"""Drives the real program through a pseudo-terminal of 200×60 and times what comes back.

    python3 Benchmarks/terminal.py [--profiles N] [--events N] [--keys N] [--folder DIR]

Needs the release build that `make build` leaves, `pip install duckdb` for the data, and less and vim
for comparison. It measures first paint; the time from a key to the last byte of the frame that it
causes, with nothing else going on, while as many events again are ingested into the workspace by the
program itself and by a second process, and while edits of a segment are counted; the bytes of a frame;
and the processor time of ten idle seconds. A key counts as answered by the first frame that moves the
mark of the selected row, so that a progress line is never taken for an answer.
"""
import argparse
import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from segments import BINARY, EVENT_MAPPING, make_data, make_workspace  # noqa: E402

COLUMNS, ROWS = 200, 60
MARK = "▸".encode()
FRAME_END = b"\x1b[?2026l"
# What terminals answer: synchronised output is known, the background is dark.
ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b]11;?": b"\x1b]11;rgb:1010/1010/1010\x07"}
# A frame is one write; its bytes are all there when nothing has come for so long.
QUIET = 0.002


class Terminal:
    """A program in a terminal of its own, and the clock beside it."""

    def __init__(self, command, environment=None):
        self.started = time.perf_counter()
        self.process, self.master = pty.fork()
        if self.process == 0:
            variables = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor",
                             LANG="C.UTF-8", LINES=str(ROWS), COLUMNS=str(COLUMNS))
            variables.pop("TMUX", None)
            variables.update(environment or {})
            # The size is there before the program asks for it.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(command[0], command, variables)
        self.bytes = 0
        self.last = self.started

    def read(self, seconds):
        """What comes within a time; empty when nothing does."""
        if not select.select([self.master], [], [], max(0, seconds))[0]:
            return b""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return b""
        self.last = time.perf_counter()
        self.bytes += len(data)
        for question, answer in ANSWERS.items():
            if question in data:
                os.write(self.master, answer)
        return data

    def burst(self, first=b""):
        """The rest of what is being written."""
        data = first
        while more := self.read(QUIET):
            data += more
        return data

    def wait_for(self, text, seconds=120):
        """Reads until the text has come; everything read, None when it never does."""
        data, end = b"", time.perf_counter() + seconds
        while time.perf_counter() < end:
            data += self.read(0.05)
            if text in data:
                return data
        return None

    def settle(self, quiet=0.3, seconds=60):
        """Reads until nothing has come for a while."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and self.read(quiet):
            pass

    def type(self, text):
        os.write(self.master, text.encode())

    def pause(self, seconds):
        """Lets time pass, and reads away what comes meanwhile."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def answer(self, key, mark=MARK, seconds=5):
        """Strikes a key: milliseconds until the frame that answers it is whole, and its bytes."""
        self.burst()
        struck = time.perf_counter()
        os.write(self.master, key)
        data = b""
        while time.perf_counter() - struck < seconds:
            data += self.read(0.5)
            place = data.find(mark) if mark else (0 if data else -1)
            if place < 0:
                continue
            if FRAME_END in data[place:]:
                return (self.last - struck) * 1000, len(data)
            if mark is None or FRAME_END not in data[:place]:
                whole = self.burst(data)
                return (self.last - struck) * 1000, len(whole)
        return seconds * 1000, len(data)

    def processor(self):
        """Seconds of processor time so far, of all threads."""
        fields = open(f"/proc/{self.process}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def switches(self):
        """How often each of its threads has been woken."""
        return {
            task: int(line.split()[1])
            for task in os.listdir(f"/proc/{self.process}/task")
            for line in open(f"/proc/{self.process}/task/{task}/status")
            if line.startswith("voluntary_ctxt_switches")}

    def end(self):
        os.kill(self.process, signal.SIGTERM)
        end = time.perf_counter() + 30
        while time.perf_counter() < end and os.waitpid(self.process, os.WNOHANG)[0] == 0:
            self.read(0.05)
        os.close(self.master)


def show(name, times, note=""):
    times = sorted(times)
    at = lambda share: times[min(len(times) - 1, int(len(times) * share))]  # noqa: E731
    print(f"{name:<52}{at(0.5):>8.2f}{at(0.99):>8.2f}{times[-1]:>8.2f}  ms  {note}", flush=True)
    return at(0.99)


def first_paint(command, text, rounds=15, environment=None):
    """Milliseconds from starting to the frame that shows the text."""
    times = []
    for _ in range(rounds):
        terminal = Terminal(command, environment)
        data = b""
        while text not in data:
            data += terminal.read(1)
        terminal.burst()
        times.append((terminal.last - terminal.started) * 1000)
        terminal.end()
    return times


def strike(terminal, count, keys=(b"j", b"k"), mark=MARK, pause=0.03):
    """Strikes keys in turn at a fast typist's pace; the times and the bytes of their frames."""
    times, sizes = [], []
    for number in range(count):
        # Not in step with the frames of the program.
        terminal.pause(pause + 0.0013 * (number % 11))
        milliseconds, size = terminal.answer(keys[number // 4 % len(keys)], mark)
        times.append(milliseconds)
        sizes.append(size)
    return times, sizes


def open_sources(workspace):
    terminal = Terminal([BINARY, "-w", workspace], {"XDG_CONFIG_HOME": workspace + "/none"})
    assert terminal.wait_for(b"people"), "the header never came"
    terminal.settle()
    terminal.type("1")
    terminal.settle()
    return terminal


def ingest_inside(terminal, feed, count):
    """Strikes keys while the program itself ingests."""
    terminal.type("\x1b[H")
    select_source(terminal, b"again")
    terminal.type("a")
    terminal.settle()
    terminal.type(feed + "\r")
    assert terminal.wait_for(b"/s"), "the ingest never showed its rate"
    terminal.type("\x1b")
    times, _ = strike(terminal, count)
    terminal.type("\x18")
    terminal.settle(1)
    return times


def select_source(terminal, name):
    terminal.type("/" + name.decode() + "\r")
    terminal.settle()


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--profiles", type=int, default=1_000_000)
    options.add_argument("--events", type=int, default=20_000_000)
    options.add_argument("--keys", type=int, default=400, help="keys struck for each line")
    options.add_argument("--data", help="a folder that holds profiles.csv, events.csv and workspace")
    options.add_argument("--folder", help="keep the files here")
    options = options.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="parterre-terminal-")
    os.makedirs(folder, exist_ok=True)
    people, events = make_data(options.data or folder, options.profiles, options.events)
    original = make_workspace(options.data or folder, people, events)
    workspace = os.path.join(folder, "measured")
    shutil.rmtree(workspace, ignore_errors=True)
    shutil.copytree(original, workspace)
    mapping = os.path.join(folder, "again.mapping.toml")
    with open(mapping, "w") as file:
        file.write(EVENT_MAPPING)
    # Many sources, so that there is a list to move through.
    for name in ["again", "other"] + [f"feed_{number:02}" for number in range(18)]:
        subprocess.run([BINARY, "-w", workspace, "source", "add", name, "--kind", "web",
                        "--mapping", mapping], check=True, capture_output=True)
    try:
        measure(workspace, events, options)
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)


def measure(workspace, events, options):
    count = options.keys
    nothing = {"XDG_CONFIG_HOME": workspace + "/none"}
    print(f"{options.profiles:,} people, {options.events:,} events, {COLUMNS}×{ROWS}, "
          f"{count} keys a line\n{'':<52}{'median':>8}{'p99':>8}{'worst':>8}")
    # A text to page through, and the peers that page and edit.
    text = os.path.join(os.path.dirname(workspace), "lines.txt")
    with open(text, "w") as file:
        file.writelines(f"{number} a line of some text to move through\n" for number in range(5000))
    own = first_paint([BINARY, "-w", workspace], b"parterre", environment=nothing)
    show("first paint", own)
    show("first paint with the figures", first_paint(
        [BINARY, "-w", workspace], b"people", environment=nothing))
    show("first paint, less", first_paint(["less", text], b"a line of some text"))
    show("first paint, vim", first_paint(
        ["vim", "-u", "NONE", "-i", "NONE", "-n", text], b"a line of some text"))

    terminal = open_sources(workspace)
    idle = show("key to paint, nothing else", strike(terminal, count)[0])
    times, sizes = strike(terminal, 40)
    moved = sorted(sizes)[len(sizes) // 2]
    terminal.settle()
    before = terminal.bytes
    terminal.type("\x0c")
    terminal.settle()
    print(f"{'bytes of a moved selection':<52}{moved:>8}")
    print(f"{'bytes of a full redraw':<52}{terminal.bytes - before:>8}")
    terminal.settle()
    processor, switches = terminal.processor(), terminal.switches()
    time.sleep(10)
    woken = sum(count - switches.get(task, 0) for task, count in terminal.switches().items())
    print(f"{'processor time of 10 s idle':<52}{(terminal.processor() - processor) * 1000:>8.0f}"
          f"  ms, {woken} wake-ups")
    inside = show("key to paint, while it ingests", ingest_inside(terminal, events, count))
    terminal.end()

    terminal = open_sources(workspace)
    other = subprocess.Popen([BINARY, "-w", workspace, "ingest", "--source", "other", events],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    beside = show("key to paint, while another process ingests", strike(terminal, count)[0],
                  "" if other.poll() is None else "(it was done before the end)")
    other.terminate()
    other.wait()
    terminal.end()

    edit, during = edits(workspace, nothing, count)
    for name, command, keys in [
            ("less", ["less", text], (b"j", b"k")),
            ("vim", ["vim", "-u", "NONE", "-i", "NONE", "-n", text], (b"\x06", b"\x02"))]:
        terminal = Terminal(command)
        terminal.settle()
        show(f"key to paint, {name}", strike(terminal, count, keys, None)[0])
        terminal.end()
    worst = max(idle, inside, beside, edit, during)
    print(f"worst p99 of a key: {worst:.2f} ms; asked for: 16 ms")


def edits(workspace, nothing, count):
    """Strikes keys in the builder: edits that count everybody anew, and moves while they count."""
    terminal = Terminal([BINARY, "-w", workspace], nothing)
    assert terminal.wait_for(b"people")
    terminal.settle()
    terminal.type("3\x0et")
    terminal.settle()
    # Typed as a paste, so that no completion gets in between.
    terminal.type("\x1b[200~country in (US, GB, DE) and age >= 30 and did purchase in last 90 days "
                  "and (did email_open in last 30 days or did add_to_cart in last 60 days) "
                  "and not plan = free\x1b[201~")
    terminal.settle(1)
    terminal.type("\x1b")
    terminal.settle(1)
    terminal.type("\x1b[Bj")
    terminal.settle(1)
    # The row that is left out or turned round changes its own line: any whole frame is the answer.
    editing, moving = [], []
    for number in range(count // 2):
        terminal.pause(0.05 + 0.0013 * (number % 11))
        editing.append(terminal.answer(b"m", FRAME_END)[0])
        terminal.pause(0.004)
        # While the edit counts; down and up in turn.
        moving.append(terminal.answer(b"j" if number % 2 == 0 else b"k")[0])
    edit = show("key to paint, an edit that counts everybody", editing)
    during = show("key to paint, moving while an edit counts", moving)
    terminal.end()
    return edit, during


if __name__ == "__main__":
    main()
