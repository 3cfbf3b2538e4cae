"""How often opinion groups are shown on votes drawn with and without groups: fixed seeds.

    OPENBLAS_NUM_THREADS=1 python benchmarks/consensus_error_rates.py [--runs N] [--only TEXT] [--json FILE]

Each cell (kind of votes, people, statements, share of empty cells, share of passes) draws N conversations
from seeds of its own and judges each as `marchepied consensus` does. The table of docs/methods/consensus.md
comes from `--runs 200` (half as many where groups exist, which cost most, and for the shapes beside). With
`--json`, cells already in the file are kept, so an interrupted run resumes; `--write` puts the tables of that
file in the method page, without any run.
"""

import argparse
import json
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from consensus_votes import TRUTHS, draw_votes
from marchepied.engines.consensus import partition, project
from marchepied.engines.consensus.evidence import judge

SEED = 20260606
RUNS = 200
SIZES = (10, 15, 25, 50, 200)
TRUE_SIZES = (30, 60, 200)
MISSING = (0.0, 0.3, 0.7)
NULL_KINDS = (
    "axis-uniform-steep",
    "axis-normal-steep",
    "axis-uniform",
    "axis-normal",
    "unequal",
    "independent",
)
HARD_KINDS = ("axis-lopsided", "axis-squeezed", "axis-cut")
OTHER_KINDS = ("even", "axis-aligned", "axis-near", "two-axes", "two-bells")
TRUE_KINDS = ("two-groups", "three-groups")
UNEQUAL_KINDS = ("two-unequal", "three-unequal", "three-any")
STABILITY_SAMPLES = 2  # not what is counted here
ALL_SIZES = sorted({*SIZES, *TRUE_SIZES})
PAGE = Path(__file__).parents[1] / "docs" / "methods" / "consensus.md"
OPENING, CLOSING = "<!-- error-rates -->", "<!-- /error-rates -->"
NAMES = {
    "even": "pile ou face",
    "independent": "indépendants, chaque affirmation ayant sa part d’accord",
    "unequal": "indépendants, personnes plus ou moins promptes à dire oui",
    "axis-normal": "un axe, places en cloche, pentes de −2 à 2",
    "axis-uniform": "un axe, places étalées, pentes de −3 à 3",
    "axis-uniform-steep": "un axe, places étalées, pentes de ±3",
    "axis-normal-steep": "un axe, places en cloche, pentes de ±3",
    "axis-aligned": "un axe, toutes les pentes de 3",
    "axis-lopsided": "un axe, places d’un seul côté (exponentielles), pentes de ±2",
    "axis-squeezed": "un axe, places étalées, pentes de ±3, parts ramenées entre 10 et 90 %",
    "axis-cut": "un axe, places étalées, pentes de ±3, parts coupées à 10 et 90 %",
    "axis-near": "un axe, chacun d’accord avec ce qui est près de lui",
    "two-axes": "deux axes, places étalées",
    "two-bells": "deux axes, places en cloche",
    "two-groups": "**deux groupes**",
    "three-groups": "**trois groupes**",
    "two-unequal": "**deux groupes**, 75 et 25 %",
    "three-unequal": "**trois groupes**, 50, 30 et 20 %",
    "three-any": "**trois groupes**, côtés tirés chacun pour soi",
}


@dataclass(frozen=True)
class Cell:
    kind: str
    people: int
    statements: int = 40
    missing: float = 0.3
    passes: float = 0.0

    @property
    def name(self) -> str:
        return f"{self.kind} {self.people}×{self.statements} {self.missing:g} {self.passes:g}"


def list_cells() -> Iterator[Cell]:
    """Every cell: those with groups, those without, then other shapes of both."""
    for kind in TRUE_KINDS:
        yield from (Cell(kind, people) for people in TRUE_SIZES)
    for people in SIZES:
        yield from (Cell(kind, people, missing=missing) for missing in MISSING for kind in NULL_KINDS)
    for kind in (*HARD_KINDS, *OTHER_KINDS):
        yield from (Cell(kind, people) for people in (50, 200))
    for kind in (*TRUE_KINDS, "unequal", "axis-normal-steep", "axis-uniform-steep"):
        yield from (Cell(kind, 60, statements) for statements in (20, 60))
        yield Cell(kind, 60, passes=0.2)
    for kind in UNEQUAL_KINDS:
        yield from (Cell(kind, people) for people in TRUE_SIZES)


def measure(cell: Cell, runs: int) -> dict[str, Any]:
    """Verdicts and reasons over the runs of a cell, with the mean time of the judgment."""
    verdicts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    seconds, bent = 0.0, 0
    for run in range(runs):
        rng = np.random.default_rng([SEED, zlib.crc32(cell.name.encode()), run])
        votes = draw_votes(cell.kind, cell.people, cell.statements, cell.missing, rng, cell.passes)
        drawn = project(votes)
        found = partition(votes, drawn, rng)
        started = time.process_time()
        evidence = judge(votes, drawn, found, rng, samples=STABILITY_SAMPLES)
        seconds += time.process_time() - started
        verdicts[evidence.verdict] += 1
        reasons["+".join(evidence.reasons)] += 1
        bent += "bent-axis" in evidence.warnings
    return {
        **asdict(cell),
        "groups_exist": cell.kind in TRUTHS,
        "runs": runs,
        "shown": verdicts["groups"],
        "warned_of_a_bent_axis": bent,
        "verdicts": dict(verdicts),
        "reasons": dict(reasons),
        "mean_seconds": round(seconds / runs, 3),
    }


def write_tables(results: list[dict[str, Any]]) -> str:
    """The results as two Markdown tables (in French, as the method page), a row for each kind of votes."""
    usual = [row for row in results if row["statements"] == 40 and not row["passes"]]
    others = [row for row in results if row not in usual]
    lines = [
        "| Votes tirés | Cases vides | " + " | ".join(f"{size} personnes" for size in ALL_SIZES) + " |",
        "| --- | --- |" + " --- |" * len(ALL_SIZES),
    ]
    for kind, missing in dict.fromkeys((row["kind"], row["missing"]) for row in usual):
        cells = {row["people"]: row for row in usual if (row["kind"], row["missing"]) == (kind, missing)}
        shown = " | ".join(_count(cells.get(size)) for size in ALL_SIZES)
        lines.append(f"| {NAMES[kind]} | {100 * missing:.0f} % | {shown} |")
    if others:
        lines += ["", "| Votes tirés | Affirmations | Passes | 60 personnes |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {NAMES[row['kind']]} | {row['statements']} | {100 * row['passes']:.0f} % | {_count(row)} |"
        for row in others
    ]
    return "\n".join(lines)


def _count(row: dict[str, Any] | None) -> str:
    return f"{row['shown']} / {row['runs']}" if row else ""


def write_page(results: list[dict[str, Any]]) -> None:
    """Put the tables in the method page, between their two marks."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(OPENING)
    _, after = rest.split(CLOSING)
    PAGE.write_text(f"{before}{OPENING}\n{write_tables(results)}\n{CLOSING}{after}", encoding="utf-8")


def read_known(path: Path | None) -> dict[Cell, dict[str, Any]]:
    """Cells already measured in a file of results."""
    if path is None or not path.exists():
        return {}
    rows = json.loads(path.read_text())["cells"]
    return {Cell(**{key: row[key] for key in Cell.__annotations__}): row for row in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--only", default="", help="cells whose name contains this text")
    parser.add_argument("--json", type=Path, help="file of results, kept up to date")
    parser.add_argument("--small", action="store_true", help="two runs of each cell")
    parser.add_argument("--write", action="store_true", help="write the page from --json, no run")
    options = parser.parse_args()
    known = read_known(options.json)
    if options.write:
        write_page([known[cell] for cell in list_cells() if cell in known])
        return
    runs = 2 if options.small else options.runs
    asked = [cell for cell in list_cells() if options.only in cell.name]
    for cell in asked:
        row = known.get(cell)
        wanted = (runs + 1) // 2 if cell.kind in (*TRUTHS, *OTHER_KINDS) else runs
        known[cell] = row if row and row["runs"] >= wanted else measure(cell, wanted)
        if options.json:
            options.json.write_text(
                json.dumps({"seed": SEED, "cells": list(known.values())}, indent=1) + "\n"
            )
    print(write_tables([known[cell] for cell in asked]))


if __name__ == "__main__":
    main()
