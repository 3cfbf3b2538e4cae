"""Words, articles and elision."""

import pytest

from marchepied.engines.referential import (
    InvalidReferentialError,
    Word,
    count_sentences,
    count_words,
    default_vocabulary,
    expand_words,
    list_placeholders,
    load_yaml,
    parse_referential,
    parse_vocabulary,
    read_shipped_vocabulary,
    split_sentences,
    word_question,
    word_text,
)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        (Word("conseil", "conseils", "m"), ("le conseil", "du conseil", "au conseil")),
        (Word("direction", "directions", "f"), ("la direction", "de la direction", "à la direction")),
        (Word("assemblée", "assemblées", "f"), ("l’assemblée", "de l’assemblée", "à l’assemblée")),
        (Word("Établissement", "", "m"), ("l’Établissement", "de l’Établissement", "à l’Établissement")),
        (Word("hameau", "hameaux", "m"), ("le hameau", "du hameau", "au hameau")),
        (Word("hôpital", "hôpitaux", "m", True), ("l’hôpital", "de l’hôpital", "à l’hôpital")),
        (Word("onzième", "onzièmes", "m", False), ("le onzième", "du onzième", "au onzième")),
    ],
)
def test_french_articles_contract_and_elide(word, forms):
    flat = expand_words({"board": word}, "fr")
    assert (flat["the_board"], flat["of_the_board"], flat["to_the_board"]) == forms


def test_english_articles():
    flat = expand_words({"board": Word("board", "boards"), "users": Word("user", "users")}, "en")
    assert flat == {
        "board": "board",
        "the_board": "the board",
        "of_the_board": "of the board",
        "to_the_board": "to the board",
        "users": "users",
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_placeholder_has_a_default(language):
    assert set(default_vocabulary(language)) == set(list_placeholders())


@pytest.mark.parametrize(
    ("text", "worded"),
    [
        ("Ici, demande-t-on leur avis aux {users} ?", "Ici, demande-t-on leur avis aux clients ?"),
        ("{the_assembly} décide.", "L’assemblée générale décide."),
        ("Une place {to_the_board}.", "Une place au conseil d’administration."),
        ("Un {mot} inconnu reste.", "Un {mot} inconnu reste."),
        ("", ""),
    ],
)
def test_texts_are_filled(text, worded):
    assert word_text(text, "fr", {"users": "clients"}) == worded


def test_a_chosen_word_is_never_filled_again():
    assert word_text("les {users}", "fr", {"users": "{members}"}) == "les {members}"


def test_a_question_is_worded_whole(example):
    (question,) = parse_referential(example).walk_questions()
    worded = word_question(question, "fr", {"members": "sociétaires"})
    assert worded.wording == "Le premier jour, qui accueille les sociétaires ?"
    assert [(choice.level, choice.text) for choice in worded.choices] == [
        (1, "Personne."),
        (2, "La personne qui est là, par hasard."),
        (3, "Un responsable."),
        (4, "Un parrain, choisi avant."),
        (5, "Un parrain, et on demande ce qu’il faut changer."),
    ]
    assert (worded.low_end, worded.high_end, worded.evidence) == (
        "personne",
        "un parrain",
        ("Fiche d’accueil",),
    )
    assert word_question(question, "en").wording == "On the first day, who welcomes members?"
    assert word_question(question, "br").language == "fr"


@pytest.mark.parametrize(
    ("text", "words", "sentences"),
    [
        ("", 0, 0),
        ("Oui.", 1, 1),
        ("Ici, demande-t-on l’avis des gens ?", 5, 1),
        ("Oui\u00a0: 15\u202f%\u00a0!", 2, 1),
        ("Est-ce clair ? Oui ! Bien…", 4, 3),
        ("Il a dit « non. » Puis oui.", 6, 2),
        ("L’article L. 111-1", 3, 2),
    ],
)
def test_words_and_sentences(text, words, sentences):
    assert (count_words(text), count_sentences(text)) == (words, sentences)


def test_sentences_keep_their_mark():
    assert split_sentences("Un. Deux ?") == ("Un.", "Deux ?")


def test_each_legal_form_has_its_words():
    book = read_shipped_vocabulary()
    keys = ("members", "users", "the_organisation", "to_the_assembly")
    assert {
        form: tuple(book.choose_words("fr", form)[key] for key in keys)
        for form in ("association", "cooperative_scic", "mutuelle", "foundation", None)
    } == {
        "association": ("adhérents", "bénéficiaires", "l’association", "à l’assemblée générale"),
        "cooperative_scic": ("associés", "usagers", "la coopérative", "à l’assemblée générale"),
        "mutuelle": ("adhérents", "adhérents", "la mutuelle", "à l’assemblée générale"),
        "foundation": ("fondateurs", "bénéficiaires", "la fondation", "à la réunion du conseil"),
        None: ("membres", "usagers", "l’entreprise", "à l’assemblée générale"),
    }


def test_an_organisation_chooses_its_own_words():
    book = read_shipped_vocabulary()
    own = {
        "members": "societaires",
        "users": " personnes hébergées ",
        "board": "commission permanente",
        "bureau": Word("cercle", "cercles", "m"),
        "assembly": "AG",
        "partners": "  ",
        "inconnu": "rien",
    }
    words = book.choose_words("fr", "association", own)
    assert {
        key: words[key]
        for key in ("members", "users", "the_board", "of_the_bureau", "the_assembly", "partners")
    } == {
        "members": "sociétaires",
        "users": "personnes hébergées",
        "the_board": "la commission permanente",
        "of_the_bureau": "du cercle",
        "the_assembly": "l’AG",
        "partners": "partenaires",
    }


def test_a_vocabulary_with_a_missing_term_is_refused():
    with pytest.raises(InvalidReferentialError, match="« users » est en trop, ou manque"):
        parse_vocabulary(load_yaml("format: 1\nterms:\n  members:\n" + TERM))
    with pytest.raises(InvalidReferentialError, match="le choix « amis » n’existe pas"):
        parse_vocabulary(
            load_yaml("format: 1\nterms:\n  members:\n" + TERM.replace("default: m", "default: amis"))
        )


TERM = """\
    label: {fr: Les membres, en: Members}
    default: m
    by_legal_form: {}
    choices:
      - id: m
        fr: {singular: membre, plural: membres, gender: m}
        en: {singular: member, plural: members}
"""
