"""The picture of one question: a line a group, on a scale whose ends are words.

Positions are attributes of the drawing, in percent of its width: the page's policy allows no inline style,
and a drawing without a viewBox keeps round marks round at every width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from django import template
from django.template.defaultfilters import floatformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.selectors.crossed import CrossedQuestion, CrossedRow

register = template.Library()

# Heights in pixels: the middle of the track, its foot, the top and the height of the bar, and the
# scale of the marks.
USUAL = {"middle": 14, "foot": 26, "bar": 8, "bar_height": 12, "round": 6, "scale": "1"}
LARGE = {"middle": 22, "foot": 42, "bar": 12, "bar_height": 20, "round": 10, "scale": "1.6"}
# More lines than this do not fit on a screen: the groups at both ends are drawn, the table has the others.
MOST_LINES = 12


@dataclass(frozen=True)
class Line:
    """One group as it is drawn: `middle`, `start` and `width` are percents, empty when nothing is drawn."""

    name: str
    shape: str  # disc, diamond (the group apart), square (the organisation itself)
    coarse: bool
    middle: str
    start: str
    width: str
    told: str
    aside: str
    note: str


@register.inclusion_tag("diagnosis/crossed_picture.html")
def opinion_picture(
    question: CrossedQuestion, organisation: str = "", *, whole: bool = False, large: bool = False
) -> dict[str, Any]:
    """Draw the groups of a question, then the organisation's own answer when its name is given.

    `whole` draws every group, however many; otherwise, of many groups, those at both ends of the scale.
    `large` draws thicker marks, to be seen from the back of a room.
    """
    rows = question.rows if whole else choose_rows(question.rows)
    levels = len(question.choices)
    lines = [_draw_row(row, levels) for row in rows]
    if organisation and question.own_level is not None and 1 <= question.own_level <= levels:
        lines.append(_draw_own(organisation, question))
    return {
        "low": question.low_end,
        "high": question.high_end,
        "lines": lines,
        "ticks": [_percent(level, levels) for level in range(1, levels + 1)],
        "left_out": len(question.rows) - len(rows),
        "size": LARGE if large else USUAL,
    }


@register.simple_tag
def figure(value: float | None) -> SafeString:
    """A figure with two decimals, as the language writes it; the exact one is in its `value`."""
    if value is None:
        return format_html("<span>{}</span>", _("sans valeur"))
    return format_html('<data value="{}">{}</data>', repr(float(value)), write_figure(value))


def write_figure(value: float) -> str:
    """A figure with two decimals, as the language writes it, with a true minus sign."""
    return floatformat(value, 2).replace("-", "−")


@register.filter
def percent(share: float) -> str:
    """A share as a percentage with one decimal, rounded down: a coverage is never said larger than it is."""
    return _("%(share)s %%") % {"share": floatformat(floor(1000 * share) / 10, 1)}


@register.filter
def has_weights(lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether some line of indices is computed with the weights of people."""
    return any(line["weighted"] for line in lines)


def choose_rows(rows: Sequence[CrossedRow]) -> Sequence[CrossedRow]:
    """All the rows when they are few; otherwise the lowest and the highest, in their own order."""
    if len(rows) <= MOST_LINES:
        return rows
    placed = sorted((row for row in rows if row.median is not None), key=lambda row: row.median or 0)
    half = MOST_LINES // 2
    kept = {id(row) for row in (*placed[:half], *placed[-half:])} or {id(row) for row in rows[:MOST_LINES]}
    return [row for row in rows if id(row) in kept]


def _percent(level: float, levels: int) -> str:
    """The place of a level on the track. Written with a point in every language: it is an attribute."""
    return f"{100 * (level - 1) / (levels - 1):.4g}%"


def _draw_row(row: CrossedRow, levels: int) -> Line:
    if row.median is None:
        aside = "" if row.silent else row.respondents
        return Line(row.name, "", row.coarse, "", "", "", row.note, aside, row.note)
    low = row.median if row.lower is None else row.lower
    high = row.median if row.upper is None else row.upper
    return Line(
        name=row.name,
        shape="diamond" if row.apart else "disc",
        coarse=row.coarse,
        middle=_percent(row.median, levels),
        start=_percent(low, levels),
        width=f"{100 * (high - low) / (levels - 1):.4g}%",
        told=_("%(told)s, à l’écart des autres groupes") % {"told": row.told} if row.apart else row.told,
        aside=row.respondents,
        note="" if row.status == "banded" else row.note,
    )


def _draw_own(organisation: str, question: CrossedQuestion) -> Line:
    level = question.own_level or 1
    choice = question.choices[level - 1].rstrip(" .")
    place = _percent(level, len(question.choices))
    return Line(
        name=organisation,
        shape="square",
        coarse=False,
        middle=place,
        start=place,
        width="0%",
        told=_("« %(name)s »") % {"name": choice},
        aside=_("sa propre réponse"),
        note="",
    )


@register.simple_tag
def rungs_picture(level: int, levels: int) -> SafeString:
    """A level among the answers of a question, as a small picture told in words."""
    places = [(place, 10 + 80 * (place - 1) / max(1, levels - 1)) for place in range(1, levels + 1)]
    rungs = format_html_join(
        "",
        '<circle class="rungs__rung{}" cx="{}%" cy="50%" r="{}"/>',
        (
            (" rungs__here" if place == level else "", f"{x:.4g}", 7 if place == level else 5)
            for place, x in places
        ),
    )
    told = _("réponse %(n)s sur %(all)s") % {"n": level, "all": levels}
    return format_html(
        '<svg class="rungs" role="img" aria-label="{}">'
        '<line class="rungs__line" x1="10%" x2="90%" y1="50%" y2="50%"/>{}</svg>',
        told,
        rungs,
    )
