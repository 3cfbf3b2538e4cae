"""Time the engines agreement and privacy on generated answers: fixed seed, growing sizes, JSON out.

    python benchmarks/bench_agreement.py [--small]

Two series. *Indices*: up to a million answers in one table people × questions; every descriptive index of
every college, question and theme, against one pandas group-by mean of the same table in the same run (the
best of five, of the wide table and of the long one); then the test of all gaps, timed apart. *Rounds*: sizes
of a round of crossed views, through `measure_agreement` (objects, intervals, warnings) and the protection of
each question.
"""

import json
import platform
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from marchepied.engines import agreement, privacy

SEED = 20190326
LEVELS = 5
REPEATS = 5
THEME = 25  # questions
# Questions, colleges, people: ten thousand, a hundred thousand, a million answers, then other shapes of it.
TABLES = [(20, 5, 500), (50, 10, 2_000), (200, 50, 5_000), (50, 20, 20_000), (1_000, 10, 1_000)]
SIZES = [(11, 5, 100), (30, 12, 500), (300, 50, 1_000), (300, 50, 5_000), (1_375, 50, 5_000)]
PERMUTATIONS = 199


def generate(questions: int, colleges: int, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Answers people × questions, one in twenty missing, and each person's college."""
    rng = np.random.default_rng(SEED)
    places = rng.integers(0, colleges, people)
    leanings = rng.uniform(0.2, 0.8, (colleges, questions))
    table = 1.0 + rng.binomial(LEVELS - 1, leanings[places])
    table[rng.random(table.shape) < 0.05] = np.nan
    return table, places


def take_best(gesture: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs."""
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        gesture()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def time_indices(questions: int, colleges: int, people: int) -> dict[str, object]:
    """Every descriptive index of a table, the mean alone by pandas, and the test of its gaps."""
    table, places = generate(questions, colleges, people)
    themes = np.arange(questions) // THEME
    scale = agreement.Scale(1, LEVELS)
    wide = pd.DataFrame(table)
    long = pd.DataFrame(
        {
            "college": np.repeat(places, questions),
            "question": np.tile(np.arange(questions), people),
            "level": table.ravel(),
        }
    )
    ours = take_best(lambda: agreement.measure_table(table, places, scale=scale, themes=themes))
    by_column = take_best(lambda: wide.groupby(places).mean())
    by_row = take_best(lambda: long.groupby(["college", "question"])["level"].mean())
    answers = np.where(np.isnan(table), -1, table - 1).astype(int)
    started = time.perf_counter()
    tests = agreement.permute_groups(
        answers, places, levels=LEVELS, rng=np.random.default_rng(SEED), permutations=PERMUTATIONS
    )
    tested = time.perf_counter() - started
    indices = agreement.measure_table(table, places, scale=scale, themes=themes)
    np.testing.assert_allclose(indices.cells.mean, wide.groupby(places).mean().to_numpy())
    return {
        "answers": questions * people,
        "questions": questions,
        "colleges": colleges,
        "people": people,
        "indices_seconds": round(ours, 4),
        "pandas_wide_seconds": round(by_column, 4),
        "pandas_long_seconds": round(by_row, 4),
        "ratio_wide": round(ours / by_column, 2),
        "ratio_long": round(ours / by_row, 2),
        "permutations": PERMUTATIONS,
        "permutations_seconds": round(tested, 2),
        "smallest_p": round(float(np.nanmin(tests.p)), 4),
        "alpha_first": round(float(indices.krippendorff[0, 0]), 9),
    }


def protect_all(table: np.ndarray, places: np.ndarray) -> int:
    """Protect every question; the number of cells printed with exact counts."""
    rows = {f"collège {place}": places == place for place in np.unique(places)}
    shown = 0
    for column in table.T:
        counts = {}
        for name, members in rows.items():
            values = column[members]
            levels = tuple(int((values == level).sum()) for level in range(1, LEVELS + 1))
            counts[name] = privacy.CellCounts(levels, dont_know=int(np.isnan(values).sum()))
        shown += sum(cell.status == "shown" for cell in privacy.protect_question(counts).cells)
    return shown


def time_round(questions: int, colleges: int, people: int) -> dict[str, object]:
    """Seconds of each engine on one size, and a figure of each that must not move between runs."""
    table, places = generate(questions, colleges, people)
    groups = [f"collège {place}" for place in places]
    started = time.perf_counter()
    result = agreement.measure_agreement(
        table, groups, scale=agreement.Scale(1, LEVELS), items=[f"q{rank}" for rank in range(questions)]
    )
    measured = time.perf_counter()
    shown = protect_all(table, places)
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
    small = "--small" in sys.argv[1:]
    report = {
        "benchmark": "agreement",
        "seed": SEED,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "engines": {"agreement": agreement.ENGINE_VERSION, "privacy": privacy.ENGINE_VERSION},
        "indices": [time_indices(*size) for size in (TABLES[:2] if small else TABLES)],
        "rounds": [time_round(*size) for size in (SIZES[:2] if small else SIZES)],
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
