#!/usr/bin/env python3
"""Measures `parterre ingest` beside DuckDB's bare load of the same CSV file, in one run.

    python3 Benchmarks/ingest.py [--events N] [--people N] [--folder DIR]

Needs `pip install duckdb` and a release build (`make build`). Prints a line for each measurement:
what, seconds, rows a second, ratio to the peer, peak memory, size on disk.
"""
import argparse
import os
import resource
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
kind = "event"
event = { column = "type" }
time = { column = "ts" }
[[identifier]]
namespace = "user_id"
column = "user_id"
[[field]]
name = "campaign"
column = "campaign"
[[field]]
name = "channel"
column = "channel"
[[field]]
name = "category"
column = "category"
[[field]]
name = "revenue"
column = "revenue"
type = "money"
"""

# Skewed activity over 180 days: twelve types, 60 campaigns, 8 channels, 50 categories.
EVENTS = """
copy (select
  'u' || lpad(cast(floor({people} * pow(random(), 1.6)) as int)::varchar, 7, '0') as user_id,
  1777939200 + cast(floor(random() * 15552000) as int) as ts,
  ['page_view','page_view','page_view','page_view','product_view','product_view','ad_impression',
   'ad_impression','ad_impression','ad_click','email_send','email_open','add_to_cart','checkout',
   'purchase','search'][1 + cast(floor(random() * 16) as int)] as type,
  case when random() < 0.5
    then 'cmp_' || lpad(cast(floor(random() * 60) as int)::varchar, 2, '0') end as campaign,
  ['direct','email','paid_search','social','display','affiliate','referral','organic']
    [1 + cast(floor(random() * 8) as int)] as channel,
  'cat_' || lpad(cast(floor(random() * 50) as int)::varchar, 2, '0') as category,
  case when random() < 0.0625 then round(random() * 200, 2) end as revenue
from range({events})) to '{path}' (header)
"""


def folder_size(path):
    return sum(
        os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(path) for name in names
    )


def line(name, seconds, rows, ratio, memory, disk):
    print(
        f"{name}\t{seconds:.2f} s\t{rows / seconds / 1e6:.2f} M rows/s\t{ratio}\t{memory}\t{disk / 1e6:.0f} MB",
        flush=True,
    )


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--events", type=int, default=20_000_000)
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--folder", help="keep the files here")
    options = options.parse_args()
    if not os.path.exists(BINARY):
        sys.exit("There is no release build: run `make build` first.")
    folder = options.folder or tempfile.mkdtemp(prefix="parterre-ingest-")
    os.makedirs(folder, exist_ok=True)
    csv = os.path.join(folder, "events.csv")
    if not os.path.exists(csv):
        connection = duckdb.connect()
        connection.execute("select setseed(0.42)")
        connection.execute(EVENTS.format(people=options.people, events=options.events, path=csv))

    database = os.path.join(folder, "peer.db")
    if os.path.exists(database):
        os.remove(database)
    connection = duckdb.connect(database)
    started = time.monotonic()
    connection.execute(f"create table events as select * from '{csv}'")
    connection.close()
    peer = time.monotonic() - started
    line("DuckDB, CSV to its file", peer, options.events, "1.00", "-", os.path.getsize(database))

    mapping = os.path.join(folder, "events.mapping.toml")
    with open(mapping, "w") as file:
        file.write(MAPPING)
    workspace = os.path.join(folder, "workspace")
    shutil.rmtree(workspace, ignore_errors=True)
    run = lambda *words: subprocess.run([BINARY, "-w", workspace, *words], check=True, capture_output=True)
    run("init")
    run("source", "add", "web", "--kind", "web", "--mapping", mapping)
    started = time.monotonic()
    run("ingest", "--source", "web", csv)
    ours = time.monotonic() - started
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    line(
        "Parterre, CSV to countable", ours, options.events, f"{ours / peer:.2f}", f"{memory:.0f} MB",
        folder_size(workspace),
    )
    if not options.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
