"""Reads of what was already done elsewhere."""

from datetime import date
from typing import Any
from uuid import UUID

from marchepied.apps.diagnosis.models import Cycle, Declared
from marchepied.apps.diagnosis.selectors.cycles import referential_of
from marchepied.engines.referential import Question


def declared_of(organisation: Any, *, documents: bool = False) -> list[Declared]:
    """What the organisation declared, by title (one query, two with its `documents`)."""
    rows = Declared.objects.filter(organisation=organisation)
    return list(rows.prefetch_related("evidence") if documents else rows)


def find_declared(organisation: Any, declared_id: UUID) -> Declared | None:
    """The declaration of this id in the organisation; None where there is none."""
    return Declared.objects.filter(organisation=organisation, pk=declared_id).first()


def documents_of(declared: Declared | None) -> set[UUID]:
    """The ids of the documents joined to a declaration; empty without one."""
    return set(declared.evidence.order_by("id").values_list("id", flat=True)) if declared else set()


def counts_on(declared: Declared, today: date) -> bool:
    """Whether a declaration counts on this day: obtained by then, and not ended (its last day counts)."""
    begun = declared.obtained_on is None or declared.obtained_on <= today
    return begun and (declared.valid_until is None or today <= declared.valid_until)


def spared_questions_of(cycle: Cycle) -> list[Question]:
    """The questions set apart because something done elsewhere answers them, in the order of the guide."""
    spared = set(cycle.spared_ids) - set(cycle.question_ids)
    return [question for question in referential_of(cycle).walk_questions() if question.id in spared]
