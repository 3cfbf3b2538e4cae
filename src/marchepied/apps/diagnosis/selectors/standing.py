"""What an organisation's answers say today, over all its cycles: the latest word on each question."""

from dataclasses import dataclass
from typing import Any

from marchepied.apps.diagnosis.enums import OwnAnswerKind
from marchepied.apps.diagnosis.models import Cycle, OwnAnswer, Position
from marchepied.apps.diagnosis.selectors.cycles import referential_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest word on a question: `share` is 0 at its lowest level, 1 at its highest.

    `share` is None for a question that does not concern the organisation.
    """

    question_id: str
    share: float | None
    cycle: Cycle


def standings_of(organisation: Any) -> dict[str, Standing]:
    """The latest word on each question, by question id (three queries); empty before any answer.

    What was agreed in the room comes before what was answered on paper, the latest cycle before the others.
    « We do not know » says nothing, nor does a document that answers without a level.
    """
    cycles = list(Cycle.objects.filter(organisation=organisation))
    ranks = {cycle.pk: rank for rank, cycle in enumerate(cycles)}
    spoken = [(ranks[row.cycle_id], 0, row) for row in Position.objects.filter(organisation=organisation)]
    spoken += [(ranks[row.cycle_id], 1, row) for row in OwnAnswer.objects.filter(organisation=organisation)]
    found: dict[str, Standing] = {}
    counts: dict[Any, dict[str, int]] = {}
    for rank, _source, row in sorted(spoken, key=lambda line: line[:2]):
        if row.question_id in found or not _says_something(row):
            continue
        cycle = cycles[rank]
        if cycle.version_id not in counts:
            counts[cycle.version_id] = _count_levels(cycle)
        levels = counts[cycle.version_id].get(row.question_id)
        if levels is not None:
            share = None if row.level is None else min((row.level - 1) / (levels - 1), 1.0)
            found[row.question_id] = Standing(row.question_id, share, cycle)
    return found


def _says_something(row: Any) -> bool:
    return row.level is not None or getattr(row, "kind", "") == OwnAnswerKind.NOT_CONCERNED


def _count_levels(cycle: Cycle) -> dict[str, int]:
    """How many levels each question of the cycle's guide has; two at least."""
    return {question.id: max(len(question.levels), 2) for question in referential_of(cycle).walk_questions()}
