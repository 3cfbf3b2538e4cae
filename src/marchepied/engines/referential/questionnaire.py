"""A referential made of nothing but questions that were already asked elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .codes import FORMAT, LANGUAGES, QUESTIONNAIRE

LONGEST_TEXT = 300
LONGEST_ID = 48
SOURCE = "fichier"
AXIS = "reponses-importees"
DOMAIN = "questions-importees"
_RESERVED = (SOURCE, AXIS, DOMAIN)
_PROVENANCE = {"kind": "network", "source": SOURCE}
# Nobody is known to have published the questions, nor under what licence.
NOBODY = "—"
_NOT_ID = re.compile(r"[^a-z0-9]+")
_TEXTS = {
    "purpose": {
        "fr": "Questions et réponses reprises d’un fichier.",
        "en": "Questions and answers taken from a file.",
    },
    "why": {
        "fr": "Question reprise du fichier importé, avec ses mots.",
        "en": "A question taken from the imported file, in its own words.",
    },
    "discussion": {
        "fr": "Que nous disent ces réponses ?",
        "en": "What do these answers tell us?",
    },
}


@dataclass(frozen=True, slots=True)
class QuestionnaireItem:
    """A question as it was asked: `levels` are its answers, from the least to the most favourable."""

    label: str
    levels: tuple[str, ...]
    reversed: bool = False


def build_questionnaire(
    *, slug: str, title: str, items: Sequence[QuestionnaireItem], publisher: str
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The data of a questionnaire (see `validate`), and the id of each item's question, in order.

    Texts are taken as they are in every language, shortened to 300 characters, braces turned into brackets
    since braces call for a word of the organisation's vocabulary. `slug` and the labels make the ids. Raises
    nothing by itself: what is wrong (no item, one level) is said by `parse_referential`.
    """
    ids = _name_questions([item.label for item in items])
    heading, named = _text(title), publisher[:LONGEST_TEXT] or NOBODY
    data = {
        "format": FORMAT,
        "kind": QUESTIONNAIRE,
        "id": _write_id(slug, "questionnaire"),
        "version": "1.0.0",
        "title": heading,
        "purpose": _TEXTS["purpose"],
        "publisher": named,
        "licence": NOBODY,
        "languages": list(LANGUAGES),
        "provenance": _PROVENANCE,
        "sources": [{"id": SOURCE, "title": heading, "publisher": named}],
        "axes": [_build_axis(heading, [_build_question(*pair) for pair in zip(ids, items, strict=True)])],
    }
    return data, ids


def _build_axis(heading: dict[str, str], questions: list[dict[str, Any]]) -> dict[str, Any]:
    head = {"title": heading, "purpose": _TEXTS["purpose"], "provenance": _PROVENANCE}
    domain = {"id": DOMAIN, **head, "questions": questions}
    return {"id": AXIS, "number": 1, "short": heading, **head, "domains": [domain]}


def _build_question(identity: str, item: QuestionnaireItem) -> dict[str, Any]:
    label = _text(item.label)
    levels = [_text(level) for level in item.levels]
    ends = {"low": levels[0], "high": levels[-1]} if levels else {"low": label, "high": label}
    return {
        "id": identity,
        "provenance": _PROVENANCE,
        "statement": label,
        "wording": label,
        "why": _TEXTS["why"],
        "reversed": item.reversed,
        "levels_provenance": _PROVENANCE,
        "levels": [{"description": level, "short": level} for level in levels],
        "ends": ends,
        "discussion": _TEXTS["discussion"],
    }


def _text(words: str) -> dict[str, str]:
    flat = " ".join(words.replace("{", "[").replace("}", "]").split()) or "—"
    short = flat if len(flat) <= LONGEST_TEXT else flat[: LONGEST_TEXT - 1] + "…"
    return dict.fromkeys(LANGUAGES, short)


def _write_id(words: str, otherwise: str) -> str:
    plain = unicodedata.normalize("NFKD", words.lower().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_ID.sub("-", bare)[:LONGEST_ID].strip("-") or otherwise


def _name_questions(labels: Iterable[str]) -> tuple[str, ...]:
    """An id for each label, in order, different from the others and from those of the frame."""
    taken = set(_RESERVED)
    ids = []
    for label in labels:
        base = _write_id(label, "question")
        identity, number = base, 1
        while identity in taken:
            number += 1
            identity = f"{base}-{number}"
        taken.add(identity)
        ids.append(identity)
    return tuple(ids)
