"""The surveys to begin with, read from what ships."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marchepied.engines.referential import load_yaml
from marchepied.engines.surveys import Question, read_questions


@dataclass(frozen=True)
class SurveyModel:
    """A survey to begin with, in French and English."""

    id: str
    name: dict[str, str]
    purpose: dict[str, str]
    title: dict[str, str]
    questions: tuple[Question, ...]


@cache
def survey_models() -> tuple[SurveyModel, ...]:
    """All of them, in their order."""
    text = files("marchepied.content").joinpath("listening", "surveys.yaml").read_text(encoding="utf-8")
    return tuple(
        SurveyModel(row["id"], row["name"], row["purpose"], row["title"], read_questions(row["questions"]))
        for row in load_yaml(text)["models"]
    )


def find_survey_model(model_id: str) -> SurveyModel | None:
    """The one of that id; None for an empty survey."""
    return next((one for one in survey_models() if one.id == model_id), None)
