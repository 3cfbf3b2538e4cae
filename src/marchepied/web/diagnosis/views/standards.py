"""« Vos réponses, vues depuis une norme »: what the answers already say of each standard."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation

from marchepied.apps.diagnosis.rules import READ_CYCLE
from marchepied.apps.diagnosis.selectors.elsewhere import declared_of
from marchepied.apps.diagnosis.selectors.standing import Standing, standings_of
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.referentials.compute import Coverage, Value, cover_standard, read_standards
from marchepied.apps.referentials.selectors import guide_version, read_referential
from marchepied.engines.referential import Question, word_text
from marchepied.web.labels.cards import Group, group_topics
from marchepied.web.shared.access import SpaceRequest, member_view


@dataclass(frozen=True)
class Origin:
    """An answer behind a result: what it says (empty: it does not concern them), and in which cycle."""

    statement: str
    says: str
    standing: Standing


@member_view(READ_CYCLE)
def list_standards(request: SpaceRequest) -> HttpResponse:
    """The standards that bridges know, each with how many of its topics the answers already cover."""
    values = _values(standings_of(request.space.organisation))
    covered = [cover_standard(name, values) for name in read_standards()]
    context = {
        "coverages": [
            (coverage, coverage.count("there"), coverage.count("partly"), coverage.count("touched"))
            for coverage in covered
            if coverage is not None
        ],
        "answered": len(values),
        "words": {},
        "section": "house",
    }
    return render(request, "diagnosis/standards.html", context)


@member_view(READ_CYCLE)
def show_standard(request: SpaceRequest, standard: str) -> HttpResponse:
    """One standard: topic by topic, what the answers say, what is missing, and where it comes from."""
    organisation = request.space.organisation
    standings = standings_of(organisation)
    coverage = cover_standard(standard, _values(standings))
    if coverage is None:
        raise Http404
    questions = _read_questions(standings)
    context = {
        "coverage": coverage,
        "groups": _group(coverage, questions, organisation),
        "there": coverage.count("there"),
        "partly": coverage.count("partly"),
        "touched": coverage.count("touched"),
        "answered": len(standings),
        "declared": any(row.standard_id == standard for row in declared_of(organisation)),
        "origins": _list_origins(coverage, standings, questions, organisation),
        "words": {},
        "section": "house",
    }
    return render(request, "diagnosis/standard.html", context)


def _values(standings: dict[str, Standing]) -> dict[str, Value]:
    return {
        name: Value(standing.share or 0.0, applicable=standing.share is not None)
        for name, standing in standings.items()
    }


def _read_questions(standings: dict[str, Standing]) -> dict[str, Question]:
    """The questions of the guides that were answered, then those of the guide that ships (one query)."""
    versions: list[Any] = list(dict.fromkeys(standing.cycle.version_id for standing in standings.values()))
    found: dict[str, Question] = {}
    for version in [*versions, guide_version()]:
        for question in read_referential(version).walk_questions():
            found.setdefault(question.id, question)
    return found


def _group(coverage: Coverage, questions: dict[str, Question], organisation: Any) -> list[Group]:
    words = vocabulary_of(organisation, translation.get_language() or "fr")
    return group_topics(coverage, questions, words)


def _list_origins(
    coverage: Coverage, standings: dict[str, Standing], questions: dict[str, Question], organisation: Any
) -> dict[str, Origin]:
    """The answers behind the results, by question id."""
    language = translation.get_language() or "fr"
    words = vocabulary_of(organisation, language)
    names = {said.question_id for topic in coverage.topics for said in topic.said}
    found = {}
    for name in names & set(standings) & set(questions):
        question, standing = questions[name], standings[name]
        found[name] = Origin(
            word_text(question.statement.read_in(language), language, words),
            word_text(_say_level(question, standing, language), language, words),
            standing,
        )
    return found


def _say_level(question: Question, standing: Standing, language: str) -> str:
    """The level that was answered, in its words; empty for a question that does not concern them."""
    if standing.share is None:
        return ""
    rank = round(standing.share * (len(question.levels) - 1))
    return question.levels[rank].description.read_in(language)
