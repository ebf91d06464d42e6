"""TC strings per second on one core: Parterre's decoders beside iab-tcf, on the same strings.

Build first: swift build -c release --product ConsentBenchmark; the peer: pip install iab-tcf.
Prints a line a measurement and the ratio to the peer; the peer decodes a part, for time.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

from iab_tcf import decode_v2

STRINGS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
PEER_STRINGS = min(STRINGS, 5_000)
ROUNDS = 3
PROGRAM = pathlib.Path(__file__).parent.parent / ".build/release/ConsentBenchmark"


def vendors(consent):
    """How many vendors have consent, whichever way the string lists them."""
    if hasattr(consent, "consented_vendors_range"):
        return sum(last - first + 1 for first, last in consent.consented_vendors_range)
    return sum(consent.consented_vendors.values())


def peer(lines):
    """Everything that the peer's decoder reads, and the sum that shows it."""
    started = time.perf_counter()
    total = 0
    for line in lines:
        consent = decode_v2(line)
        total += sum(consent.purposes_consent.values()) + vendors(consent)
    return time.perf_counter() - started, total


def ours(path, rounds):
    output = subprocess.run([PROGRAM, "decode", path, str(rounds)], check=True, capture_output=True)
    return {line["name"]: line for line in map(json.loads, output.stdout.splitlines())}


with tempfile.TemporaryDirectory() as folder:
    whole, part = folder + "/whole.txt", folder + "/part.txt"
    subprocess.run([PROGRAM, "make", whole, str(STRINGS)], check=True)
    lines = pathlib.Path(whole).read_text().split()[:PEER_STRINGS]
    pathlib.Path(part).write_text("\n".join(lines) + "\n")
    seconds, total = peer(lines)
    assert ours(part, 1)["full"]["checksum"] == total, "the decoders disagree"
    rate = PEER_STRINGS / seconds
    print(f"iab-tcf     {rate:>12,.0f} strings/s  ({PEER_STRINGS:,} strings)")
    for name, line in ours(whole, ROUNDS).items():
        own = line["strings"] / line["median_ns"] * 1e9
        print(
            f"{name:<11} {own:>12,.0f} strings/s  ({line['strings']:,} strings, {ROUNDS} rounds, "
            f"worst {line['worst_ns'] / 1e9:.2f} s)  {own / rate:,.0f} times the peer"
        )
