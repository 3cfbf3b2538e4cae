"""What changed since the last account, in sentences that an assembly can hear."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.selectors.comparison import ComparedQuestion, comparison_of
from marchepied.apps.plans.selectors import Plan, plan_of

# More would no longer be read aloud.
MOST_TOLD = 5


def list_since_last(cycle: Any) -> tuple[str, ...]:
    """What became of last year's actions, then what may be said to have changed; nothing for a first cycle.

    Only questions whose words are the same are compared (docs/methods/changes.md).
    """
    comparison = comparison_of(cycle)
    if comparison is None:
        return ()
    told = [line for question in comparison.questions for line in _tell_question(question)]
    lines = [_tell_actions(plan_of(comparison.cycles[1])), *told[:MOST_TOLD]]
    if not told and any(question.same for question in comparison.questions):
        lines.append(_("On ne peut dire d’aucune question qu’elle a changé."))
    if changed := len(comparison.changed_texts):
        sentence = ngettext(
            "Une question a été réécrite : on ne la compare pas.",
            "%(n)s questions ont été réécrites : on ne les compare pas.",
            changed,
        )
        lines.append(sentence % {"n": changed})
    return tuple(line for line in lines if line)


def _tell_question(question: ComparedQuestion) -> list[str]:
    moved = [question.position] if question.moved else []
    sentences = [*moved, *(group.sentence for group in question.certain)]
    return [f"{question.wording} {sentence}" for sentence in sentences]


def _tell_actions(plan: Plan) -> str:
    """« Des trois actions d’avant, deux sont faites et une est abandonnée. »; empty without actions."""
    if not plan.actions:
        return ""
    values = {
        "all": len(plan.actions),
        "done": len(plan.done),
        "dropped": len(plan.ended) - len(plan.done),
        "left": len(plan.running),
    }
    return _("Actions de la dernière fois : %(all)s. Faites : %(done)s ; abandonnées : %(dropped)s ; "
             "à continuer : %(left)s.") % values  # fmt: skip
