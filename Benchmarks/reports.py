#!/usr/bin/env python3
"""Measures `campaigns` and `frequency` beside DuckDB on the same rows, in one run, and compares figures.

    python3 Benchmarks/reports.py [--events N] [--people N] [--folder DIR] [--rounds N]

Needs `pip install duckdb` and a release build:

    make build
    swift build -c release --product ReportBenchmark -Xswiftc -cross-module-optimization

Both sides hold the rows in memory in their own form, answer once to warm up, and are then asked
several times; the median counts. Prints a line a question: milliseconds of each, the ratio, and
whether every figure of every group is the same.
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

import duckdb

from ingest import BINARY, EVENTS, MAPPING

BENCHMARK = os.path.join(os.path.dirname(BINARY), "ReportBenchmark")
AS_OF = "2026-11-01"
SECONDS = "ts between epoch(timestamp '2025-11-02') and epoch(timestamp '2026-11-01')"
MONTH = "ts between epoch(timestamp '2026-10-03') and epoch(timestamp '2026-11-01')"

CAMPAIGNS = """
select {keys},
  count(*) filter (type = 'ad_impression') impressions,
  count(distinct user_id) filter (type = 'ad_impression') reach,
  count(*) filter (type = 'ad_click') clicks,
  count(*) filter (type = 'purchase' and {related}) conversions,
  sum(case when type = 'purchase' and {related} then cast(round(revenue * 100) as bigint) end) revenue
from events where type in ('ad_impression', 'ad_click', 'purchase') and {seconds}
group by {keys}
"""
DAY = "cast(epoch_ms(ts * 1000) as date)"


def parterre(workspace, rounds, settings):
    words = [BENCHMARK, workspace, str(rounds), AS_OF, "campaigns"] + settings
    answer = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
    return statistics.median(answer["warm_ms"]), answer["answer"]["rows"]


def peer(database, query, rounds):
    times, rows = [], []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        rows = database.execute(query).fetchall()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:]), rows


def figures(rows, keys):
    """The counts of each group; groups without any are left out."""
    found = {}
    for row in rows:
        if row.get("is_total"):
            continue
        key = tuple(row[name] for name in keys)
        found[key] = (
            row["impressions"], row["reach"] or 0, row["clicks"], row["conversions"],
            round(row["revenue"] * 100),
        )
    return {key: value for key, value in found.items() if any(value)}


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--events", type=int, default=20_000_000)
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--folder", help="kept between runs; a new one otherwise")
    chosen = options.parse_args()
    folder = chosen.folder or tempfile.mkdtemp(prefix="parterre-reports-")
    os.makedirs(folder, exist_ok=True)
    csv, workspace = os.path.join(folder, "events.csv"), os.path.join(folder, "workspace")
    database = duckdb.connect()
    if not os.path.exists(csv):
        database.execute("select setseed(0.42)")
        database.execute(EVENTS.format(people=chosen.people, events=chosen.events, path=csv))
    if not os.path.exists(workspace):
        mapping = os.path.join(folder, "events.mapping.toml")
        with open(mapping, "w") as file:
            file.write(MAPPING)
        run = lambda *words: subprocess.run([BINARY, "-w", workspace, *words], check=True)
        run("init")
        run("source", "add", "web", "--party", "first", "--kind", "web", "--mapping", mapping)
        run("ingest", "--source", "web", csv)
    database.execute("set threads to 2")
    # The same rows: Parterre keeps one of rows that are equal in every column.
    database.execute(f"create table events as select distinct * from read_csv('{csv}')")
    print("question\tparterre ms\tduckdb ms\tratio\tfigures")
    questions = [
        ("by campaign, a year", ["last=365d"], ["campaign"], "campaign", "campaign is not null", SECONDS),
        ("by campaign, 30 days", ["last=30d"], ["campaign"], "campaign", "campaign is not null", MONTH),
        (
            "by campaign and channel", ["last=365d", "by=campaign,channel"], ["campaign", "channel"],
            "campaign, channel", "(campaign is not null or channel is not null)", SECONDS,
        ),
        ("by day", ["last=365d", "by=day"], ["day"], DAY, "campaign is not null", SECONDS),
    ]
    for title, settings, keys, columns, related, seconds in questions:
        own_ms, own = parterre(workspace, chosen.rounds, settings)
        query = CAMPAIGNS.format(keys=columns, related=related, seconds=seconds)
        peer_ms, rows = peer(database, query, chosen.rounds)
        wanted = {
            tuple(str(value) if value is not None else None for value in row[: len(keys)]): tuple(
                int(value or 0) for value in row[len(keys) :]
            )
            for row in rows
        }
        wanted = {key: value for key, value in wanted.items() if any(value)}
        same = "equal" if figures(own, keys) == wanted else "DIFFERENT"
        print(f"{title}\t{own_ms:.1f}\t{peer_ms:.1f}\t{peer_ms / own_ms:.1f}\t{same}", flush=True)


if __name__ == "__main__":
    main()
