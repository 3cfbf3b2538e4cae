"""Reading, checking, writing and computing expressions of growing sizes, with a fixed seed. Prints JSON.

Run: ``python benchmarks/bench_expressions.py [PARTS ...]``
"""

import json
import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal

from marchepied.engines.expressions import Kind, Limits, check, evaluate, parse, write

SIZES = (5, 50, 250)
WIDE = Limits(length=100_000, parts=10_000)
NAMES = [f"indicateur_{number}" for number in range(20)]
# The worst that the usual limits let in: divisions that make fractions of ever more digits.
HOSTILE = " + ".join(f"1 / (a + {number},{'9' * 17})" for number in range(38))


def make_text(parts: int, source: random.Random) -> str:
    names, signs = source.choices(NAMES, k=parts), source.choices("*/", k=parts)
    terms = [
        f"{name} {sign} {source.randrange(1, 999)},{source.randrange(9)}"
        for name, sign in zip(names[: max(1, parts // 3)], signs, strict=False)
    ]
    return " + ".join(terms)


def measure(work: Callable[[], object], repeat: int = 200) -> float:
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    return round(1e6 * (time.perf_counter() - start) / repeat, 1)


def bench(text: str, values: dict[str, Decimal]) -> dict[str, object]:
    expression = parse(text, WIDE)
    known = dict.fromkeys(values, Kind.NUMBER)
    return {
        "characters": len(text),
        "parts": expression.size,
        "parse_us": measure(lambda: parse(text, WIDE)),
        "check_us": measure(lambda: check(expression, known)),
        "evaluate_us": measure(lambda: evaluate(expression, values)),
        "write_us": measure(lambda: write(expression)),
        "cost": evaluate(expression, values).cost,
    }


if __name__ == "__main__":
    seed = random.Random(20_26)
    given = {name: Decimal(seed.randrange(1, 10**6)) / 100 for name in NAMES}
    sizes = tuple(int(argument) for argument in sys.argv[1:]) or SIZES
    results = [bench(make_text(size, seed), given) for size in sizes]
    hostile = bench(HOSTILE, {"a": Decimal("0.123456789")})
    print(json.dumps({"engine": "expressions", "results": results, "hostile": hostile}, indent=2))
