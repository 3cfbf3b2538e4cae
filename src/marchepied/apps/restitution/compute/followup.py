"""What became of what people said, question by question, as it is read at their link."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.selectors import is_late
from marchepied.apps.restitution.compute.account import Account, gather_account
from marchepied.apps.restitution.compute.telling import action_owner, position_words, thank_respondents
from marchepied.apps.restitution.selectors.assemblies import HeldAssembly, assembly_of
from marchepied.engines.documents import format_date
from marchepied.engines.referential import Question


def describe_reply(cycle: Any, language: str) -> dict[str, Any]:
    """The page of those who answered: plain data, in one language.

    {"title", "paragraphs", "parts": [{"title", "lines"}], "followed": […], "others": […]}: what was decided
    or begun comes question by question in `followed`, then what was only heard in `others`. What groups said
    is what a release printed, and nothing else.
    """
    with translation.override(language):
        account = gather_account(cycle, language)
        held = assembly_of(cycle)
        questions = [_follow(account, question) for question in account.questions]
        told = [question for question in questions if question["said"] or question["decided"]]
        followed = [question for question in told if question["decided"] or question["actions"]]
        others = [question for question in told if question not in followed]
        thanks = thank_respondents(account)
        paragraphs = [thanks] if thanks else []
        told_apart = (
            (_("L’assemblée a décidé"), _list_decided(held)),
            (_loose_title(followed), _list_loose(account)),
        )
        parts = [{"title": title, "lines": lines} for title, lines in told_apart if lines]
        if not (paragraphs or parts or told):
            paragraphs = [_("Nous avons bien lu vos réponses. Nous en parlerons ensemble.")]
        done = bool(held.held_on) or any(action.state == ActionState.DONE for action in account.plan.actions)
        title = (
            _("Ce que vous avez dit, ce que c’est devenu")
            if done
            else _("Ce que vous avez dit, ce qui va suivre")
        )
        return {
            "title": title,
            "paragraphs": paragraphs,
            "parts": parts,
            "followed": followed,
            "others": others,
        }


def _follow(account: Account, question: Question) -> dict[str, Any]:
    """One question: how it was asked, what groups said, what was decided, what is done about it."""
    crossed = account.crossed.get(question.id)
    position = account.positions.get(question.id)
    actions = [action for action in account.plan.actions if action.question_id == question.id]
    decided, apart = "", ""
    if position is not None:
        decided = position.words or position_words(account, question, position)
        apart = _("Un désaccord demeure.") if position.agreement == Agreement.DISAGREEMENT else ""
    return {
        "question": crossed.wording if crossed else account.say(question.statement),
        "said": crossed.sentence if crossed else "",
        "decided": decided,
        "apart": apart,
        "actions": [describe_action(action, account.language) for action in actions],
    }


def describe_action(action: Any, language: str) -> dict[str, str]:
    """An action as everybody reads it: what, where it stands, who and when."""
    owner = action_owner(action)
    when = ""
    if action.due_on and action.state in {ActionState.TODO, ActionState.DOING}:
        day = format_date(action.due_on, language)
        when = (_("prévu pour le %(date)s") if is_late(action) else _("d’ici le %(date)s")) % {"date": day}
    return {
        "title": action.title,
        "state": action.state,
        "label": str(ActionState(action.state).label),
        "more": ", ".join(part for part in (owner, when) if part),
        "result": action.result,
    }


def _list_decided(held: HeldAssembly) -> list[str]:
    return [
        _("%(text)s (%(outcome)s)")
        % {"text": decision.text.rstrip(" ."), "outcome": decision.get_outcome_display()}
        for decision in held.decisions
    ]


def _loose_title(followed: Sequence[Any]) -> str:
    return _("Nous avons aussi prévu") if followed else _("Et maintenant")


def _list_loose(account: Account) -> list[str]:
    """The actions that answer no question of the cycle, in a line each."""
    asked = {question.id for question in account.questions}
    lines = []
    for action in account.plan.actions:
        if action.question_id not in asked and action.state != ActionState.DROPPED:
            told = describe_action(action, account.language)
            lines.append(" · ".join(part for part in (told["title"], told["label"], told["more"]) if part))
    return lines
