"""The columns of the registers as tables: the same names going out and coming back, in both languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from marchepied.core.folding import fold

LANGUAGES = ("fr", "en")

COMPLAINT_COLUMNS: Mapping[str, Any] = {
    "number": _("numéro"),
    "received_on": _("reçue le"),
    "channel": _("comment"),
    "what": _("ce qui s’est passé"),
    "when_where": _("quand et où"),
    "wanted": _("ce qui est attendu"),
    "territory": _("territoire"),
    "commune": _("code de la commune"),
    "state": _("état"),
    "seriousness": _("gravité"),
    "theme": _("thème"),
    "cause": _("cause"),
    "acknowledge_by": _("accusé de réception annoncé"),
    "acknowledged_on": _("accusé de réception"),
    "extended_from": _("réponse d’abord annoncée"),
    "answer_by": _("réponse annoncée"),
    "answered_on": _("réponse"),
    "closed_on": _("close le"),
    "outcome": _("issue"),
    "learned": _("ce qu’on a appris"),
    "changed": _("ce qui a changé"),
}

IDEA_COLUMNS: Mapping[str, Any] = {
    "number": _("numéro"),
    "received_on": _("reçue le"),
    "title": _("idée"),
    "text": _("en détail"),
    "signed": _("signée"),
    "group": _("groupe"),
    "territory": _("territoire"),
    "commune": _("code de la commune"),
    "theme": _("thème"),
    "supports": _("soutiens"),
    "visibility": _("parution"),
    "held_for": _("pourquoi elle ne paraît pas"),
    "state": _("état"),
    "answer_by": _("réponse annoncée"),
    "decided_on": _("décidée le"),
    "reason": _("raison"),
    "done_on": _("faite le"),
    "told": _("ce que cela change"),
    "merged_into": _("réunie avec le numéro"),
}


def say_in_each(label: Any) -> list[str]:
    """A label in each language of the product, as tables may carry it."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(str(label))
    return said


def find_columns(headers: Sequence[str], columns: Mapping[str, Any]) -> tuple[dict[str, int], list[str]]:
    """{role: its place} among the headers of a table, and the headers that are none of the columns.

    Capitals, accents, no-break spaces and the language do not matter. Of two headers for one role, the
    second is among the unknown ones.
    """
    roles = {fold(name): role for role, label in columns.items() for name in say_in_each(label)}
    places: dict[str, int] = {}
    unknown = []
    for place, header in enumerate(headers):
        role = roles.get(fold(header))
        if role is None or role in places:
            unknown.append(header)
        else:
            places[role] = place
    return places, unknown
