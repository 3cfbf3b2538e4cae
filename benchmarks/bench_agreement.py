"""Time the engines agreement and privacy on generated answers: fixed seed, growing sizes, JSON out.

    python benchmarks/bench_agreement.py [--small]

Sizes follow a round of crossed views: questions × colleges × respondents.
"""

import json
import platform
import sys
import time

import numpy as np

from marchepied.engines import agreement, privacy

SEED = 20190326
LEVELS = 5
SIZES = [(11, 5, 100), (30, 12, 500), (300, 50, 1_000), (300, 50, 5_000), (1_375, 50, 5_000)]


def generate(questions: int, colleges: int, people: int) -> tuple[np.ndarray, list[str]]:
    """Answers people × questions, one in twenty missing, and each person's college."""
    rng = np.random.default_rng(SEED)
    places = rng.integers(0, colleges, people)
    leanings = rng.uniform(0.2, 0.8, (colleges, questions))
    table = 1.0 + rng.binomial(LEVELS - 1, leanings[places])
    table[rng.random(table.shape) < 0.05] = np.nan
    return table, [f"collège {place}" for place in places]


def protect_all(table: np.ndarray, groups: list[str]) -> int:
    """Protect every question; the number of cells printed with exact counts."""
    names = sorted(set(groups))
    rows = {name: np.array([group == name for group in groups]) for name in names}
    shown = 0
    for column in table.T:
        counts = {}
        for name in names:
            values = column[rows[name]]
            levels = tuple(int((values == level).sum()) for level in range(1, LEVELS + 1))
            counts[name] = privacy.CellCounts(levels, dont_know=int(np.isnan(values).sum()))
        shown += sum(cell.status == "shown" for cell in privacy.protect_question(counts).cells)
    return shown


def time_one(questions: int, colleges: int, people: int) -> dict[str, object]:
    """Seconds of each engine on one size, and a figure of each that must not move between runs."""
    table, groups = generate(questions, colleges, people)
    started = time.perf_counter()
    result = agreement.measure_agreement(
        table, groups, scale=agreement.Scale(1, LEVELS), items=[f"q{rank}" for rank in range(questions)]
    )
    measured = time.perf_counter()
    shown = protect_all(table, groups)
    protected = time.perf_counter()
    return {
        "questions": questions,
        "colleges": colleges,
        "people": people,
        "agreement_seconds": round(measured - started, 3),
        "privacy_seconds": round(protected - measured, 3),
        "rwg_first": round(result.groups[0].items[0].rwg or 0.0, 9),
        "cells_shown": shown,
    }


def main() -> None:
    """Print the JSON report."""
    sizes = SIZES[:2] if "--small" in sys.argv[1:] else SIZES
    report = {
        "benchmark": "agreement",
        "seed": SEED,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "engines": {"agreement": agreement.ENGINE_VERSION, "privacy": privacy.ENGINE_VERSION},
        "results": [time_one(*size) for size in sizes],
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
