"""Following another version of a guide: what it changes for what was added to it, and what is to choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marchepied.apps.referentials.selectors import NewBase, read_referential
from marchepied.engines.referential import Changes, count_changes, say_changes
from marchepied.engines.referential.editing import (
    AXIS_GONE,
    ID_TAKEN,
    KEEP,
    LOST_LEVER,
    MOVED,
    RENUMBERED,
    THEIRS,
    Conflict,
    Node,
    Notice,
    draw_outline,
    walk_places,
)
from marchepied.web.referentials.writing.finding import Desk
from marchepied.web.referentials.writing.making import say

MOST_SAID = 40
"""Sentences shown of what a version changes elsewhere; the rest is counted."""
MOST_NEAR = 6
"""Sentences shown at once of what changes where we added; the rest is folded."""

_NOTICES: dict[str, Promise] = {
    MOVED: gettext_lazy("Le domaine « %(name)s » est maintenant dans « %(where)s » : vos ajouts le suivent."),
    RENUMBERED: gettext_lazy(
        "Le guide a pris le numéro de votre thème « %(name)s » : le vôtre prend le suivant."
    ),
    LOST_LEVER: gettext_lazy(
        "« %(name)s » cite un levier que son thème n’a plus. Il faudra en choisir un autre avant de publier."
    ),
}


class FollowForm(forms.Form):
    """One choice a conflict: where it goes, or whose question it is."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, desk: Desk, planned: NewBase) -> None:
        super().__init__(data, initial={"revision": desk.draft.revision})
        self.desk, self.conflicts = desk, planned.plan.conflicts
        tree = draw_outline(desk.draft.content, read_referential(planned.version))
        for conflict in self.conflicts:
            self.fields[name_of(conflict)] = make_field(conflict, tree, desk)

    def choices(self) -> dict[str, str]:
        """What was chosen, by the key of each conflict."""
        return {conflict.key: self.cleaned_data[name_of(conflict)] for conflict in self.conflicts}

    def questions(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each field with the names of what hangs on it."""
        return [
            (self[name_of(conflict)], [say(item, self.desk) for item in conflict.items])
            for conflict in self.conflicts
        ]


def name_of(conflict: Conflict) -> str:
    """The name of the field of a conflict."""
    return f"{conflict.code}-{conflict.id}"


def make_field(conflict: Conflict, tree: Sequence[Node], desk: Desk) -> forms.ChoiceField:
    """What is asked of a conflict."""
    name = say(conflict.name, desk)
    if conflict.code == ID_TAKEN:
        return forms.ChoiceField(
            label=_("Le guide a maintenant un passage qui porte le nom du vôtre : « %(name)s »")
            % {"name": name},
            widget=forms.RadioSelect,
            choices=[
                (THEIRS, _("C’est le même : celui du guide prend sa place, et garde les réponses")),
                (KEEP, _("C’en est un autre : le nôtre reste à côté, sans les réponses déjà données")),
            ],
            error_messages={"required": _("Choisissez lequel garder.")},
        )
    if conflict.code == AXIS_GONE:
        label = _("Le thème « %(name)s » n’est plus dans le guide") % {"name": name}
        places: list[Any] = [
            (theme.id, say(theme.name, desk)) for theme in tree if theme.own or theme.domains
        ]
    else:
        label = _("Le domaine « %(name)s » n’est plus dans le guide") % {"name": name}
        places = [
            (say(theme.name, desk), [(one.id, say(one.name, desk)) for one in theme.domains])
            for theme in tree
            if theme.domains
        ]
    if conflict.may_keep:
        places.insert(0, (KEEP, _("Le garder chez nous, sous le même nom")))
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Choisissez une place")), *places],
        help_text=_("Où vont vos ajouts ?"),
        error_messages={"required": _("Choisissez une place : rien ne sera perdu.")},
    )


@dataclass(frozen=True)
class Told:
    """What a page says of a new version: in a word, near our additions, elsewhere, what we must know.

    `nearly` goes on from `near`, folded; `unmoved` says whether some of our additions keep their place.
    """

    counted: str
    near: Sequence[str]
    nearly: Sequence[str]
    elsewhere: Sequence[str]
    more: int
    notices: Sequence[str]
    unmoved: bool


def tell_new_base(planned: NewBase, content: Any, desk: Desk) -> Told:
    """The sentences of a plan, in the language of the page."""
    language = get_language() or "fr"
    around = list_around(content, planned)
    near = [change for change in planned.changes.changes if change.id in around]
    near.sort(key=lambda change: change.verb == "moved")  # what only moved matters least
    others = [change for change in planned.changes.changes if change.id not in around]
    said = say_changes(Changes(tuple(others)), language) if others else ()
    there = say_changes(Changes(tuple(near)), language) if near else ()
    asked = sum(len(conflict.items) or 1 for conflict in planned.plan.conflicts)
    return Told(
        counted=count_changes(planned.changes, language),
        near=there[:MOST_NEAR],
        nearly=there[MOST_NEAR:],
        elsewhere=said[:MOST_SAID],
        more=max(0, len(said) - MOST_SAID),
        notices=[tell_notice(notice, desk) for notice in planned.plan.notices],
        unmoved=asked < sum(1 for _place in walk_places(content)),
    )


def tell_notice(notice: Notice, desk: Desk) -> str:
    """What happens to an item without being asked, or what will have to be mended."""
    told = {"name": say(notice.name, desk), "where": say(notice.where, desk) if notice.where else ""}
    return str(_NOTICES[notice.code]) % told


def list_around(content: Any, planned: NewBase) -> set[str]:
    """The ids of the guide that our additions hang on, and of what stands there in either version."""
    themes = {axis["in"] for axis in content.get("axes") or [] if "in" in axis}
    domains = {
        domain["in"]
        for axis in content.get("axes") or []
        for domain in axis.get("domains") or []
        if "in" in domain
    }
    found = themes | domains
    for data in (planned.before, planned.after):
        for axis in data["axes"]:
            for domain in axis.get("domains") or []:
                if domain["id"] in domains:
                    items = (*domain["questions"], *domain.get("levers", ()), *domain.get("indicators", ()))
                    found |= {item["id"] for item in items}
    return found
