"""The history of an indicator as a small picture: a mark a year, a diamond a target.

Horizontal places are percents of the width and vertical ones are pixels: the page's policy allows no inline
style, and a drawing without a viewBox keeps its letters readable at every width.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import template
from django.utils.translation import gettext as _

from marchepied.apps.plans.selectors.indicator_words import (
    SHOWN_DECIMALS,
    describe_trend,
    show_number,
    show_value,
)
from marchepied.apps.plans.selectors.indicators import IndicatorLine, YearValue

register = template.Library()

# On a phone, the names of eight years stand side by side; the table has the others.
MOST_YEARS = 8
# Longer numbers are written at both ends only.
LONGEST_SAID = 5
TOP, BOTTOM = 34.0, 118.0
LEFT, RIGHT = 6.0, 94.0


@dataclass(frozen=True)
class Mark:
    """A year as it is drawn; `x` and `before_x` are percents, `y` and `before_y` pixels."""

    year: int
    x: str
    y: str
    said: str
    target: bool
    label_y: str
    before_x: str = ""
    before_y: str = ""
    skipped: bool = False  # years without value stand between this mark and the one before


@register.filter
def valued(value: YearValue | None, unit: str = "") -> str:
    """A value as it is read, with its unit; empty when it is not known."""
    return show_value(value, unit)


@register.filter
def aimed(target: Any, unit: str = "") -> str:
    """A target as it is read, with its unit."""
    if target is None:
        return ""
    return target.words if target.number is None else show_number(target.number, unit)


@dataclass(frozen=True)
class Point:
    """A number of one year."""

    year: int
    number: Decimal


@register.inclusion_tag("plans/indicator_picture.html")
def history_picture(line: IndicatorLine) -> dict[str, Any]:
    """Draw the known numbers of the last years and the targets; nothing under two marks."""
    values = [Point(value.year, value.number) for value in line.known if value.number is not None]
    targets = [Point(target.year, target.number) for target in line.targets if target.number is not None]
    if not values or len(values) + len(targets) < 2:
        return {"marks": []}
    latest = max(point.year for point in (*values, *targets))
    values = [point for point in values if point.year > latest - MOST_YEARS] or values[-1:]
    targets = [point for point in targets if point.year >= values[0].year]
    numbers = [point.number for point in (*values, *targets)]
    scale = _Scale(values[0].year, latest, min(numbers), max(numbers))
    marks = _draw_values(scale, values) + [scale.mark(point, target=True) for point in targets]
    shown = {point.year for point in values}
    said = ", ".join(
        f"{value.year} : {show_value(value, line.indicator.unit)}"
        for value in line.known
        if value.year in shown
    )
    return {
        "marks": marks,
        "title": _("%(name)s, année par année") % {"name": line.indicator.name},
        "told": f"{said}. {describe_trend(line)}".strip(),
        "years": sorted({(mark.year, mark.x) for mark in marks}),
        "has_targets": bool(targets),
    }


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int
    lowest: Decimal
    highest: Decimal

    def x(self, year: int) -> str:
        share = (year - self.first) / (self.last - self.first) if self.last > self.first else 0.5
        return f"{LEFT + share * (RIGHT - LEFT):.4g}%"

    def y(self, number: Decimal) -> float:
        """From zero where zero is near enough to be fair, else from the lowest number."""
        foot = min(self.lowest, Decimal(0)) if self.lowest * 3 <= self.highest else self.lowest
        height = self.highest - foot
        share = float((number - foot) / height) if height else 0.5
        return BOTTOM - share * (BOTTOM - TOP)

    def mark(self, point: Point, *, target: bool = False, **before: Any) -> Mark:
        y = self.y(point.number)
        # A target is named below its mark: a value of the same year is named above.
        label = y + 24 if target else y - 14
        said = show_number(point.number, decimals=SHOWN_DECIMALS)
        return Mark(point.year, self.x(point.year), f"{y:.5g}", said, target, f"{label:.5g}", **before)


def _draw_values(scale: _Scale, values: Sequence[Point]) -> list[Mark]:
    marks = [scale.mark(values[0])]
    marks += [
        scale.mark(
            point,
            before_x=scale.x(before.year),
            before_y=f"{scale.y(before.number):.5g}",
            skipped=point.year - before.year > 1,
        )
        for before, point in pairwise(values)
    ]
    if any(len(mark.said) > LONGEST_SAID for mark in marks):
        marks[1:-1] = [replace(mark, said="") for mark in marks[1:-1]]
    return marks
