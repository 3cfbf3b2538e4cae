"""The same question from one wave to the next, and beside figures published elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.listening.models import Survey, SurveyBenchmark, SurveyRelease
from marchepied.apps.listening.selectors.surveys.stages import waves_of
from marchepied.apps.listening.selectors.surveys.words import say_either
from marchepied.engines.stats import difference_interval, jeffreys_interval
from marchepied.engines.surveys import LEVEL, MATRIX, MULTIPLE, SCALE, SINGLE, Question, read_questions

FOLLOWED = frozenset({SCALE, SINGLE, MATRIX, MULTIPLE})


@dataclass(frozen=True)
class Point:
    """A share at one moment, in hundredths; `low` and `high` where its interval is known."""

    label: str
    share: int
    people: int | None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Series:
    """Figures published elsewhere, with their source."""

    id: Any
    name: str
    source: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class TrendRow:
    """One line through the waves; None where a wave did not print it. `sentence` is on its last change."""

    text: str
    points: tuple[Point | None, ...]
    sentence: str
    # Whether the last change is more than chance gives.
    moved: bool = False


@dataclass(frozen=True)
class Trend:
    """What is followed (`what`), the waves in order, a row a line of the question, and figures elsewhere."""

    what: str
    waves: tuple[str, ...]
    rows: tuple[TrendRow, ...]
    elsewhere: tuple[Series, ...]

    @property
    def is_compared(self) -> bool:
        """Whether there is more than one wave to show."""
        return len(self.waves) > 1


def read_trends(survey: Survey, release: SurveyRelease, language: str) -> dict[str, Trend]:
    """By question, up to the wave of this release; a question whose answers changed is not compared.

    Two or three queries: the waves, their last releases, the figures published elsewhere.
    """
    waves = {wave.pk: wave for wave in waves_of(survey) if wave.wave < survey.wave}
    before: list[SurveyRelease] = []
    if waves:
        rows = SurveyRelease.objects.filter(survey__in=list(waves), closing=True)
        before = list(rows.order_by("survey__wave", "number"))
        for row in before:
            row.survey = waves[row.survey_id]
    elsewhere: dict[str, list[Series]] = {}
    for figures in SurveyBenchmark.objects.filter(survey_id=survey.first_id or survey.pk):
        elsewhere.setdefault(figures.question_id, []).append(_series(figures))
    release.survey = survey
    found = {}
    for question, trend in follow_questions([*before, release], language, elsewhere):
        some = any(any(row.points) for row in trend.rows)
        if some and (trend.is_compared or trend.elsewhere):
            found[question.id] = trend
    return found


def follow_questions(
    releases: Sequence[SurveyRelease], language: str, elsewhere: Mapping[str, Sequence[Series]]
) -> list[tuple[Question, Trend]]:
    """Every question that is followed, in the order of the last release, even of a first wave (no query).

    `releases` are those of the waves, in order, each with its survey.
    """
    moments = [(_wave_name(release.survey), release) for release in releases]
    return [
        (question, _trend(question, moments, tuple(elsewhere.get(question.id, ())), language))
        for question in read_questions(releases[-1].content["questions"])
        if question.kind in FOLLOWED
    ]


def favourable_ranks(question: Question) -> range:
    """The answers that are followed: the upper half of a scale, the first of a choice, what is ticked."""
    if question.kind == MULTIPLE:
        return range(1, 2)
    size = len(question.choices)
    return range(size - size // 2, size) if question.kind in {SCALE, MATRIX} else range(1)


def _same_question(question: Question, release: SurveyRelease) -> Mapping[str, Any] | None:
    """The answers of a wave to the same question, with as many choices and lines; None otherwise."""
    plain = next((one for one in release.content["questions"] if one["id"] == question.id), None)
    if plain is None or plain["kind"] != question.kind:
        return None
    sizes = (len(plain.get("choices", ())), len(plain.get("rows", ())))
    if sizes != (len(question.choices), len(question.rows)):
        return None
    entry: Mapping[str, Any] = next(one for one in release.content["entries"] if one["id"] == question.id)
    return entry


def _trend(
    question: Question,
    moments: list[tuple[str, SurveyRelease]],
    others: tuple[Series, ...],
    language: str,
) -> Trend:
    asked = [(name, _same_question(question, release)) for name, release in moments]
    found = [(name, entry) for name, entry in asked if entry is not None]
    ranks = favourable_ranks(question)
    rows = []
    for place, item in enumerate(question.items):
        wholes = [entry["lines"][place]["whole"] for _name, entry in found]
        rows.append(_row(_text_of(question, item.part, language), wholes, found, ranks))
    names = [_in(question.choices[rank], language) for rank in ranks]
    what = _("« coché »") if question.kind == MULTIPLE else say_either(names)
    return Trend(what, tuple(name for name, _entry in found), tuple(rows), others)


def _row(text: str, wholes: list[Any], found: list[tuple[str, Any]], ranks: range) -> TrendRow:
    points: list[Point | None] = []
    counted = []
    for (name, _entry), whole in zip(found, wholes, strict=True):
        if whole is None or whole["levels"] is None:
            points.append(None)
            continue
        levels = [level["count"] for level in whole["levels"]]
        count, size = sum(levels[rank] for rank in ranks), sum(levels)
        counted.append((count, size, whole["population"]))
        told = jeffreys_interval(count, size, level=LEVEL, population=whole["population"])
        share, low, high = (round(100 * (value or 0)) for value in (told.share, told.low, told.high))
        points.append(Point(name, share, size, low, high))
    sentence, moved = "", False
    if len(counted) > 1 and points[-1] is not None:
        (before, first, earlier), (after, last, later) = counted[-2:]
        change = difference_interval((before, first), (after, last), populations=(earlier, later))
        sentence, moved = _say_change(change), change.is_certain
    return TrendRow(text, tuple(points), sentence, moved)


def _text_of(question: Question, part: int, language: str) -> str:
    if question.kind == MATRIX:
        return _in(question.rows[part - 1], language)
    return _in(question.choices[part - 1], language) if part else ""


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("fr", "")


def _say_change(change: Any) -> str:
    points = round(100 * abs(change.difference))
    if not change.is_certain:
        return _("L’écart avec la vague d’avant peut tenir au hasard : n’en concluez rien.")
    if change.difference > 0:
        return _("C’est %(points)s points de plus que la vague d’avant, plus que le hasard n’en donne.") % {
            "points": points
        }
    return _("C’est %(points)s points de moins que la vague d’avant, plus que le hasard n’en donne.") % {
        "points": points
    }


def _wave_name(survey: Survey) -> str:
    day = survey.round.opened_on if survey.round is not None else None
    if day is None:
        return _("vague %(number)s") % {"number": survey.wave}
    return _("vague %(number)s (%(month)s)") % {"number": survey.wave, "month": day.strftime("%m/%Y")}


def _series(row: SurveyBenchmark) -> Series:
    points = tuple(
        Point(str(point["label"]), round(100 * point["value"]), point.get("size")) for point in row.points
    )
    return Series(row.pk, row.name, row.source, points)
