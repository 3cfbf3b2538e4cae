"""Reads of the satisfaction surveys, one file a matter."""

from marchepied.apps.listening.selectors.surveys.stages import (
    SurveyStage,
    benchmarks_of,
    find_benchmark,
    find_survey,
    find_survey_call,
    is_full,
    questions_of,
    stage_of,
    survey_of_round,
    surveys_of,
    waves_of,
)

__all__ = [
    "SurveyStage",
    "benchmarks_of",
    "find_benchmark",
    "find_survey",
    "find_survey_call",
    "is_full",
    "questions_of",
    "stage_of",
    "survey_of_round",
    "surveys_of",
    "waves_of",
]
