"""What is said of answers whose figures are not told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from marchepied.engines.privacy import split_scale
from marchepied.engines.surveys import MULTIPLE, RANKING

_TICKED: dict[str, Callable[[], str]] = {
    "mostly_high": lambda: _("plus de la moitié l’ont coché."),
    "mostly_low": lambda: _("moins de la moitié l’ont coché."),
}


def say_cell(cell: Mapping[str, Any], kind: str, choices: Sequence[str]) -> str:
    """A cell told in words: nothing, nearly everybody, or the picture of a small group."""
    if cell.get("dominant_answer"):
        return _("Presque tout le monde est sans avis.")
    if dominant := cell.get("dominant"):
        return _say_dominant(dominant, kind, choices)
    pattern = cell.get("pattern")
    if pattern is None:
        return _("Trop peu de réponses pour en dire quelque chose sans montrer qui a dit quoi.")
    if kind == MULTIPLE:
        return _TICKED[pattern]() if pattern in _TICKED else _("les avis sont partagés.")
    return _("Les réponses s’opposent.") if pattern == "opposed" else _say_bands(pattern, kind, choices)


def _say_dominant(rank: int, kind: str, choices: Sequence[str]) -> str:
    if kind == MULTIPLE:
        return _("presque tout le monde l’a coché.") if rank == 2 else _("presque personne ne l’a coché.")
    if kind == RANKING:
        return _("presque tout le monde lui donne le rang %(rank)s.") % {"rank": rank}
    return _("Presque tout le monde répond : « %(answer)s ».") % {"answer": choices[rank - 1]}


def _say_bands(pattern: str, kind: str, choices: Sequence[str]) -> str:
    low, middle, high = split_scale(len(choices))
    bands = {"mostly_low": low, "mostly_middle": middle, "mostly_high": high}
    if pattern not in bands or kind == RANKING:
        return _("Les réponses sont partagées.")
    first, last = bands[pattern]
    return _("Plus de la moitié répondent %(answers)s.") % {"answers": say_either(choices[first - 1 : last])}


def say_either(names: Sequence[str]) -> str:
    """Names in quotes, any of which may be: « Oui » ou « Peut-être »."""
    said = ""
    for name in names:
        quoted = _("« %(name)s »") % {"name": name}
        said = _("%(first)s ou %(second)s") % {"first": said, "second": quoted} if said else quoted
    return said
