"""The shipped guide is complete, consistent and readable."""

import re
from collections import Counter

import pytest

from marchepied.engines.referential import (
    COLLEGES,
    LEGAL_FORMS,
    Profile,
    applicable_questions,
    count_sentences,
    count_words,
    default_vocabulary,
    find_long_sentences,
    list_shipped_referentials,
    minutes_for,
    questions_for_college,
    read_shipped_legal_frame,
    read_shipped_referential,
    read_shipped_vocabulary,
    referential_stats,
    walk_texts,
    word_question,
    word_text,
)
from marchepied.engines.referential.wording import PLURAL_TERMS

GUIDE = read_shipped_referential()
THEME = GUIDE.axes[4]
QUESTIONS = tuple(GUIDE.walk_questions())
BOOK = read_shipped_vocabulary()
FRAME = read_shipped_legal_frame()
BY_ID = pytest.mark.parametrize("question", QUESTIONS, ids=[question.id for question in QUESTIONS])
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


def test_what_ships():
    assert list_shipped_referentials() == ("guide-ess",)
    assert referential_stats(GUIDE) == {
        "axes": 8,
        "axes_complete": 1,
        "domains": 4,
        "questions": 13,
        "express": 5,
        "questions_with_five_levels": 13,
        "languages": ["fr", "en"],
        "examples": 11,
        "example_kinds": 9,
        "indicators": 18,
        "levers": 16,
        "resources": 12,
        "legal_references": 4,
        "long_sentences": 0,
    }


def test_eight_themes_six_by_law_and_two_added():
    assert [axis.number for axis in GUIDE.axes] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [axis.provenance.kind for axis in GUIDE.axes] == ["law"] * 6 + ["guide"] * 2
    assert [axis.number for axis in GUIDE.axes if not axis.announced] == [5]


def test_the_four_domains_in_the_order_of_the_guide():
    assert [domain.title.read_in("fr") for domain in THEME.domains] == [
        "Le processus participatif",
        "L’identification des besoins",
        "L’amélioration ou la création de solutions",
        "Le déploiement",
    ]
    assert [len(domain.levers) for domain in THEME.domains] == [3, 4, 3, 6]


def test_each_of_the_guides_thirteen_questions_is_there_once():
    places = sorted(int(question.provenance.place.removeprefix("question ")) for question in QUESTIONS)
    assert places == list(range(1, 14))


def test_each_lever_is_proposed_by_a_question():
    proposed = {lever for question in QUESTIONS for lever in question.levers}
    assert {lever.id for lever in GUIDE.walk_levers()} - proposed == set()


def test_each_kind_of_example_has_one_and_two_have_two():
    kinds = Counter(example.kind for example in THEME.examples)
    assert set(kinds) == {kind.id for kind in THEME.example_kinds}
    assert sorted(kinds.values()) == [1] * 7 + [2] * 2


def test_numbers_and_words_are_both_measured():
    kinds = Counter(indicator.kind for domain in THEME.domains for indicator in domain.indicators)
    assert kinds == {"quantitative": 15, "qualitative": 3}


def test_every_item_says_where_it_comes_from():
    sources = {source.id for source in GUIDE.sources}
    items = [
        *GUIDE.axes,
        *THEME.domains,
        *GUIDE.walk_levers(),
        *QUESTIONS,
        *THEME.examples,
        *THEME.resources,
        *THEME.legal_references,
        *(indicator for domain in THEME.domains for indicator in domain.indicators),
    ]
    assert {item.provenance.source for item in items} <= sources


def test_every_text_is_in_both_languages():
    assert {text.languages for text in walk_texts(GUIDE)} == {("fr", "en")}


@pytest.mark.parametrize("college", COLLEGES)
def test_every_college_has_something_to_answer_in_each_domain(college):
    questions = applicable_questions(GUIDE, Profile(), ["theme-5"])
    chosen = questions_for_college(questions, college)
    assert len(chosen) <= 8
    assert len({question.domain for question in chosen}) >= 3
    assert minutes_for(len(chosen)) <= 5


def test_an_employee_gets_two_questions_a_domain():
    questions = applicable_questions(GUIDE, Profile(), ["theme-5"])
    assert len(questions_for_college(questions, "employees", 13)) == 13
    chosen = questions_for_college(questions, "employees")
    assert Counter(question.domain for question in chosen) == {domain.id: 2 for domain in THEME.domains}


def vocabularies(language: str) -> list[dict[str, str]]:
    """The default words, those of each legal form, and each possible word on its own."""
    choices = [
        BOOK.choose_words(language, own={term.id: choice.id})
        for term in BOOK.terms
        for choice in term.choices
    ]
    return [{}, *(BOOK.choose_words(language, form) for form in LEGAL_FORMS), *choices]


@LANGUAGES
@BY_ID
def test_participants_read_one_short_sentence_whatever_the_words(question, language):
    for words in vocabularies(language):
        worded = word_question(question, language, words)
        for text in (worded.wording, *(choice.text for choice in worded.choices)):
            assert count_words(text) <= 15, text
            assert count_sentences(text) == 1, text
            assert "{" not in text, text


@LANGUAGES
@BY_ID
def test_a_question_on_a_screen_holds_in_sixty_words(question, language):
    worded = word_question(question, language)
    ways_out = "Je ne sais pas. Pas concerné."
    texts = (worded.wording, *(choice.text for choice in worded.choices), ways_out)
    assert sum(count_words(text) for text in texts) <= 60


@LANGUAGES
@BY_ID
def test_answers_and_levels_differ_and_the_question_asks(question, language):
    worded = word_question(question, language)
    assert len({choice.text for choice in worded.choices}) == 5
    assert len({choice.description for choice in worded.choices}) == 5
    assert worded.wording.endswith("?")
    assert all(choice.text.endswith(".") for choice in worded.choices)
    assert max(count_words(end) for end in (worded.low_end, worded.high_end)) <= 6


JARGON = re.compile(
    r"parties? prenantes?|gouvernance|référentiel|\baxe\b|processus|indicateur|dispositif|levier|"
    r"stakeholder|governance|framework|\bKPI\b|impact|co-construi|déploie",
    re.IGNORECASE,
)


@LANGUAGES
@BY_ID
def test_participants_meet_no_jargon(question, language):
    worded = word_question(question, language)
    for text in (worded.wording, worded.discussion, *(choice.text for choice in worded.choices)):
        assert not JARGON.search(text), text


BAD_BEFORE_PLURAL = re.compile(
    rf"(?:\b(?:de|le|la|du|au|un|une|que|si|à la)\s|[dlqnsc]’)\{{(?:{'|'.join(PLURAL_TERMS)})\}}",
    re.IGNORECASE,
)
BAD_BEFORE_SINGULAR = re.compile(
    r"\b(?:de|du|à|au|le|la|un|une|l’|d’)\s?\{(?:board|bureau|assembly|organisation|the_|of_the_|to_the_)",
    re.IGNORECASE,
)


def test_no_french_placeholder_needs_an_elision():
    texts = [text.read_in("fr") for text in walk_texts(GUIDE)]
    texts += [text.read_in("fr") for text in walk_texts(FRAME)]
    assert [
        text for text in texts if BAD_BEFORE_PLURAL.search(text) or BAD_BEFORE_SINGULAR.search(text)
    ] == []


def test_french_is_typed_with_plain_spaces_and_curly_apostrophes():
    texts = [text.read_in("fr") for item in (GUIDE, FRAME) for text in walk_texts(item)]
    assert [text for text in texts if re.search("[\u00a0\u202f'\"]", text)] == []
    assert [text for text in texts if re.search(r"\S[:;?!»](\s|$)", text)] == []


def test_no_long_sentence():
    assert find_long_sentences(GUIDE) == ()


def test_the_default_words_are_those_of_the_engine():
    for language in ("fr", "en"):
        assert BOOK.choose_words(language) == default_vocabulary(language)


def test_every_legal_form_has_a_note_and_a_sentence():
    assert tuple(note.legal_form for note in FRAME.notes) == LEGAL_FORMS
    for form in (*LEGAL_FORMS, None, "inconnue"):
        note = FRAME.note_for(form)
        for language in ("fr", "en"):
            sentence = word_text(note.sentence.read_in(language), language, BOOK.choose_words(language, form))
            assert count_sentences(sentence) == 1
            assert "2014" in sentence
            assert "{" not in sentence


def test_a_foundation_speaks_to_its_board():
    words = BOOK.choose_words("fr", "foundation")
    assert word_text(FRAME.note_for("foundation").sentence.read_in("fr"), "fr", words) == (
        "La loi du 31 juillet 2014 sur l’économie sociale et solidaire (article 3) demande "
        "d’informer chaque année de nos pratiques et, s’il y a lieu, d’en débattre ; "
        "nous le faisons devant le conseil d’administration."
    )


def test_the_legal_facts_are_sourced():
    sources = {source.id for source in FRAME.sources}
    assert {fact.source for fact in FRAME.facts} <= sources
    assert FRAME.find_fact("duty").place == "article 3"
    with pytest.raises(KeyError):
        FRAME.find_fact("absent")


OUTSIDERS = {"beneficiaries", "inhabitants", "partners", "suppliers", "local_authorities", "funders"}


@LANGUAGES
@BY_ID
def test_someone_from_outside_is_not_made_to_say_we(question, language):
    if not OUTSIDERS & set(question.colleges):
        return
    worded = word_question(question, language)
    for text in (
        worded.wording,
        *(choice.text for choice in worded.choices),
        worded.low_end,
        worded.high_end,
    ):
        assert not re.search(r"\b(nous|notre|nos|we|our|us)\b", text, re.IGNORECASE), text
