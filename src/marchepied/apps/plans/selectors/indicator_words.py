"""Indicators in words: a value, where it goes, how far the target is."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.plans.enums import Direction
from marchepied.apps.plans.selectors.formulas import read_formula
from marchepied.apps.plans.selectors.indicators import IndicatorLine, YearValue
from marchepied.engines.expressions import write, write_value

# A computed value is shown with at most this many decimals; the exact one is kept in exports.
SHOWN_DECIMALS = 2
MOST_DECIMALS = 4


def show_number(number: Decimal, unit: str = "", *, decimals: int = MOST_DECIMALS) -> str:
    """A number as the language of the page writes it, with its unit."""
    rounded = round(number, decimals).normalize()
    exponent = rounded.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    shown = number_format(rounded, decimal_pos=places, use_l10n=True, force_grouping=True)
    # A minus sign rather than a hyphen: it does not break at the end of a line.
    return f"{shown.replace('-', '−')}\u00a0{unit}" if unit else shown.replace("-", "−")


def show_value(value: YearValue | None, unit: str = "") -> str:
    """A value as it is read; empty when it is not known."""
    if value is None or not value.known:
        return ""
    if value.number is None:
        return value.words
    return show_number(value.number, unit, decimals=SHOWN_DECIMALS if value.computed else MOST_DECIMALS)


def show_gap(gap: Decimal, unit: str) -> str:
    """How far two values are, without sign; between two shares, points rather than percents."""
    if unit != "%":
        return show_number(abs(gap), unit, decimals=SHOWN_DECIMALS)
    shown = show_number(abs(gap), decimals=SHOWN_DECIMALS)
    # Under two, French keeps the singular: « 1,5 point ».
    return ngettext("%(gap)s point", "%(gap)s points", int(abs(gap)) or 1) % {"gap": shown}


def describe_trend(line: IndicatorLine) -> str:
    """From the value before to the last one, in a few words; empty without two numbers."""
    if line.last is None or line.before is None or line.last.number is None or line.before.number is None:
        return ""
    change = line.last.number - line.before.number
    params = {"gap": show_gap(change, line.indicator.unit), "year": line.before.year}
    if not change:
        return _("comme en %(year)s") % params
    said = _("%(gap)s de plus qu’en %(year)s") if change > 0 else _("%(gap)s de moins qu’en %(year)s")
    return said % params + _judge(line.indicator.direction, rising=change > 0)


def _judge(direction: str, *, rising: bool) -> str:
    if direction == Direction.NONE:
        return ""
    better = (direction == Direction.UP) is rising
    return _(", dans le bon sens") if better else _(", dans l’autre sens que celui voulu")


def describe_target(line: IndicatorLine) -> str:
    """The next target, and how far it is from the last value; empty without a target."""
    target = line.next_target
    if target is None:
        return ""
    if target.number is None:
        return _("%(words)s en %(year)s") % {"words": target.words, "year": target.year}
    said = _("%(goal)s en %(year)s") % {
        "goal": show_number(target.number, line.indicator.unit),
        "year": target.year,
    }
    if line.last is None or line.last.number is None:
        return said
    return _("%(target)s, %(gap)s") % {"target": said, "gap": _tell_gap(line, target.number)}


def _tell_gap(line: IndicatorLine, goal: Decimal) -> str:
    assert line.last is not None  # asked only then
    assert line.last.number is not None
    gap = goal - line.last.number
    away = show_gap(gap, line.indicator.unit)
    match line.indicator.direction:
        case Direction.UP if gap > 0:
            return _("encore %(gap)s à gagner") % {"gap": away}
        case Direction.DOWN if gap < 0:
            return _("encore %(gap)s à réduire") % {"gap": away}
        case Direction.NONE if gap:
            return _("à %(gap)s de là") % {"gap": away}
        case _:
            return _("c’est atteint")


def explain_formula(indicator: Any, value: YearValue, language: str) -> str:
    """The formula of a computed value with its inputs in place of their names; « ? » where one is missing."""
    formula = read_formula(indicator.formula)
    if formula is None:
        return ""

    def name(key: str) -> str:
        found = value.inputs.get(key)
        if found is None:
            return "?"
        return show_number(found) if isinstance(found, Decimal) else write_value(found)

    return _show_signs(write(formula, language, name=name))


def name_formula(indicator: Any, names: dict[str, str], language: str) -> str:
    """The formula with the full names of the indicators in place of their keys."""
    formula = read_formula(indicator.formula)
    if formula is None:
        return ""
    return _show_signs(write(formula, language, name=lambda key: f"« {names.get(key, key)} »"))


def _show_signs(formula: str) -> str:
    """With the signs of a schoolbook; the language reads them too."""
    return formula.replace(" * ", " × ").replace(" - ", " − ")
