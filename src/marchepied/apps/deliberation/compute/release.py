"""Votes deposited in, a release out: what may be shown of them (docs/decisions/0021-deliberation.md).

The engine `privacy` decides what is printed of each statement, the engine `consensus` whether there are
groups. A release is plain data: the same on screen, in packs and in exports.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from marchepied.apps.deliberation.compute.groups import find_groups
from marchepied.apps.deliberation.compute.matrix import TopicVotes, read_votes
from marchepied.apps.deliberation.compute.telling import (
    LEVEL,
    SMALL_SIDE,
    TOGETHER_SHARE,
    UNKNOWN_SHARE,
    tell,
)
from marchepied.apps.deliberation.models import Release, Topic
from marchepied.apps.deliberation.rules import SHOWN_FROM, round_of
from marchepied.apps.deliberation.selectors.statements import all_statements
from marchepied.apps.participation.selectors import calls_of
from marchepied.engines.consensus import ENGINE_VERSION as CONSENSUS_VERSION
from marchepied.engines.privacy import ENGINE_VERSION as PRIVACY_VERSION
from marchepied.engines.privacy import CellCounts, PrintedCell, ProtectedQuestion, protect_question
from marchepied.engines.stats import ENGINE_VERSION as STATS_VERSION

SCHEMA = "marchepied/deliberation/1"
ENGINE_VERSION = f"consensus {CONSENSUS_VERSION}, privacy {PRIVACY_VERSION}, stats {STATS_VERSION}"
# Whoever has the votes finds the same figures again.
SEED = 20140731
PARAMETERS = {
    "threshold": SHOWN_FROM,
    "together_share": TOGETHER_SHARE,
    "small_side": SMALL_SIDE,
    "unknown_share": UNKNOWN_SHARE,
    "interval_level": LEVEL,
    "seed": SEED,
}
# The one cell of a topic whose groups of people are not told apart.
ALL = "all"


def build_release(topic: Topic, previous: Release | None, *, closing: bool) -> dict[str, Any]:
    """The content of a release of what was deposited (three queries).

    Keys: `schema`, `voters`, `votes` (how many, on statements still there), `closing`, `colleges` (id, name,
    people), `statements` (number, text, meta, `printed` cells of levels agree, pass, disagree, `important`
    cells of levels « important » and not, then `class`, `side`, `split` and figures), and what
    `find_groups` says: `verdict`, `reasons`, `groups`. `previous` is the last release of the topic.
    """
    votes = read_votes(topic, all_statements(topic))
    calls = calls_of(round_of(topic))
    earlier: Mapping[str, Any] = {} if previous is None else previous.content
    before = {row["number"]: row for row in earlier.get("statements", [])}
    cells = _Cells(votes, topic.by_college, [str(call.pk) for call in calls], closing)
    statements = [
        _tell_statement(statement, place, cells, before.get(statement.number))
        for place, statement in enumerate(votes.statements)
    ]
    return {
        "schema": SCHEMA,
        "voters": votes.people,
        "votes": len(votes.rows),
        "closing": closing,
        "by_college": topic.by_college,
        "colleges": [{"id": str(c.pk), "name": c.college.name, "people": c.answered_count} for c in calls],
        "statements": statements,
        **find_groups(votes, earlier, SEED, _printed_figures(statements)),
    }


class _Cells:
    """The secret counts, statement by statement, together or college by college."""

    def __init__(self, votes: TopicVotes, by_college: bool, call_ids: list[str], closing: bool) -> None:
        self.closing = closing
        self.names = call_ids if by_college else [ALL]
        place = np.array([self.names.index(call) for call in votes.call_ids] if by_college else [0], np.int32)
        cell = place[votes.calls[votes.rows]] if by_college else np.zeros(len(votes.rows), np.int32)
        shape = (len(votes.statements), len(self.names))
        self.levels = np.zeros((*shape, 3), np.int64)
        np.add.at(self.levels, (votes.columns, cell, 1 - votes.signs), 1)
        self.important = np.zeros(shape, np.int64)
        np.add.at(self.important, (votes.columns[votes.important], cell[votes.important]), 1)

    def sides_of(self, place: int, printed: ProtectedQuestion | None) -> dict[str, CellCounts]:
        """Agree, pass, disagree of one statement."""
        return self._keep_ready(
            {name: tuple(self.levels[place, rank].tolist()) for rank, name in enumerate(self.names)}, printed
        )

    def importance_of(self, place: int, printed: ProtectedQuestion | None) -> dict[str, CellCounts]:
        """People to whom the statement is important, and not."""
        voted = self.levels[place].sum(axis=1)
        pairs = {
            name: (int(self.important[place, rank]), int(voted[rank] - self.important[place, rank]))
            for rank, name in enumerate(self.names)
        }
        return self._keep_ready(pairs, printed)

    def _keep_ready(
        self, levels: Mapping[str, tuple[int, ...]], printed: ProtectedQuestion | None
    ) -> dict[str, CellCounts]:
        """During the vote, a cell under ten is left for later: told in words, it would stay so for ever."""
        told = set() if printed is None else {c for cell in _told(printed) for c in cell.colleges}
        empty = (0,) * len(next(iter(levels.values())))
        return {
            name: CellCounts(
                counts if self.closing or name in told or sum(counts) >= 2 * SHOWN_FROM else empty
            )
            for name, counts in levels.items()
        }


def _told(printed: ProtectedQuestion) -> list[PrintedCell]:
    return [cell for cell in printed.cells if cell.prints_something]


def _tell_statement(
    statement: Any, place: int, cells: _Cells, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    sides, weight = (
        None if before is None else ProtectedQuestion.from_dict(before[name])
        for name in ("printed", "important")
    )
    printed = _protect(cells.sides_of(place, sides), sides)
    important = _protect(cells.importance_of(place, weight), weight)
    return {
        "number": statement.number,
        "text": statement.text,
        "meta": statement.meta,
        "printed": printed.as_dict(),
        "important": important.as_dict(),
        **tell(_sum_up(printed)),
    }


def _protect(counts: Mapping[str, CellCounts], previous: ProtectedQuestion | None) -> ProtectedQuestion:
    """What may be printed; as it was where votes went away (a statement merged before, and no longer)."""
    try:
        return protect_question(counts, SHOWN_FROM, previous=previous)
    except ValueError:
        if previous is None:
            raise
        return previous


def _sum_up(printed: ProtectedQuestion) -> PrintedCell:
    """The cell from which a statement is told: the only one, or the total of those printed exactly."""
    if len(printed.cells) == 1 or printed.total.levels is None:
        told = _told(printed)
        return told[0] if len(told) == 1 else printed.cells[0] if not told else _vague(told)
    return replace(printed.cells[0], status="shown", levels=printed.total.levels)


def _printed_figures(statements: list[dict[str, Any]]) -> dict[int, tuple[int, ...]]:
    """{number: (agree, pass, disagree)} of the statements whose figures are printed."""
    told = {row["number"]: _sum_up(ProtectedQuestion.from_dict(row["printed"])) for row in statements}
    return {number: cell.levels for number, cell in told.items() if cell.levels is not None}


def _vague(told: list[PrintedCell]) -> PrintedCell:
    """Several colleges told in words only: what they all say, or that it is spread."""
    patterns = {(cell.status, cell.pattern, cell.dominant_level) for cell in told}
    return told[0] if len(patterns) == 1 else replace(told[0], status="banded", pattern="spread", levels=None)
