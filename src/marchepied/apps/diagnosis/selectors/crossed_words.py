"""The sentences of crossed views, in the words of the answers themselves.

A sentence never says more than what is printed: a group told in bands is placed on the scale by its ends,
never at a level.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.selectors.verdicts import find_own_gap, median_place, unknown_share
from marchepied.engines.privacy import PrintedCell


@dataclass(frozen=True)
class Scale:
    """The answers proposed, from the lowest, and the words of the two ends."""

    choices: tuple[str, ...]
    low_end: str
    high_end: str


def choice_at(choices: Sequence[str], median: float) -> str:
    """The answer nearest to a median, as people read it, without its full stop."""
    place = min(len(choices), max(1, int(median + 0.5)))
    return choices[place - 1].rstrip(" .")


def tag_of(kind: str, *, own_apart: bool = False, alone: bool = False) -> str:
    """The two or three words above a question; `alone` when one group only is placed on the scale."""
    if own_apart and kind in {"together", "low"}:
        return _("Votre regard est à part")
    if alone and kind in {"together", "low"}:
        return _("À améliorer") if kind == "low" else _("Un seul groupe")
    return {
        "apart": _("Regards éloignés"),
        "unknown": _("On ne sait pas"),
        "low": _("D’accord, et à améliorer"),
        "together": _("D’accord"),
        "spread": _("Avis partagés"),
        "hidden": _("Non montré"),
    }[kind]


def name_group(colleges: Sequence[str], names: Mapping[str, str]) -> str:
    """One group, or several counted together."""
    return " + ".join(names.get(college, "?") for college in colleges)


def place_cell(cell: PrintedCell, scale: Scale) -> str:
    """Where a group stands, in words: an answer, or a part of the scale; empty where nothing says it."""
    if median_place(cell) is None or cell.median is None:
        return ""
    if cell.status != "banded":
        return _("plutôt « %(choice)s »") % {"choice": choice_at(scale.choices, cell.median)}
    return _place_band((cell.median - 1) / (cell.scale_levels - 1), scale)


def _place_band(share: float, scale: Scale) -> str:
    if share < 1 / 3:
        return _("plutôt du côté « %(end)s »") % {"end": scale.low_end}
    if share > 2 / 3:
        return _("plutôt du côté « %(end)s »") % {"end": scale.high_end}
    return _("plutôt entre « %(low)s » et « %(high)s »") % {"low": scale.low_end, "high": scale.high_end}


def tell_cell(cell: PrintedCell, scale: Scale) -> str:
    """What the picture of a group says, for who does not see it."""
    place = place_cell(cell, scale)
    if cell.lower_quartile is None or cell.upper_quartile is None:
        return place
    low, high = choice_at(scale.choices, cell.lower_quartile), choice_at(scale.choices, cell.upper_quartile)
    if low == high:
        return place
    return _("%(place)s ; la moitié du groupe est entre « %(low)s » et « %(high)s »") % {
        "place": place,
        "low": low,
        "high": high,
    }


def tell_question(
    kind: str,
    row: Mapping[str, Any],
    cells: Sequence[PrintedCell],
    names: Mapping[str, str],
    scale: Scale,
) -> str:
    """One sentence a question."""
    if kind == "hidden":
        return _("Trop peu de réponses pour dire ce qu’en pensent les groupes.")
    if kind == "spread":
        return _("Les avis sont partagés à l’intérieur des groupes.")
    if kind == "unknown":
        return _tell_unknown(cells, names)
    if kind == "apart":
        cell_of = {cell.colleges: cell for cell in cells}
        lowest, highest = tuple(row["gap"]["lowest"]), tuple(row["gap"]["highest"])
        return _("%(low)s : %(low_place)s. %(high)s : %(high_place)s.") % {
            "low": name_group(lowest, names),
            "low_place": place_cell(cell_of[lowest], scale),
            "high": name_group(highest, names),
            "high_place": place_cell(cell_of[highest], scale),
        }
    placed = [cell for cell in cells if median_place(cell) is not None]
    if len(placed) == 1:
        return _("%(group)s : %(place)s.") % {
            "group": name_group(placed[0].colleges, names),
            "place": place_cell(placed[0], scale),
        }
    sentence = (
        _("Les groupes s’accordent, et il y a à faire : %(place)s.")
        if kind == "low"
        else _("Les groupes s’accordent : %(place)s.")
    )
    return sentence % {"place": _place_together(placed, scale)}


def _place_together(placed: Sequence[PrintedCell], scale: Scale) -> str:
    """Where groups that agree stand: from those printed exactly when there are some."""
    exact = [cell.median for cell in placed if cell.status != "banded" and cell.median is not None]
    if exact:
        return _("plutôt « %(choice)s »") % {"choice": choice_at(scale.choices, sum(exact) / len(exact))}
    medians = [cell.median for cell in placed if cell.median is not None]
    return _place_band((sum(medians) / len(medians) - 1) / (placed[0].scale_levels - 1), scale)


def _tell_unknown(cells: Sequence[PrintedCell], names: Mapping[str, str]) -> str:
    cell = max(cells, key=unknown_share)
    values: dict[str, Any] = {"group": name_group(cell.colleges, names)}
    if cell.dont_know is None or cell.rated is None:
        return _("%(group)s : presque personne ne sait.") % values
    values |= {"count": cell.dont_know, "total": cell.dont_know + cell.rated}
    return _("%(group)s : %(count)s personnes sur %(total)s ne savent pas.") % values


def tell_own_gap(cells: Sequence[PrintedCell], own_level: int | None, names: Mapping[str, str]) -> str:
    """How the organisation's own answer stands to the groups'; empty when it is near them, or among them."""
    if own_level is None or not cells:
        return ""
    side, far = find_own_gap(cells, own_level, cells[0].scale_levels - 1)
    if not side:
        return ""
    placed = [cell for cell in cells if median_place(cell) is not None]
    if len(far) == len(placed) > 1:
        return (
            _("Vous vous voyez plus haut que ne vous voient tous ces groupes.")
            if side == "above"
            else _("Vous vous voyez plus bas que ne vous voient tous ces groupes.")
        )
    return _tell_gap(side, [name_group(cell.colleges, names) for cell in far])


def _tell_gap(side: str, groups: Sequence[str]) -> str:
    *first, last = [_("« %(name)s »") % {"name": group} for group in groups]
    listed = _("%(first)s et %(last)s") % {"first": ", ".join(first), "last": last} if first else last
    if side == "above":
        sentence = ngettext(
            "Vous vous voyez plus haut que ne vous voit le groupe %(groups)s.",
            "Vous vous voyez plus haut que ne vous voient les groupes %(groups)s.",
            len(groups),
        )
    else:
        sentence = ngettext(
            "Vous vous voyez plus bas que ne vous voit le groupe %(groups)s.",
            "Vous vous voyez plus bas que ne vous voient les groupes %(groups)s.",
            len(groups),
        )
    return sentence % {"groups": listed}


def count_respondents(cell: PrintedCell, asked: Mapping[str, Mapping[str, Any]]) -> str:
    """« 14 sur 15 », « 5 à 9 réponses »: never more exact than what is printed."""
    low, high = cell.respondents_range
    if high == 0:
        return _("aucune réponse")
    if cell.respondents is None:
        return _("%(low)s à %(high)s réponses") % {"low": low, "high": high}
    expected = [asked[college]["expected"] for college in cell.colleges if college in asked]
    if expected and all(expected):
        return _("%(n)s sur %(total)s") % {"n": cell.respondents, "total": sum(expected)}
    return _("%(n)s réponses") % {"n": cell.respondents}


def note_cell(cell: PrintedCell) -> str:
    """What to say instead of a picture, or beside it, in words."""
    if cell.kept:
        return _("comme à la première publication")
    if cell.status == "hidden":
        return {
            "nobody": _("personne n’a répondu"),
            "too_few_respondents": _("moins de cinq réponses : non montré"),
        }.get(cell.reason or "", _note_unrated(cell))
    if cell.status == "nearly_all":
        return _("presque tout le monde est du même avis")
    if cell.status == "banded":
        return {
            "mostly_low": _("surtout en bas de l’échelle"),
            "mostly_middle": _("surtout au milieu"),
            "mostly_high": _("surtout en haut de l’échelle"),
            "opposed": _("des avis opposés dans le groupe"),
            "spread": _("des avis partagés"),
        }[cell.pattern or "spread"]
    return ""


def _note_unrated(cell: PrintedCell) -> str:
    if cell.dominant_answer == "dont_know":
        return _("presque personne ne sait")
    if cell.dominant_answer == "not_concerned":
        return _("presque personne n’est concerné")
    return _("trop peu d’avis : non montré")


def say_voice(voice: Mapping[str, Any], choices: Sequence[str]) -> str:
    """What one voice, given openly, said: its answer, then its words."""
    if voice["kind"] == "level" and voice["level"] and voice["level"] <= len(choices):
        words = choices[voice["level"] - 1]
    else:
        words = _("ne sait pas") if voice["kind"] == "dont_know" else _("pas concerné")
    comment = voice.get("comment", "")
    return f"{words} — {comment}" if comment else words
