"""Saving what the organisation itself says, one question or the whole list at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import OwnAnswerKind
from marchepied.apps.diagnosis.models import Cycle, OwnAnswer
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.sameness import asks_the_same
from marchepied.apps.evidence.selectors import known_ids
from marchepied.core.audit import record
from marchepied.engines.referential import Question


@dataclass(frozen=True)
class OwnAnswerDraft:
    """An answer to save: a level for the kind « level », none for the others."""

    question_id: str
    kind: str
    level: int | None = None
    narrative: str = ""


@transaction.atomic
def save_own_answer(
    *,
    cycle: Cycle,
    question_id: str,
    kind: str,
    level: int | None,
    narrative: str,
    evidence: Collection[UUID],
    by: Any,
) -> OwnAnswer:
    """Save one answer with its words and evidence, in place of the former one.

    Raises ValidationError for a question the cycle does not ask, a level outside its scale, evidence of
    another space, or « another document answers » when neither a document nor words say which.
    """
    draft = OwnAnswerDraft(question_id, kind, level, narrative.strip())
    _check(draft, {question.id: question for question in questions_of(cycle)})
    wanted = set(evidence)
    if known_ids(cycle.organisation, wanted) != wanted:
        raise ValidationError(_("Une de ces preuves n’est pas dans votre espace. Rechargez la page."))
    if kind == OwnAnswerKind.COVERED and not wanted and not draft.narrative:
        raise ValidationError(_("Dites quel document y répond : choisissez-le, ajoutez-le ou nommez-le."))
    answer, _created = OwnAnswer.objects.update_or_create(
        cycle=cycle,
        question_id=question_id,
        defaults={
            "organisation": cycle.organisation,
            "kind": kind,
            "level": level,
            "narrative": draft.narrative,
            "confirms": None,
            "by": by,
            "at": timezone.now(),
        },
    )
    answer.evidence.set(wanted)
    record("own_answer.saved", answer, by=by, question=question_id)
    return answer


@transaction.atomic
def save_own_answers(*, cycle: Cycle, drafts: Sequence[OwnAnswerDraft], by: Any) -> int:
    """Save many answers with one gesture, and return how many; evidence already attached stays.

    The same number of queries whatever the size (four). Raises ValidationError on the first draft that
    cannot be saved, and then saves nothing.
    """
    asked = {question.id: question for question in questions_of(cycle)}
    for draft in drafts:
        _check(draft, asked)
    now = timezone.now()
    OwnAnswer.objects.bulk_create(
        [
            OwnAnswer(
                organisation=cycle.organisation,
                cycle=cycle,
                question_id=draft.question_id,
                kind=draft.kind,
                level=draft.level,
                narrative=draft.narrative.strip(),
                by=by,
                at=now,
            )
            for draft in drafts
        ],
        update_conflicts=True,
        unique_fields=["cycle", "question_id"],
        update_fields=["kind", "level", "narrative", "confirms", "by", "at"],
    )
    record("own_answers.saved", cycle, by=by, count=len(drafts))
    return len(drafts)


@transaction.atomic
def confirm_own_answer(*, cycle: Cycle, earlier: OwnAnswer, by: Any) -> OwnAnswer:
    """Say that an answer of an earlier cycle is still true: the same answer, dated today, that says so.

    Its words and its evidence come with it. Raises ValidationError for a question that the cycle does not
    ask, whose texts have changed since, or whose level it no longer has.
    """
    draft = OwnAnswerDraft(earlier.question_id, earlier.kind, earlier.level, earlier.narrative)
    _check(draft, {question.id: question for question in questions_of(cycle)})
    if not asks_the_same(earlier.cycle, cycle, earlier.question_id):
        raise ValidationError(_("Cette question a changé depuis : répondez-y de nouveau."))
    answer, _created = OwnAnswer.objects.update_or_create(
        cycle=cycle,
        question_id=earlier.question_id,
        defaults={
            "organisation": cycle.organisation,
            "kind": earlier.kind,
            "level": earlier.level,
            "narrative": earlier.narrative,
            "confirms": earlier,
            "by": by,
            "at": timezone.now(),
        },
    )
    answer.evidence.set(earlier.evidence.order_by("id"))
    record("own_answer.confirmed", answer, by=by, question=earlier.question_id)
    return answer


@transaction.atomic
def clear_own_answer(*, cycle: Cycle, question_id: str, by: Any) -> None:
    """Take an answer back: the question is to be answered again. Nothing happens without an answer."""
    deleted, _rows = OwnAnswer.objects.filter(cycle=cycle, question_id=question_id).delete()
    if deleted:
        record("own_answer.cleared", cycle, by=by, question=question_id)


def _check(draft: OwnAnswerDraft, asked: dict[str, Question]) -> None:
    question = asked.get(draft.question_id)
    if question is None:
        raise ValidationError(_("Cette question n’est plus dans votre démarche. Rechargez la page."))
    if draft.kind not in OwnAnswerKind.values:
        raise ValidationError(_("Choisissez une des réponses proposées."))
    within = draft.level is not None and 1 <= draft.level <= len(question.levels)
    if within != (draft.kind == OwnAnswerKind.LEVEL):
        raise ValidationError(_("Choisissez une des réponses proposées."))
