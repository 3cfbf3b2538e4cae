"""The surveys of a year in few words: who answered, and the two or three figures that matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from marchepied.apps.listening.models import Survey, SurveyRelease
from marchepied.apps.listening.selectors.surveys.trends import TrendRow, follow_questions
from marchepied.engines.surveys import MATRIX, MULTIPLE, SCALE, SINGLE

FEW = 3
# How many waves of a survey a year may have here.
WAVES = 4
# What tells most of a survey: how far people agree, what they tick, then what they choose.
_FIRST = ({SCALE, MATRIX}, {MULTIPLE}, {SINGLE})


@dataclass(frozen=True)
class Figure:
    """A share of those who gave an answer, in hundredths, with its interval.

    `what` names the answers that are counted; `change` is a sentence on the wave before, if there was one.
    """

    wording: str
    what: str
    share: int
    low: int
    high: int
    people: int
    change: str


@dataclass(frozen=True)
class Group:
    """A group that was asked: how many answered, of how many when that is known."""

    name: str
    people: int
    expected: int | None


@dataclass(frozen=True)
class ToldSurvey:
    """A survey that ended, as its last result shows it. No figure where too few people answered."""

    survey: Survey
    # It, and the waves before that ended in the same year.
    waves: tuple[Survey, ...]
    title: str
    answers: int
    expected: int | None
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    # What everybody who answered was told.
    replied: tuple[str, ...]


def surveys_ended(
    organisation: Any, first: date, last: date, language: str, *, most: int
) -> list[ToldSurvey]:
    """The surveys that closed between two days, the latest first (one query, two when one is not a first).

    Of several waves, the latest is told: it says what changed. Only what a last result shows, computed once
    at the closing.
    """
    closing = SurveyRelease.objects.filter(organisation=organisation, closing=True)
    within = closing.filter(survey__round__closed_on__range=(first, last))
    shown = within.select_related("survey__organisation", "survey__round__reply")
    releases = list(shown.order_by("-survey__round__closed_on", "-survey__wave", "-made_at")[: most * WAVES])
    families: dict[Any, list[SurveyRelease]] = {}
    for release in releases:
        families.setdefault(_family(release), []).append(release)
    firsts = {release.survey.first_id for release in releases} - {None}
    others: list[SurveyRelease] = []
    if firsts:
        same = closing.filter(Q(survey__in=firsts) | Q(survey__first__in=firsts))
        others = list(same.select_related("survey__round").order_by("survey__wave", "number"))
    return [_tell(waves, others, language) for waves in list(families.values())[:most]]


def _tell(waves: Sequence[SurveyRelease], others: Sequence[SurveyRelease], language: str) -> ToldSurvey:
    """`waves` of one survey, the latest first; `others` are those of any year, in order."""
    release = waves[0]
    survey, content = release.survey, release.content
    before = [one for one in others if _family(one) == _family(release) and one.survey.wave < survey.wave]
    replies = [reply for wave in waves if (reply := getattr(wave.survey.round, "reply", None)) is not None]
    said = (replies[0].content.get(language) or replies[0].content["fr"]) if replies else {}
    return ToldSurvey(
        survey=survey,
        waves=tuple(wave.survey for wave in waves),
        title=_in(survey.title, language),
        answers=content["answers"],
        expected=content["expected"],
        groups=tuple(Group(one["name"], one["people"], one["expected"]) for one in content["groups"]),
        figures=_choose([*before, release], language),
        replied=tuple(said.get("paragraphs", ())),
    )


def _family(release: SurveyRelease) -> Any:
    return release.survey.first_id or release.survey_id


def _choose(releases: Sequence[SurveyRelease], language: str) -> tuple[Figure, ...]:
    """What changed for certain, then the first question, then the least and the best answered; few."""
    followed = follow_questions(releases, language, {})
    for kinds in _FIRST:
        lines = [
            (_figure(_in(question.wording, language), row, trend.what), row.moved)
            for question, trend in followed
            if question.kind in kinds
            for row in trend.rows
            if row.points and row.points[-1] is not None
        ]
        if lines:
            return _keep_few(lines)
    return ()


def _keep_few(lines: Sequence[tuple[Figure, bool]]) -> tuple[Figure, ...]:
    by_share = sorted((figure for figure, _moved in lines), key=lambda figure: figure.share)
    first = [figure for figure, moved in lines if moved]
    ranked = dict.fromkeys([*first, lines[0][0], by_share[0], by_share[-1]])
    kept = set(list(ranked)[:FEW])
    return tuple(dict.fromkeys(figure for figure, _moved in lines if figure in kept))


def _figure(wording: str, row: TrendRow, what: str) -> Figure:
    point: Any = row.points[-1]
    words = " ".join(filter(None, (wording, row.text)))
    return Figure(words, what, point.share, point.low, point.high, point.people, row.sentence)


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("fr", "")
