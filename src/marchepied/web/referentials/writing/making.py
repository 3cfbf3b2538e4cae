"""The form that fits an item of a draft, and what a participant would read of it."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import CollegeKind
from marchepied.engines.referential import COLLEGES, word_text
from marchepied.engines.referential.editing import draw_outline, name_of
from marchepied.web.referentials.writing.finding import Desk
from marchepied.web.referentials.writing.item_forms import IndicatorForm, ItemForm
from marchepied.web.referentials.writing.question_form import QuestionForm

SEVERAL = ("colleges", "levers", "legal_forms", "sectors")


def make_form(
    desk: Desk,
    kind: str,
    item: Mapping[str, Any],
    axis: str,
    data: QueryDict | None = None,
    initial: Mapping[str, Any] | None = None,
) -> ItemForm:
    """The form of an item of this kind, in a theme."""
    told: dict[str, Any] = {
        "kind": kind,
        "item": item,
        "languages": desk.languages,
        "vocabularies": desk.vocabularies,
        "questionnaire": desk.questionnaire,
        "initial": initial,
    }
    if kind == "question":
        return QuestionForm(data, levers=list_levers(desk, axis), **told)
    return IndicatorForm(data, **told) if kind == "indicator" else ItemForm(data, **told)


def typed_again(data: QueryDict) -> dict[str, Any]:
    """What was typed, to fill a form that nobody checks yet."""
    return {name: data.getlist(name) if name in SEVERAL else data[name] for name in data}


def list_levers(desk: Desk, axis: str) -> list[tuple[str, str]]:
    """The levers of a theme: what it adds to, then one's own."""
    return [
        (lever.id, say(lever.name, desk))
        for theme in draw_outline(desk.draft.content, desk.base)
        if theme.id == axis
        for domain in theme.domains
        for lever in domain.levers
    ]


def list_places(desk: Desk, kind: str) -> list[tuple[str, Any]]:
    """Where an item of this kind may go: themes for a domain; domains, under their theme, for the others."""
    themes = [t for t in draw_outline(desk.draft.content, desk.base) if t.own or t.domains]
    if kind == "domain":
        return [(theme.id, say(theme.name, desk)) for theme in themes]
    return [
        (say(theme.name, desk), [(domain.id, say(domain.name, desk)) for domain in theme.domains])
        for theme in themes
        if theme.domains
    ]


def find_parent(desk: Desk, kind: str, parent: str) -> tuple[str, str] | None:
    """The theme and the name of what would hold a new item; None when nothing of that id may hold it."""
    if kind == "axis":
        return ("", "") if not parent else None
    for theme in draw_outline(desk.draft.content, desk.base):
        if kind == "domain" and theme.id == parent and (theme.own or theme.domains):
            return theme.id, say(theme.name, desk)
        for domain in theme.domains:
            if kind != "domain" and domain.id == parent:
                return theme.id, say(domain.name, desk)
    return None


def say(name: Mapping[str, str], desk: Desk) -> str:
    """A name in the language of the page and the words of the space."""
    language = get_language() or "fr"
    return word_text(name.get(language) or next(iter(name.values()), "…"), language, desk.words)


def preview_form(desk: Desk, question: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a round that would ask this one question, as `lay_part` reads it."""

    def both(text: Mapping[str, str] | None) -> dict[str, str]:
        first = next(iter((text or {}).values()), "") or _("Pas encore écrit")
        return {
            language: word_text((text or {}).get(language) or first, language, desk.vocabularies[language])
            for language in ("fr", "en")
        }

    levels = question.get("levels") or []
    item = {
        "id": question["id"],
        "wording": both(question.get("wording") or name_of(question)),
        "why": both(question.get("why")),
        "choices": [both(level.get("short")) for level in levels],
    }
    return {"items": [item]}


def groups_of(question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The groups that a question is for; every one where nobody has said."""
    codes = question.get("colleges") or COLLEGES
    return [(code, str(CollegeKind(code).label)) for code in COLLEGES if code in codes]
