"""The votes deposited on a topic, as arrays: each person, each statement put to the vote, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from marchepied.apps.deliberation.enums import SIGN, StatementState, Vote
from marchepied.apps.deliberation.models import Statement, Topic
from marchepied.apps.deliberation.rules import round_of
from marchepied.apps.participation.selectors import votes_of
from marchepied.engines.consensus import Votes

# By level of the deposit: what the engine reads, and whether it mattered to the person.
_SIGNS = np.array([0, *(SIGN[vote.side] for vote in Vote)], np.int8)
_MATTERS = np.array([False, *(vote.is_important for vote in Vote)])


@dataclass(frozen=True)
class TopicVotes:
    """Four arrays of one length, a vote each: the place of the person and of the statement, −1, 0 or +1, and
    whether it was important. `statements` in the order of their numbers; `people` is how many voted;
    `calls` the place of each person's group in `call_ids`. Exact and secret.
    """

    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    signs: npt.NDArray[np.int8]
    important: npt.NDArray[np.bool_]
    statements: tuple[Statement, ...]
    people: int
    calls: npt.NDArray[np.int32]
    call_ids: tuple[str, ...]

    def for_engine(self) -> Votes:
        """What the engine `consensus` reads: statements about the conversation itself left out.

        People come in the order of what they voted: their keys are random, and the same votes must give the
        same draws, so the same figures.
        """
        meta = [place for place, statement in enumerate(self.statements) if statement.meta]
        return Votes.from_arrays(
            self._rank_people()[self.rows],
            self.columns,
            self.signs,
            participant_ids=range(self.people),
            statement_ids=tuple(str(statement.number) for statement in self.statements),
            excluded=meta,
        )

    def _rank_people(self) -> npt.NDArray[np.int32]:
        """The rank of each person among all, in the order of their votes."""
        order = np.lexsort((self.columns, self.rows))
        bounds = np.searchsorted(self.rows[order], np.arange(self.people + 1))
        columns, signs = self.columns[order], self.signs[order]
        keys = [columns[start:end].tobytes() + signs[start:end].tobytes() for start, end in pairwise(bounds)]
        ranks = np.empty(self.people, np.int32)
        ranks[sorted(range(self.people), key=keys.__getitem__)] = np.arange(self.people, dtype=np.int32)
        return ranks


def read_votes(topic: Topic, statements: Sequence[Statement]) -> TopicVotes:
    """The votes deposited on a topic (one query). `statements` are all those that ever bore a number.

    Votes on a statement merged into another count for it, unless the person voted on that one too; votes on
    refused statements count for nothing.
    """
    read = votes_of(round_of(topic))
    kept = tuple(row for row in statements if row.state == StatementState.ACCEPTED)
    target, own = _place_items(read.item_ids, statements, kept)
    people, rows = np.unique(read.respondents, return_inverse=True)
    columns = target[read.items]
    inside = columns >= 0
    # A vote on the statement itself comes last, and the last of a pair counts.
    order = np.lexsort((own[read.items], columns, rows))
    order = order[inside[order]]
    rows, columns, levels = rows[order].astype(np.int32), columns[order], read.levels[order]
    last = np.ones(len(rows), bool)
    last[:-1] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    calls = np.zeros(len(people), np.int32)
    calls[np.searchsorted(people, read.respondents)] = read.calls
    return TopicVotes(
        rows=rows[last].astype(np.int32, copy=False),
        columns=columns[last],
        signs=_SIGNS[levels[last]],
        important=_MATTERS[levels[last]],
        statements=kept,
        people=len(people),
        calls=calls,
        call_ids=read.call_ids,
    )


def _place_items(
    item_ids: Sequence[str], statements: Sequence[Statement], kept: Sequence[Statement]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """For each item of the deposit: the place of the statement that stands for it (−1: none), and whether
    that is itself.
    """
    places = {statement.pk: place for place, statement in enumerate(kept)}
    by_item: dict[str, Any] = {statement.item_id: statement for statement in statements}
    target, own = [], []
    for item_id in item_ids:
        statement = by_item.get(item_id)
        standing = None if statement is None else statement.merged_into_id or statement.pk
        target.append(places.get(standing, -1))
        own.append(statement is not None and standing == statement.pk)
    return np.array(target, np.int32), np.array(own, bool)
