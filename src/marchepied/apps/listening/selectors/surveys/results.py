"""A stored result of a survey, as a page tells it: rows of shares, or a sentence without figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.listening.models import Survey, SurveyRelease
from marchepied.apps.listening.selectors.exports import Grid
from marchepied.apps.listening.selectors.surveys.trends import Trend, read_trends
from marchepied.apps.listening.selectors.surveys.words import say_cell
from marchepied.engines.surveys import MATRIX, MULTIPLE, RANKING, Question, read_questions

BAR = 200.0
"""Width of a bar, in units of its drawing."""


@dataclass(frozen=True)
class Row:
    """A share: of those who gave an answer, with its interval; all in hundredths."""

    text: str
    count: int
    share: int
    low: int
    high: int

    @property
    def bar(self) -> dict[str, float]:
        """Where the bar and its interval are drawn."""
        scale = BAR / 100
        places = {"width": self.share, "low": self.low, "range": max(0.5, self.high - self.low)}
        return {name: round(value * scale, 1) for name, value in places.items()}


@dataclass(frozen=True)
class Told:
    """One line of a question for some people: rows of figures, or a sentence."""

    name: str
    people: int | None
    unsure: int
    rows: tuple[Row, ...]
    sentence: str
    mean: float | None


@dataclass(frozen=True)
class Line:
    """An item: everybody together, then each group when there are several."""

    text: str
    whole: Told | None
    groups: tuple[Told, ...]


@dataclass(frozen=True)
class CrossedRow:
    """The people of one class, and the share of each answer among them, in hundredths."""

    name: str
    people: int
    shares: tuple[int, ...]


@dataclass(frozen=True)
class Entry:
    """A question and what was answered."""

    number: int
    question: Question
    wording: str
    lines: tuple[Line, ...]
    # Choices of a matrix, or of a question seen through another: the heads of the table.
    heads: tuple[str, ...]
    # Of a multiple choice or a ranking: a row a choice.
    rows: tuple[Row, ...]
    untold: tuple[str, ...]
    people: int | None
    texts: tuple[str, ...]
    figures: Mapping[str, Any] | None
    crossed: tuple[CrossedRow, ...]
    trend: Trend | None

    @property
    def is_told(self) -> bool:
        """Whether something of it is shown."""
        return bool(self.texts or self.figures or self.rows or self.untold or any(self._told()))

    def _told(self) -> Iterable[bool]:
        return (line.whole is not None or bool(line.groups) for line in self.lines)


@dataclass(frozen=True)
class Result:
    """A result as it was shown on a day."""

    release: SurveyRelease
    answers: int
    expected: int | None
    closing: bool
    several: bool
    crossed_by: str
    entries: tuple[Entry, ...]

    @property
    def rate(self) -> int | None:
        return min(100, round(100 * self.answers / self.expected)) if self.expected else None


def read_result(survey: Survey, release: SurveyRelease, language: str) -> Result:
    """A release in words and figures (two queries: the other waves, the figures from elsewhere)."""
    content = release.content
    questions = read_questions(content["questions"])
    names = {group["id"]: group["name"] for group in content["groups"]}
    crossed = {told["id"]: told["cells"] for told in content["crossed"]}
    by = next((one for one in questions if one.id == survey.crossed_by), None)
    trends = read_trends(survey, release, language)
    entries = []
    for number, (question, plain) in enumerate(zip(questions, content["entries"], strict=True), 1):
        telling = _Telling(question, names, language)
        entries.append(telling.tell(number, plain, crossed.get(question.id, ()), by, trends.get(question.id)))
    return Result(
        release=release,
        answers=content["answers"],
        expected=content["expected"],
        closing=content["closing"],
        several=len(names) > 1,
        crossed_by=_in(by.wording, language) if by is not None else "",
        entries=tuple(entries),
    )


class _Telling:
    def __init__(self, question: Question, names: Mapping[str, str], language: str) -> None:
        self.question, self.names, self.language = question, names, language
        self.choices = tuple(_in(choice, language) for choice in question.choices)

    def tell(
        self, number: int, plain: Mapping[str, Any], crossed: Sequence[Any], by: Question | None, trend: Any
    ) -> Entry:
        lines = tuple(self.tell_line(line) for line in plain.get("lines", ()))
        rows, untold = self.gather(plain.get("lines", ()))
        wholes = [line.whole for line in lines if line.whole is not None]
        return Entry(
            number=number,
            question=self.question,
            wording=_in(self.question.wording, self.language),
            lines=lines,
            heads=self.choices if self.question.kind == MATRIX or crossed else (),
            rows=rows,
            untold=untold,
            people=plain.get("count") or next((one.people for one in wholes if one.people), None),
            texts=tuple(plain.get("texts", ())),
            figures=plain.get("figures"),
            crossed=tuple(self.tell_class(cell, by) for cell in crossed) if by is not None else (),
            trend=trend,
        )

    def tell_line(self, line: Mapping[str, Any]) -> Line:
        rows = self.question.rows
        part = int(line["part"])
        text = _in(rows[part - 1], self.language) if self.question.kind == MATRIX else ""
        if self.question.kind in {MULTIPLE, RANKING}:
            text = self.choices[part - 1]
        whole = None if line["whole"] is None else self.tell_cell(line["whole"], "")
        groups = [self.tell_cell(cell, self.name(cell["groups"])) for cell in line["groups"]]
        return Line(text, whole, tuple(groups) if len(line["groups"]) > 1 else ())

    def tell_cell(self, cell: Mapping[str, Any], name: str) -> Told:
        rows: tuple[Row, ...] = ()
        if cell["levels"] is not None and self.question.kind not in {MULTIPLE, RANKING}:
            rows = tuple(_row(text, level) for text, level in zip(self.choices, cell["levels"], strict=True))
        return Told(
            name=name,
            people=cell["people"],
            unsure=cell["unsure"] or 0,
            rows=rows,
            sentence="" if cell["levels"] is not None else say_cell(cell, self.question.kind, self.choices),
            mean=cell["mean"],
        )

    def gather(self, lines: Sequence[Mapping[str, Any]]) -> tuple[tuple[Row, ...], tuple[str, ...]]:
        """The choices of a multiple choice (ticked) or of a ranking (put first), the most chosen first."""
        if self.question.kind not in {MULTIPLE, RANKING}:
            return (), ()
        place = 1 if self.question.kind == MULTIPLE else 0
        rows, untold = [], []
        for line in lines:
            text, whole = self.choices[int(line["part"]) - 1], line["whole"]
            if whole is not None and whole["levels"] is not None:
                rows.append(_row(text, whole["levels"][place]))
            else:
                said = (
                    say_cell(whole, self.question.kind, self.choices)
                    if whole is not None
                    else say_cell({}, "", ())
                )
                untold.append(_("%(choice)s : %(said)s") % {"choice": text, "said": said})
        return tuple(sorted(rows, key=lambda row: -row.share)), tuple(untold)

    def tell_class(self, cell: Mapping[str, Any], by: Question) -> CrossedRow:
        names = [_in(by.choices[rank - 1], self.language) for rank in cell["ranks"] if rank]
        if 0 in cell["ranks"]:
            names.append(_("sans réponse"))
        return CrossedRow(
            " / ".join(names), cell["people"], tuple(round(100 * share) for share in cell["shares"])
        )

    def name(self, groups: Sequence[str]) -> str:
        return ", ".join(self.names.get(group, "") for group in groups)


def result_grid(result: Result) -> Grid:
    """The result as a table: a row a share, exactly as the page shows it."""
    headers = [
        _("question"),
        _("ce qui est demandé"),
        _("groupe"),
        _("ligne"),
        _("réponse"),
        _("personnes"),
        _("pour cent"),
        _("au moins"),
        _("au plus"),
    ]
    rows: list[list[Any]] = []
    for entry in result.entries:
        head = [entry.number, entry.wording]
        if entry.question.kind in {MULTIPLE, RANKING}:
            rows += [[*head, "", "", *_figures(row)] for row in entry.rows]
            continue
        for line in entry.lines:
            for told in (line.whole, *line.groups):
                if told is not None:
                    rows += [[*head, told.name, line.text, *_figures(row)] for row in told.rows]
        rows += [[*head, "", "", text, None, None, None, None] for text in entry.texts]
    return headers, rows


def _figures(row: Row) -> list[Any]:
    return [row.text, row.count, row.share, row.low, row.high]


def _row(text: str, level: Mapping[str, Any]) -> Row:
    share, low, high = (round(100 * (level[name] or 0)) for name in ("share", "low", "high"))
    return Row(text, level["count"], share, low, high)


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("fr", "")
