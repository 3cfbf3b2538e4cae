"""Answers deposited in, a release out: what may be shown of a survey (engines `surveys` and `privacy`)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from marchepied.apps.listening.models import Survey, SurveyRelease
from marchepied.apps.listening.selectors.surveys import questions_of
from marchepied.apps.participation.selectors import calls_of, comments_of
from marchepied.apps.participation.selectors.round_answers import RoundMatrix, read_round
from marchepied.engines.privacy import ENGINE_VERSION as PRIVACY_VERSION
from marchepied.engines.privacy import PrintedCell
from marchepied.engines.stats import ENGINE_VERSION as STATS_VERSION
from marchepied.engines.surveys import ENGINE_VERSION as SURVEYS_VERSION
from marchepied.engines.surveys import (
    LEVEL,
    OTHERS,
    SCALE,
    SINGLE,
    THRESHOLD,
    WRITTEN,
    Question,
    cross,
    sum_up,
)

SCHEMA = "marchepied/survey/1"
ENGINE_VERSION = f"surveys {SURVEYS_VERSION}, privacy {PRIVACY_VERSION}, stats {STATS_VERSION}"
PARAMETERS = {"threshold": THRESHOLD, "interval_level": LEVEL}


def build_release(survey: Survey, previous: SurveyRelease | None, *, closing: bool) -> dict[str, Any]:
    """The content of a release of a survey (three queries).

    Keys: `schema`, `closing`, `answers`, `expected`, `groups` (id, name, people, expected), `questions` (what
    was asked), `entries` (see the engine's `sum_up`), and `crossed`, at the closing, when the survey said
    that it would be.
    """
    assert survey.round is not None
    questions = questions_of(survey)
    calls = calls_of(survey.round)
    read = read_round(survey.round, calls)
    names = [str(call.pk) for call in calls]
    counts = {item: {str(call): cell for call, cell in cells.items()} for item, cells in read.counts.items()}
    entries = sum_up(
        questions,
        counts,
        _words_of(survey, questions, calls) if closing else {},
        populations={str(call.pk): call.expected_count for call in calls},
        previous=None if previous is None else previous.content["entries"],
        closing=closing,
    )
    expected = [call.expected_count for call in calls]
    return {
        "schema": SCHEMA,
        "closing": closing,
        "answers": sum(call.answered_count for call in calls),
        "expected": sum(expected) if expected and None not in expected else None,
        "groups": [
            {
                "id": name,
                "name": call.college.name,
                "people": call.answered_count,
                "expected": call.expected_count,
            }
            for name, call in zip(names, calls, strict=True)
        ],
        "questions": [question.as_dict() for question in questions],
        "entries": entries,
        "crossed": _cross_all(survey, questions, read.matrix, entries) if closing else [],
    }


def _words_of(survey: Survey, questions: tuple[Question, ...], calls: list[Any]) -> dict[str, list[str]]:
    """What was written, by question, of the groups large enough for theirs to be shown (one query)."""
    assert survey.round is not None
    large = {call.pk for call in calls if call.answered_count >= THRESHOLD}
    texts = comments_of(survey.round)
    return {
        one.id: [text for call, said in texts.get(one.id, {}).items() if call in large for text in said]
        for one in questions
        if one.kind in WRITTEN
    }


def _cross_all(
    survey: Survey, questions: tuple[Question, ...], matrix: RoundMatrix, entries: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The scales and single choices, seen through the question announced for it."""
    by = next((one for one in questions if one.id == survey.crossed_by and one.kind == SINGLE), None)
    if by is None:
        return []
    classes = _column(matrix, by.id)
    told = []
    for question in questions:
        if question.id == by.id or question.kind not in {SCALE, SINGLE}:
            continue
        kept = _people_printed(matrix, question.id, entries)
        cells = cross(
            [level for level, keep in zip(_column(matrix, question.id), kept, strict=True) if keep],
            [rank for rank, keep in zip(classes, kept, strict=True) if keep],
            levels=len(question.choices),
            ranks=len(by.choices),
        )
        if cells is not None:
            told.append({"id": question.id, "cells": [_tell(rank, cell) for rank, cell in cells.items()]})
    return told


def _column(matrix: RoundMatrix, item: str) -> list[int | None]:
    levels = matrix.levels[:, matrix.item_ids.index(item)]
    return [None if level < 0 else int(level) + 1 for level in levels]


def _people_printed(matrix: RoundMatrix, item: str, entries: list[dict[str, Any]]) -> np.ndarray[Any, Any]:
    """Who belongs to the groups whose answers to this question are printed exactly.

    The others are not in the whole that is printed: with them, the difference would give them away.
    """
    line = next(entry for entry in entries if entry["id"] == item)["lines"][0]
    shown = {name for cell in line["printed"]["cells"] if cell["levels"] for name in cell["colleges"]}
    places = [rank for rank, call in enumerate(matrix.call_ids) if str(call) in shown]
    return np.isin(matrix.calls, places)


def _tell(rank: int, cell: PrintedCell) -> Mapping[str, Any]:
    assert cell.levels is not None
    return {
        "rank": rank,
        "ranks": [int(name) for name in cell.colleges] if rank == OTHERS else [rank],
        "people": cell.rated,
        "shares": [count / (cell.rated or 1) for count in cell.levels],
    }
