"""Time the engine priorities on generated ballots: fixed seed, growing sizes, JSON out.

    python benchmarks/bench_priorities.py [--small]

`seconds` is the engine's time; `literal_seconds` is that of removing medians one by one from the same
ballots, where they are few enough to be written out.
"""

import json
import platform
import random
import sys
import time
from collections.abc import Sequence
from fractions import Fraction

from marchepied.engines import priorities

SEED = 20070422
GRADES = ("à écarter", "insuffisante", "passable", "bonne", "très bonne", "excellente")
LITERAL_UP_TO = 5_000
SIZES = [(4, 30), (12, 1_733), (12, 1_000_000), (200, 1_000_000), (1_000, 100_000_000)]


def generate(proposals: int, ballots: int) -> dict[str, priorities.Tally]:
    """Tallies that lean each its own way; one ballot in twenty or so has no opinion."""
    draw = random.Random(SEED)
    tallies = {}
    for rank in range(proposals):
        parts = [draw.random() for _part in range(len(GRADES) + 1)]
        parts[-1] *= 0.15
        counts = [int(ballots * part / sum(parts)) for part in parts]
        counts[0] += ballots - sum(counts)
        tallies[f"proposition {rank}"] = priorities.Tally(tuple(counts[:-1]), counts[-1])
    return tallies


def remove_one_by_one(counts: Sequence[int]) -> list[int]:
    """The majority value written out."""
    ballots = [grade for grade, count in enumerate(counts) for _ballot in range(count)]
    value = []
    while ballots:
        value.append(ballots.pop((len(ballots) - 1) // 2))
    return value


def time_one(proposals: int, ballots: int) -> dict[str, object]:
    """Seconds on one size, and the first proposal, which must not move between runs."""
    tallies = generate(proposals, ballots)
    started = time.perf_counter()
    result = priorities.rank_proposals(tallies, grades=GRADES)
    ranked = time.perf_counter()
    weights = {"A": Fraction(3, 5), "B": Fraction(2, 5)}
    halves = {name: {"A": tally, "B": tallies["proposition 0"]} for name, tally in tallies.items()}
    weighing = time.perf_counter()
    priorities.rank_weighted(halves, weights, grades=GRADES)
    weighed = time.perf_counter()
    report: dict[str, object] = {
        "proposals": proposals,
        "ballots": ballots,
        "seconds": round(ranked - started, 5),
        "weighted_seconds": round(weighed - weighing, 5),
        "first": result.proposals[0].proposal,
    }
    if ballots <= LITERAL_UP_TO:
        started = time.perf_counter()
        for tally in tallies.values():
            remove_one_by_one(tally.counts)
        report["literal_seconds"] = round(time.perf_counter() - started, 5)
    return report


def main() -> None:
    """Print the JSON report."""
    sizes = SIZES[:2] if "--small" in sys.argv[1:] else SIZES
    report = {
        "benchmark": "priorities",
        "seed": SEED,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "engine": {"priorities": priorities.ENGINE_VERSION},
        "results": [time_one(*size) for size in sizes],
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
