"""Reads of what the organisation itself says."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from marchepied.apps.diagnosis.models import ASIDE, Cycle, OwnAnswer
from marchepied.apps.diagnosis.selectors.cycles import find_question
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.engines.referential import word_question


def own_answers_of(cycle: Cycle) -> dict[str, OwnAnswer]:
    """The organisation's answers by question id, with their evidence (two queries).

    Without what a change of version set aside.
    """
    rows = OwnAnswer.objects.filter(cycle=cycle).exclude(question_id__contains=ASIDE)
    rows = rows.prefetch_related("evidence")
    return {row.question_id: row for row in rows}


def find_own_answer(cycle: Cycle, question_id: str) -> OwnAnswer | None:
    """What the organisation answered to one question; None when it has not answered."""
    return OwnAnswer.objects.filter(cycle=cycle, question_id=question_id).first()


def evidence_ids_of(answer: OwnAnswer | None) -> set[UUID]:
    """The ids of the evidence that an answer relies on; empty without an answer."""
    return set(answer.evidence.order_by("id").values_list("id", flat=True)) if answer else set()


def uses_of_evidence(organisation: Any, evidence: Collection[UUID]) -> dict[UUID, list[OwnAnswer]]:
    """For each piece of evidence, the answers that rely on it, with their cycle (one query)."""
    rows = (
        OwnAnswer.evidence.through.objects.filter(evidence_id__in=evidence)
        .filter(ownanswer__organisation=organisation)
        .select_related("ownanswer__cycle")
        .order_by("-ownanswer__cycle__started_on", "ownanswer__question_id")
    )
    uses: defaultdict[UUID, list[OwnAnswer]] = defaultdict(list)
    for row in rows:
        uses[row.evidence_id].append(row.ownanswer)
    return dict(uses)


def say_uses(organisation: Any, answers: Collection[OwnAnswer]) -> list[str]:
    """One sentence an answer: the question it answers, in the language of the page, and its cycle."""
    language = get_language() or "fr"
    words = vocabulary_of(organisation, language)
    sentences = []
    for answer in answers:
        question = find_question(answer.cycle, answer.question_id)
        statement = word_question(question, language, words).statement if question else answer.question_id
        sentences.append(f"{statement} ({answer.cycle.title})")
    return sentences
