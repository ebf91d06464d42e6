#!/usr/bin/env python3
"""Measures `parterre export` for Google Customer Match beside DuckDB doing the same, in one run.

    python3 Benchmarks/export.py [--people N] [--folder DIR]

Needs `pip install duckdb` and a release build (`make build`). DuckDB reads plain addresses and phone
numbers from its own table, normalises and hashes them and writes a CSV file; Parterre opens sealed
values, asks consent, normalises, hashes, writes the file durably with its own SHA-256 and records who
is in it. Both are measured as whole processes; Parterre's second line leaves out what opening and a
count of the same workspace cost. The two files must have the same rows.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time

import duckdb

BINARY = os.path.join(os.path.dirname(__file__), "..", ".build", "release", "parterre")

MAPPING = """
[feed]
format = "csv"
[row]
kinds = ["profile", "consent"]
time = { column = "time" }
[[identifier]]
namespace = "email"
column = "email"
[[identifier]]
namespace = "phone"
column = "phone"
[[attribute]]
name = "country"
column = "country"
[[consent]]
purpose = "ads"
column = "consent"
granted = ["y"]
[[consent]]
purpose = "personalised_ads"
column = "consent"
granted = ["y"]
"""

PEOPLE = """
copy (select
  'first.last' || i || (case when i % 3 = 0 then '@gmail.com' else '@example.com' end) as email,
  '+4915' || lpad(cast(100000000 + i as varchar), 9, '0') as phone,
  (case when i % 2 = 0 then 'DE' else 'FR' end) as country,
  '2026-05-01T00:00:00Z' as time, 'y' as consent
from range({people}) t(i)) to '{path}' (header)
"""

# Google's rules: lower case, and at gmail.com no dots and no suffix.
PEER = """
copy (select
  sha256(case when email like '%@gmail.com'
    then replace(regexp_replace(split_part(lower(email), '@', 1), '\\+.*', ''), '.', '') || '@gmail.com'
    else lower(email) end) as "Email",
  sha256(phone) as "Phone", null as "First Name", null as "Last Name", country as "Country", null as "Zip"
from people) to '{path}' (header)
"""


def best(rounds, work):
    seconds = []
    for _ in range(rounds):
        started = time.monotonic()
        work()
        seconds.append(time.monotonic() - started)
    return min(seconds), sorted(seconds)[len(seconds) // 2]


def line(name, seconds, rows, ratio):
    print(f"{name}\t{seconds:.2f} s\t{rows / seconds:,.0f} rows/s\t{ratio}", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--folder", help="keep the files here")
    options.add_argument("--binary", default=BINARY)
    options = options.parse_args()
    if not os.path.exists(options.binary):
        sys.exit("There is no release build: run `make build` first.")
    folder = options.folder or tempfile.mkdtemp(prefix="parterre-export-")
    os.makedirs(folder, exist_ok=True)
    people = os.path.join(folder, "people.csv")
    workspace = os.path.join(folder, "workspace")
    run = lambda *words: subprocess.run(
        [options.binary, "-w", workspace, *words], check=True, capture_output=True, text=True
    ).stdout
    if not os.path.exists(people):
        duckdb.connect().execute(PEOPLE.format(people=options.people, path=people))
    if not os.path.exists(workspace):
        mapping = os.path.join(folder, "people.mapping.toml")
        with open(mapping, "w") as file:
            file.write(MAPPING)
        run("init")
        run("source", "add", "crm", "--kind", "crm", "--mapping", mapping)
        run("ingest", "--source", "crm", people)

    database = os.path.join(folder, "peer.db")
    if not os.path.exists(database):
        connection = duckdb.connect(database)
        connection.execute(f"create table people as select * from read_csv('{people}', all_varchar = true)")
        connection.close()
    theirs = os.path.join(folder, "peer.csv")
    script = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); c.execute(sys.argv[2])"
    )
    peer, _ = best(
        options.rounds,
        lambda: subprocess.run(
            [sys.executable, "-c", script, database, PEER.format(path=theirs)], check=True
        ),
    )
    line("DuckDB, table to hashed CSV", peer, options.people, "1.00")

    ours = os.path.join(folder, "ours.csv")
    export = lambda: run(
        "export", "everyone", "--to", "google_customer_match", "--out", ours, "--force"
    )
    whole, _ = best(options.rounds, export)
    line("Parterre, whole process", whole, options.people, f"{whole / peer:.2f}")
    opening, _ = best(options.rounds, lambda: run("count", "has email"))
    net = whole - opening
    line("Parterre, without opening", net, options.people, f"{net / peer:.2f}")

    rows = lambda path: sorted(open(path, newline="").read().replace("\r", "").split("\n")[1:])
    if rows(ours) != rows(theirs):
        sys.exit("The two files differ.")
    print(f"same {options.people:,} rows; rounds: {options.rounds}, the best of each")
    if not options.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
