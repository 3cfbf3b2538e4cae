"""What a text has outside its target, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from marchepied.engines.words import count_words, split_sentences

from ._measure import Readability, measure
from ._targets import FIELD_WORDS, TARGETS, Target


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing outside a target: its code, the figure and its limit, the place, the sentence that says so.

    `code` is long_sentence, long_word, rare_words or low_score; `excess` is how far outside, as a share of
    the limit, to sort findings by.
    """

    code: str
    value: float
    limit: float
    where: str
    sentence: str
    excess: float

    def __str__(self) -> str:
        return self.sentence


def check(
    text: str, target: Target | str, language: str = "fr", allowed: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What in `text` is outside `target` (a Target or one of its kinds), the longest sentences first.

    `allowed` is added to the field's own words. Nothing to say of an empty text. KeyError for an unknown
    kind. Placeholders must be filled before (`referential.word_text`).
    """
    limits = TARGETS[target] if isinstance(target, str) else target
    words = (*FIELD_WORDS.get(language, ()), *allowed)
    measured = measure(text, language, allowed=words, common=limits.common_words[language])
    return check_measured(text, measured, limits)


def check_measured(text: str, measured: Readability, limits: Target) -> tuple[Finding, ...]:
    """`check` on a text already measured with the common words of `limits`."""
    checks: tuple[Callable[[Readability, Target], Finding | None], ...] = (
        _check_words,
        _check_rarity,
        _check_score,
    )
    found = [finding for check_one in checks if (finding := check_one(measured, limits))]
    return (*_check_sentences(text, limits), *found)


def _check_sentences(text: str, limits: Target) -> list[Finding]:
    long = [(count_words(sentence), sentence) for sentence in split_sentences(text)]
    return [
        Finding(
            "long_sentence",
            words,
            limits.most_words,
            sentence,
            f"Cette phrase a {words} mots, pour {limits.most_words} au plus : « {_shorten(sentence)} ». "
            "Coupez-la en deux, ou retirez ce qui peut l’être.",
            words / limits.most_words - 1,
        )
        for words, sentence in sorted(long, key=lambda pair: -pair[0])
        if words > limits.most_words
    ]


def _check_words(measured: Readability, limits: Target) -> Finding | None:
    syllables = measured.longest_word_syllables
    if syllables <= limits.most_syllables:
        return None
    return Finding(
        "long_word",
        syllables,
        limits.most_syllables,
        measured.longest_word,
        f"« {measured.longest_word} » a {syllables} syllabes, pour {limits.most_syllables} au plus. "
        "Cherchez un mot plus court, ou un verbe.",
        syllables / limits.most_syllables - 1,
    )


def _check_rarity(measured: Readability, limits: Target) -> Finding | None:
    rare = measured.rare_words
    if len(rare) <= limits.most_rare or len(rare) <= limits.most_rare_share * measured.words:
        return None
    most = max(limits.most_rare, int(limits.most_rare_share * measured.words))
    listed = ", ".join(f"« {word} »" for word in rare)
    verb = "Un mot rare" if len(rare) == 1 else f"{len(rare)} mots rares"
    beyond = f", pour {most} au plus" if most else ""
    return Finding(
        "rare_words",
        len(rare),
        most,
        ", ".join(rare),
        f"{verb}{beyond} : {listed}. Remplacez par un mot de tous les jours, ou expliquez-le.",
        len(rare) / max(1, most) - (1 if most else 0.5),
    )


def _check_score(measured: Readability, limits: Target) -> Finding | None:
    if measured.score is None or measured.words < limits.score_from or measured.score >= limits.least_score:
        return None
    score = round(measured.score)
    return Finding(
        "low_score",
        measured.score,
        limits.least_score,
        "",
        f"Le score de lecture est {score}, pour {limits.least_score:.0f} au moins. "
        "Des phrases plus courtes et des mots plus courts le font monter.",
        (limits.least_score - measured.score) / limits.least_score,
    )


def _shorten(sentence: str, most: int = 90) -> str:
    return sentence if len(sentence) <= most else sentence[: most - 1].rstrip() + "…"
