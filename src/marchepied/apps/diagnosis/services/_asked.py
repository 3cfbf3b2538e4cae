"""Which questions a cycle asks, and which are set apart; written once for all the services that change it."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import StepKey
from marchepied.apps.diagnosis.models import Cycle, CycleStep
from marchepied.apps.diagnosis.selectors.calendar import minutes_of
from marchepied.apps.diagnosis.selectors.cycles import referential_of


def keep_questions(cycle: Cycle, question_ids: Sequence[str]) -> None:
    """Ask these questions and no other; the minutes of the steps follow. ValidationError for none."""
    if not question_ids:
        raise ValidationError(_("Gardez au moins une question."))
    cycle.question_ids = list(question_ids)
    cycle.save(update_fields=["axis_ids", "depth", "question_ids", "spares_covered", "spared_ids"])
    for key in (StepKey.TAKE_STOCK, StepKey.WORKSHOP):
        minutes = minutes_of(key, len(question_ids), cycle.path)
        CycleStep.objects.filter(cycle=cycle, key=key).update(minutes=minutes)


def set_apart(cycle: Cycle, covered: Collection[str]) -> None:
    """Set apart the questions of `covered`, and ask the others again. Nothing is asked: ValidationError."""
    wanted = whole_scope(cycle)
    asked = [name for name in wanted if name not in covered]
    if not asked:
        raise ValidationError(
            _("Ce que vous avez fait ailleurs répond à toutes vos questions : gardez-en au moins une.")
        )
    cycle.spared_ids = [name for name in wanted if name in covered]
    keep_questions(cycle, asked)


def whole_scope(cycle: Cycle) -> list[str]:
    """The questions asked and those set apart, in the order of the guide."""
    held = {*cycle.question_ids, *cycle.spared_ids}
    return [question.id for question in referential_of(cycle).walk_questions() if question.id in held]
