"""The shipped guide is complete, consistent and readable."""

from collections import Counter

import pytest

from marchepied.engines.referential import (
    LEGAL_FORMS,
    Profile,
    applicable_questions,
    count_sentences,
    default_vocabulary,
    list_shipped_referentials,
    questions_for_college,
    read_shipped_legal_frame,
    read_shipped_referential,
    read_shipped_vocabulary,
    referential_stats,
    word_text,
)

from .checks import check_theme, check_typing

GUIDE = read_shipped_referential()
THEME = GUIDE.axes[4]
QUESTIONS = tuple(question for question in GUIDE.walk_questions() if question.axis == THEME.id)
BOOK = read_shipped_vocabulary()
FRAME = read_shipped_legal_frame()


def test_what_ships():
    assert list_shipped_referentials() == ("cap", "guide-ess", "ust")
    assert referential_stats(GUIDE) == {
        "axes": 8,
        "axes_complete": 8,
        "domains": 35,
        "questions": 137,
        "express": 40,
        "questions_with_five_levels": 137,
        "languages": ["fr", "en"],
        "examples": 107,
        "example_kinds": 43,
        "indicators": 142,
        "levers": 143,
        "resources": 93,
        "legal_references": 56,
        "long_sentences": 0,
    }


def test_eight_themes_six_by_law_and_two_added():
    assert [axis.number for axis in GUIDE.axes] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [axis.provenance.kind for axis in GUIDE.axes] == ["law"] * 6 + ["guide"] * 2
    assert [axis.id for axis in GUIDE.axes if axis.announced] == []


def test_each_text_of_law_is_cited_once():
    cited = Counter(
        (law.provenance.source, law.provenance.place) for axis in GUIDE.axes for law in axis.legal_references
    )
    assert [text for text, times in cited.items() if times > 1] == []


def test_the_four_domains_in_the_order_of_the_guide():
    assert [domain.title.read_in("fr") for domain in THEME.domains] == [
        "Le processus participatif",
        "L’identification des besoins",
        "L’amélioration ou la création de solutions",
        "Le déploiement",
    ]
    assert [len(domain.levers) for domain in THEME.domains] == [3, 4, 3, 6]


def test_the_theme_holds_everything():
    assert check_theme(GUIDE, THEME) == []


def test_each_of_the_guides_thirteen_questions_is_there_once():
    places = sorted(int(question.provenance.place.removeprefix("question ")) for question in QUESTIONS)
    assert places == list(range(1, 14))


def test_each_kind_of_example_has_one_and_two_have_two():
    kinds = Counter(example.kind for example in THEME.examples)
    assert set(kinds) == {kind.id for kind in THEME.example_kinds}
    assert sorted(kinds.values()) == [1] * 7 + [2] * 2


def test_numbers_and_words_are_both_measured():
    kinds = Counter(indicator.kind for domain in THEME.domains for indicator in domain.indicators)
    assert kinds == {"quantitative": 15, "qualitative": 3}


def test_an_employee_gets_two_questions_a_domain():
    questions = applicable_questions(GUIDE, Profile(), ["theme-5"])
    assert len(questions_for_college(questions, "employees", 13)) == 13
    chosen = questions_for_college(questions, "employees")
    assert Counter(question.domain for question in chosen) == {domain.id: 2 for domain in THEME.domains}


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


def test_the_legal_frame_is_well_written():
    assert check_typing(FRAME) == []


def test_the_legal_facts_are_sourced():
    sources = {source.id for source in FRAME.sources}
    assert {fact.source for fact in FRAME.facts} <= sources
    assert FRAME.find_fact("duty").place == "article 3"
    with pytest.raises(KeyError):
        FRAME.find_fact("absent")
