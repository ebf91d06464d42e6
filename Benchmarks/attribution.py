#!/usr/bin/env python3
"""Measures `parterre report attribution` beside ChannelAttribution and DuckDB, in one run.

    python3 Benchmarks/attribution.py [--paths N] [--folder DIR]

Needs `pip install ChannelAttribution duckdb` and a release build of parterre and ReportBenchmark.
First Markov on a million paths: the package gets them as a DataFrame in memory and is timed without
loading them; Parterre is timed as a whole process that reads them from CSV. The package simulates,
so its figures are held to the exact ones within three percent of all conversions; first, last and
linear must be the same. Then the rules over the 20 million events that `ingest.py --folder DIR`
leaves behind (it is run if they are not there), beside DuckDB's answer to the same, which must agree.
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
CHANNELS = ["direct", "email", "paid_search", "social", "display", "affiliate", "referral", "organic"]

PATHS = """
copy (
  select string_agg(channel, ' > ' order by step) as path, any_value(conversions) as conversions,
    any_value(case when conversions > 0 then value else 0 end) as value,
    any_value(1 - conversions) as nulls
  from (
    select path, step, conversions, value,
      {channels}[1 + cast(floor(8 * pow(random(), 1.4)) as int)] as channel
    from (
      select path, cast(random() < 0.08 as int) as conversions, round(random() * 200, 2) as value,
        unnest(range(1 + cast(floor(random() * 7) as int))) as step
      from range({paths}) t(path)))
  group by path order by path) to '{file}' (header)
"""

RULES = """
with purchases as (select row_number() over () as id, user_id, ts from events where type = 'purchase'),
touches as (
  select user_id, ts, channel from events
  where type in ('page_view', 'product_view', 'ad_click', 'add_to_cart', 'checkout', 'search')),
joined as (
  select id, channel, row_number() over w as place, count(*) over (partition by id) as n,
    pow(2, -(p.ts - t.ts) / 604800.0) as weight
  from purchases p join touches t
    on t.user_id = p.user_id and t.ts <= p.ts and t.ts >= p.ts - 2592000
  window w as (partition by id order by t.ts, t.channel)),
weighed as (select *, sum(weight) over (partition by id) as total from joined)
select channel, sum(cast(place = n as int)), sum(cast(place = 1 as int)), sum(1.0 / n),
  sum(weight / total),
  sum(case when n = 1 then 1 when n = 2 then 0.5 when place in (1, n) then 0.4 else 0.2 / (n - 2) end)
from weighed group by channel order by channel
"""


def row(what, milliseconds, ratio, note=""):
    print(f"{what}\t{milliseconds:.0f} ms\t{ratio}\t{note}", flush=True)


def parterre(*words):
    started = time.monotonic()
    answer = subprocess.run(
        [os.path.join(RELEASE, "parterre"), *words], check=True, capture_output=True, text=True)
    return (time.monotonic() - started) * 1000, json.loads(answer.stdout)


def median_of(rounds, body):
    results = [body() for _ in range(rounds)]
    return statistics.median(result[0] for result in results), results[-1][1]


def folded(name):
    return name.lower().replace(" ", "_")


def markov(folder, count):
    import pandas
    import ChannelAttribution as peer

    file = os.path.join(folder, f"paths-{count}.csv")
    if not os.path.exists(file):
        connection = duckdb.connect()
        connection.execute("select setseed(0.42)")
        connection.execute("set threads to 1")
        connection.execute(PATHS.format(paths=count, file=file, channels=CHANNELS))
    frame = pandas.read_csv(file)
    workspace = os.path.join(folder, "empty")
    if not os.path.exists(workspace):
        subprocess.run([os.path.join(RELEASE, "parterre"), "init", workspace], check=True, capture_output=True)

    def ours(model, *more):
        return median_of(3, lambda: parterre(
            "-w", workspace, "--json", "report", "attribution", "--paths", file, "--model", model,
            "--decimals", "9", *more))

    def theirs(call):
        def once():
            started = time.monotonic()
            answer = call()
            return (time.monotonic() - started) * 1000, answer
        return median_of(3, once)

    total = int(frame.conversions.sum())
    for order in ("1", "2", "3"):
        peer_time, answer = theirs(lambda: peer.markov_model(
            frame, "path", "conversions", var_value="value", var_null="nulls", order=int(order),
            ncore=2, verbose=False, flg_pro=False))
        answer = answer["result"] if isinstance(answer, dict) else answer
        expected = dict(zip(answer.channel_name, answer.total_conversions if "total_conversions" in answer else answer.total_conversion))
        own_time, own = ours("markov", "--markov-order", order)
        found = {r["channel"]: r["conversions"] for r in own["rows"] if not r.get("is_total")}
        worst = max(abs(found[name] - expected[name]) for name in expected) / total
        row(f"ChannelAttribution Markov order {order}, {count:,} paths", peer_time, "1.00")
        row(f"Parterre Markov order {order}, reading the CSV", own_time, f"{own_time / peer_time:.2f}",
            f"largest difference {worst:.3%} of the conversions")
        assert worst < 0.03, (found, expected)

    peer_time, answer = theirs(lambda: peer.heuristic_models(
        frame, "path", "conversions", var_value="value", flg_pro=False))
    own_time, own = ours("first,last,linear")
    answer = answer.set_index("channel_name")
    for r in own["rows"]:
        if not r.get("is_total"):
            for model in ("first", "last", "linear"):
                expected = answer.loc[r["channel"], f"{model}_touch_conversions" if f"{model}_touch_conversions" in answer else f"{model}_touch"]
                assert abs(expected - r[model]) < 1e-4, (r, model, expected)
    row(f"ChannelAttribution first, last, linear, {count:,} paths", peer_time, "1.00")
    row("Parterre first, last, linear, reading the CSV", own_time, f"{own_time / peer_time:.2f}", "same figures")


def rules(folder):
    if not os.path.exists(os.path.join(folder, "workspace")):
        subprocess.run([sys.executable, os.path.join(HERE, "ingest.py"), "--calls", "0", "--folder", folder], check=True)
    connection = duckdb.connect(os.path.join(folder, "peer.db"), read_only=True)

    def peer():
        started = time.monotonic()
        answer = connection.execute(RULES).fetchall()
        return (time.monotonic() - started) * 1000, answer

    peer_time, expected = median_of(3, peer)
    words = [
        os.path.join(RELEASE, "ReportBenchmark"), os.path.join(folder, "workspace"), "7", AS_OF, "attribution",
        "model=last,first,linear,decay,position", "view-window=0d", "visit=0m", "last=200d", "decimals=6"]
    measured = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    own_time = statistics.median(measured["warm_ms"])
    found = {folded(r["channel"]): r for r in measured["answer"]["rows"]}
    for channel, *figures in expected:
        own = found[channel]
        for model, figure in zip(("last", "first", "linear", "time_decay", "position"), figures):
            assert abs(own[model] - float(figure)) < 0.01, (channel, model, own[model], figure)
    row("DuckDB, five rules, 20 M events", peer_time, "1.00")
    row("Parterre, five rules, warm", own_time, f"{own_time / peer_time:.3f}", "same figures")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--paths", type=int, default=1_000_000)
    options.add_argument("--folder", help="keep the files here")
    options = options.parse_args()
    if not os.path.exists(os.path.join(RELEASE, "ReportBenchmark")):
        sys.exit("There is no release build: run `make build` first.")
    folder = options.folder or tempfile.mkdtemp(prefix="parterre-attribution-")
    os.makedirs(folder, exist_ok=True)
    markov(folder, options.paths)
    rules(folder)


if __name__ == "__main__":
    main()
