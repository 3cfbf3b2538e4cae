"""What a referential holds, in figures that a test or a page can check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from .codes import LEVEL_COUNT, LONG_SENTENCE_WORDS
from .model import Question, Referential, Text
from .wording import count_words, split_sentences, word_text


def walk_texts(item: Any) -> Iterator[Text]:
    """Every text held by a referential or any part of it, in order."""
    if isinstance(item, Text):
        yield item
    elif isinstance(item, tuple):
        for part in item:
            yield from walk_texts(part)
    elif is_dataclass(item):
        for field in fields(item):
            yield from walk_texts(getattr(item, field.name))


def find_long_sentences(
    referential: Referential, limit: int = LONG_SENTENCE_WORDS
) -> tuple[tuple[str, str], ...]:
    """(language, sentence) for each sentence of more than `limit` words, default words filled in."""
    return tuple(
        (language, sentence)
        for text in walk_texts(referential)
        for language, value in text.entries
        for sentence in split_sentences(word_text(value, language))
        if count_words(sentence) > limit
    )


def _is_complete(question: Question, languages: tuple[str, ...]) -> bool:
    texts = (question.wording, *(t for lv in question.levels for t in (lv.description, lv.short)))
    return len(question.levels) == LEVEL_COUNT and all(text.languages == languages for text in texts)


def referential_stats(referential: Referential) -> dict[str, Any]:
    """Counts of what the referential holds.

    Keys: axes, axes_complete (not only announced), domains, questions, express, questions_with_five_levels
    (in every language), languages, examples, example_kinds, indicators, levers, resources, legal_references,
    long_sentences (over 25 words, all languages together).
    """
    questions = tuple(referential.walk_questions())
    domains = tuple(referential.walk_domains())
    axes = referential.axes
    return {
        "axes": len(axes),
        "axes_complete": sum(not axis.announced for axis in axes),
        "domains": len(domains),
        "questions": len(questions),
        "express": sum(question.depth == "express" for question in questions),
        "questions_with_five_levels": sum(_is_complete(q, referential.languages) for q in questions),
        "languages": list(referential.languages),
        "examples": sum(len(axis.examples) for axis in axes),
        "example_kinds": sum(len(axis.example_kinds) for axis in axes),
        "indicators": sum(len(domain.indicators) for domain in domains),
        "levers": sum(len(domain.levers) for domain in domains),
        "resources": sum(len(axis.resources) for axis in axes),
        "legal_references": sum(len(axis.legal_references) for axis in axes),
        "long_sentences": len(find_long_sentences(referential)),
    }
