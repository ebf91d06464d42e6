#!/usr/bin/env python3
"""Trains models beside scikit-learn's logistic regression, on the same people in one run.

    python3 Benchmarks/models.py [--profiles N] [--folder DIR] [--no-peer]

Needs a release build (`make build`) and
`pip install numpy scipy polars scikit-learn`. Makes people with a hidden keenness, of which what they do
and whether they buy depends, and takes them in. Then prints, in seconds: a look-alike and a foresight
as whole commands (opening the workspace, looking at every trait, learning, testing, keeping), and
what scikit-learn takes for the foresight from the same events in memory, making the same kinds of binary
features included. The two areas under the curve must lie within each other's 95 % intervals; else the
run ends with status 1. Last, what `score(…)` takes inside a process, in milliseconds.
"""
import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RELEASE = os.path.join(HERE, "..", ".build", "release")
BINARY = os.path.join(RELEASE, "parterre")
HARNESS = os.path.join(RELEASE, "SegmentBenchmark")
NOW, DAY = 1793491200, 86400
HORIZON, SPAN = 30, 180
PLANS = ["free", "basic", "pro", "enterprise"]
COUNTRIES = ["US", "GB", "DE", "FR", "IT", "ES", "NL", "AT"]
# Type, events a person of no keenness, how much keenness adds to the logarithm of that.
TYPES = [("page_view", 3.0, 0.2), ("product_view", 1.5, 0.5), ("email_open", 1.0, 0.1),
         ("search", 0.8, 0.0), ("add_to_cart", 0.3, 0.6)]

PROFILE_MAPPING = """
[feed]
format = "csv"
[row]
kinds = ["profile", "consent"]
time = { column = "since" }
[[identifier]]
namespace = "user_id"
column = "user_id"
[[attribute]]
name = "country"
column = "country"
[[attribute]]
name = "plan"
column = "plan"
[[attribute]]
name = "age"
column = "age"
type = "integer"
[[consent]]
purpose = "personalised_ads"
column = "ads"
granted = ["yes"]
"""

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
name = "category"
column = "category"
"""


# --- data -------------------------------------------------------------------------------------

def make_people(count):
    """Profiles and events as arrays; events are of people by number."""
    import numpy as np

    random = np.random.default_rng(42)
    keen = random.normal(size=count)
    profiles = {
        "country": random.integers(0, len(COUNTRIES), count),
        "plan": np.clip((keen * 0.7 + random.normal(size=count) + 1.2), 0, 3).astype(int),
        "age": random.integers(18, 80, count),
        "ads": random.random(count) < 0.85,
    }
    people, kinds, categories = [], [], []
    for index, (_, mean, effect) in enumerate(TYPES):
        own = np.repeat(np.arange(count), random.poisson(mean * np.exp(effect * keen)))
        people.append(own)
        kinds.append(np.full(len(own), index))
        # Keen people look at the lower half of the categories more often.
        low = random.random(len(own)) < 1 / (1 + np.exp(-0.8 * keen[own]))
        categories.append(random.integers(0, 10, len(own)) + np.where(low, 0, 10))
    buys = np.repeat(np.arange(count), random.poisson(0.25 * np.exp(0.8 * keen)))
    people.append(buys)
    kinds.append(np.full(len(buys), len(TYPES)))
    categories.append(random.integers(0, 20, len(buys)))
    people, kinds, categories = map(np.concatenate, (people, kinds, categories))
    times = NOW - random.integers(1, SPAN * DAY, len(people))
    return profiles, {"person": people, "kind": kinds, "category": categories, "time": times}


NAMES = [name for name, _, _ in TYPES] + ["purchase"]


def make_workspace(folder, profiles, events):
    import numpy as np
    import polars as pl

    workspace = os.path.join(folder, "workspace")
    if os.path.exists(workspace):
        return workspace
    count = len(profiles["age"])
    pl.DataFrame({
        "user_id": [f"u{n}" for n in range(count)],
        "country": np.array(COUNTRIES)[profiles["country"]], "plan": np.array(PLANS)[profiles["plan"]],
        "age": profiles["age"], "ads": np.where(profiles["ads"], "yes", "no"),
        "since": np.full(count, NOW - (SPAN + 20) * DAY),
    }).write_csv(os.path.join(folder, "profiles.csv"))
    pl.DataFrame({
        "person": events["person"], "type": np.array(NAMES)[events["kind"]],
        "category": events["category"], "ts": events["time"],
    }).select(
        (pl.lit("u") + pl.col("person").cast(pl.String)).alias("user_id"), "type",
        (pl.lit("cat_") + pl.col("category").cast(pl.String)).alias("category"), "ts",
    ).write_csv(os.path.join(folder, "events.csv"))
    partial = workspace + ".partial"
    shutil.rmtree(partial, ignore_errors=True)

    def run(*words):
        subprocess.run([BINARY, "-w", partial, *words], check=True, capture_output=True)

    run("init")
    for name, mapping, feed in [("crm", PROFILE_MAPPING, "profiles.csv"), ("web", EVENT_MAPPING, "events.csv")]:
        path = os.path.join(folder, name + ".mapping.toml")
        with open(path, "w") as file:
            file.write(mapping)
        run("source", "add", name, "--kind", name, "--mapping", path)
        run("ingest", "--source", name, os.path.join(folder, feed))
    os.rename(partial, workspace)
    return workspace


# --- Parterre -----------------------------------------------------------------------------------

def train(workspace, name, *words):
    started = time.perf_counter()
    instant = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(NOW))
    run = subprocess.run(
        [BINARY, "-w", workspace, "--as-of", instant, "--json", "model", "train", name, *words],
        capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    return time.perf_counter() - started, json.loads(run.stdout)


def scoring(workspace, name):
    """Milliseconds of a score with nothing kept, with its conditions kept, and of another threshold."""
    texts = [f"score({name}) >= {n / 20}" for n in range(1, 10)]
    lines = "\t".join(["cold", "count", texts[0]]) + "\n" + "\t".join(["edits", "edits", *texts]) + "\n"
    run = subprocess.run([HARNESS, workspace, str(NOW)], input=lines, capture_output=True, text=True, check=True)
    answers = [line.split("\t") for line in run.stdout.splitlines()]
    return float(answers[0][2]), float(answers[1][2])


# --- scikit-learn -------------------------------------------------------------------------------

def peer(profiles, events):
    """Seconds for features and for fitting, and the area under the curve with its standard error."""
    import numpy as np
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    count = len(profiles["age"])
    cut = NOW - HORIZON * DAY
    started = time.perf_counter()
    past = events["time"] <= cut
    known = np.bincount(events["person"][past], minlength=count) > 0
    people = np.flatnonzero(known & profiles["ads"])
    later = (events["time"] > cut) & (events["kind"] == len(TYPES))
    answers = (np.bincount(events["person"][later], minlength=count) > 0)[people]
    columns = [profiles["country"] == n for n in range(len(COUNTRIES))]
    columns += [profiles["plan"] == n for n in range(len(PLANS))]
    ages = np.quantile(profiles["age"], np.linspace(0, 1, 11)).astype(int)
    columns += [(profiles["age"] >= low) & (profiles["age"] < high) for low, high in zip(ages, ages[1:])]
    for kind in range(len(NAMES)):
        own = past & (events["kind"] == kind)
        person, when, category = events["person"][own], events["time"][own], events["category"][own]
        number = np.bincount(person, minlength=count)
        last = np.zeros(count, dtype=np.int64)
        np.maximum.at(last, person, when)
        ago = cut - last
        some = number > 0
        edges = [-1, 7 * DAY, 30 * DAY, 90 * DAY, 1 << 40]
        columns += [some & (ago >= low) & (ago < high) for low, high in zip(edges, edges[1:])]
        columns += [number == 1, (number >= 2) & (number <= 4), (number >= 5) & (number <= 9), number >= 10]
        for value in np.argsort(-np.bincount(category), kind="stable")[:8]:
            columns.append(np.bincount(person[category == value], minlength=count) > 0)
    matrix = sparse.csr_matrix(sparse.hstack(
        [sparse.csc_matrix(column[people].reshape(-1, 1).astype(np.float64)) for column in columns]))
    prepared = time.perf_counter()
    test = np.random.default_rng(1).random(len(people)) < 0.2
    model = LogisticRegression(C=1.0, max_iter=1000).fit(matrix[~test], answers[~test])
    scores = model.decision_function(matrix[test])
    fitted = time.perf_counter()
    area, error = auc(scores, answers[test])
    return prepared - started, fitted - prepared, matrix.shape, area, error


def auc(scores, answers):
    """The area under the curve with DeLong's standard error."""
    import numpy as np
    from scipy.stats import rankdata

    positive, negative = scores[answers], scores[~answers]
    m, n = len(positive), len(negative)
    ranks = rankdata(np.concatenate([positive, negative]))
    beaten = (ranks[:m] - rankdata(positive)) / n
    beating = 1 - (ranks[m:] - rankdata(negative)) / m
    return beaten.mean(), math.sqrt(beaten.var(ddof=1) / m + beating.var(ddof=1) / n)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--profiles", type=int, default=1_000_000)
    parser.add_argument("--folder")
    parser.add_argument("--no-peer", action="store_true")
    options = parser.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="parterre-models-")
    os.makedirs(folder, exist_ok=True)
    profiles, events = make_people(options.profiles)
    workspace = make_workspace(folder, profiles, events)
    print(f"{options.profiles:,} people, {len(events['time']):,} events")
    seconds, card = train(workspace, "like", "--seed", "did purchase in last 60 days")
    print(f"look-alike (weights)      {seconds:7.1f} s   AUC {card['test']['auc']:.4f}   {len(card['traits'])} traits")
    seconds, card = train(workspace, "will", "--target", f"did purchase in last {HORIZON} days", "--horizon", f"{HORIZON}d")
    test = card["test"]
    print(f"foresight (logistic)      {seconds:7.1f} s   AUC {test['auc']:.4f} ({test['auc_low']:.4f} to {test['auc_high']:.4f})"
          f"   {len(card['traits'])} traits")
    for name in ("like", "will"):
        cold, edit = scoring(workspace, name)
        print(f"score({name})               {cold:7.1f} ms with nothing kept   {edit:.1f} ms at another threshold")
    if not options.no_peer:
        features, fitting, shape, area, error = peer(profiles, events)
        print(f"scikit-learn (logistic)   {features + fitting:7.1f} s   AUC {area:.4f} ({area - 1.96 * error:.4f} to"
              f" {area + 1.96 * error:.4f})   {shape[1]} features; {features:.1f} s of it to make them")
        print(f"scikit-learn takes {(features + fitting) / seconds:.1f} times as long, with everything in memory")
        if not (test["auc_low"] <= area + 1.96 * error and area - 1.96 * error <= test["auc_high"]):
            sys.exit("The two tell people apart differently.")
    if not options.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
