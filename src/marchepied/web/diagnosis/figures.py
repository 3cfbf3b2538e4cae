"""The figures of crossed views, in words first, each beside the name that its definition bears."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marchepied.apps.diagnosis.selectors.crossed import CrossedQuestion, CrossedRow
from marchepied.web.templatetags.pictures import percent, write_figure

# Anchors of the method page.
A, RWG, AWG, AD, ICC, DELTA, CHANCE, INTERVAL, ALPHA = (
    "a",
    "rwg",
    "awg",
    "ad",
    "icc",
    "delta",
    "hasard",
    "intervalle",
    "alpha",
)
# From which value on A is said so; under the last, two camps.
ALIKE = (
    (0.6, gettext_lazy("Les réponses se ressemblent beaucoup dans ce groupe.")),
    (0.3, gettext_lazy("Les réponses se ressemblent assez dans ce groupe.")),
    (0.0, gettext_lazy("Les réponses sont dispersées dans ce groupe.")),
    (-2.0, gettext_lazy("Les réponses se séparent en deux camps dans ce groupe.")),
)
# Customary readings of rwg(j) (LeBreton & Senter 2008).
AGREED = (
    (0.91, gettext_lazy("très fort")),
    (0.71, gettext_lazy("fort")),
    (0.51, gettext_lazy("moyen")),
    (0.31, gettext_lazy("faible")),
    (-2.0, gettext_lazy("presque aucun")),
)
BOUND_ALPHAS = {0.0: gettext_lazy("0 ou moins"), 0.9: gettext_lazy("0,9 ou plus")}


@dataclass(frozen=True)
class Said:
    """A sentence, the index behind it as it is written, and where its definition is on the method page."""

    sentence: str
    index: str = ""
    anchor: str = ""


def say_row(row: CrossedRow, choices: Sequence[str]) -> list[Said]:
    """What the indices of one group say; nothing where its numbers are not printed."""
    indices = row.indices
    if indices is None:
        return []
    said = []
    if indices["a"] is not None:
        words = next(str(words) for limit, words in ALIKE if indices["a"] >= limit)
        said.append(Said(words, _name("A", indices["a"]), A))
    if "upper" in indices:
        said.append(_say_upper(indices, choices))
    return said


def say_gap(question: CrossedQuestion) -> list[Said]:
    """What the largest gap means, and what chance and belonging to a group have to do with it."""
    effect, classes = question.effect, question.classes
    said = []
    if effect is not None:
        said.append(_say_effect(effect))
        if effect["chance"] is not None:
            said.append(Said(_say_chance(effect["chance"]), "", CHANCE))
    if classes is not None and classes["icc1"] is not None:
        said.append(_say_classes(classes["icc1"]))
    return said


def word_agreement(rwg_j: float | None) -> str:
    """How strong the agreement over several questions is, in a word; empty where it is not measured."""
    return "" if rwg_j is None else next(str(word) for limit, word in AGREED if rwg_j >= limit)


def write_alpha(value: float | None) -> str:
    """Cronbach's alpha as roughly as it is stored; a dash where it is not printed."""
    if value is None:
        return "–"
    return str(BOUND_ALPHAS.get(value, "")) or floatformat(value, 1)


def _say_upper(indices: Mapping[str, Any], choices: Sequence[str]) -> Said:
    upper, around = indices["upper"], indices["interval"]
    values = {"n": upper["count"], "total": indices["n"], "choice": choices[upper["first"] - 1].rstrip(" .")}
    start = _("« %(choice)s » ou plus haut : %(n)s sur %(total)s") % values
    people = around["population"]
    if people is not None:
        low, high = round(upper["low"] * people), round(upper["high"] * people)
        if people == indices["n"]:
            end = _("tout le groupe a répondu")
        else:
            end = _("de %(low)s à %(high)s dans tout le groupe, %(people)s personnes") % {
                "low": low,
                "high": high,
                "people": people,
            }
    else:
        end = _("de %(low)s %% à %(high)s %% dans tout le groupe") % {
            "low": floatformat(100 * upper["low"], 0),
            "high": floatformat(100 * upper["high"], 0),
        }
    coverage = _("couverture : %(least)s") % {"least": percent(around["coverage"])}
    return Said(f"{start} ; {end}.", coverage, INTERVAL)


def _say_effect(effect: Mapping[str, Any]) -> Said:
    values = {
        "higher": effect["higher_name"],
        "lower": effect["lower_name"],
        "times": floatformat(50 * (1 + effect["delta"]), 0),
    }
    if effect["coarse"]:
        sentence = _(
            "Prenez au hasard une personne de « %(higher)s » et une de « %(lower)s » : la première répond "
            "plus haut à peu près %(times)s fois sur 100 (une égalité compte pour moitié)."
        )
    else:
        sentence = _(
            "Prenez au hasard une personne de « %(higher)s » et une de « %(lower)s » : la première répond "
            "plus haut %(times)s fois sur 100 (une égalité compte pour moitié)."
        )
    return Said(sentence % values, _name(_("delta de Cliff"), effect["delta"]), DELTA)


def _say_chance(chance: float) -> str:
    if chance <= 0.01:
        return _(
            "Le hasard donnerait un écart aussi net, sur une question ou une autre, "
            "au plus une fois sur cent."
        )
    if chance <= 0.05:
        return _(
            "Le hasard donnerait un écart aussi net, sur une question ou une autre, "
            "au plus cinq fois sur cent."
        )
    return _("Le hasard pourrait suffire à faire cet écart : à entendre, pas à tenir pour sûr.")


def _say_classes(icc1: float) -> Said:
    if icc1 <= 0:
        sentence = _("Savoir de quel groupe est quelqu’un n’aide pas à deviner sa réponse.")
    else:
        sentence = _("Le groupe compte pour %(share)s %% des différences entre les réponses.") % {
            "share": floatformat(100 * icc1, 0)
        }
    return Said(sentence, _name("ICC(1)", icc1), ICC)


def _name(name: str, value: float) -> str:
    return f"{name} = {write_figure(value)}"
