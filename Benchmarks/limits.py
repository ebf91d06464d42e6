#!/usr/bin/env python3
"""Measures Parterre's segments at their limits, and how cost grows with the data.

    python3 Benchmarks/limits.py [--sizes 100000,500000,1000000,5000000] [--events-each 20] [--folder DIR]

Needs a release build and `pip install duckdb` (it writes the data). Prints a line for each measurement:
"load" is the first time, with the columns still to be read, "cold" has no result kept, "warm" has them. How cost
grows is printed as the exponent between two sizes: 1 is in proportion, 0 is not at all. Memory is the process's own:
"held" is what it has after the question, which PARTERRE_MEMORY bounds, and "peak" the most that it had in the whole
run, with what single questions need while they are answered. What it has of the column files in memory is told beside
it, since the machine takes that back when it needs it.
"""
import argparse
import math
import os
import shutil
import subprocess
import tempfile
import time

import segments as bench


def measure(workspace, questions, now=bench.NOW, memory=None):
    """Milliseconds loading, cold and warm with the megabytes held then, by name, and the peaks of memory in megabytes."""
    environment = dict(os.environ, **({"PARTERRE_MEMORY": memory} if memory else {}))
    lines = "".join("\t".join([name, kind, *texts]) + "\n" for name, kind, texts in questions)
    with tempfile.TemporaryFile("w+") as asked, tempfile.TemporaryFile("w+") as told:
        asked.write(lines)
        asked.seek(0)
        run = subprocess.Popen([bench.HARNESS, workspace, str(now)], stdin=asked, stdout=told, env=environment)
        peaks = watched(run)
        told.seek(0)
        answers = {}
        for line in told:
            parts = line.split("\t")
            if len(parts) < 6:
                raise SystemExit(line)
            answers[parts[0]] = [float(part) for part in parts[1:4] + parts[5:6]]
    if run.returncode:
        raise SystemExit(f"{bench.HARNESS} ended with {run.returncode}")
    return answers, peaks


def watched(run):
    """The most of its own memory and of mapped files that a process had in memory until it ended, in megabytes."""
    peaks = {"RssAnon": 0, "RssFile": 0}
    while run.poll() is None:
        try:
            with open(f"/proc/{run.pid}/status") as status:
                for line in status:
                    kind, _, value = line.partition(":")
                    if kind in peaks:
                        peaks[kind] = max(peaks[kind], int(value.split()[0]) / 1024)
        except OSError:
            break  # it has ended since
        time.sleep(0.002)
    run.wait()
    return peaks["RssAnon"], peaks["RssFile"]


def show(what, times, memory=None):
    load, cold, warm, held = times
    text = f"{what}\tload {load:.0f} ms\tcold {cold:.2f} ms\twarm {warm:.3f} ms\theld {held:.0f} MB"
    print(text + (f"\tpeak {memory[0]:.0f} MB and {memory[1]:.0f} MB of files" if memory else ""), flush=True)


def workspace_of(folder, feeds):
    """A workspace of feeds as (source, mapping, text lines or a path)."""
    workspace = os.path.join(folder, "workspace")

    def run(*words):
        subprocess.run([bench.BINARY, "-w", workspace, *words], check=True, capture_output=True)

    os.makedirs(folder, exist_ok=True)
    run("init")
    for name, mapping, lines in feeds:
        path, feed = (os.path.join(folder, name + ending) for ending in (".toml", ".csv"))
        with open(path, "w") as file:
            file.write(mapping)
        with open(feed, "w") as file:
            file.writelines(lines)
        run("source", "add", name, "--kind", name, "--mapping", path)
        run("ingest", "--source", name, feed)
    return workspace


def growth(folder, sizes, each):
    asked = ("Q1", "Q2", "Q4", "Q6", "Q7", "Q9", "Q12", "Q14b")
    questions = [question for question in bench.OURS if question[0] in asked]
    before = None
    for size in sizes:
        place = os.path.join(folder, str(size))
        os.makedirs(place, exist_ok=True)
        workspace = bench.make_workspace(place, *bench.make_data(place, size, size * each))
        answers, memory = measure(workspace, questions)
        for name, times in answers.items():
            show(f"{size:,} profiles, {size * each:,} events\t{name}", times, memory)
        if before:
            show_growth(before, (size, answers, memory))
        before = (size, answers, memory)
        if size == max(sizes):
            for budget in ("200M", "50M"):
                answers, memory = measure(workspace, questions, memory=budget)
                for name, times in answers.items():
                    show(f"the same with PARTERRE_MEMORY={budget}\t{name}", times, memory)


def show_growth(before, after):
    """Prints the exponents with which times and memory grew from one size to the next."""
    data = math.log(after[0] / before[0])
    for place, kind in enumerate(("load", "cold")):
        figures = [f"{name} {math.log(times[place] / before[1][name][place]) / data:.2f}"
                   for name, times in after[1].items()]
        print(f"from {before[0]:,} to {after[0]:,} profiles, {kind} grows with exponent\t" + "\t".join(figures))
    print(f"from {before[0]:,} to {after[0]:,} profiles, memory grows with exponent"
          f"\t{math.log(after[2][0] / before[2][0]) / data:.2f}", flush=True)


def large_values(folder):
    lines = ["user_id,name\n"] + [f"u{n},value number {n}\n" for n in range(1_000_000)]
    mapping = bench.PROFILE_MAPPING.split("[[attribute]]")[0] + '[[attribute]]\nname = "name"\ncolumn = "name"\n'
    workspace = workspace_of(os.path.join(folder, "values"), [("crm", mapping, lines)])
    questions = [("equal", "count", ['name = "value number 77"']), ("contains", "count", ["name contains 99"]),
                 ("matches", "count", ['name matches "*7?7"']), ("facet", "facet", ["everyone", "name"])]
    answers, memory = measure(workspace, questions)
    for name, times in answers.items():
        show(f"an attribute with 1,000,000 distinct values\t{name}", times, memory)


def large_profile(folder):
    lines = ["user_id,ts,type,campaign,category,revenue\n"]
    lines += [f"u1,{bench.NOW - 15_000_000 + n * 15},page_view,,cat_01,1\n" for n in range(1_000_000)]
    lines += [f"u{n},{bench.NOW - n},purchase,,cat_01,1\n" for n in range(2, 1_000)]
    workspace = workspace_of(os.path.join(folder, "profile"), [("web", bench.EVENT_MAPPING, lines)])
    questions = [("count", "count", ["did page_view at least 1000 times in last 30 days where category = cat_01"]),
                 ("sum", "count", ["sum(page_view.revenue) > 10"]), ("days", "count", ["days(page_view) > 10"]),
                 ("sequence", "count", ["sequence(page_view then page_view then page_view) within 1 hours"])]
    answers, memory = measure(workspace, questions)
    for name, times in answers.items():
        show(f"a profile with 1,000,000 events\t{name}", times, memory)


def large_library(folder, workspace):
    """Two hundred conditions in one segment, and twenty thousand segments that are saved."""
    parts = [f"(country = C{n % 37:02d} and age > {18 + n % 60})" for n in range(100)]
    answers, _ = measure(workspace, [("big", "count", [" or ".join(parts)])])
    show("a segment of 200 conditions\tcount", answers["big"])
    library = os.path.join(folder, "library")
    os.makedirs(library, exist_ok=True)
    for n in range(20_000):
        with open(os.path.join(library, f"s{n}.segment"), "w") as file:
            file.write(f"country = C{n % 37:02d} and age > {n // 37 % 70}" + (f" or @s{n - 1}" if n % 10 else "") + "\n")
    copy = os.path.join(folder, "copy")
    shutil.copytree(workspace, copy, dirs_exist_ok=True)
    for words in (["segment", "import-dir", library, "--yes"], ["segment", "import-dir", library], ["segment", "list"],
                  ["segment", "export-dir", os.path.join(folder, "exported")],
                  ["segment", "save", "one more", "@s500 or age > 20"], ["segment", "rename", "s500", "s 500"],
                  ["segment", "rename", "s 500", "s500"], ["segment", "remove", "one more"], ["segment", "redundant"],
                  ["count", "@s500"]):
        started = time.monotonic()
        subprocess.run([bench.BINARY, "-w", copy, *words], check=True, capture_output=True)
        print(f"20,000 saved segments\t{' '.join(words[:2] + words[3:])}\t{time.monotonic() - started:.2f} s", flush=True)
    answers, _ = measure(copy, [("count @s500", "count", ["@s500"]), ("check", "count", ["@s3 and age > 7"])])
    for name, times in answers.items():
        show(f"20,000 saved segments\t{name}", times)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--sizes", default="100000,500000,1000000,5000000")
    options.add_argument("--events-each", type=int, default=20)
    options.add_argument("--folder", help="keep the files here")
    options = options.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="parterre-limits-")
    sizes = [int(size) for size in options.sizes.split(",")]
    growth(folder, sizes, options.events_each)
    large_library(folder, os.path.join(folder, str(min(sizes)), "workspace"))
    large_values(folder)
    large_profile(folder)
    if not options.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
