"""One question seen through another, where no cell and no difference gives anybody away."""

from collections.abc import Mapping, Sequence

from marchepied.engines.privacy import CellCounts, PrintedCell, print_cell

from ._results import THRESHOLD

SHOWN = "shown"
OTHERS = 0
"""The rank under which the small classes, and those who did not say theirs, are put together."""


def cross(
    answers: Sequence[int | None],
    classes: Sequence[int | None],
    *,
    levels: int,
    ranks: int,
    threshold: int = THRESHOLD,
) -> Mapping[int, PrintedCell] | None:
    """The answers (ranks 1 to `levels`, None when there is none) of the people of each class (1 to `ranks`).

    Classes under twice the `threshold`, or in which nearly everybody said the same, are put together with
    those who did not say their class, under the rank 0; then the smallest of the others, until the whole can
    be printed exactly. `colleges` of that cell names the ranks in it. None when less than two cells are left.
    So the classes add up to everybody, and subtracting them from everybody gives nobody.
    """
    tables = {rank: [0] * levels for rank in range(ranks + 1)}
    for answer, own in zip(answers, classes, strict=True):
        if answer is not None:
            tables[OTHERS if own is None else own][answer - 1] += 1
    kept = {rank: table for rank, table in tables.items() if sum(table)}
    cells = {rank: _print({rank: table}, threshold) for rank, table in kept.items()}
    pooled = {rank for rank, cell in cells.items() if rank == OTHERS or cell.status != SHOWN}
    while pooled:
        cell = _print({rank: kept[rank] for rank in sorted(pooled)}, threshold)
        if cell.status == SHOWN:
            cells = {**{rank: one for rank, one in cells.items() if rank not in pooled}, OTHERS: cell}
            break
        left = [rank for rank in kept if rank not in pooled]
        if len(left) < 2:
            return None
        pooled.add(min(left, key=lambda rank: (sum(kept[rank]), rank)))
    if len(cells) < 2:
        return None
    return dict(sorted(cells.items(), key=lambda pair: (pair[0] == OTHERS, pair[0])))


def _print(tables: Mapping[int, Sequence[int]], threshold: int) -> PrintedCell:
    together = tuple(sum(column) for column in zip(*tables.values(), strict=True))
    return print_cell(tuple(str(rank) for rank in tables), CellCounts(together), threshold)
