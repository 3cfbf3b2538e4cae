"""Time the engine consensus on drawn votes: fixed seed, growing sizes, JSON out.

    python benchmarks/bench_consensus.py [--small] [--without-red-dwarf]

Each size runs in a process of its own, whose peak memory is given. Timed: from three arrays (person,
statement, vote) to the map, the groups (2 to 5, by silhouette), every count and statistic, and the chosen
statements; the best of several runs. The evidence (may groups be shown?) is timed apart: it looks at a
bounded sample. A *pass* is the largest value of each of the three arrays, read once, in the same process;
red-dwarf 0.4.0 runs on the same votes when it is installed (`pip install marchepied[bench]`), up to 100,000
people, and the input it wants (a list of dictionaries) is made before its clock starts.
"""

import json
import multiprocessing
import platform
import resource
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from marchepied.engines import consensus
from marchepied.engines.consensus.representativeness import choose_representative
from marchepied.engines.consensus.together import choose_shared

SEED = 20180705
DENSITY = 0.148
GROUPS = 3
# People, statements; then four sizes that double.
COMPARED = [(1_000, 100), (10_000, 300), (100_000, 500)]
GROWING = [(125_000, 500), (250_000, 500), (500_000, 500), (1_000_000, 500)]
SMALL = [(1_000, 100), (4_000, 100)]
NEW_VOTES = 1_000
REPEATS = 3
MEGABYTE = 1024  # ru_maxrss is in kilobytes

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]


def generate(people: int, statements: int) -> Arrays:
    """Votes of three groups that agree at .8 or .2; about one cell in seven, by person then by statement."""
    rng = np.random.default_rng(SEED)
    groups = rng.integers(0, GROUPS, people)
    leanings = rng.choice([0.2, 0.8], (GROUPS, statements)).astype(np.float32)
    pieces = []
    for start in range(0, people, 20_000):
        count = min(20_000, people - start)
        rows, columns = np.nonzero(rng.random((count, statements), dtype=np.float32) < DENSITY)
        agree = rng.random(len(rows), dtype=np.float32) < leanings[groups[start + rows], columns]
        values = np.where(agree, 1, -1).astype(np.int8)
        values[rng.random(len(rows), dtype=np.float32) < 0.1] = 0
        pieces.append(((rows + start).astype(np.int32), columns.astype(np.int32), values))
    people_of, statements_of, values_of = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return people_of, statements_of, values_of


def take_best(gesture: Callable[[], object], repeats: int = REPEATS) -> float:
    """Seconds of the quickest of several runs."""
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        gesture()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def compute(arrays: Arrays, people: int, statements: int) -> consensus.Analysis:
    """What is timed: everything but the evidence."""
    votes = consensus.Votes.from_arrays(
        *arrays, participant_ids=range(people), statement_ids=range(statements)
    )
    analysis = consensus.analyse(votes, np.random.default_rng(SEED))
    for rank in range(analysis.partition.count):
        choose_representative(analysis.representativeness, analysis.tally, rank)
    choose_shared(analysis.together)
    return analysis


def peak() -> int:
    """Largest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE


def time_ours(people: int, statements: int) -> dict[str, object]:
    """Our time, in seconds and in passes, peak memory, and an update of a thousand votes."""
    arrays = generate(people, statements)
    drawn = peak()
    one_pass = take_best(lambda: [int(array.max()) for array in arrays], 7)
    seconds = take_best(lambda: compute(arrays, people, statements))
    analysis = compute(arrays, people, statements)
    highest = peak()
    rng = np.random.default_rng(SEED + 1)
    new = (
        rng.integers(0, people, NEW_VOTES),
        rng.integers(0, statements, NEW_VOTES),
        rng.integers(-1, 2, NEW_VOTES),
    )
    updating = take_best(lambda: consensus.update(analysis, *new))
    evidence = take_best(lambda: consensus.judge_groups(analysis, np.random.default_rng(SEED)), 1)
    return {
        "people": people,
        "statements": statements,
        "votes": len(arrays[0]),
        "seconds": round(seconds, 4),
        "pass_seconds": round(one_pass, 6),
        "passes": round(seconds / one_pass, 1),
        "seconds_per_million_votes": round(1e6 * seconds / len(arrays[0]), 4),
        "peak_mb": highest,
        "peak_mb_of_the_votes_alone": drawn,
        "groups": analysis.partition.count,
        "silhouette": round(analysis.partition.silhouette or 0.0, 6),
        "update_seconds": round(updating, 5),
        "update_ratio": round(seconds / updating, 1),
        "evidence_seconds": round(evidence, 2),
    }


def time_red_dwarf(people: int, statements: int) -> dict[str, object]:
    """red-dwarf on the same votes: its time and peak memory, or why it did not run."""
    try:
        from reddwarf.implementations.polis import run_pipeline

        named = version("red-dwarf")
    except (ImportError, PackageNotFoundError) as error:
        return {"reason": f"not installed ({error})"}
    arrays = generate(people, statements)
    votes = [
        {"participant_id": person, "statement_id": statement, "vote": value}
        for person, statement, value in zip(*(array.tolist() for array in arrays), strict=True)
    ]
    warnings.simplefilter("ignore")
    try:
        seconds = take_best(lambda: run_pipeline(votes=votes), 1 if people > 10_000 else REPEATS)
    except Exception as error:  # noqa: BLE001 (whatever stops it is the result)
        return {"version": named, "reason": f"{type(error).__name__}: {error}"}
    return {"version": named, "seconds": round(seconds, 3), "peak_mb": peak()}


def apart(gesture: Callable[[int, int], dict[str, object]], size: tuple[int, int]) -> dict[str, object]:
    """The result of a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(gesture, size)


def compare(size: tuple[int, int], *, with_red_dwarf: bool) -> dict[str, object]:
    """Ours, then red-dwarf, one after the other."""
    ours = apart(time_ours, size)
    theirs = apart(time_red_dwarf, size) if with_red_dwarf else {"reason": "not asked for"}
    ratio = round(float(theirs["seconds"]) / float(ours["seconds"]), 1) if "seconds" in theirs else None  # type: ignore[arg-type]
    return {**ours, "red_dwarf": theirs, "times_faster": ratio}


def main() -> None:
    """Print the JSON report."""
    small = "--small" in sys.argv[1:]
    with_red_dwarf = "--without-red-dwarf" not in sys.argv[1:]
    report = {
        "benchmark": "consensus",
        "seed": SEED,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "numpy": np.__version__,
        "engine": consensus.ENGINE_VERSION,
        "compared": [compare(size, with_red_dwarf=with_red_dwarf) for size in (SMALL if small else COMPARED)],
        "growing": [] if small else [apart(time_ours, size) for size in GROWING],
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
