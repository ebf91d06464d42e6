"""What the consent ledger costs at a quarter million rows and at a million, two records a row.

    python3 Benchmarks/ledger.py [--rows N]

Appending them as one feed, a small feed on top, the first coverage of a new process, one person's
records, the check of every record. A line a measurement: seconds of processor time at a quarter of
the rows and at all of them, and their ratio, which is 4 where cost grows with the records.
Build first with `make build`.
"""
import argparse
import os
import random
import resource
import subprocess
import tempfile

PROGRAM = os.path.join(os.path.dirname(__file__), "..", ".build", "release", "parterre")
SMALL = 1_000

MAPPING = """
[feed]
format = "csv"
[row]
kinds = ["consent"]
time = { column = "time" }
[[identifier]]
namespace = "user_id"
column = "user"
[[identifier]]
namespace = "cookie"
column = "cookie"
[[consent]]
purpose = "email"
column = "news"
granted = ["yes"]
denied = ["no"]
[[consent]]
signal = "consent_mode_gcs"
column = "gcs"
[consent_map]
ads = "gcs:ad_storage"
analytics = "gcs:analytics_storage"
"""


def feed(path, rows, seed):
    draw = random.Random(seed)
    with open(path, "w", encoding="utf-8") as file:
        file.write("time,user,cookie,news,gcs\n")
        for _ in range(rows):
            person = draw.randrange(rows // 2)
            file.write(
                f"{1_700_000_000 + draw.randrange(80_000_000)},u{person},c{person},"
                f"{draw.choice(['yes', 'no'])},G1{draw.randrange(2)}{draw.randrange(2)}\n")


def seconds(workspace, *words):
    """The processor time of one command, of the program and the system for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([PROGRAM, "-w", workspace, *words], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measured(folder, rows):
    workspace, mapping = f"{folder}/{rows}", f"{folder}/mapping.toml"
    with open(mapping, "w", encoding="utf-8") as file:
        file.write(MAPPING)
    feed(f"{folder}/large.csv", rows, seed=1)
    feed(f"{folder}/small.csv", SMALL, seed=2)
    seconds(workspace, "init")
    seconds(workspace, "source", "add", "cmp", "--kind", "web", "--mapping", mapping)
    return {
        f"append {rows:,} rows": seconds(workspace, "ingest", "--source", "cmp", f"{folder}/large.csv"),
        f"append {SMALL:,} more": seconds(workspace, "ingest", "--source", "cmp", f"{folder}/small.csv"),
        "first coverage": seconds(workspace, "consent", "coverage"),
        "coverage of 30 days": seconds(workspace, "consent", "coverage", "--over", "30"),
        "one person": seconds(workspace, "consent", "show", "user_id:u5"),
        "verify": seconds(workspace, "consent", "verify"),
    }


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--rows", type=int, default=1_000_000)
    rows = options.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="parterre-ledger-") as folder:
        quarter, whole = measured(folder, rows // 4), measured(folder, rows)
    for (_, less), (name, more) in zip(quarter.items(), whole.items()):
        print(f"{name:<24} {less:>7.2f} s {more:>7.2f} s   {more / max(less, 0.01):>5.2f}")


if __name__ == "__main__":
    main()
