#!/usr/bin/env python3
"""Measures funnel, retention and sessions beside DuckDB over 20 million events, in one run.

    python3 Benchmarks/funnel.py [--folder DIR]

Needs `pip install duckdb` and a release build of parterre and ReportBenchmark. Uses what
`ingest.py --folder DIR` leaves behind and runs it if it is not there. DuckDB gets the events sorted by
type, person and time, the order that suits it best. All figures must agree.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import duckdb

HERE = os.path.dirname(os.path.abspath(__file__))
RELEASE = os.path.join(HERE, "..", ".build", "release")
AS_OF = "2026-11-01T00:00:00Z"
NOW = 1793491200
STEPS = ["page_view", "product_view", "add_to_cart", "checkout", "purchase"]


def funnel_sql():
    low = NOW - 30 * 86400 + 1
    names = ", ".join(f"'{step}'" for step in STEPS)
    text = f"with e as (select user_id, ts, type from sorted where ts >= {low} and type in ({names})),\n"
    text += f"f1 as (select user_id, min(ts) as t from e where type = '{STEPS[0]}' group by user_id)"
    for index, step in enumerate(STEPS[1:], start=1):
        text += (
            f",\nf{index + 1} as (select e.user_id as user_id, min(e.ts) as t from e join f{index} p"
            f" on e.user_id = p.user_id where e.type = '{step}' and e.ts > p.t group by e.user_id)")
    return text + "\nselect " + ", ".join(f"(select count(*) from f{i + 1})" for i in range(len(STEPS)))


RETENTION = """
with first as (
  select user_id, date_trunc('week', make_timestamp(min(ts) * 1000000)) as week
  from sorted where type = 'purchase' group by user_id),
back as (
  select distinct user_id, date_trunc('week', make_timestamp(ts * 1000000)) as week
  from sorted where type = 'page_view')
select f.week, date_diff('week', f.week, b.week) as step, count(*)
from first f join back b using (user_id)
where f.week >= timestamp '2026-08-10' and step between 0 and 11
group by all order by all
"""

SESSIONS = """
select count(*) from (
  select ts - lag(ts) over (partition by user_id order by ts) as gap from sorted
  where type in ('page_view', 'product_view', 'add_to_cart', 'checkout', 'purchase', 'search'))
where gap is null or gap > 1800
"""


def median_of(rounds, body):
    results = [body() for _ in range(rounds)]
    return statistics.median(result[0] for result in results), results[-1][1]


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--folder", help="keep the files here")
    options = options.parse_args()
    if not os.path.exists(os.path.join(RELEASE, "ReportBenchmark")):
        sys.exit("There is no release build: run `make build` first.")
    folder = options.folder or tempfile.mkdtemp(prefix="parterre-funnel-")
    if not os.path.exists(os.path.join(folder, "workspace")):
        subprocess.run([sys.executable, os.path.join(HERE, "ingest.py"), "--calls", "0", "--folder", folder], check=True)
    connection = duckdb.connect(os.path.join(folder, "peer.db"))
    connection.execute(
        "create table if not exists sorted as select cast(substr(user_id, 2) as int) as user_id, type,"
        " ts from events order by type, 1, ts")

    def compare(what, sql, settings, check):
        def peer():
            started = time.monotonic()
            answer = connection.execute(sql).fetchall()
            return (time.monotonic() - started) * 1000, answer

        peer_time, expected = median_of(5, peer)
        words = [os.path.join(RELEASE, "ReportBenchmark"), os.path.join(folder, "workspace"), "7", AS_OF, *settings]
        measured = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
        check(expected, measured["answer"]["rows"])
        own_time = statistics.median(measured["warm_ms"])
        print(f"DuckDB, {what}\t{peer_time:.0f} ms\t1.00", flush=True)
        print(f"Parterre, {what}, warm\t{own_time:.0f} ms\t{own_time / peer_time:.2f}\tsame figures", flush=True)

    def funnel(expected, rows):
        assert list(expected[0]) == [r["people"] for r in rows], (expected, rows)

    def retention(expected, rows):
        own = {(r["cohort"], r["step"]): r["people"] for r in rows if r["people"]}
        peer = {(str(week)[:10], step): count for week, step, count in expected}
        assert own == peer, [(k, own.get(k), peer.get(k)) for k in own.keys() | peer.keys() if own.get(k) != peer.get(k)]

    def sessions(expected, rows):
        assert expected[0][0] == rows[-1]["sessions"], (expected, rows[-1])

    compare(
        "funnel of five steps in 30 days, 20 M events", funnel_sql(),
        ["funnel", "last=720h", "steps=" + " > ".join(STEPS)], funnel)
    compare(
        "retention of 12 weekly cohorts, 12 weeks, 20 M events", RETENTION,
        ["retention", "first=purchase", "return=page_view", "unit=week", "periods=12", "shape=list"], retention)
    compare(
        "sessions of 20 M events", SESSIONS,
        ["sessions", "by=none", "from=2026-01-01", "to=2026-12-31"], sessions)


if __name__ == "__main__":
    main()
