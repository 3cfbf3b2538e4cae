"""LimeSurvey's types of questions in words, and the answers of those whose answers are known."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ._building import AskedLevel
from ._sentences import gettext_noop

LISTS, ARRAYS = ("L", "!", "O", "W", "Z"), ("F", "H")
"""Types whose answers the survey writes: one list, or one list for several lines."""


def _numbers(count: int) -> list[AskedLevel]:
    return [AskedLevel({"fr": str(n), "en": str(n)}) for n in range(1, count + 1)]


_YES_NO = [AskedLevel({"fr": "Non", "en": "No"}), AskedLevel({"fr": "Oui", "en": "Yes"})]
_UNSURE = [_YES_NO[0], AskedLevel({"fr": "Pas sûr", "en": "Uncertain"}), _YES_NO[1]]
_SAME = [
    AskedLevel({"fr": "En baisse", "en": "Decrease"}),
    AskedLevel({"fr": "Sans changement", "en": "Same"}),
    AskedLevel({"fr": "En hausse", "en": "Increase"}),
]
KNOWN: Mapping[str, list[AskedLevel]] = MappingProxyType(
    {
        "5": _numbers(5),
        "Y": _YES_NO,
        "A": _numbers(5),
        "B": _numbers(10),
        "C": _UNSURE,
        "E": _SAME,
    }
)
WITH_LINES = ("A", "B", "C", "E", *ARRAYS)

COUNTED = gettext_noop(
    "Question « %(code)s » : elle n’est pas reprise, elle a %(count)s réponses et il en faut de 2 à 11."
)
_TEXT = gettext_noop(
    "Question « %(code)s » : elle n’est pas reprise, on y répond par un texte libre (type %(kind)s)."
)
_NUMBER = gettext_noop(
    "Question « %(code)s » : elle n’est pas reprise, on y répond par des nombres (type %(kind)s)."
)
_SEVERAL = gettext_noop(
    "Question « %(code)s » : elle n’est pas reprise, on peut y cocher plusieurs réponses (type %(kind)s)."
)
_UNKNOWN = gettext_noop("Question « %(code)s » : elle n’est pas reprise, son type est inconnu (%(kind)s).")
_WHY_NOT: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("S", "T", "U", "Q", ";"), _TEXT),
        **dict.fromkeys(("N", "K", ":"), _NUMBER),
        **dict.fromkeys(("M", "P"), _SEVERAL),
        "1": gettext_noop(
            "Question « %(code)s » : elle n’est pas reprise, c’est un tableau à deux échelles "
            "(type %(kind)s)."
        ),
        "D": gettext_noop(
            "Question « %(code)s » : elle n’est pas reprise, on y répond par une date (type %(kind)s)."
        ),
        "G": gettext_noop(
            "Question « %(code)s » : elle n’est pas reprise, elle demande le genre de la personne "
            "(type %(kind)s)."
        ),
        "I": gettext_noop(
            "Question « %(code)s » : elle n’est pas reprise, elle sert à choisir la langue (type %(kind)s)."
        ),
        "R": gettext_noop(
            "Question « %(code)s » : elle n’est pas reprise, on y classe des réponses (type %(kind)s)."
        ),
        "X": gettext_noop(
            "Question « %(code)s » : elle n’est pas reprise, c’est un texte à lire (type %(kind)s)."
        ),
        "|": gettext_noop(
            "Question « %(code)s » : elle n’est pas reprise, on y dépose un fichier (type %(kind)s)."
        ),
        "*": gettext_noop("Question « %(code)s » : elle n’est pas reprise, c’est un calcul (type %(kind)s)."),
    }
)


def say_why_not(kind: str) -> str:
    """The sentence for a question that is not kept: what its type asks, or how many answers it has."""
    return COUNTED if kind in (*LISTS, *WITH_LINES, *KNOWN) else _WHY_NOT.get(kind, _UNKNOWN)
