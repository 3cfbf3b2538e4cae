"""Reading, mapping, extraction and writing at growing sizes, with a fixed seed. Prints JSON.

Run: ``python benchmarks/bench_tables.py [ROWS ...]``
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable

from marchepied.engines.tables import (
    Limits,
    build_mapping,
    detect_layout,
    extract_answers,
    read_table,
    write_csv,
    write_xlsx,
)

SIZES = (1_000, 10_000, 50_000)
ITEMS = 20
LIMITS = Limits(size=500_000_000, rows=10_000_000, cells=200_000_000, unpacked_size=2_000_000_000)


def make_rows(count: int) -> list[list[object]]:
    source = random.Random(20_26)
    answers: list[object] = [1, 2, 3, 4, 5, 5, 4, "NSP", "pas concerné", None]
    return [
        [f"groupe {source.randrange(50)}", row, *source.choices(answers, k=ITEMS), "un avis, parfois"]
        for row in range(count)
    ]


def measure[T](work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = work()
    return round(time.perf_counter() - start, 4), result


def bench(count: int) -> dict[str, object]:
    headers = ["groupe", "id", *(f"Q{number:02}" for number in range(1, ITEMS + 1)), "commentaire"]
    rows = make_rows(count)
    write_csv_s, csv_data = measure(lambda: write_csv(headers, rows, separator=";"))
    write_xlsx_s, xlsx_data = measure(lambda: write_xlsx(headers, rows))
    read_csv_s, table = measure(lambda: read_table(csv_data, "f.csv", limits=LIMITS))
    read_xlsx_s, _ = measure(lambda: read_table(xlsx_data, "f.xlsx", limits=LIMITS))
    layout_s, layout = measure(lambda: detect_layout(table))
    mapping_s, mapping = measure(lambda: build_mapping(table, layout))
    extract_s, extraction = measure(lambda: extract_answers(table, mapping))
    return {
        "rows": count,
        "cells": count * len(headers),
        "csv_bytes": len(csv_data),
        "xlsx_bytes": len(xlsx_data),
        "answers": int(extraction.levels.size),
        "ok": extraction.ok,
        "write_csv_s": write_csv_s,
        "write_xlsx_s": write_xlsx_s,
        "read_csv_s": read_csv_s,
        "read_xlsx_s": read_xlsx_s,
        "detect_layout_s": layout_s,
        "build_mapping_s": mapping_s,
        "extract_answers_s": extract_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    sizes = tuple(int(argument) for argument in sys.argv[1:]) or SIZES
    print(json.dumps({"engine": "tables", "results": [bench(size) for size in sizes]}, indent=2))
