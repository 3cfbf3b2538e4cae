"""The registers open all year: complaints and difficulties, ideas, surveys; one file a register."""

from marchepied.apps.listening.models.complaints import Complaint, ComplaintMessage, ComplaintPerson
from marchepied.apps.listening.models.ideas import Idea, IdeaGroup, IdeaSupport, IdeaWord
from marchepied.apps.listening.models.registers import Register, RegisterTable
from marchepied.apps.listening.models.relays import Relay
from marchepied.apps.listening.models.surveys import (
    Survey,
    SurveyBenchmark,
    SurveyRelease,
    TakenAnswer,
)
from marchepied.apps.listening.models.themes import TakenTheme, ThemeBoard, ThemeGesture

__all__ = [
    "Complaint",
    "ComplaintMessage",
    "ComplaintPerson",
    "Idea",
    "IdeaGroup",
    "IdeaSupport",
    "IdeaWord",
    "Register",
    "RegisterTable",
    "Relay",
    "Survey",
    "SurveyBenchmark",
    "SurveyRelease",
    "TakenAnswer",
    "TakenTheme",
    "ThemeBoard",
    "ThemeGesture",
]
