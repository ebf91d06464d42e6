#!/usr/bin/env python3
"""Measures identity resolution beside its peers, each in one run on the same data.

    python3 Benchmarks/identity.py [--edges N] [--large N] [--fake FILE] [--skip-graph] [--skip-febrl]

Graph: ten million links of identifiers, beside scipy's connected_components and igraph.
Linkage: the FEBRL sets that the package recordlinkage carries, with --large a made-up set of N records,
and with --fake Splink's own fake_1000 (tests/datasets/fake_1000_from_splink_demos.csv in its repository),
beside Splink over DuckDB with the same comparisons, blocking and training rules.

Needs `pip install scipy igraph splink recordlinkage pandas` and the release builds of `parterre` and
`IdentityBenchmark`. Prints a line for each measurement with the ratio to the peer.
"""
import argparse
import csv
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time

import numpy as np

RELEASE = os.path.join(os.path.dirname(__file__), "..", ".build", "release")

LINKAGE = """
threshold = 0.95
seed = 1
[[comparison]]
kind = "name"
columns = ["given_name"]
[[comparison]]
kind = "name"
columns = ["surname"]
[[comparison]]
kind = "damerau"
columns = ["date_of_birth"]
thresholds = [1, 2]
[[comparison]]
kind = "damerau"
columns = ["soc_sec_id"]
thresholds = [1, 2]
[[comparison]]
kind = "jaro_winkler"
columns = ["address_1"]
thresholds = [0.9, 0.7]
frequency_weight = 1
[[comparison]]
kind = "damerau"
columns = ["postcode"]
thresholds = [1, 2]
frequency_weight = 1
[[blocking]]
columns = ["soc_sec_id"]
[[blocking]]
columns = ["date_of_birth"]
[[blocking]]
columns = ["surname", "given_name"]
[[blocking]]
columns = ["postcode", "surname/2"]
[[blocking]]
columns = ["postcode", "given_name/2"]
[[blocking]]
columns = ["address_1", "postcode/2"]
[[training]]
columns = ["date_of_birth"]
[[training]]
columns = ["surname", "postcode"]
[[certain]]
columns = ["soc_sec_id"]
"""

# As Splink's own tutorial links its set.
FAKE = """
threshold = 0.95
seed = 1
[[comparison]]
kind = "name"
columns = ["first_name"]
[[comparison]]
kind = "name"
columns = ["surname"]
[[comparison]]
kind = "date"
columns = ["dob"]
[[comparison]]
kind = "exact"
columns = ["city"]
frequency_weight = 1
[[comparison]]
kind = "email"
columns = ["email"]
frequency_weight = 1
[[blocking]]
columns = ["first_name", "city"]
[[blocking]]
columns = ["surname"]
[[blocking]]
columns = ["dob"]
[[blocking]]
columns = ["email"]
[[training]]
columns = ["first_name", "surname"]
[[training]]
columns = ["dob"]
[[certain]]
columns = ["email"]
[[certain]]
columns = ["first_name", "surname", "dob"]
"""


def line(*parts):
    print("\t".join(str(part) for part in parts), flush=True)


def graph(edges, folder):
    """Accounts with an e-mail and some browsers each; a few of either are shared."""
    import igraph
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    draw = np.random.default_rng(7)
    people = edges // 5
    browsers = 3 * people
    nodes = 2 * people + browsers
    owners = (people * draw.random(browsers) ** 1.4).astype(np.uint32)
    browser = np.arange(2 * people, nodes, dtype=np.uint32)
    again = edges - people - browsers
    shared = draw.integers(0, browsers, again)
    stranger = np.where(draw.random(again) < 0.02, draw.integers(0, people, again), owners[shared])
    first = np.concatenate([np.arange(people, dtype=np.uint32), owners, stranger.astype(np.uint32)])
    second = np.concatenate([np.arange(people, 2 * people, dtype=np.uint32), browser, browser[shared]])
    order = draw.permutation(len(first))
    first, second = first[order], second[order]
    namespaces = np.repeat(np.array([0, 1, 2], dtype=np.uint8), [people, people, browsers])
    links = os.path.join(folder, "links.bin")
    kinds = os.path.join(folder, "namespaces.bin")
    np.column_stack([first, second]).astype("<u4").tofile(links)
    namespaces.tofile(kinds)

    started = time.monotonic()
    matrix = coo_matrix((np.ones(len(first), dtype=np.uint8), (first, second)), shape=(nodes, nodes))
    groups, _ = connected_components(matrix.tocsr(), directed=False)
    scipy_seconds = time.monotonic() - started
    line("scipy connected_components", f"{scipy_seconds:.2f} s", f"{groups} groups", "1.00")

    started = time.monotonic()
    peer = igraph.Graph(n=nodes, edges=np.column_stack([first, second]))
    igraph_groups = len(peer.connected_components())
    igraph_seconds = time.monotonic() - started
    line("igraph connected_components", f"{igraph_seconds:.2f} s", f"{igraph_groups} groups",
         f"{igraph_seconds / scipy_seconds:.2f}")

    output = subprocess.run(
        [os.path.join(RELEASE, "IdentityBenchmark"), links, kinds], check=True, capture_output=True,
        text=True).stdout
    for row in output.splitlines():
        name, milliseconds, units = row.split("\t")
        seconds = int(milliseconds) / 1000
        if name == "components" and int(units) != groups:
            sys.exit(f"Parterre finds {units} groups, scipy {groups}.")
        line("Parterre " + name, f"{seconds:.3f} s", units, f"{seconds / scipy_seconds:.3f}")


def febrl(folder):
    """The FEBRL sets as (name, path, number of true pairs by cluster)."""
    import recordlinkage.datasets as datasets

    source = os.path.join(os.path.dirname(datasets.__file__), "febrl")
    sets = {"FEBRL 1": ["dataset1.csv"], "FEBRL 2": ["dataset2.csv"], "FEBRL 3": ["dataset3.csv"],
            "FEBRL 4": ["dataset4a.csv", "dataset4b.csv"]}
    for name, files in sets.items():
        rows, head = [], []
        for file in files:
            with open(os.path.join(source, file), encoding="utf-8") as text:
                reader = csv.reader(text, skipinitialspace=True)
                head = [word.strip() for word in next(reader)]
                rows += [[word.strip() for word in row] for row in reader if row]
        path = os.path.join(folder, name.replace(" ", "").lower() + ".csv")
        yield name, write(path, head, rows)


def write(path, head, rows):
    with open(path, "w", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head + ["cluster"])
        writer.writerows(row + [row[0].split("-")[1]] for row in rows)
    return path


def fake(path, folder):
    """Splink's own set under the names of columns that the others have."""
    target = os.path.join(folder, "fake.csv")
    with open(path, encoding="utf-8") as text, open(target, "w", encoding="utf-8") as file:
        reader = csv.reader(text)
        writer = csv.writer(file)
        names = {"unique_id": "rec_id", "group": "cluster"}
        writer.writerow([names.get(name, name) for name in next(reader)])
        writer.writerows([word.strip() for word in row] for row in reader)
    return target


def made_up(count, folder):
    """Records whose values are drawn from those of FEBRL 4; a third are copies with mistakes."""
    import recordlinkage.datasets as datasets

    source = os.path.join(os.path.dirname(datasets.__file__), "febrl", "dataset4a.csv")
    with open(source, encoding="utf-8") as text:
        reader = csv.reader(text, skipinitialspace=True)
        head = [word.strip() for word in next(reader)]
        columns = list(zip(*[[word.strip() for word in row] for row in reader if row]))
    draw = random.Random(5)
    letters = "abcdefghijklmnopqrstuvwxyz"

    def mistake(text):
        if not text:
            return text
        place = draw.randrange(len(text))
        pool = "0123456789" if text[place].isdigit() else letters
        return draw.choice([text[:place] + draw.choice(pool) + text[place + 1:],
                            text[:place] + text[place + 1:], ""])

    rows = []
    originals = count * 2 // 3
    for number in range(originals):
        row = [f"rec-{number}-org"] + [draw.choice(column) for column in columns[1:]]
        row[head.index("date_of_birth")] = f"{draw.randrange(1920, 2006)}{draw.randrange(1, 13):02}{draw.randrange(1, 29):02}"
        row[head.index("soc_sec_id")] = str(draw.randrange(1_000_000, 9_999_999))
        row[head.index("postcode")] = str(draw.randrange(2_000, 8_000))
        row[head.index("address_1")] = f"{draw.choice(columns[head.index('surname')])} {row[head.index('address_1')]}"
        rows.append(row)
    for number in range(count - originals):
        row = list(rows[draw.randrange(originals)])
        row[0] = row[0].replace("org", f"dup-{number}")
        for place in draw.sample(range(1, len(row)), 3):
            row[place] = mistake(row[place])
        rows.append(row)
    return write(os.path.join(folder, "made_up.csv"), head, rows)


def judged(pairs, path):
    """Precision, recall and F1 at 0.95, and the best F1 at any threshold."""
    clusters = {}
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            clusters.setdefault(row["cluster"], []).append(row["rec_id"])
    owner = {record: name for name, records in clusters.items() for record in records}
    wanted = sum(len(records) * (len(records) - 1) // 2 for records in clusters.values())
    pairs.sort(key=lambda pair: -pair[2])
    right = best = 0
    at = (1.0, 0.0, 0.0)
    for found, (a, b, probability) in enumerate(pairs, 1):
        right += owner[a] == owner[b]
        best = max(best, 2 * right / (found + wanted))
        if probability >= 0.95:
            at = (right / found, right / wanted, 2 * right / (found + wanted))
    return at, best


def parterre(path, folder, text):
    configuration = os.path.join(folder, "linkage.toml")
    with open(configuration, "w") as file:
        file.write(text)
    out = os.path.join(folder, "pairs.csv")
    started = time.monotonic()
    subprocess.run(
        [os.path.join(RELEASE, "parterre"), "identity", "resolve", "--probabilistic", "--config",
         configuration, "--records", path, "--id", "rec_id", "--out", out], check=True,
        capture_output=True)
    seconds = time.monotonic() - started
    with open(out, encoding="utf-8") as file:
        pairs = [(row["a"], row["b"], float(row["probability"])) for row in csv.DictReader(file)]
    return pairs, seconds


def febrl_settings(library, block_on):
    """What LINKAGE says; FEBRL writes dates without separators, so edits compare them."""
    return {
        "comparisons": [
            library.NameComparison("given_name"),
            library.NameComparison("surname"),
            library.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            library.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            library.JaroWinklerAtThresholds("address_1", [0.9, 0.7]).configure(
                term_frequency_adjustments=True),
            library.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
                term_frequency_adjustments=True),
        ],
        "blocking": [
            block_on("soc_sec_id"), block_on("date_of_birth"), block_on("surname", "given_name"),
            block_on("postcode", "substr(surname, 1, 2)"),
            block_on("postcode", "substr(given_name, 1, 2)"),
            block_on("address_1", "substr(postcode, 1, 2)"),
        ],
        "certain": [block_on("soc_sec_id")],
        "training": [block_on("date_of_birth"), block_on("surname", "postcode")],
    }


def fake_settings(library, block_on):
    """What FAKE says."""
    return {
        "comparisons": [
            library.NameComparison("first_name"),
            library.NameComparison("surname"),
            library.DateOfBirthComparison("dob", input_is_string=True),
            library.ExactMatch("city").configure(term_frequency_adjustments=True),
            library.EmailComparison("email").configure(term_frequency_adjustments=True),
        ],
        "blocking": [
            block_on("first_name", "city"), block_on("surname"), block_on("dob"), block_on("email"),
        ],
        "certain": [block_on("email"), block_on("first_name", "surname", "dob")],
        "training": [block_on("first_name", "surname"), block_on("dob")],
    }


def splink(path, settings_of):
    """The same linkage in Splink."""
    import pandas
    import splink.comparison_library as library
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    frame = pandas.read_csv(path, dtype=str).replace({"": None})
    frame = frame.rename(columns={"rec_id": "unique_id"})
    started = time.monotonic()
    rules = settings_of(library, block_on)
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=rules["comparisons"],
        blocking_rules_to_generate_predictions=rules["blocking"])
    database = DuckDBAPI()
    try:
        linker = Linker(frame, settings, db_api=database)
    except TypeError:
        # From version 5 on a table is registered first.
        linker = Linker(database.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match(rules["certain"], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in rules["training"]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    result = linker.inference.predict(threshold_match_probability=0.05).as_pandas_dataframe()
    seconds = time.monotonic() - started
    pairs = list(zip(result["unique_id_l"], result["unique_id_r"], result["match_probability"]))
    return pairs, seconds


def linkage(name, path, folder, text=LINKAGE, settings_of=febrl_settings):
    theirs, their_seconds = splink(path, settings_of)
    ours, our_seconds = parterre(path, folder, text)
    for tool, pairs, seconds in [("Splink", theirs, their_seconds), ("Parterre", ours, our_seconds)]:
        (precision, recall, f1), best = judged(pairs, path)
        line(f"{name}, {tool}", f"{seconds:.2f} s", f"{seconds / their_seconds:.2f}",
             f"precision {precision:.4f}", f"recall {recall:.4f}", f"F1 {f1:.4f} at 0.95",
             f"best F1 {best:.4f}")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--edges", type=int, default=10_000_000)
    options.add_argument("--large", type=int, default=0, help="also a made-up set of N records")
    options.add_argument("--fake", help="also Splink's own set, in this file")
    options.add_argument("--skip-graph", action="store_true")
    options.add_argument("--skip-febrl", action="store_true")
    options = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="parterre-identity-") as folder:
        if not options.skip_graph:
            graph(options.edges, folder)
        sets = [] if options.skip_febrl else febrl(folder)
        large = [("made up", made_up(options.large, folder))] if options.large else []
        for name, path in itertools.chain(sets, large):
            linkage(name, path, folder)
        if options.fake:
            linkage("fake", fake(options.fake, folder), folder, FAKE, fake_settings)


if __name__ == "__main__":
    main()
