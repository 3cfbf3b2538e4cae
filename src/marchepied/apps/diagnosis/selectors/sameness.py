"""Whether two cycles ask the same thing: only then may what people said be compared.

A question keeps its id when the guide changes its words. It is the same when its wording and every one of
its answers are the same, in every language, but for spaces and the shape of apostrophes and dashes.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.referentials.selectors import read_referential
from marchepied.engines.referential import Question, Text

type Texts = tuple[tuple[tuple[str, str], ...], ...]

_SPACES = re.compile(r"[\s\u00a0\u202f\u200b]+")
_SHAPES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


def normalise(text: str) -> str:
    """The text as it is compared: single spaces, none before a sign, plain apostrophes and dashes."""
    flat = _SPACES.sub(" ", text.translate(_SHAPES)).strip()
    return re.sub(r"(?<=[«(\[]) | (?=[»;:?!.,)\]])", "", flat)


def texts_of_item(item: Mapping[str, Any]) -> Texts:
    """What people read of an item of a frozen form: its wording, then its answers in order."""
    return tuple(_compare(text.items()) for text in (item["wording"], *item["choices"]))


def texts_of_question(question: Question) -> Texts:
    """What a meeting or a pilot read of a question of the guide: its two wordings, then all its levels."""
    levels: list[Text] = [text for level in question.levels for text in (level.short, level.description)]
    return tuple(
        _compare((language, text.read_in(language)) for language in sorted(text.languages))
        for text in (question.wording, question.statement, *levels)
    )


def _compare(texts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((language, normalise(text)) for language, text in texts))


def asked_alike(earlier: Cycle, later: Cycle) -> Mapping[str, bool]:
    """{question id: whether the guide says the same of it} for the questions that both versions know."""
    return compare_versions(earlier.version_id, later.version_id)


def asks_the_same(earlier: Cycle, later: Cycle, question_id: str) -> bool:
    """Whether a question has the same texts in both cycles."""
    return asked_alike(earlier, later).get(question_id, False)


@lru_cache(maxsize=64)
def compare_versions(earlier: UUID, later: UUID) -> Mapping[str, bool]:
    """{question id: whether the two versions of a guide say the same of it}, of those that both know.

    Versions never change once published: comparing two of them is done once.
    """
    now = read_referential(later).walk_questions()
    if earlier == later:
        return MappingProxyType({question.id: True for question in now})
    before = {question.id: question for question in read_referential(earlier).walk_questions()}
    return MappingProxyType(
        {
            question.id: texts_of_question(before[question.id]) == texts_of_question(question)
            for question in now
            if question.id in before
        }
    )
