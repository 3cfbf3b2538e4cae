"""Votes of people on statements, kept sparse: three arrays, one byte a vote."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

AGREE, PASS, DISAGREE = 1, 0, -1
VOTES_AT_ONCE = 1 << 18
PIECE = 1 << 16
LONGEST_NUMBER = 100
SMALL = np.iinfo(np.int16).max
Labels = tuple[str, ...] | range


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Votes in rows (people) and columns (statements); a cell without a vote is not stored.

    `starts` (people + 1) says where each person's votes begin in `columns` (place of the statement, rising in
    each row) and `values` (−1 disagree, 0 pass, +1 agree). `participant_ids` and `statement_ids` are the
    labels, in order. `cast` is the number of votes each person cast, on statements taken out (moderated,
    meta) too; `excluded` is the number of those statements that had votes. Arrays are never to be
    written to.
    """

    starts: npt.NDArray[np.int64]
    columns: npt.NDArray[np.signedinteger[Any]]
    values: npt.NDArray[np.int8]
    participant_ids: Labels
    statement_ids: Labels
    cast: npt.NDArray[np.int64]
    excluded: int = 0

    @classmethod
    def from_arrays(
        cls,
        participants: npt.ArrayLike,
        statements: npt.ArrayLike,
        values: npt.ArrayLike,
        *,
        participant_ids: Labels | None = None,
        statement_ids: Labels | None = None,
        excluded: Collection[int] = (),
    ) -> "Votes":
        """Votes from three arrays of one length: place of the person, place of the statement, −1, 0 or +1.

        Without labels, there are as many people and statements as the largest place says, labelled by their
        place. The last vote of a pair counts. Statements whose place is in `excluded` (moderated, meta) are
        taken out, with their labels. Any other value, or lengths that differ, raise ValueError.
        """
        rows, columns, cells = _check_arrays(participants, statements, values)
        people = participant_ids if participant_ids is not None else range(_count_places(rows))
        labels = statement_ids if statement_ids is not None else range(_count_places(columns))
        _check_places(rows, len(people), "participant")
        _check_places(columns, len(labels), "affirmation")
        starts, columns, cells = _arrange(rows, columns, cells, len(people), len(labels))
        votes = cls(starts, columns, cells, people, labels, np.diff(starts))
        return votes.leave_out(excluded) if len(excluded) else votes

    @classmethod
    def from_labels(
        cls,
        participants: Sequence[str],
        statements: Sequence[str],
        values: npt.ArrayLike,
        *,
        statement_ids: Sequence[str] | None = None,
        excluded: Collection[str] = (),
    ) -> "Votes":
        """The same from labels, put in order (whole numbers by value, before other words).

        `statement_ids` adds statements that nobody voted on; `excluded` holds labels.
        """
        people, rows = _place_labels(participants, ())
        labels, columns = _place_labels(statements, statement_ids or ())
        kept_out = frozenset(excluded)
        left_out = [place for place, label in enumerate(labels) if label in kept_out]
        return cls.from_arrays(
            rows, columns, values, participant_ids=people, statement_ids=labels, excluded=left_out
        )

    @property
    def n_participants(self) -> int:
        """Number of people, those without a vote included."""
        return len(self.participant_ids)

    @property
    def n_statements(self) -> int:
        """Number of statements, those without a vote included."""
        return len(self.statement_ids)

    @property
    def n_votes(self) -> int:
        """Number of votes, passes included."""
        return len(self.values)

    @property
    def voted_statements(self) -> int:
        """Number of statements with at least one vote (computed at each call)."""
        return int(np.count_nonzero(self.count_values().any(axis=0)))

    @property
    def votes_by_participant(self) -> npt.NDArray[np.int64]:
        """Number of votes of each person, passes included."""
        return np.diff(self.starts)

    @property
    def rows(self) -> npt.NDArray[np.int32]:
        """Place of the person of each vote (computed at each call)."""
        return np.repeat(np.arange(self.n_participants, dtype=np.int32), self.votes_by_participant)

    def count_values(self) -> npt.NDArray[np.int64]:
        """Disagree, pass and agree of each statement: shape (3, statements)."""
        cells = np.zeros(3 * self.n_statements, np.int64)
        for start in range(0, self.n_votes, VOTES_AT_ONCE):
            window = slice(start, start + VOTES_AT_ONCE)
            keys = (self.values[window] + np.int32(1)) * np.int32(self.n_statements)
            keys += self.columns[window]
            cells += np.bincount(keys, minlength=len(cells))
        return cells.reshape(3, self.n_statements)

    def leave_out(self, excluded: Collection[int]) -> "Votes":
        """The same without these statements (places); the votes cast on them are still counted in `cast`."""
        kept = np.ones(self.n_statements, bool)
        kept[np.fromiter(excluded, np.int64)] = False
        inside = kept[self.columns]
        starts = np.concatenate([[0], np.cumsum(inside)])[self.starts]
        places = (np.cumsum(kept) - 1).astype(self.columns.dtype)
        labels = tuple(str(label) for label, stays in zip(self.statement_ids, kept, strict=True) if stays)
        columns, values = places[self.columns[inside]], self.values[inside]
        voted = np.bincount(self.columns, minlength=self.n_statements) > 0
        left_out = self.excluded + int(np.count_nonzero(voted & ~kept))
        return Votes(starts, columns, values, self.participant_ids, labels, self.cast, left_out)

    def replace_cast(self, cast: npt.NDArray[np.int64], excluded: int) -> "Votes":
        """The same with these numbers of votes cast and of statements taken out."""
        return replace(self, cast=cast, excluded=excluded)

    def take(self, people: npt.NDArray[np.integer[Any]]) -> "Votes":
        """The votes of these people only (places, in the order wanted); every statement stays."""
        sizes = self.votes_by_participant[people]
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        where = np.repeat(self.starts[people] - starts[:-1], sizes) + np.arange(starts[-1])
        labels = tuple(str(self.participant_ids[place]) for place in people)
        columns, values = self.columns[where], self.values[where]
        return Votes(starts, columns, values, labels, self.statement_ids, self.cast[people], self.excluded)

    def as_table(self, missing: float = np.nan) -> npt.NDArray[np.float64]:
        """The whole table people × statements, `missing` where there is no vote. For few people only."""
        table = np.full((self.n_participants, self.n_statements), missing)
        table[self.rows, self.columns] = self.values
        return table


def _check_arrays(
    participants: npt.ArrayLike, statements: npt.ArrayLike, values: npt.ArrayLike
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.int8]]:
    rows, columns, cells = (np.asarray(array).ravel() for array in (participants, statements, values))
    if not len(rows) == len(columns) == len(cells):
        raise ValueError("Il faut autant de participants, d’affirmations et de votes.")
    if len(rows) == 0:
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int8)
    if rows.dtype.kind not in "iu" or columns.dtype.kind not in "iu":
        raise ValueError("Les places des participants et des affirmations sont des nombres entiers.")
    if cells.min() < DISAGREE or cells.max() > AGREE or (cells.dtype.kind == "f" and np.any(cells % 1)):
        raise ValueError("Un vote vaut −1 (pas d’accord), 0 (passe) ou 1 (d’accord).")
    return rows, columns, cells.astype(np.int8, copy=False)


def _count_places(places: npt.NDArray[Any]) -> int:
    return int(places.max()) + 1 if len(places) else 0


def _check_places(places: npt.NDArray[Any], count: int, kind: str) -> None:
    if len(places) and (places.min() < 0 or places.max() >= count):
        raise ValueError(f"Une place de {kind} sort des {count} étiquettes données.")


def _arrange(
    rows: npt.NDArray[Any],
    columns: npt.NDArray[Any],
    cells: npt.NDArray[np.int8],
    people: int,
    width: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any], npt.NDArray[np.int8]]:
    """By person then statement, one vote a pair (the last given)."""
    kind = np.int16 if width <= SMALL else np.int32
    sizes = _count_arranged(rows, columns, people)
    if sizes is None:
        rows, columns, cells = _sort_pairs(rows, columns.astype(kind, copy=False), cells, people, width)
        last = np.ones(len(rows), bool)
        last[:-1] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        if not last.all():
            rows, columns, cells = rows[last], columns[last], cells[last]
        sizes = np.bincount(rows, minlength=people)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return starts, columns.astype(kind, copy=False), cells


def _sort_pairs(
    rows: npt.NDArray[Any], columns: npt.NDArray[Any], cells: npt.NDArray[np.int8], people: int, width: int
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.int8]]:
    """By person, then by statement; the votes of a pair keep their order.

    Votes are put by statement, then the table is turned over: both are stable counting sorts.
    """
    from scipy.sparse import csc_array  # noqa: PLC0415 (scipy is slow to load)

    order = np.argsort(columns, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=width))])
    table = csc_array((cells[order], rows[order], starts), (people, width)).tocsr()
    return np.repeat(np.arange(people, dtype=np.int32), np.diff(table.indptr)), table.indices, table.data


def _count_arranged(
    rows: npt.NDArray[Any], columns: npt.NDArray[Any], people: int
) -> npt.NDArray[np.int64] | None:
    """Votes of each person when the pairs rise strictly, None when they do not; a piece at a time."""
    sizes = np.zeros(people, np.int64)
    for start in range(0, len(rows), PIECE):
        stop = min(start + PIECE, len(rows))
        one, two = rows[start : stop + 1], columns[start : stop + 1]
        same = one[1:] == one[:-1]
        if not ((one[1:] > one[:-1]) | (same & (two[1:] > two[:-1]))).all():
            return None
        first = int(rows[start])
        found = np.bincount(rows[start:stop] - first)
        sizes[first : first + len(found)] += found
    return sizes


def _place_labels(given: Sequence[str], more: Sequence[str]) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    words = [str(label) for label in given]
    labels = tuple(sorted({*words, *map(str, more)}, key=order_label))
    places = {label: place for place, label in enumerate(labels)}
    return labels, np.fromiter((places[word] for word in words), np.int32, len(words))


def order_label(label: str) -> tuple[int, int, str]:
    """Key to put labels in order: whole numbers of up to 100 digits by value, then other words."""
    is_number = len(label) <= LONGEST_NUMBER and label.isdecimal()
    return (0, int(label), label) if is_number else (1, 0, label)
