#!/usr/bin/env python3
"""Measures `parterre ingest` beside DuckDB's bare load of the same files, in one run.

    python3 Benchmarks/ingest.py [--events N] [--calls N] [--people N] [--folder DIR]

CSV: DuckDB loads it into a table of its file. Segment JSON lines: DuckDB's read_json does, once
guessing the schema and once told the fields that Parterre keeps. 0 events or calls leave that part
out. Needs `pip install duckdb` and a release build (`make build`). Prints a line for each
measurement: what, seconds, rows a second, ratio to the peer, peak memory, size on disk.
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


# Calls as analytics.js sends them: 890 bytes each, the same for the same arguments.
CALLS = """
copy (select
  'track' as type,
  word(i, 1, ['Product Viewed','Product Viewed','Product Viewed','Product Viewed','Product Clicked',
    'Product List Viewed','Product List Viewed','Products Searched','Products Searched','Product Added',
    'Product Added','Promotion Viewed','Checkout Started','Order Completed','Article Read',
    'Video Played']) as event,
  lower(printf('%s-%s', hex(hash(i)), hex(hash(i + 7)))) as "messageId",
  'anon-' || person(i) as "anonymousId",
  case when pick(i, 2, 1000003) % 3 = 0 then 'u' || person(i) end as "userId",
  instant(i, 0, 4) as "timestamp", instant(i, 1, 5) as "sentAt", instant(i, 2, 6) as "receivedAt",
  struct_pack(
    product_id := 'sku_' || lpad(pick(i, 7, 5000)::varchar, 5, '0'),
    category := 'cat_' || pick(i, 7, 5000) % 50, name := 'Article no. ' || pick(i, 7, 5000),
    price := round(pick(i, 7, 5000) / 25.0 + 1, 2), quantity := 1 + pick(i, 9, 3), currency := 'EUR',
    order_id := case when pick(i, 1, 16) = 13 then 'o' || i end,
    revenue := case when pick(i, 1, 16) = 13 then round(pick(i, 10, 20000) / 100.0, 2) end) as properties,
  struct_pack(
    campaign := struct_pack(
      name := case when pick(i, 11, 2) = 0 then 'cmp_' || lpad(pick(i, 12, 60)::varchar, 2, '0') end,
      source := word(i, 13, ['google', 'newsletter', 'facebook', 'criteo', null]),
      medium := word(i, 13, ['cpc', 'email', 'social', 'display', null])),
    page := struct_pack(
      url := 'https://www.example.com/c/' || pick(i, 7, 5000) % 50 || '/p/' || pick(i, 7, 5000),
      path := '/c/' || pick(i, 7, 5000) % 50 || '/p/' || pick(i, 7, 5000),
      referrer := word(i, 14, ['https://www.google.com/', 'https://www.example.com/',
        'https://m.facebook.com/', null]),
      title := 'Article no. ' || pick(i, 7, 5000) || ' – Example'),
    "userAgent" := 'Mozilla/5.0 ' || word(i, 15, [
      '(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
      '(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 '
        || 'Mobile/15E148 Safari/604.1',
      '(Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 '
        || 'Mobile Safari/537.36']),
    locale := word(i, 16, ['de-DE', 'fr-FR', 'en-GB']), ip := '198.51.100.' || pick(i, 17, 256),
    library := struct_pack(name := 'analytics.js', version := '2.11.1')) as context,
  struct_pack("All" := true) as integrations
from (select range + 1 as i from range({calls}))) to '{path}' (format json)
"""

# What the query above is made of: a number, a word, a person and a time for each row.
MACROS = """
create macro pick(i, salt, many) as (hash(i * 31 + salt) % many)::bigint;
create macro word(i, salt, list) as list[1 + pick(i, salt, len(list))];
create macro person(i) as
  lpad(floor({people} * pow(pick(i, 2, 1000003) / 1000003.0, 1.6))::bigint::varchar, 7, '0');
create macro instant(i, later, salt) as
  strftime(make_timestamp((1777939200 + later + pick(i, 3, 15552000)) * 1000000), '%Y-%m-%dT%H:%M:%S.')
    || lpad(pick(i, salt, 1000)::varchar, 3, '0') || 'Z';
"""

# The fields that the Segment specification's own mapping keeps, and none besides.
FIELDS = """{
  'type': 'varchar', 'event': 'varchar', 'messageId': 'varchar', 'anonymousId': 'varchar',
  'userId': 'varchar', 'timestamp': 'timestamp', 'sentAt': 'timestamp', 'receivedAt': 'timestamp',
  'properties': 'struct(product_id varchar, category varchar, name varchar, quantity integer,
    currency varchar, order_id varchar, revenue double)',
  'context': 'struct(campaign struct(name varchar, source varchar, medium varchar),
    page struct(url varchar, path varchar, referrer varchar), userAgent varchar, locale varchar)'}"""


def folder_size(path):
    return sum(
        os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(path) for name in names
    )


def line(name, seconds, rows, ratio, memory, disk):
    print(
        f"{name}\t{seconds:.2f} s\t{rows / seconds / 1e6:.2f} M rows/s\t{ratio}\t{memory}\t{disk / 1e6:.0f} MB",
        flush=True,
    )


def load(folder, name, rows, query):
    """Loads into a DuckDB file of its own; returns the seconds."""
    database = os.path.join(folder, "peer.db")
    if os.path.exists(database):
        os.remove(database)
    connection = duckdb.connect(database)
    started = time.monotonic()
    connection.execute(f"create table events as {query}")
    connection.close()
    seconds = time.monotonic() - started
    line(f"DuckDB, {name}", seconds, rows, "1.00", "-", os.path.getsize(database))
    return seconds


def ingest(folder, name, rows, mapping, file, peers):
    """Ingests into a new workspace; the ratio is to each of the peers, in their order."""
    path = os.path.join(folder, "mapping.toml")
    with open(path, "w") as text:
        text.write(mapping)
    workspace = os.path.join(folder, "workspace")
    shutil.rmtree(workspace, ignore_errors=True)
    run = lambda *words: subprocess.run([BINARY, "-w", workspace, *words], check=True, capture_output=True)
    run("init")
    run("source", "add", "web", "--kind", "web", "--mapping", path)
    started = time.monotonic()
    process = subprocess.Popen([BINARY, "-w", workspace, "ingest", "--source", "web", file], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    if status != 0:
        sys.exit(f"The ingest of {file} failed.")
    ratio = " / ".join(f"{seconds / peer:.2f}" for peer in peers)
    line(f"Parterre, {name}", seconds, rows, ratio, f"{usage.ru_maxrss / 1024:.0f} MB", folder_size(workspace))


def measure_csv(folder, events, people):
    csv = os.path.join(folder, "events.csv")
    if not os.path.exists(csv):
        connection = duckdb.connect()
        connection.execute("select setseed(0.42)")
        connection.execute(EVENTS.format(people=people, events=events, path=csv))
    peer = load(folder, "CSV to a table", events, f"select * from '{csv}'")
    ingest(folder, "CSV to countable", events, MAPPING, csv, [peer])


def measure_calls(folder, calls, people):
    file = os.path.join(folder, "calls.jsonl")
    if not os.path.exists(file):
        connection = duckdb.connect()
        connection.execute(MACROS.format(people=people))
        connection.execute(CALLS.format(calls=calls, path=file))
    guessed = load(folder, "JSON lines to a table, schema guessed", calls, f"select * from read_json('{file}')")
    given = load(
        folder, "JSON lines to a table, schema given", calls,
        f"select * from read_json('{file}', format='newline_delimited', columns={FIELDS})")
    ingest(
        folder, "JSON lines to countable", calls, '[feed]\nformat = "segment"\n', file, [guessed, given])


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--events", type=int, default=20_000_000, help="rows of the CSV file")
    options.add_argument("--calls", type=int, default=5_000_000, help="rows of the JSON lines")
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--folder", help="keep the files here")
    options = options.parse_args()
    if not os.path.exists(BINARY):
        sys.exit("There is no release build: run `make build` first.")
    folder = options.folder or tempfile.mkdtemp(prefix="parterre-ingest-")
    os.makedirs(folder, exist_ok=True)
    if options.events:
        measure_csv(folder, options.events, options.people)
    if options.calls:
        measure_calls(folder, options.calls, options.people)
    if not options.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
