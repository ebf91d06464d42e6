#!/usr/bin/env python3
"""Asks the fourteen audience questions of Parterre and of its peers, on the same data in one run.

    python3 Benchmarks/segments.py [--profiles N] [--events N] [--peers duckdb,chdb,polars,sqlite] [--folder DIR]

Needs a release build (`make build`) and
`pip install duckdb chdb polars`. Prints a row for each question: milliseconds, medians of five. "load"
is Parterre's first time, with the columns still to be read; "cold" has the columns and what is derived
of them, but no result of any condition; "warm" has results kept. Each peer is warm, and its time is
followed by how many times as long it takes as a cold and as a warm Parterre. Q15 edits a segment in
use, so that its cold and warm times are the same. A question that takes a peer more than two seconds is
timed once. Every figure that a peer gives is compared with Parterre's; one that differs ends the run
with status 1. A peer whose language has no words for a question is left out there.
"""
import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RELEASE = os.path.join(HERE, "..", ".build", "release")
BINARY = os.path.join(RELEASE, "parterre")
HARNESS = os.path.join(RELEASE, "SegmentBenchmark")
NOW, DAY = 1793491200, 86400
TYPES = ["ad_click", "ad_impression", "add_to_cart", "checkout", "email_open", "email_send",
         "page_view", "product_view", "purchase", "search"]

# --- data -------------------------------------------------------------------------------------

PROFILES = """
copy (select 'u' || lpad(i::varchar, 7, '0') as user_id,
  case when random() < 0.4 then ['US','GB','DE'][1 + cast(floor(random() * 3) as int)]
    else 'C' || lpad(cast(floor(random() * 37) as int)::varchar, 2, '0') end as country,
  18 + cast(floor(random() * 62) as int) as age,
  ['f','m','x'][1 + cast(floor(random() * 2.1) as int)] as gender,
  ['free','basic','pro','enterprise'][1 + cast(floor(pow(random(), 2) * 4) as int)] as plan,
  cast(floor(pow(random(), 3) * 1000) as int) as ltv,
  random() < 0.6 as c_ads, random() < 0.5 as c_email, random() < 0.8 as c_analytics,
  ['direct','email','paid_search','social','display','affiliate','referral','organic']
    [1 + cast(floor(random() * 8) as int)] as origin
from range({profiles}) t(i) order by i) to '{path}' (header)
"""

EVENTS = """
copy (select
  'u' || lpad(cast(floor({profiles} * pow(random(), 1.6)) as int)::varchar, 7, '0') as user_id,
  1777939200 + cast(floor(random() * 15552000) as int) as ts,
  ['page_view','page_view','page_view','page_view','product_view','product_view','ad_impression',
   'ad_impression','ad_impression','ad_click','email_send','email_open','add_to_cart','checkout',
   'purchase','search'][1 + cast(floor(random() * 16) as int)] as type,
  case when random() < 0.5
    then 'cmp_' || lpad(cast(floor(random() * 60) as int)::varchar, 2, '0') end as campaign,
  'cat_' || lpad(cast(floor(random() * 50) as int)::varchar, 2, '0') as category,
  case when random() < 0.0625 then cast(floor(random() * 200) as int) end as revenue
from range({events})) to '{path}' (header)
"""

PROFILE_MAPPING = """
[feed]
format = "csv"
[row]
kind = "profile"
[[identifier]]
namespace = "user_id"
column = "user_id"
""" + "".join(
    f'[[attribute]]\nname = "{name}"\ncolumn = "{name}"\ntype = "{kind}"\n'
    for name, kind in [
        ("country", "text"), ("age", "integer"), ("gender", "text"), ("plan", "text"),
        ("ltv", "integer"), ("c_ads", "boolean"), ("c_email", "boolean"),
        ("c_analytics", "boolean"), ("origin", "text")])

EVENT_MAPPING = """
[feed]
format = "csv"
[row]
kind = "event"
event = { column = "type" }
time = { column = "ts" }
key = ["#line"]
[[identifier]]
namespace = "user_id"
column = "user_id"
[[field]]
name = "campaign"
column = "campaign"
[[field]]
name = "category"
column = "category"
[[field]]
name = "revenue"
column = "revenue"
type = "integer"
"""


def make_data(folder, profiles, events):
    import duckdb

    people, happenings = os.path.join(folder, "profiles.csv"), os.path.join(folder, "events.csv")
    if not os.path.exists(happenings):
        connection = duckdb.connect()
        connection.execute("set threads = 1")
        connection.execute("select setseed(0.42)")
        connection.execute(PROFILES.format(profiles=profiles, path=people))
        connection.execute(EVENTS.format(profiles=profiles, events=events, path=happenings))
    return people, happenings


def make_workspace(folder, people, happenings):
    workspace = os.path.join(folder, "workspace")
    if os.path.exists(workspace):
        return workspace
    partial = workspace + ".partial"
    shutil.rmtree(partial, ignore_errors=True)

    def run(*words):
        subprocess.run([BINARY, "-w", partial, *words], check=True, capture_output=True)

    run("init")
    for name, mapping, feed in [("crm", PROFILE_MAPPING, people), ("web", EVENT_MAPPING, happenings)]:
        path = os.path.join(folder, name + ".mapping.toml")
        with open(path, "w") as file:
            file.write(mapping)
        run("source", "add", name, "--kind", name, "--mapping", path)
        run("ingest", "--source", name, feed)
    os.rename(partial, workspace)
    return workspace


# --- the questions in Parterre's language -------------------------------------------------------

SIX = "(country in (US, GB, DE) or origin = paid_search) and age >= 30 and not (plan = free and ltv < 50) and gender = f"
TEN = ["country = US", "age between 25 and 34", "plan in (pro, enterprise)", "ltv > 100",
       "c_ads = true and c_email = true", "did purchase in last 30 days",
       "did ad_impression where campaign = cmp_01",
       "did product_view in last 30 days where category = cat_03", "did email_open in last 30 days",
       "did add_to_cart in last 14 days"]
STEPS = ["page_view", "product_view", "add_to_cart", "checkout", "purchase"]


def recency(days):
    return " or ".join(f"last {name} <= {days} days ago" for name in TYPES)


def mixed(age=30, window=90):
    return (f"country in (US, GB, DE) and age >= {age} and c_email = true and not plan = enterprise"
            f" and did purchase in last {window} days"
            " and not (did email_open in last 30 days where campaign = cmp_01)")


OURS = [
    ("Q1", "count", ["country = US and age between 25 and 34"]),
    ("Q2", "count", [SIX]),
    ("Q3", "count", [SIX + " and c_email = true and c_ads = true and c_analytics = true"]),
    ("Q4", "count", ["did purchase at least 3 times in last 30 days"]),
    ("Q5", "count", ["(did product_view in last 14 days where category = cat_03)"
                     " and did not purchase in last 14 days"]),
    ("Q6", "count", ["sum(purchase.revenue) in last 90 days > 200"]),
    ("Q7", "count", ["sequence(product_view then purchase) within 7 days"]),
    ("Q8", "count", [recency(days) for days in (1, 7, 30, 90)]),
    ("Q9", "count", [f"rfm_recency = {r} and rfm_frequency = {f} and rfm_monetary = {m}"
                     for r in range(1, 6) for f in range(1, 6) for m in range(1, 6)]),
    ("Q10", "count", ["(did ad_impression where campaign = cmp_01)"
                      " and (did ad_impression where campaign = cmp_02)"
                      " and not (did ad_impression where campaign = cmp_03)"]),
    ("Q11", "count", [f"did ad_impression exactly {n} times in last 30 days" for n in range(1, 20)]
     + ["did ad_impression at least 20 times in last 30 days"]),
    ("Q12", "overlap", TEN),
    ("Q13", "count", ["did page_view in last 30 days"]
     + [f"sequence({' then '.join(STEPS[:n])}) in last 30 days" for n in range(2, 6)]),
    ("Q14a", "facet", [SIX, "country"]),
    ("Q14b", "facet", [SIX, "campaign"]),
    ("Q15a", "edits", [mixed(age=age) for age in (30, 31, 32, 33, 34, 35)]),
    ("Q15b", "edits", [mixed(window=window) for window in (90, 85, 80, 75, 70, 65)]),
]

# --- the same in SQL ----------------------------------------------------------------------------

SIX_SQL = "(country IN ('US','GB','DE') OR origin='paid_search') AND age>=30 AND NOT (plan='free' AND ltv<50) AND gender='f'"
TEN_SQL = ["country='US'", "age BETWEEN 25 AND 34", "plan IN ('pro','enterprise')", "ltv>100",
           "(c_ads=1 AND c_email=1)"] + [f"coalesce(b{n},0)=1" for n in range(5, 10)]


def flag(condition):
    return f"max(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def since(days):
    return f"ts>{NOW - days * DAY}"


def mixed_sql(age=30, window=90):
    return (f"SELECT count(*) FROM profiles WHERE country IN ('US','GB','DE') AND age>={age} AND c_email=1"
            f" AND NOT plan='enterprise' AND id IN (SELECT user_id FROM events WHERE type='purchase' AND {since(window)})"
            f" AND id NOT IN (SELECT user_id FROM events WHERE type='email_open' AND campaign='cmp_01' AND {since(30)})")


def funnel(kind):
    if kind == "chdb":
        kinds = ",".join(f"type='{step}'" for step in STEPS)
        return (f"SELECT countIf(l>=1),countIf(l>=2),countIf(l>=3),countIf(l>=4),countIf(l>=5) FROM (SELECT user_id,"
                f" windowFunnel({40 * DAY},'strict_increase')(toUInt32(ts),{kinds}) AS l FROM events WHERE {since(30)}"
                f" AND type IN ({','.join(repr(step) for step in STEPS)}) GROUP BY user_id)")
    text = (f"WITH e AS (SELECT user_id,ts,type FROM events WHERE {since(30)} AND type IN ({','.join(repr(s) for s in STEPS)})),"
            " f1 AS (SELECT user_id,min(ts) AS t FROM e WHERE type='page_view' GROUP BY user_id)")
    for n in range(1, 5):
        text += (f", f{n + 1} AS (SELECT e.user_id AS user_id,min(e.ts) AS t FROM e JOIN f{n} p ON e.user_id=p.user_id"
                 f" WHERE e.type='{STEPS[n]}' AND e.ts>p.t GROUP BY e.user_id)")
    return text + " SELECT " + ",".join(f"(SELECT count(*) FROM f{n})" for n in range(1, 6))


def then_within(kind):
    if kind in ("duckdb", "chdb"):
        return ("SELECT count(DISTINCT p.user_id) FROM (SELECT user_id, ts FROM events WHERE type='purchase') p"
                " ASOF JOIN (SELECT user_id, ts AS vts FROM events WHERE type='product_view') v"
                f" ON p.user_id=v.user_id AND p.ts>v.vts WHERE p.ts-v.vts<={7 * DAY}")
    return ("SELECT count(DISTINCT p.user_id) FROM events p WHERE p.type='purchase' AND EXISTS (SELECT 1 FROM events v"
            f" WHERE v.user_id=p.user_id AND v.type='product_view' AND v.ts<p.ts AND v.ts>=p.ts-{7 * DAY})")


def queries(kind):
    flags = ",".join(f"CASE WHEN {test} THEN 1 ELSE 0 END AS s{n}" for n, test in enumerate(TEN_SQL))
    pairs = ",".join(f"sum(s{a}*s{b})" for a in range(10) for b in range(a + 1, 10))
    cumulated = ",".join(f"sum(CASE WHEN {NOW}-l<={days * DAY} THEN 1 ELSE 0 END)" for days in (1, 7, 30, 90))
    return {
        "Q1": ["SELECT count(*) FROM profiles WHERE country='US' AND age BETWEEN 25 AND 34"],
        "Q2": [f"SELECT count(*) FROM profiles WHERE {SIX_SQL}"],
        "Q3": [f"SELECT count(*) FROM profiles WHERE {SIX_SQL} AND c_email=1 AND c_ads=1 AND c_analytics=1"],
        "Q4": [f"SELECT count(*) FROM (SELECT user_id FROM events WHERE type='purchase' AND {since(30)} GROUP BY user_id HAVING count(*)>=3) x"],
        "Q5": [f"SELECT count(DISTINCT user_id) FROM events WHERE type='product_view' AND category='cat_03' AND {since(14)}"
               f" AND user_id NOT IN (SELECT user_id FROM events WHERE type='purchase' AND {since(14)})"],
        "Q6": [f"SELECT count(*) FROM (SELECT user_id FROM events WHERE type='purchase' AND {since(90)} GROUP BY user_id HAVING sum(revenue)>200) x"],
        "Q7": [then_within(kind)],
        "Q8": [f"SELECT {cumulated} FROM (SELECT user_id, max(ts) AS l FROM events GROUP BY user_id) e"],
        "Q9": ["SELECT n FROM (SELECT r,f,m,count(*) AS n FROM (SELECT ntile(5) OVER (ORDER BY l,user_id) AS r, ntile(5) OVER (ORDER BY n,user_id) AS f,"
               " ntile(5) OVER (ORDER BY s,user_id) AS m FROM (SELECT user_id, max(ts) AS l, count(*) AS n, coalesce(sum(revenue),0) AS s"
               " FROM events WHERE type='purchase' GROUP BY user_id) a) b GROUP BY r,f,m) c ORDER BY r,f,m"],
        "Q10": ["SELECT count(*) FROM (SELECT user_id FROM events WHERE type='ad_impression' AND campaign IN ('cmp_01','cmp_02','cmp_03')"
                " GROUP BY user_id HAVING " + flag("campaign='cmp_01'") + "=1 AND " + flag("campaign='cmp_02'") + "=1 AND "
                + flag("campaign='cmp_03'") + "=0) x"],
        "Q11": [f"SELECT n FROM (SELECT k, count(*) AS n FROM (SELECT CASE WHEN count(*)>20 THEN 20 ELSE count(*) END AS k FROM events"
                f" WHERE type='ad_impression' AND {since(30)} GROUP BY user_id) x GROUP BY k) y ORDER BY k"],
        "Q12": [f"SELECT {pairs} FROM (SELECT {flags} FROM profiles LEFT JOIN (SELECT user_id, "
                + flag("type='purchase' AND " + since(30)) + " AS b5, " + flag("type='ad_impression' AND campaign='cmp_01'") + " AS b6, "
                + flag("type='product_view' AND category='cat_03' AND " + since(30)) + " AS b7, "
                + flag("type='email_open' AND " + since(30)) + " AS b8, " + flag("type='add_to_cart' AND " + since(14)) + " AS b9"
                " FROM events GROUP BY user_id) e ON profiles.id=e.user_id) x"],
        "Q13": [funnel(kind)],
        "Q14a": [f"SELECT country, count(*) AS n FROM profiles WHERE {SIX_SQL} GROUP BY country ORDER BY n DESC, country LIMIT 20"],
        "Q14b": [f"SELECT campaign, count(DISTINCT user_id) AS n FROM events WHERE campaign IS NOT NULL AND user_id IN"
                 f" (SELECT id FROM profiles WHERE {SIX_SQL}) GROUP BY campaign ORDER BY n DESC, campaign LIMIT 20"],
        "Q15a": [mixed_sql(age=age) for age in (30, 31, 32, 33, 34, 35)],
        "Q15b": [mixed_sql(window=window) for window in (90, 85, 80, 75, 70, 65)],
    }


def figures(rows):
    """Rows as the figures that Parterre prints: numbers in reading order, or `name number` pairs."""
    if rows and len(rows[0]) == 2 and isinstance(rows[0][0], str):
        return [f"{name} {int(number)}" for name, number in rows]
    return [str(int(value)) for row in rows for value in row]


# --- the peers ----------------------------------------------------------------------------------

LOAD = """
create table profiles as select cast(substr(user_id, 2) as int) as id, country, age, gender, plan, ltv,
  case c_ads::varchar when 'true' then 1 else 0 end as c_ads,
  case c_email::varchar when 'true' then 1 else 0 end as c_email,
  case c_analytics::varchar when 'true' then 1 else 0 end as c_analytics, origin
  from '{people}' order by id;
create table events as select cast(substr(user_id, 2) as int) as user_id, ts, type, campaign, category, revenue
  from '{happenings}' order by type, user_id, ts
"""


class DuckDB:
    def __init__(self, folder, people, happenings):
        import duckdb

        self.path = os.path.join(folder, "peer.duckdb")
        is_new = not os.path.exists(self.path)
        self.connection = duckdb.connect(self.path)
        if is_new:
            self.connection.execute(LOAD.format(people=people, happenings=happenings))
            self.connection.execute("checkpoint")

    def ask(self, query):
        return self.connection.execute(query).fetchall()


class ChDB:
    TYPES = {"id": "Int32", "user_id": "Int32", "age": "Int32", "ltv": "Int32", "ts": "UInt32",
             "c_ads": "UInt8", "c_email": "UInt8", "c_analytics": "UInt8", "revenue": "Nullable(Int32)",
             "campaign": "LowCardinality(Nullable(String))"}

    def __init__(self, folder, people, happenings):
        from chdb.session import Session

        self.session = Session(os.path.join(folder, "peer.chdb"))
        names = {"profiles": (people, "id,country,age,gender,plan,ltv,c_ads,c_email,c_analytics,origin"),
                 "events": (happenings, "user_id,ts,type,campaign,category,revenue")}
        self.session.query("create database if not exists peer")
        for table, (path, columns) in names.items():
            if "1" in str(self.session.query(f"exists table peer.{table}", "CSV")):
                continue
            columns = columns.split(",")
            typed = ", ".join(f"{name} {self.TYPES.get(name, 'LowCardinality(String)')}" for name in columns)
            order = "id" if table == "profiles" else "(type, user_id, ts)"
            self.session.query(f"create table peer.{table} ({typed}) engine = MergeTree order by {order}")
            key = "toInt32(substring(user_id, 2))"
            picked = ", ".join(
                f"{key} as {name}" if name in ("id", "user_id") else f"({name} = 'true') as {name}"
                if name.startswith("c_") else name for name in columns)
            structure = "user_id String, country String, age Int32, gender String, plan String, ltv Int32, c_ads String, c_email String, c_analytics String, origin String" \
                if table == "profiles" else "user_id String, ts UInt32, type String, campaign Nullable(String), category String, revenue Nullable(Int32)"
            self.session.query(
                f"insert into peer.{table} select {picked.replace(key + ' as user_id', key)} from file('{path}', 'CSVWithNames', '{structure}')")
        for table in names:
            self.session.query(f"optimize table peer.{table} final")

    def ask(self, query):
        import json

        text = query.replace(" profiles", " peer.profiles").replace(" events", " peer.events")
        text = text.replace("peer.profiles.id", "profiles.id").replace("ON profiles.id", "ON id")
        answer = json.loads(str(self.session.query(text, "JSONCompact")))
        return [[value if isinstance(value, str) and not value.lstrip("-").isdigit() else int(value) for value in row]
                for row in answer["data"]]


class Polars:
    def __init__(self, folder, people, happenings):
        import polars

        key = polars.col("user_id").str.slice(1).cast(polars.Int32)
        flags = [polars.col(name).cast(polars.Int8) for name in ("c_ads", "c_email", "c_analytics")]
        profiles = polars.read_csv(people).with_columns(key.alias("id"), *flags).drop("user_id").sort("id")
        events = polars.read_csv(happenings).with_columns(key.alias("user_id")).sort("type", "user_id", "ts")
        self.context = polars.SQLContext(profiles=profiles, events=events, eager=True)

    def ask(self, query):
        return self.context.execute(query).rows()


class SQLite:
    def __init__(self, folder, people, happenings):
        import csv
        import sqlite3

        path = os.path.join(folder, "peer.sqlite")
        is_new = not os.path.exists(path)
        self.connection = sqlite3.connect(path)
        if not is_new:
            return
        run = self.connection.execute
        run("pragma journal_mode = off")
        run("create table profiles(id integer primary key, country text, age int, gender text, plan text, ltv int,"
            " c_ads int, c_email int, c_analytics int, origin text)")
        run("create table events(user_id int, ts int, type text, campaign text, category text, revenue int)")
        with open(people) as file:
            rows = csv.reader(file)
            next(rows)
            self.connection.executemany(
                "insert into profiles values (?,?,?,?,?,?,?,?,?,?)",
                ((int(r[0][1:]), *r[1:6], *[value == "true" for value in r[6:9]], r[9]) for r in rows))
        with open(happenings) as file:
            rows = csv.reader(file)
            next(rows)
            self.connection.executemany(
                "insert into events values (?,?,?,?,?,?)",
                ((int(r[0][1:]), int(r[1]), r[2], r[3] or None, r[4], int(r[5]) if r[5] else None) for r in rows))
        run("create index by_kind on events(type, user_id, ts, campaign, category, revenue)")
        run("create index by_user on events(user_id, type, ts)")
        run("analyze")
        self.connection.commit()

    def ask(self, query):
        return self.connection.execute(query).fetchall()


# Seconds above which a question is asked once.
SLOW = 2

PEERS = {"duckdb": DuckDB, "chdb": ChDB, "polars": Polars, "sqlite": SQLite}


def ask_peer(name, peer, rounds):
    """Median milliseconds and figures of every question; None where the peer has no words for it."""
    answers = {}
    for question, texts in queries(name).items():
        started = time.perf_counter()
        try:
            found = [figure for text in texts for figure in figures(peer.ask(text))]
        except Exception as problem:  # a peer's refusal is a result here, and is shown
            print(f"# {name} {question}: {str(problem).splitlines()[0][:110]}", flush=True)
            answers[question] = None
            continue
        times = [time.perf_counter() - started]
        if times[0] < SLOW:
            times = []
            for _ in range(rounds):
                started = time.perf_counter()
                for text in texts:
                    peer.ask(text)
                times.append(time.perf_counter() - started)
        answers[question] = (
            statistics.median(times) * 1000 / (len(texts) if question.startswith("Q15") else 1), found)
    return answers


def ask_parterre(workspace):
    lines = "".join("\t".join([name, kind, *texts]) + "\n" for name, kind, texts in OURS)
    lines += "stop\tstop\tdistinct(page_view.category) > 3\n"
    run = subprocess.run([HARNESS, workspace, str(NOW)], input=lines, capture_output=True, text=True, check=True)
    answers = {}
    for line in run.stdout.splitlines():
        parts = line.split("\t")
        if len(parts) < 4:
            sys.exit(line)
        answers[parts[0]] = (*[float(part) for part in parts[1:4]], parts[4].split(",") if parts[4:] else [])
    return answers


def first_question(command, rounds=7):
    """Median milliseconds from starting a process to its answer."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def summarise(peer, ratios):
    """Prints the geometric means over the fourteen questions, and over the edits."""
    edits = {name for name in ratios if name.startswith("Q15")}
    for what, names in [("fourteen questions", [name for name in ratios if name not in edits]),
                        ("edits", sorted(edits))]:
        if not names:
            continue
        cold, warm = ([ratios[name][place] for name in names] for place in (0, 1))

        def mean(values):
            return math.exp(statistics.fmean(math.log(value) for value in values))

        print(f"{peer}, {what}: geometric mean warm/cold ×{mean(cold):.1f}, warm/warm ×{mean(warm):.0f};"
              f" least ×{min(cold):.1f} cold, ×{min(warm):.0f} warm, over {len(names)} rows", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--profiles", type=int, default=1_000_000)
    options.add_argument("--events", type=int, default=20_000_000)
    options.add_argument("--peers", default="duckdb,chdb,polars,sqlite")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--folder", help="keep the files here")
    options = options.parse_args()
    for path in (BINARY, HARNESS):
        if not os.path.exists(path):
            sys.exit("There is no release build: run `make build` first.")
    folder = options.folder or tempfile.mkdtemp(prefix="parterre-segments-")
    os.makedirs(folder, exist_ok=True)
    people, happenings = make_data(folder, options.profiles, options.events)
    workspace = make_workspace(folder, people, happenings)
    names = [name for name in options.peers.split(",") if name]
    ours = ask_parterre(workspace)
    theirs = {name: ask_peer(name, PEERS[name](folder, people, happenings), options.rounds) for name in names}

    print(f"{options.profiles:,} profiles, {options.events:,} events; milliseconds,"
          " and how many times a cold and a warm Parterre", flush=True)
    print("question\tload\tcold\twarm\t" + "\t".join(f"{name}\t×cold\t×warm" for name in names))
    differs = False
    ratios = {name: {} for name in names}
    for name, _, _ in OURS:
        load, cold, warm, found = ours[name]
        cells = [name, f"{load:.1f}", f"{cold:.3f}", f"{warm:.3f}"]
        for peer in names:
            answer = theirs[peer][name]
            if answer is None:
                cells.append("–\t–\t–")
                continue
            # Combinations that nobody has are rows that a peer leaves out.
            if answer[1] != found and [figure for figure in found if figure != "0"] != answer[1]:
                differs = True
                cells.append("DIFFERS\t–\t–")
                print(f"# {peer} {name}: {answer[1][:6]} instead of {found[:6]}")
                continue
            ratios[peer][name] = (answer[0] / cold, answer[0] / warm)
            cells.append(f"{answer[0]:.1f}\t{answer[0] / cold:.1f}\t{answer[0] / warm:.0f}")
        print("\t".join(cells), flush=True)
    for peer in names:
        summarise(peer, ratios[peer])
    print(f"a question taken back ends within\t{ours['stop'][1]:.2f} ms")
    count = [BINARY, "-w", workspace, "--as-of", "2026-11-01", "count"]
    print(f"first question of a process\tattributes {first_question(count + [OURS[0][2][0]]):.0f} ms"
          f"\tevents {first_question(count + [OURS[3][2][0]]):.0f} ms")
    if not options.folder:
        shutil.rmtree(folder)
    sys.exit(1 if differs else 0)


if __name__ == "__main__":
    main()
