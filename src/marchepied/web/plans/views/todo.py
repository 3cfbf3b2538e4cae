"""« À faire »: everything that waits for the organisation, in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from marchepied.apps.organisations.enums import Right
from marchepied.apps.plans import selectors
from marchepied.apps.plans.enums import TodoKind, TodoWeight
from marchepied.apps.plans.selectors.todo import COMPLAINT_KINDS, IDEA_KINDS, Todo, pick_mattering, read_todo
from marchepied.apps.plans.selectors.todo_words import date_todo, name_todo
from marchepied.web.shared.access import SpaceRequest, member_view

_PAGES = {
    TodoKind.STATEMENTS: "deliberation:statements",
    TodoKind.TOPIC: "deliberation:topic",
    TodoKind.ACTION: "plans:action",
    TodoKind.ROUND_REPLY: "restitution:sheet",
    TodoKind.SURVEY_REPLY: "listening:survey-reply",
    **dict.fromkeys((TodoKind.SURVEY_CLOSE, TodoKind.SURVEY_ENDS), "listening:survey"),
    **dict.fromkeys(COMPLAINT_KINDS, "listening:complaint"),
    **dict.fromkeys(IDEA_KINDS, "listening:idea"),
}


@dataclass(frozen=True)
class TodoLine:
    """One thing as the page shows it: where it is settled, and where it becomes an action, if it may."""

    todo: Todo
    name: str
    words: str
    when: str
    link: str
    action_link: str

    @property
    def is_late(self) -> bool:
        return self.todo.weight in (TodoWeight.DANGER, TodoWeight.PROMISED, TodoWeight.PAST)


@member_view(Right.FACILITATE)
@require_safe
def todo(request: SpaceRequest) -> HttpResponse:
    """The three things that matter, then the rest, by what makes each matter."""
    organisation = request.space.organisation
    cycle = selectors.plan_cycle(organisation)
    found = read_todo(organisation, cycle)
    first = pick_mattering(found)
    rest = [one for one in found if one not in first]
    groups = [
        (TodoWeight(weight).label, [_tell(one, request.space.slug, cycle is not None) for one in ones])
        for weight, ones in groupby(rest, key=lambda one: one.weight)
    ]
    context = {
        "section": "plan",
        "sentence": _sentence(found),
        "first": [_tell(one, request.space.slug, cycle is not None) for one in first],
        "groups": groups,
    }
    return render(request, "plans/todo.html", context)


def _sentence(found: Sequence[Todo]) -> str:
    late = sum(one.weight in (TodoWeight.DANGER, TodoWeight.PROMISED, TodoWeight.OWED) for one in found)
    if not found:
        return _("Rien ne vous attend.")
    if late:
        return ngettext(
            "Une personne attend quelque chose de vous.",
            "%(n)s personnes attendent quelque chose de vous.",
            late,
        ) % {"n": late}
    return ngettext("Une chose vous attend.", "%(n)s choses vous attendent.", len(found)) % {"n": len(found)}


def _tell(one: Todo, space: str, has_plan: bool) -> TodoLine:
    language = translation.get_language() or "fr"
    return TodoLine(
        todo=one,
        name=name_todo(one),
        words=_words_of(one),
        when=date_todo(one, language),
        link=_link(one, space),
        action_link=_action_link(one, space) if has_plan and one.may_become_action else "",
    )


def _words_of(one: Todo) -> str:
    """What was written, for who may read it here."""
    if one.kind in COMPLAINT_KINDS:
        return str(one.row.what)
    return str(one.row.title) if one.kind == TodoKind.IDEA_READ else ""


def _link(one: Todo, space: str) -> str:
    if one.kind == TodoKind.REVIEW:
        return reverse("plans:review-add", args=[space])
    return reverse(_PAGES[one.kind], args=[space, one.row.pk])


def _action_link(one: Todo, space: str) -> str:
    name = "listening:complaint-action" if one.kind in COMPLAINT_KINDS else "listening:idea-action"
    return reverse(name, args=[space, one.row.pk])
