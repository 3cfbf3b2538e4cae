"""Charts drawn once for the page and the PDF, each with the table of its figures."""

from __future__ import annotations

import math
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from marchepied.engines.documents._accessible import make_accessible
from marchepied.engines.documents._cleaning import clean_text, shorten
from marchepied.engines.documents._fonts import FAMILY, FONTS
from marchepied.engines.documents._pack_data import CollegeView, Visibility
from marchepied.engines.documents._words import speak
from marchepied.engines.documents.typography import format_number, typeset

INK, SOFT, LINE, CARD = "#1d2b2a", "#55615f", "#bdb3a1", "#ffffff"
DEEP, DEEP_PALE, WARM, WARM_PALE = "#0d4f4c", "#cfe3df", "#a8431f", "#f6d3c2"

FRENCH_NUMBERS = {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", "\u00a0€"]}


@dataclass(frozen=True, slots=True)
class OpinionScale:
    """The chart of one question: a track a group, between two ends said in words.

    ``levels`` is the number of levels of the scale (2 or more). ``narrow`` draws for a telephone: the
    names stand above the tracks. ``language`` sets the words and the figures.
    """

    title: str
    low_end: str
    high_end: str
    colleges: tuple[CollegeView, ...]
    levels: int = 5
    share_heads: tuple[str, ...] = ()
    language: str = "fr"
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing (SVG text), its title and description in words, and the table of its figures."""

    svg: str
    title: str
    description: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """Lengths in pixels of one of the two drawings, and how many letters a name or an end holds on a line."""

    left: int
    plot: int
    right: int
    top: int
    step: int
    wrap: int
    wrap_end: int
    narrow: bool = False


_WIDE = _Frame(left=190, plot=400, right=130, top=26, step=26, wrap=24, wrap_end=26)
_NARROW = _Frame(left=12, plot=296, right=12, top=30, step=74, wrap=24, wrap_end=18, narrow=True)
# A second line of text, for the ends of the scale or for the name of a group.
_LINE = 17


def opinion_scale_chart(spec: OpinionScale) -> Chart:
    """Draw the middle half and the middle of each group's answers on a shared scale.

    A disc marks the middle; a diamond, in a warm tone, the group that stands apart; an open mark and whole
    levels a group of few answers; a sentence, a group that is hidden. The SVG has a title and a description,
    is one image for a screen reader, and holds no inline style. With no group the drawing keeps its two ends
    alone. ``levels`` under 2 raises ``ValueError``.
    """
    if spec.levels < 2:
        raise ValueError(f"« {spec.title} » : une échelle a deux niveaux au moins, pas {spec.levels}.")
    frame = _NARROW if spec.narrow else _WIDE
    rows = [_place_row(view, spec, frame) for view in spec.colleges]
    frame = _make_room(frame, rows, spec)
    drawing = _draw(rows, spec, frame)
    head, table = tabulate_views(spec)
    description = describe_views(spec)
    title = _settle(spec.title, spec.language)
    return Chart(
        svg=make_accessible(drawing, title, description),
        title=title,
        description=description,
        head=head,
        rows=table,
        width=frame.left + frame.plot + frame.right,
        height=frame.top + frame.step * len(rows) + 8,
    )


def _settle(text: str, language: str) -> str:
    return typeset(clean_text(text)[0], language)


def _settle_drawn(text: str, language: str) -> str:
    """A text for the drawing, whose letters cannot carry marks apart from those composed with them."""
    return "".join(character for character in _settle(text, language) if not unicodedata.combining(character))


def snap_view(view: CollegeView, levels: int) -> CollegeView:
    """The view as it may be drawn: of a group of few answers whole levels, of a hidden one nothing.

    The mark of a group of few answers is the middle of its band: nothing finer is known of it.
    """
    if view.visibility is Visibility.HIDDEN or view.median is None:
        return CollegeView(view.name, view.answers, view.visibility, shares=(), unknown="")
    middle = min(max(view.median, 1.0), float(levels))
    low = min(view.low if view.low is not None else middle, middle)
    high = max(view.high if view.high is not None else middle, middle)
    low, high = max(low, 1.0), min(high, float(levels))
    if view.visibility is Visibility.BANDED:
        low, high = float(math.floor(low)), float(math.ceil(high))
        middle = (low + high) / 2
    return CollegeView(
        view.name, view.answers, view.visibility, middle, low, high, view.apart, view.shares, view.unknown
    )


def _place_row(view: CollegeView, spec: OpinionScale, frame: _Frame) -> dict[str, Any]:
    drawn = snap_view(view, spec.levels)
    words = speak(spec.language)
    hidden = drawn.visibility is Visibility.HIDDEN
    state = "silent" if drawn.median is None else "apart" if drawn.apart else "together"
    note = view.answers or words["chart_hidden"] if hidden else ""
    note = note or (words["chart_silent"] if drawn.median is None else "")
    return {
        "name": _wrap(_settle_drawn(view.name, spec.language), frame.wrap),
        "answers": "" if hidden else shorten(_settle_drawn(view.answers, spec.language), 20),
        "note": shorten(_settle_drawn(note, spec.language), 60),
        "middle": drawn.median,
        "low": drawn.low,
        "high": drawn.high,
        "state": state,
        "coarse": drawn.visibility is Visibility.BANDED,
    }


def _make_room(frame: _Frame, rows: Sequence[dict[str, Any]], spec: OpinionScale) -> _Frame:
    """The frame, higher where an end of the scale or the name of a group takes two lines."""
    if any("\n" in _settle_end(text, spec, frame) for text in (spec.low_end, spec.high_end)):
        frame = replace(frame, top=frame.top + _LINE)
    if not frame.narrow and any("\n" in row["name"] for row in rows):
        frame = replace(frame, step=frame.step + 12)
    return frame


def _settle_end(text: str, spec: OpinionScale, frame: _Frame) -> str:
    return _wrap(_settle_drawn(text, spec.language), frame.wrap_end)


def _wrap(name: str, width: int) -> str:
    # textwrap looks ahead over the whole text: what cannot be drawn anyway is cut off first.
    lines = textwrap.wrap(name[: 4 * width], width, max_lines=2, placeholder="…")
    return "\n".join(lines)


def describe_views(spec: OpinionScale) -> str:
    """What the drawing shows, in sentences: it is read instead of the drawing."""
    words = speak(spec.language)
    sentences = [words["chart_ends"].format(low=spec.low_end or "1", high=spec.high_end or str(spec.levels))]
    sentences += [_describe_view(view, spec) for view in spec.colleges]
    if not spec.colleges:
        sentences.append(words["chart_nobody"])
    return _settle(" ".join(sentences), spec.language)


def _describe_view(view: CollegeView, spec: OpinionScale) -> str:
    words = speak(spec.language)
    drawn = snap_view(view, spec.levels)
    if drawn.visibility is Visibility.HIDDEN:
        return f"{view.name} : {view.answers or words['chart_hidden']}."
    if drawn.median is None:
        return f"{view.name} : {words['chart_silent']}."
    sentence = f"{view.name} : {_say_middle(drawn, spec)}"
    if view.answers:
        sentence += f" ({view.answers})"
    return sentence + (f", {words['chart_apart']}." if drawn.apart else ".")


def _say_middle(drawn: CollegeView, spec: OpinionScale) -> str:
    words = speak(spec.language)
    if drawn.median is None:
        return words["none"]
    if drawn.visibility is not Visibility.BANDED:
        figure = format_number(drawn.median, spec.language, decimals=1)
        return words["chart_middle"].format(middle=figure, levels=spec.levels)
    low, high = (format_number(end, spec.language) for end in (drawn.low or 1, drawn.high or spec.levels))
    if low == high:
        return words["chart_around"].format(middle=low, levels=spec.levels)
    return words["chart_between"].format(low=low, high=high, levels=spec.levels)


def tabulate_views(
    spec: OpinionScale, *, settled: bool = True
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headings and rows of the table that goes with the drawing, one row a group.

    ``settled`` cells have the signs of our typefaces and typography; otherwise they are as they were typed.
    """
    words = speak(spec.language)
    unknown = any(view.unknown for view in spec.colleges)
    head = [words["group"], words["answers"], words["middle"], *spec.share_heads]
    head += [words["unknown"]] if unknown else []
    rows = []
    for view in spec.colleges:
        hidden = view.visibility is Visibility.HIDDEN
        drawn = snap_view(view, spec.levels)
        shares = (list(drawn.shares) + [""] * len(spec.share_heads))[: len(spec.share_heads)]
        answers = view.answers or (words["fewer_than_five"] if hidden else words["none"])
        cells = [view.name, answers, words["not_shown"] if hidden else _say_middle(drawn, spec)]
        cells += shares + ([drawn.unknown] if unknown else [])
        rows.append([cell or words["none"] for cell in cells])
    if not settled:
        return tuple(head), tuple(map(tuple, rows))
    return (
        tuple(_settle(cell, spec.language) for cell in head),
        tuple(tuple(_settle(cell, spec.language) for cell in row) for row in rows),
    )


@cache
def _load_renderers() -> tuple[Any, Any]:
    # Loading these takes a second and 100 MB: a page without a chart must not pay for them.
    import altair  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    vl_convert.register_font_directory(str(FONTS))
    return altair, vl_convert


def load_converter() -> Any:
    """The library that turns drawings into pictures, with our typeface; loaded by the first use."""
    return _load_renderers()[1]


def _draw(rows: Sequence[dict[str, Any]], spec: OpinionScale, frame: _Frame) -> str:
    _, vl_convert = _load_renderers()
    chart = {**_specify(frame, spec.levels, len(rows)), "datasets": _fill_datasets(rows, spec, frame)}
    locale = FRENCH_NUMBERS if spec.language[:2] == "fr" else None
    drawn: str = vl_convert.vegalite_to_svg(chart, format_locale=locale)
    return drawn


_STATES = (("together", False), ("together", True), ("apart", False), ("apart", True))


def _fill_datasets(rows: Sequence[dict[str, Any]], spec: OpinionScale, frame: _Frame) -> dict[str, Any]:
    """The data of the drawing, by the names that the specification gives them."""
    foot = 0.24 if spec.narrow else 0.38
    centre = 0.74 if spec.narrow else 0.5
    placed = []
    for index, row in enumerate(rows):
        raised = 9 / frame.step if "\n" in row["name"] else 0
        label_at = index + (0.3 if spec.narrow else centre) - raised
        at = index + centre
        placed.append({**row, "at": at, "top": at - foot, "foot": at + foot, "label_at": label_at})
    drawn = [row for row in placed if row["middle"] is not None]
    ends = {
        f"end_{side}": _place_end(_settle_end(text, spec, frame))
        for side, text in (("low", spec.low_end), ("high", spec.high_end))
    }
    ticks = [
        {"level": level, "top": row["top"], "foot": row["foot"]}
        for row in drawn
        for level in range(1, spec.levels + 1)
    ]
    marked = {
        _name_state(state, coarse): [row for row in drawn if (row["state"], row["coarse"]) == (state, coarse)]
        for state, coarse in _STATES
    }
    return {**ends, **marked, "placed": placed, "drawn": drawn, "ticks": ticks}


def _place_end(text: str) -> list[dict[str, Any]]:
    """The lines of an end of the scale, the last one nearest the tracks; `y` in pixels above them."""
    lines = text.split("\n")
    return [{"text": line, "y": -8 - _LINE * (len(lines) - 1 - place)} for place, line in enumerate(lines)]


def _name_state(state: str, coarse: bool) -> str:
    return f"{state}_coarse" if coarse else state


@lru_cache(maxsize=64)
def _specify(frame: _Frame, levels: int, count: int) -> dict[str, Any]:
    """The specification without its data: Altair takes five times longer to build it than Vega to draw it."""
    altair, _ = _load_renderers()
    pen = _Pen(altair, frame, levels, count)
    layers = [pen.end("low", 0, "left"), pen.end("high", frame.plot, "right")]
    if count:
        layers += [*pen.tracks(), *(pen.band(*state) for state in _STATES)]
        layers += [*(pen.marker(*state) for state in _STATES), *pen.labels()]
    chart = (
        altair.layer(*layers)
        .properties(
            width=frame.plot,
            height=frame.step * count,
            padding={"left": frame.left, "right": frame.right, "top": frame.top, "bottom": 8},
            autosize={"type": "none", "contains": "content"},
        )
        .configure(font=FAMILY, background="transparent", view=altair.ViewConfig(stroke=None))
    )
    specification: dict[str, Any] = chart.to_dict(validate=False)
    return specification


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws the layers of one specification."""

    altair: Any
    frame: _Frame
    levels: int
    count: int

    def data(self, name: str) -> Any:
        return self.altair.Chart(self.altair.NamedData(name))

    def x(self, field: str) -> Any:
        domain = self.altair.Scale(domain=[1, self.levels], nice=False, zero=False)
        return self.altair.X(f"{field}:Q", scale=domain, axis=None)

    def y(self, field: str = "at") -> Any:
        height = self.frame.step * self.count
        scale = self.altair.Scale(domain=[0, self.count], range=[0, height], nice=False)
        return self.altair.Y(f"{field}:Q", scale=scale, axis=None)

    def end(self, side: str, x: int, align: str) -> Any:
        """One end of the scale in words, above the tracks."""
        mark = self.data(f"end_{side}").mark_text(align=align, baseline="bottom", fontSize=14, color=SOFT)
        return mark.encode(
            text="text:N", x=self.altair.value(x), y=self.altair.Y("y:Q", scale=None, axis=None)
        )

    def tracks(self) -> list[Any]:
        grid = self.data("ticks").mark_rule(color=LINE, strokeWidth=1)
        line = self.data("drawn").mark_rule(color=LINE, strokeWidth=2)
        ends = {"x": self.altair.value(0), "x2": self.altair.value(self.frame.plot)}
        return [
            grid.encode(x=self.x("level"), y=self.y("top"), y2="foot:Q"),
            line.encode(y=self.y("foot"), **ends),
        ]

    def band(self, state: str, coarse: bool) -> Any:
        colour, pale = (WARM, WARM_PALE) if state == "apart" else (DEEP, DEEP_PALE)
        bar = self.data(_name_state(state, coarse)).mark_bar(
            height=16 if coarse else 12,
            cornerRadius=8 if coarse else 6,
            fill=CARD if coarse else pale,
            stroke=colour,
            strokeWidth=1.2,
            strokeDash=[4, 3] if coarse else [1, 0],
        )
        return bar.encode(x=self.x("low"), x2="high:Q", y=self.y())

    def marker(self, state: str, coarse: bool) -> Any:
        colour = WARM if state == "apart" else DEEP
        point = self.data(_name_state(state, coarse)).mark_point(
            shape="diamond" if state == "apart" else "circle",
            size=330 if state == "apart" else 260,
            fill=CARD if coarse else colour,
            stroke=colour if coarse else CARD,
            strokeWidth=3,
            opacity=1,
        )
        return point.encode(x=self.x("middle"), y=self.y())

    def labels(self) -> list[Any]:
        """Names, how many answered, and what is said where nothing is drawn."""
        narrow, value = self.frame.narrow, self.altair.value
        placed = self.data("placed")
        name = placed.mark_text(
            align="left", baseline="middle", fontSize=15, color=INK, lineBreak="\n", lineHeight=17
        )
        align, x = ("right", self.frame.plot) if narrow else ("left", self.frame.plot + 20)
        answers = placed.mark_text(align=align, baseline="middle", fontSize=14, color=SOFT)
        note = placed.mark_text(align="left", baseline="middle", fontSize=14, fontStyle="italic", color=SOFT)
        return [
            name.encode(text="name:N", x=value(0 if narrow else -self.frame.left), y=self.y("label_at")),
            answers.encode(text="answers:N", x=value(x), y=self.y("label_at" if narrow else "at")),
            note.encode(text="note:N", x=value(0), y=self.y()),
        ]
