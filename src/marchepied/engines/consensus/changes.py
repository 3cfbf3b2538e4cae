"""Votes that came after a full computation: the new rows of the people concerned, beside the old table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .votes import Labels, Votes

Places = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """`rows` holds every vote of the people who voted since; `row_of` says which row is whose.

    People are places: those of the full table, then new ones. `participant_ids` labels them all, `count` is
    the number of votes that came.
    """

    rows: Votes
    row_of: Mapping[int, int]
    participant_ids: Labels
    count: int


def find_rows(votes: Votes, changes: Changes | None, people: Places) -> Votes:
    """Every vote, up to date, of some people (places, each once); those not yet known have none."""
    row_of = changes.row_of if changes else {}
    changed = np.array([int(person) in row_of for person in people], bool)
    known = ~changed & (people < votes.n_participants)
    old = votes.take(people[known])
    parts = [(np.flatnonzero(known)[old.rows], old.columns, old.values)]
    cast = np.zeros(len(people), np.int64)
    cast[known] = old.cast
    if changes is not None and changed.any():
        recent = changes.rows.take(np.array([row_of[int(person)] for person in people[changed]]))
        parts.append((np.flatnonzero(changed)[recent.rows], recent.columns, recent.values))
        cast[changed] = recent.cast
    rows, columns, values = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    found = Votes.from_arrays(
        rows, columns, values, participant_ids=range(len(people)), statement_ids=votes.statement_ids
    )
    return found.replace_cast(cast, votes.excluded)


def add_votes(rows: Votes, people: Places, statements: Places, values: Places) -> Votes:
    """The same rows with new votes (place of the row, of the statement); the new vote of a pair counts."""
    before = rows.votes_by_participant
    added = Votes.from_arrays(
        np.concatenate([rows.rows, people]),
        np.concatenate([rows.columns.astype(np.int64), statements]),
        np.concatenate([rows.values.astype(np.int64), values]),
        participant_ids=rows.participant_ids,
        statement_ids=rows.statement_ids,
    )
    return added.replace_cast(rows.cast + added.votes_by_participant - before, rows.excluded)


def merge_votes(votes: Votes, changes: Changes) -> Votes:
    """The full table up to date, as if it had been read again."""
    changed = np.fromiter(changes.row_of, np.int64, len(changes.row_of))
    kept = np.ones(votes.n_participants, bool)
    kept[changed[changed < votes.n_participants]] = False
    inside = np.repeat(kept, votes.votes_by_participant)
    order = np.fromiter(changes.row_of.values(), np.int64, len(changed))
    recent = changes.rows.take(order)
    merged = Votes.from_arrays(
        np.concatenate([votes.rows[inside], changed[recent.rows]]),
        np.concatenate([votes.columns[inside], recent.columns]),
        np.concatenate([votes.values[inside], recent.values]),
        participant_ids=changes.participant_ids,
        statement_ids=votes.statement_ids,
    )
    cast = np.zeros(merged.n_participants, np.int64)
    cast[: votes.n_participants] = votes.cast
    cast[changed] = recent.cast
    return merged.replace_cast(cast, votes.excluded)
