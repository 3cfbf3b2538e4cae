"""The words of the field are all there, in two languages, short, and explained by other words."""

import re
from itertools import chain

import pytest

from marchepied.engines.referential import (
    count_sentences,
    count_words,
    read_shipped_glossary,
    read_shipped_referential,
    split_sentences,
    walk_texts,
    word_question,
)

GLOSSARY = read_shipped_glossary()
GUIDE = read_shipped_referential()
TERMS = GLOSSARY.terms
BY_TERM = pytest.mark.parametrize("term", TERMS, ids=[term.id for term in TERMS])
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
FEWEST, LONGEST = 60, 20
# Words that a page must not use, in a definition either.
UNWANTED = re.compile(r"référentiel|\baxes?\b|parties? prenantes?|processus|dispositif", re.IGNORECASE)
# Words that participants may read: known to all, or the organisation's own for its members and its bodies.
ALLOWED = {
    "adherent", "administrateur", "ag", "association", "benevole", "college", "conseil-administration",
    "cooperative", "delegue", "fondation", "mutuelle", "parcours",
}  # fmt: skip


def test_enough_words():
    assert len(TERMS) >= FEWEST
    assert len({term.id for term in TERMS}) == len(TERMS)
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", GLOSSARY.as_of)


@BY_TERM
def test_a_word_is_complete_in_both_languages(term):
    assert {text.languages for text in walk_texts(term)} == {("fr", "en")}
    assert all(value.strip() for text in walk_texts(term) for _, value in text.entries)


@LANGUAGES
@BY_TERM
def test_a_word_is_explained_in_one_or_two_short_sentences(term, language):
    definition = term.definition.read_in(language)
    assert 1 <= count_sentences(definition) <= 2
    assert definition.endswith(".")
    practice = term.in_practice.read_in(language) if term.in_practice else ""
    assert count_sentences(practice) <= 1
    sentences = [*split_sentences(definition), *split_sentences(practice)]
    assert [sentence for sentence in sentences if count_words(sentence) > LONGEST] == []


@LANGUAGES
@BY_TERM
def test_a_word_is_not_explained_by_itself(term, language):
    assert term not in GLOSSARY.find_terms(term.definition.read_in(language), language)


@BY_TERM
def test_a_word_is_explained_in_plain_french(term):
    assert not UNWANTED.search(term.definition.read_in("fr"))


@BY_TERM
def test_see_also_leads_to_other_words_once_each(term):
    assert len(set(term.see)) == len(term.see)
    assert {GLOSSARY.find(other).id for other in term.see} == set(term.see) - {term.id}


def test_no_word_stands_alone():
    seen = set(chain.from_iterable(term.see for term in TERMS))
    alone = {term.id for term in TERMS if term.id not in seen and not term.see}
    assert alone == set()


def is_abbreviation(written: str) -> bool:
    return bool(re.search(r"\b[A-Z]{2,}\b", written))


@LANGUAGES
@BY_TERM
def test_an_abbreviation_is_spelled_out(term, language):
    """Either it stands for something longer, or it is another form of a name in full words."""
    name = term.name.read_in(language)
    if not any(is_abbreviation(written) for written in (name, *term.forms_in(language))):
        return
    in_full = term.stands_for.read_in(language) if term.stands_for else name
    assert len(in_full) > len(name) or not is_abbreviation(name)
    assert count_words(in_full) >= 2 or not is_abbreviation(name)
    assert re.sub(r"[A-Z]{2,}s?", "", in_full).strip() != ""


@BY_TERM
def test_what_the_law_says_is_placed(term):
    """A source names a text, with its article or its date."""
    if term.source is not None:
        assert re.search(r"articles? .*\d|du \d{1,2}(er)? \w+ \d{4}", term.source.read_in("fr"))
        assert re.search(r"\d", term.source.read_in("en"))


def test_french_is_typed_with_plain_spaces_and_curly_apostrophes():
    texts = [text.read_in("fr") for term in TERMS for text in walk_texts(term)]
    texts += [written for term in TERMS for written in term.forms_in("fr")]
    assert [text for text in texts if re.search("[\u00a0\u202f'\"]", text)] == []
    assert [text for text in texts if re.search(r"\S[:;?!»](\s|$)", text)] == []


@LANGUAGES
def test_participants_need_no_glossary(language):
    """The questions and answers of the guide use no word of the field."""
    met = {
        term.id
        for question in GUIDE.walk_questions()
        for worded in [word_question(question, language)]
        for text in (worded.wording, worded.low_end, worded.high_end, *(c.text for c in worded.choices))
        for term in GLOSSARY.find_terms(text, language)
    }
    assert met - ALLOWED == set()
    assert ALLOWED - {term.id for term in TERMS} == set()


def test_participants_would_meet_a_word_that_is_written():
    """The test above can fail: the same question with a word of the field."""
    wording = "Ici, l’AG parle-t-elle de la gouvernance ?"
    assert [term.id for term in GLOSSARY.find_terms(wording, "fr")] == ["ag", "gouvernance"]
