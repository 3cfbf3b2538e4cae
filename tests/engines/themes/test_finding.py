"""Themes of texts: what they say, and what must hold whatever people write."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.themes import ThemesError, choose_count, find_themes, mask, prepare, write_themes

from .corpus import HOSTILE, TEXTS, read_example


@pytest.fixture(scope="module")
def example():
    return find_themes(read_example())


def test_four_subjects_are_told_apart(example):
    assert [(theme.key, theme.size, theme.words[:2]) for theme in example.themes] == [
        ("t4", 10, ("accueil", "écoute")),
        ("t1", 8, ("bus", "arrêt")),
        ("t2", 7, ("salle", "froid")),
        ("t3", 6, ("repas", "jardin")),
    ]
    assert (example.rest, example.place("33").themes) == (1, ())
    assert example.masked == (("name", 2), ("phone", 1))


def test_shares_and_parts(example):
    assert [theme.share for theme in example.themes] == [0.3125, 0.25, 0.2188, 0.1875]
    assert sum(theme.size for theme in example.themes) + example.rest == len(example.placements) == 32
    for placement in example.placements:
        parts = [part for _key, part in placement.themes]
        assert parts == sorted(parts, reverse=True)
        assert sum(parts) == pytest.approx(1 if parts else 0, abs=1e-3)
        assert 0 <= placement.confidence <= 1


def test_words_are_written_as_people_wrote_them(example):
    spoken = " ".join(read_example().values()).lower()
    assert all(word in spoken for theme in example.themes for word in theme.words)


def test_words_of_the_question_are_not_shown():
    themes = find_themes(read_example(), question="Que pensez-vous de l’accueil, du bus et de la salle ?")
    assert not {"accueil", "bus", "salle"} & {word for theme in themes.themes for word in theme.words}
    assert [theme.size for theme in themes.themes] == [10, 8, 7, 6]


def test_pairs_of_words_make_a_term():
    texts = ["Les transports en commun", "le transport en commun !", "transports en commun, vite"]
    assert "transport commun" in prepare(texts).vocabulary.terms
    assert prepare(["transports, commun"] * 3).vocabulary.terms == ("transport", "commun")


def test_english_texts_have_their_own_empty_words():
    texts = ["The car park is full", "Car parks, please!", "I think the car is something"]
    assert prepare(texts, language="en").vocabulary.terms == ("car", "park")
    assert prepare(["de l’aide aux devoirs", "un devoir, un pouvoir", "le pouvoir"]).vocabulary.terms == (
        "devoir",
        "pouvoir",
    )


def test_the_first_sentence_counts_more():
    texts = ["Le bus. La salle.", "La salle. Le bus.", "bus", "salle"]
    table = prepare(texts).matrix.toarray()
    assert table[0].tolist() == pytest.approx([0.9487, 0.3162], abs=1e-4)
    assert table[1].tolist() == pytest.approx([0.3162, 0.9487], abs=1e-4)


@pytest.mark.parametrize(
    ("texts", "sizes", "rest"),
    [
        ([], [], 0),
        ([""], [], 1),
        (["Le bus est en retard"], [], 1),
        (["Le bus est en retard"] * 5, [5], 0),
        (["a"] * 12, [], 12),
        (["😀", "?!", "…"] * 4, [], 12),
        (["le bus", "le bus", "la salle", "la salle"], [2, 2], 0),
    ],
)
def test_little_or_nothing_to_read(texts, sizes, rest):
    themes = find_themes(texts)
    assert ([theme.size for theme in themes.themes], themes.rest) == (sizes, rest)


def test_few_texts_are_said_to_be_few():
    assert [str(warning) for warning in find_themes(["le bus"] * 3).warnings] == [
        "Moins de 20 textes différents : lisez-les tous, des thèmes n’en diraient pas plus."
    ]
    assert find_themes([]).warnings == ()
    assert find_themes(read_example()).warnings == ()


@pytest.mark.parametrize(
    ("texts", "count"), [(0, 0), (1, 1), (2, 2), (40, 4), (100, 7), (460, 15), (10**6, 15)]
)
def test_the_number_of_themes(texts, count):
    assert choose_count(texts) == count


def test_the_number_asked_for_is_kept():
    assert len(find_themes(read_example(), count=2).themes) == 2
    assert find_themes(read_example(), count=2).asked == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"count": 0}, "Demandez de 1 à 50 thèmes."),
        ({"count": 51}, "Demandez de 1 à 50 thèmes."),
        ({"method": "magic"}, "La méthode « magic » n’existe pas"),
    ],
)
def test_refusals(options, words):
    with pytest.raises(ThemesError, match=words):
        find_themes(["le bus"], **options)
    with pytest.raises(ThemesError, match="une liste de textes"):
        find_themes("le bus")


@given(TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_texts_does_not_matter(texts, draw):
    numbered = {str(at): text for at, text in enumerate(texts)}
    turned = list(numbered.items())
    draw.shuffle(turned)
    one, other = find_themes(numbered), find_themes(dict(turned))
    assert {placement.text: placement for placement in one.placements} == {
        placement.text: placement for placement in other.placements
    }
    assert [(t.key, t.size, t.share, t.touched) for t in one.themes] == [
        (t.key, t.size, t.share, t.touched) for t in other.themes
    ]


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_what_always_holds(texts):
    themes = find_themes(texts)
    keys = [theme.key for theme in themes.themes]
    assert len(themes.placements) == len(texts)
    assert sum(theme.size for theme in themes.themes) + themes.rest == len(texts)
    assert len(keys) == len(set(keys))
    assert {key for placement in themes.placements for key, _part in placement.themes} <= set(keys)
    hidden = {str(rank): mask(text).text for rank, text in enumerate(texts, start=1)}
    for theme in themes.themes:
        assert theme.size >= 1
        assert theme.touched >= theme.size
        assert 1 <= len(theme.sentences) <= 5
        for found in theme.sentences:  # never invented
            assert found.sentence in hidden[found.text]
            assert themes.place(found.text).theme == theme.key


@given(st.lists(HOSTILE, max_size=12))
@settings(deadline=None)
def test_the_same_text_has_the_same_place(texts):
    themes = find_themes(texts + texts + ["Le bus est en retard"] * 3)
    places = {}
    for text, placement in zip(texts + texts, themes.placements, strict=False):
        assert places.setdefault(text, placement.themes) == placement.themes


def test_two_people_who_write_the_same_are_in_the_same_place():
    texts = list(read_example().values())
    twice = find_themes(texts + texts, count=4)
    first, second = twice.placements[: len(texts)], twice.placements[len(texts) :]
    assert [one.themes for one in first] == [other.themes for other in second]
    assert sum(theme.size for theme in twice.themes) + twice.rest == 2 * len(texts)


def test_nothing_is_left_to_chance():
    texts = list(read_example().values())
    random.seed(1)
    one = write_themes(find_themes(texts))
    random.seed(2)
    assert write_themes(find_themes(texts)) == one


def test_names_never_become_words_of_a_theme():
    texts = [f"Nathalie Durandet a aidé pour le {thing}" for thing in ("bus", "repas", "jardin", "bus")]
    themes = find_themes(texts)
    said = write_themes(themes)
    assert "durand" not in str(said).lower()
    assert "nathalie" not in str(said).lower()
