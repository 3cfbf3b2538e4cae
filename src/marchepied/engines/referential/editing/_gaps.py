"""What a draft still lacks before it can be published, item by item: codes, for a page to put in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from marchepied.engines.referential.codes import WORDING_WORDS_MAX
from marchepied.engines.referential.model import Referential
from marchepied.engines.referential.wording import (
    count_sentences,
    count_words,
    find_placeholders,
    list_placeholders,
    word_text,
)

from ._places import Place, walk_places
from ._shapes import HEAD, Field, fields_of, is_questionnaire, read_at

SHORT_FIELDS = ("wording", "short")
"""The texts of a participant, held to one sentence of fifteen words."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to write or to mend: in which item (empty for the head), in which of its texts.

    `code` is « missing », « translation » (in `language`), « words » and « sentences » (too many: `detail`),
    « placeholder » (unknown: `detail`), « lines » (a list that lacks a line in one language), or for lists
    « no-axis », « no-domain », « no-question », « no-lever », « no-levers » (a question names none),
    « no-colleges », « lost-lever ».
    """

    item_id: str
    kind: str
    code: str
    field: str = ""
    language: str = ""
    detail: str = ""


def languages_of(content: Any, base: Referential | None = None) -> tuple[str, ...]:
    """The languages in which a draft must be written; those of its base for an extension."""
    if base is not None:
        return base.languages
    return tuple(content.get("languages") or ("fr",))


def find_gaps(content: Any, base: Referential | None = None) -> tuple[Gap, ...]:
    """Everything the draft itself lacks, in its order. What it extends is valid already.

    None is left where `validate` would find only what no page of the editor can write.
    """
    languages = languages_of(content, base)
    questionnaire = is_questionnaire(content)
    found = [gap for field in HEAD for gap in _read_field("", "head", content, field, languages)]
    if not content.get("axes"):
        found.append(Gap("", "head", "no-axis"))
    levers = _known_levers(content, base)
    for place in walk_places(content):
        shapes = fields_of(place.kind, levels=_count_levels(place.item), questionnaire=questionnaire)
        for field in shapes:
            found += _read_field(place.item["id"], place.kind, place.item, field, languages)
        found += _read_lists(place, levers.get(place.axis, frozenset()), questionnaire)
    return tuple(found)


def _count_levels(item: Any) -> int:
    return len(item.get("levels") or [])


def _known_levers(content: Any, base: Referential | None) -> dict[str, frozenset[str]]:
    """The ids of the levers of each theme, the base's and the draft's own."""
    known: dict[str, set[str]] = {
        axis.id: {lever.id for domain in axis.domains for lever in domain.levers}
        for axis in (base.axes if base else ())
    }
    for place in walk_places(content):
        if place.kind == "lever":
            known.setdefault(place.axis, set()).add(place.item["id"])
    return {axis: frozenset(levers) for axis, levers in known.items()}


def _read_field(item_id: str, kind: str, item: Any, field: Field, languages: Sequence[str]) -> Iterator[Gap]:
    value = read_at(item, field.path)
    texts = (value or []) if field.many else [value or {}]
    if not texts:
        yield Gap(item_id, kind, "missing", field.name)
    lacking: set[str] = set()
    for text in texts:
        written = [language for language in languages if text.get(language, "").strip()]
        if not written:
            yield Gap(item_id, kind, "missing", field.name)
            continue
        lacking |= set(languages) - set(written)
        for language in written:
            yield from _read_words(Gap(item_id, kind, "", field.name, language), field, text[language])
    for language in sorted(lacking):
        yield Gap(
            item_id, kind, "lines" if field.many and len(texts) > 1 else "translation", field.name, language
        )


def _read_words(place: Gap, field: Field, text: str) -> Iterator[Gap]:
    for name in sorted(find_placeholders(text) - set(list_placeholders())):
        yield Gap(place.item_id, place.kind, "placeholder", place.field, place.language, name)
    if field.path[-1] not in SHORT_FIELDS or place.kind != "question":
        return
    worded = word_text(text, place.language)
    words, sentences = count_words(worded), count_sentences(worded)
    if words > WORDING_WORDS_MAX:
        yield Gap(place.item_id, place.kind, "words", place.field, place.language, str(words))
    if sentences > 1:
        yield Gap(place.item_id, place.kind, "sentences", place.field, place.language, str(sentences))


def _read_lists(place: Place, levers: frozenset[str], questionnaire: bool) -> Iterator[Gap]:
    item, where = place.item, (place.item["id"], place.kind)
    for name, code in _WANTED[place.kind]:
        only_in_guides = name in {"colleges", "levers"}
        if not item.get(name) and not (questionnaire and only_in_guides):
            yield Gap(*where, code, name if place.kind == "question" else "")
    if place.kind == "question" and not set(item.get("levers") or []) <= levers:
        yield Gap(*where, "lost-lever", "levers")


_WANTED: dict[str, tuple[tuple[str, str], ...]] = {
    "axis": (("domains", "no-domain"),),
    "domain": (("questions", "no-question"), ("levers", "no-lever")),
    "question": (("colleges", "no-colleges"), ("levers", "no-levers")),
    "lever": (),
    "indicator": (),
}
"""The lists that an item may not leave empty, with the code that says so."""
