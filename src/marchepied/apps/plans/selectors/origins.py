"""Where an action comes from: what somebody said, answered or wrote."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import Visibility
from marchepied.apps.listening.selectors.complaints import find_complaint
from marchepied.apps.listening.selectors.ideas import find_idea
from marchepied.apps.listening.selectors.surveys.taken import find_taken
from marchepied.apps.listening.selectors.theme_board import find_taken_theme
from marchepied.apps.plans.models import Action
from marchepied.core.models import Trace


@dataclass(frozen=True)
class Origin:
    """What an action was made from, in words; `place` and `key` name where it is read.

    A theme may be gone since: it has no place.
    """

    place: str
    key: Any
    words: str


def origins_of(action: Action) -> tuple[Origin, ...]:
    """What an action was made from (one query, and two for each thing it comes from)."""
    rows = Trace.objects.filter(target_type=Action._meta.label_lower, target_id=str(action.pk))
    found = []
    for kind, source in rows.order_by("pk").values_list("source_type", "source_id"):
        tell = _TELLERS.get(kind)
        told = tell(action.organisation, source) if tell is not None else None
        if told is not None:
            found.append(told)
    return tuple(found)


def _tell_answer(organisation: Any, source: Any) -> Origin | None:
    row = find_taken(organisation, source)
    if row is None:
        return None
    words = _("l’enquête « %(survey)s », à la question « %(question)s »") % {
        "survey": row.survey,
        "question": row.wording,
    }
    if row.words:
        words = _("%(place)s : « %(words)s »") % {"place": words, "words": row.words}
    return Origin("survey", row.survey_id, words)


def _tell_idea(organisation: Any, source: Any) -> Origin | None:
    row = find_idea(organisation, source)
    if row is None:
        return None
    if row.visibility != Visibility.SHOWN:
        return Origin("idea", row.pk, _("l’idée n° %(number)s") % {"number": row.number})
    return Origin("idea", row.pk, _("l’idée « %(title)s »") % {"title": row.title})


def _tell_complaint(organisation: Any, source: Any) -> Origin | None:
    row = find_complaint(organisation, source)
    if row is None:
        return None
    return Origin("complaint", row.pk, _("la difficulté n° %(number)s") % {"number": row.number})


def _tell_theme(organisation: Any, source: Any) -> Origin | None:
    row = find_taken_theme(organisation, source)
    if row is None:
        return None
    return Origin("", None, _("le thème « %(title)s »") % {"title": row.title})


_TELLERS: dict[str, Callable[[Any, Any], Origin | None]] = {
    "listening.takenanswer": _tell_answer,
    "listening.idea": _tell_idea,
    "listening.complaint": _tell_complaint,
    "listening.takentheme": _tell_theme,
}
