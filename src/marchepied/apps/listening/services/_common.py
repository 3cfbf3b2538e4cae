"""What the services of the registers share: handles, numbers, search keys."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from marchepied.engines.words import search_key

TRIES = 20
MOST_A_DAY = 500
"""Messages that one register takes in a day: beyond, somebody floods it."""


def free_handle(model: Any, draw: Any) -> str:
    """A handle that no row of the model has, in any organisation."""
    for _try in range(TRIES):
        handle: str = draw()
        if not model._base_manager.filter(handle=handle).exists():
            return handle
    raise ValidationError(_("Réessayez dans un instant."))


def free_handles(model: Any, draw: Any, count: int) -> list[str]:
    """As many different handles that no row of the model has (one query where none is taken)."""
    found: set[str] = set()
    for _try in range(TRIES):
        drawn = {draw() for _place in range(count - len(found))}
        found |= drawn - set(model._base_manager.filter(handle__in=drawn).values_list("handle", flat=True))
        if len(found) == count:
            return list(found)
    raise ValidationError(_("Réessayez dans un instant."))


def next_number(rows: Any) -> int:
    """One more than the highest number given; two at the same moment are told apart by the constraint."""
    highest: int | None = rows.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def key_of(*texts: str) -> str:
    """What the search compares."""
    return search_key(" ".join(texts), "fr")


def require_text(text: str, field: str, sentence: str) -> None:
    """Raise ValidationError when nothing is said."""
    if not text:
        raise ValidationError({field: sentence})
