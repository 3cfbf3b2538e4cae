"""The sentences that the pack and the sheet share."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.selectors.crossed import CrossedQuestion
from marchepied.apps.restitution.compute.account import Account
from marchepied.engines.documents import Result, format_date
from marchepied.engines.referential import Question


def tell_question(question: CrossedQuestion) -> Result:
    """A question and what the groups say of it: the sentence alone would not say what it is about."""
    return Result(question.sentence, question.wording)


def choose_results(account: Account) -> list[Result]:
    """What is most worth knowing, in sentences: what differs or lacks first, then what goes well.

    Without answers from groups, what was agreed, then what the organisation says of itself, the lowest first.
    """
    discussed = [tell_question(question) for question in account.discussed]
    well = [
        tell_question(question) for question in account.crossed.values() if question.verdict == "together"
    ]
    if discussed or well:
        return [*discussed[:2], *well[:1], *discussed[2:], *well[1:]]
    said = []
    for question in account.questions:
        position, answer = account.positions.get(question.id), account.own.get(question.id)
        level = position.level if position is not None else getattr(answer, "level", None)
        if level is not None:
            result = Result(f"{account.short_level(question, level)}.", account.say(question.statement))
            said.append((level, result))
    return [result for _level, result in sorted(said, key=lambda pair: pair[0])]


def choose_commitments(account: Account) -> list[str]:
    """The actions of the plan that are not ended, by date, the late ones last, then the objectives."""
    late = account.plan.late
    ahead = [action for action in account.plan.running if action not in late]
    actions = [_action_line(account, action) for action in [*ahead, *late]]
    return actions or [objective.text for objective in account.plan.objectives]


def action_owner(action: Any) -> str:
    """Who is in charge, by name: never somebody's address in what leaves the house."""
    return str(action.owner.name if action.owner else action.owner_name)


def _action_line(account: Account, action: Any) -> str:
    owner = action_owner(action)
    details = [owner] if owner else []
    if action.due_on:
        due = format_date(action.due_on, account.language)
        late = action in account.plan.late
        details.append((_("prévu pour le %(date)s") if late else _("d’ici le %(date)s")) % {"date": due})
    return f"{action.title} ({', '.join(details)})" if details else action.title


def thank_respondents(account: Account) -> str:
    """How many people answered, in a sentence; empty when nobody was asked."""
    if account.release is None:
        return ""
    colleges = account.release.content["colleges"]
    answered = sum(college["answered"] for college in colleges)
    return ngettext("%(count)s réponse, de %(groups)s.", "%(count)s réponses, de %(groups)s.", answered) % {
        "count": answered,
        "groups": ngettext("%(n)s groupe", "%(n)s groupes", len(colleges)) % {"n": len(colleges)},
    }


def own_words(account: Account, question: Question, answer: Any) -> str:
    if answer is None:
        return ""
    if answer.level is not None:
        return account.say(question.levels[answer.level - 1].description)
    return str(answer.get_kind_display()).capitalize() + "."


def position_words(account: Account, question: Question, position: Any) -> str:
    if position is None:
        return ""
    level = account.short_level(question, position.level)
    quoted = f"“{level}”." if account.language == "en" else f"« {level} »."
    parts = [quoted if level else "", position.words]
    return " ".join(part for part in parts if part)


def decided_questions(account: Account) -> list[Question]:
    return [question for question in account.questions if question.id in account.positions]


def decision_line(account: Account, question: Question) -> str:
    """What was decided, with the disagreement that remains: whoever disagreed must find it there."""
    position = account.positions[question.id]
    said = position.words or position_words(account, question, position)
    if position.agreement != Agreement.DISAGREEMENT:
        return said
    return _("%(decision)s (un désaccord demeure)") % {"decision": said.rstrip(" .")}
