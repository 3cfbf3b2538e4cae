"""Time the engine bridges on generated frameworks: fixed seed, growing sizes, JSON out.

    python benchmarks/bench_bridges.py [--small]

`prepare_seconds` indexes frameworks and links; `seconds` recomputes every item of every framework from the
declared values; `product_seconds` is one SciPy product of the matrix of the same links (items × items, one
non-zero a pair) by itself. The three are timed one after the other, several rounds in a row, so that a
machine that others use slows them alike: seconds are the best, and `ratio` (recomputing) and
`ratio_prepared` (indexing and recomputing together) the medians, of the rounds.

How the links are shaped: 20 frameworks, three of them hubs, joined two by two in both directions, which makes
52 sets; a set holds a share of the links in proportion to the geometric mean of the items of its two
frameworks; items have 1 to 4 parts; half of the links cover one part, a quarter two or more, a quarter state
no coverage; ends are drawn at random, so that an item receives about ten links. Half of all items are
declared, in every framework: no path can be skipped. The sizes grow the items with the links.
"""

import json
import platform
import random
import sys
import time
from collections.abc import Callable
from itertools import combinations
from statistics import median

import numpy as np
from scipy import sparse

from marchepied.engines import bridges

SEED = 20261122
LINKS = [38_277, 76_555, 153_110, 306_220]
HUBS, FRAMEWORKS, SETS = 3, 20, 52
LINKS_AN_ITEM = 10
RUNS = 7
ROUNDS = 15


def join_frameworks(draw: random.Random) -> list[tuple[int, int]]:
    """Pairs of frameworks, in both directions: the hubs together, each other framework with a hub or more."""
    pairs = list(combinations(range(HUBS), 2))
    pairs += [(draw.randrange(HUBS), other) for other in range(HUBS, FRAMEWORKS)]
    others = [pair for pair in combinations(range(FRAMEWORKS), 2) if pair not in pairs]
    pairs += draw.sample(others, SETS // 2 - len(pairs))
    return [pair for one, other in pairs for pair in ((one, other), (other, one))]


def generate(count: int) -> tuple[list[bridges.Framework], list[bridges.Link], list[bridges.Declared]]:
    """Frameworks, `count` links in 52 sets, and a value for half of the items."""
    draw = random.Random(SEED)
    weights = [draw.lognormvariate(0, 0.6) for _framework in range(FRAMEWORKS)]
    total = count // LINKS_AN_ITEM
    frameworks = []
    for rank, weight in enumerate(weights):
        size = max(2, round(total * weight / sum(weights)))
        items = tuple(bridges.Item(f"f{rank}:{item}", draw.randint(1, 4)) for item in range(size))
        frameworks.append(bridges.Framework(f"f{rank}", items))
    pairs = join_frameworks(draw)
    shares = np.array([(weights[one] * weights[other]) ** 0.5 for one, other in pairs])
    counts = np.floor(count * shares / shares.sum()).astype(int)
    counts[0] += count - counts.sum()
    links = []
    for (one, other), size in zip(pairs, counts, strict=True):
        for _link in range(size):
            target = draw.choice(frameworks[other].items)
            covered = min(draw.choice((0, 1, 1, 2)), len(target.part_names))
            covers = tuple(draw.sample(target.part_names, covered)) or None
            links.append(bridges.Link(draw.choice(frameworks[one].items).id, target.id, covers=covers))
    declared = []
    for framework in frameworks:
        for item in framework.items:
            if draw.random() < 0.5:
                low, high = sorted((draw.random(), draw.random()))
                declared.append(bridges.Declared(item.id, low, high))
    return frameworks, links, declared


def link_matrix(network: bridges.Network, links: list[bridges.Link]) -> sparse.csr_array:
    """Items × items, 1 where a link goes."""
    ranks = {item: rank for rank, item in enumerate(sorted(network.places))}
    rows = [ranks[link.target] for link in links]
    columns = [ranks[link.source] for link in links]
    matrix = sparse.coo_array((np.ones(len(links)), (rows, columns)), shape=(len(ranks), len(ranks)))
    return matrix.tocsr()


def best_of(runs: int, act: Callable[[], object]) -> float:
    """The least of several durations, in seconds."""
    durations = []
    for _run in range(runs):
        started = time.perf_counter()
        act()
        durations.append(time.perf_counter() - started)
    return min(durations)


def time_one(count: int) -> dict[str, object]:
    """Seconds on one size, and a sum of the bounds, which must not move between runs."""
    frameworks, links, declared = generate(count)
    network = bridges.build_network(frameworks, links)
    matrix = link_matrix(network, links)
    rounds = [
        (
            best_of(1, lambda: bridges.build_network(frameworks, links)),
            best_of(1, lambda: bridges.carry_over(network, declared)),
            best_of(1, lambda: matrix @ matrix),
        )
        for _round in range(ROUNDS)
    ]
    prepared, seconds, product = (min(column) for column in zip(*rounds, strict=True))
    hops = {
        f"{hops} hops": best_of(RUNS, lambda hops=hops: bridges.carry_over(network, declared, max_hops=hops))
        for hops in (1, 2, 3, 4)
    }
    carried = bridges.carry_over(network, declared)
    started = time.perf_counter()
    sources = len(carried["f0:0"].sources)
    explained = time.perf_counter() - started
    return {
        "links": len(links),
        "items": len(network.places),
        "prepare_seconds": round(prepared, 4),
        "seconds": round(seconds, 5),
        "product_seconds": round(product, 5),
        "ratio": round(median(recomputed / one for _indexed, recomputed, one in rounds), 2),
        "ratio_prepared": round(
            median((indexed + recomputed) / one for indexed, recomputed, one in rounds), 2
        ),
        "by_hops": {name: round(duration, 5) for name, duration in hops.items()},
        "explain_one_seconds": round(explained, 4),
        "sources_of_one": sources,
        "sum": round(sum(sum(carried.bounds(item) or ()) for item in carried), 6),
    }


def main() -> None:
    """Print the JSON report."""
    sizes = LINKS[:1] if "--small" in sys.argv[1:] else LINKS
    report = {
        "benchmark": "bridges",
        "seed": SEED,
        "sets": SETS,
        "frameworks": FRAMEWORKS,
        "max_hops": bridges.DEFAULT_HOPS,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "engine": {"bridges": bridges.ENGINE_VERSION},
        "results": [time_one(size) for size in sizes],
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
