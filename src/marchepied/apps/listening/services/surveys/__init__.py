"""Writes of the satisfaction surveys, one file a matter."""

from marchepied.apps.listening.services.surveys._words import say_faults
from marchepied.apps.listening.services.surveys.answering import deposit_sheet
from marchepied.apps.listening.services.surveys.bringing import BroughtAnswers, bring_answers
from marchepied.apps.listening.services.surveys.collecting import (
    close_forgotten_surveys,
    close_survey,
    extend_survey,
    open_survey,
    reply_to_everybody,
    show_results,
)
from marchepied.apps.listening.services.surveys.exchange import (
    BroughtFigures,
    add_benchmark,
    bring_benchmarks,
    bring_survey,
    remove_benchmark,
)
from marchepied.apps.listening.services.surveys.taking import mark_taken_answer
from marchepied.apps.listening.services.surveys.writing import (
    SurveyContent,
    add_question,
    change_question,
    delete_survey,
    move_question,
    prepare_survey,
    remove_question,
    start_wave,
)

__all__ = [
    "BroughtAnswers",
    "BroughtFigures",
    "SurveyContent",
    "add_benchmark",
    "add_question",
    "bring_answers",
    "bring_benchmarks",
    "bring_survey",
    "change_question",
    "close_forgotten_surveys",
    "close_survey",
    "delete_survey",
    "deposit_sheet",
    "extend_survey",
    "mark_taken_answer",
    "move_question",
    "open_survey",
    "prepare_survey",
    "remove_benchmark",
    "remove_question",
    "reply_to_everybody",
    "say_faults",
    "show_results",
    "start_wave",
]
