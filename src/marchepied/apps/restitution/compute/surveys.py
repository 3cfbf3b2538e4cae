"""The satisfaction surveys of the year, as the pack tells them: from the results that were shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.listening.selectors.surveys.highlights import Figure, Group, ToldSurvey, surveys_ended
from marchepied.apps.plans.selectors.surveys import MadeOf, made_of_each
from marchepied.apps.restitution.compute.listening import find_days
from marchepied.engines.documents import FigureTable

MOST_TOLD = 4
MOST_SAID = 3

# What was made of each wave, by question.
type Made = Sequence[Mapping[str, Sequence[MadeOf]]]


def describe_surveys(cycle: Any, language: str) -> tuple[FigureTable, ...]:
    """The surveys closed in the year of the assembly, a table for the last wave of each, if any."""
    first, last = find_days(cycle)
    ended = surveys_ended(cycle.organisation, first, last, language, most=MOST_TOLD)
    made = made_of_each([wave for told in ended for wave in told.waves])
    return tuple(_describe(told, [made.get(wave.pk, {}) for wave in told.waves]) for told in ended)


def _describe(told: ToldSurvey, made: Made) -> FigureTable:
    return FigureTable(
        title=_say_title(told),
        sentence=" ".join(filter(None, (_say_answers(told), _say_groups(told.groups), _say_none(told)))),
        head=(_("Question"), _("Ce qui a été répondu")) if told.figures else (),
        rows=tuple((figure.wording, _say_figure(figure)) for figure in told.figures),
        notes=tuple(_say_followed(told, made)),
    )


def _say_title(told: ToldSurvey) -> str:
    if told.survey.wave == 1:
        return told.title
    return _("%(title)s (vague %(number)s)") % {"title": told.title, "number": told.survey.wave}


def _say_answers(told: ToldSurvey) -> str:
    if told.expected:
        return ngettext(
            "%(n)s personne sur %(expected)s a répondu.",
            "%(n)s personnes sur %(expected)s ont répondu.",
            told.answers,
        ) % {"n": told.answers, "expected": told.expected}
    answered = ngettext("%(n)s personne a répondu.", "%(n)s personnes ont répondu.", told.answers)
    return answered % {"n": told.answers}


def _say_groups(groups: tuple[Group, ...]) -> str:
    """Who, when several groups were asked."""
    if len(groups) < 2:
        return ""
    said = []
    for group in groups:
        words = _("%(name)s : %(n)s sur %(expected)s") if group.expected else _("%(name)s : %(n)s")
        said.append(words % {"name": group.name, "n": group.people, "expected": group.expected})
    return " ; ".join(said) + "."


def _say_none(told: ToldSurvey) -> str:
    return "" if told.figures else _("Trop peu de réponses pour donner des chiffres.")


def _say_figure(figure: Figure) -> str:
    """« Plutôt oui » ou « Tout à fait » : 72 % (entre 60 et 82 %), 41 personnes. And what changed."""
    sentence = ngettext(
        "%(what)s : %(share)s %% (sans doute entre %(low)s et %(high)s %%), %(n)s personne.",
        "%(what)s : %(share)s %% (sans doute entre %(low)s et %(high)s %%), %(n)s personnes.",
        figure.people,
    ) % {
        "what": figure.what,
        "share": figure.share,
        "low": figure.low,
        "high": figure.high,
        "n": figure.people,
    }
    return " ".join(filter(None, (sentence, figure.change)))


def _say_followed(told: ToldSurvey, made: Made) -> Iterable[str]:
    """What was decided, in the plan, and what everybody who answered was told."""
    actions = {one.action.pk: one.action for wave in made for ones in wave.values() for one in ones}
    for action in actions.values():
        yield _("Décidé : %(text)s") % {"text": f"{action.title} ({action.get_state_display()})"}
    if told.replied:
        yield _("Répondu à tous : %(text)s") % {"text": " ".join(told.replied[:MOST_SAID])}
