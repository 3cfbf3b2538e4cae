"""People’s gestures: applied as they were made, and never undone by a computation."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.themes import (
    REST,
    Labels,
    ThemesError,
    apply_labels,
    assign,
    find_themes,
    read_themes,
    write_themes,
)

from .corpus import SENTENCES, read_example

TEXTS = read_example()
THEMES = find_themes(TEXTS)
KEYS = [theme.key for theme in THEMES.themes]
NEW = ["Le bus du matin est trop tôt", "Plus de légumes au repas", "zzz"]


def show(themes):
    return [(theme.key, theme.name, theme.size, theme.by_hand) for theme in themes.themes]


def test_a_name_stays():
    labels = Labels().rename("t1", "  Venir   ici ")
    assert show(apply_labels(THEMES, labels, TEXTS)) == [
        ("t4", "", 10, False),
        ("t1", "Venir ici", 8, True),
        ("t2", "", 7, False),
        ("t3", "", 6, False),
    ]
    assert labels.rename("t1", "").names == ()
    with pytest.raises(ThemesError, match="120 caractères au plus"):
        labels.rename("t1", "x" * 121)


def test_merged_themes_hold_their_texts_together():
    labels = Labels().rename("t1", "Venir").merge(["t1", "t2"], into="t3")
    merged = apply_labels(THEMES, labels, TEXTS)
    assert show(merged) == [("t3", "Venir", 21, True), ("t4", "", 10, False)]
    assert merged.find("t2").key == "t3"
    assert labels.name_of("t1") == "Venir"


def test_merging_back_makes_no_loop():
    labels = Labels().merge(["t1"], into="t2").merge(["t2"], into="t1").merge(["t1", "t2"], into="t3")
    assert {labels.find(key) for key in ("t1", "t2", "t3")} == {"t3"}


def test_a_text_moved_by_hand_stays_where_it_was_put():
    labels = Labels().move("2", "t3").move("3", None)
    moved = apply_labels(THEMES, labels, TEXTS)
    assert (moved.place("2").themes, moved.place("2").confidence) == ((("t3", 1.0),), 1.0)
    assert (moved.place("3").themes, moved.place("3").by_hand) == ((), True)
    assert (moved.find("t1").size, moved.find("t3").size, moved.rest) == (6, 7, 2)
    assert labels.forget(["2"]).moved == (("3", ""),)


def test_a_theme_is_split_by_choosing_texts():
    labels, made = Labels().split("t4", ["23", "24", "25"], "Horaires")
    split = apply_labels(THEMES, labels, TEXTS)
    assert made == "h1"
    assert split.find("h1").name == "Horaires"
    assert {"23", "24", "25"} == {one.text for one in split.placements if one.theme == "h1"}
    assert split.find("h1").size + split.find("t4").size == THEMES.find("t4").size
    with pytest.raises(ThemesError, match="Choisissez au moins un texte"):
        Labels().split("t4", [])


def test_a_theme_of_texts_that_were_in_none_holds_those_chosen_alone():
    labels, made = Labels().split(REST, ["2", "23"], "Autre chose")
    split = apply_labels(THEMES, labels, TEXTS)
    assert labels.touched == ("h1",)
    assert {one.text for one in split.placements if one.theme == made} == {"2", "23"}
    again = find_themes(TEXTS, count=4, kept=split)
    assert {one.text for one in again.placements if one.theme == made} == {"2", "23"}


def test_merging_after_a_move_carries_the_text():
    labels = Labels().move("2", "t3").merge(["t3"], into="t4")
    assert labels.place_of("2") == "t4"
    assert apply_labels(THEMES, labels, TEXTS).place("2").theme == "t4"


def test_a_gesture_on_an_unknown_theme_is_refused():
    with pytest.raises(ThemesError, match="Il n’y a pas de thème « t9 »"):
        apply_labels(THEMES, Labels().rename("t9", "Rien"), TEXTS)


def test_new_texts_leave_everything_in_place():
    labels = Labels().rename("t1", "Venir").merge(["t2"], into="t3").move("9", None)
    before = apply_labels(THEMES, labels, TEXTS)
    after = assign(NEW, before)
    assert after.placements[:32] == before.placements
    assert [placement.text for placement in after.placements[32:]] == ["34", "35", "36"]
    assert [one.theme for one in after.placements[32:]] == ["t1", "t3", None]
    assert after.rest == before.rest + 1
    assert (after.find("t1").name, after.find("t1").size) == ("Venir", before.find("t1").size + 1)
    with pytest.raises(ThemesError, match="« 9 » est déjà rangé"):
        assign({"9": "Le bus"}, before)


def test_a_theme_split_by_hand_receives_new_texts():
    labels, made = Labels().split("t4", ["23", "24", "25"], "Horaires")
    split = apply_labels(THEMES, labels, TEXTS)
    grown = assign({"new": "Les horaires de l’accueil"}, split)
    assert grown.place("new").theme == made


GESTURES = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), st.sampled_from(KEYS), st.sampled_from(["Venir", "Manger", "Ici"])),
        st.tuples(st.just("merge"), st.sampled_from(KEYS), st.sampled_from(KEYS)),
        st.tuples(st.just("move"), st.sampled_from(sorted(TEXTS)), st.sampled_from([*KEYS, None])),
        st.tuples(st.just("split"), st.sampled_from(KEYS), st.sampled_from(sorted(TEXTS))),
    ),
    max_size=8,
)


def make(gestures):
    labels = Labels()
    for kind, first, second in gestures:
        match kind:
            case "rename":
                labels = labels.rename(first, second)
            case "merge":
                labels = labels.merge([first], into=second)
            case "move":
                labels = labels.move(first, second)
            case "split":
                labels, _made = labels.split(first, [second])
    return labels


@given(GESTURES, st.lists(SENTENCES, max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_computation_undoes_a_gesture(gestures, more):
    labels = make(gestures)
    seen = apply_labels(THEMES, labels, TEXTS)
    grown = TEXTS | {f"new{rank}": text for rank, text in enumerate(more)}
    for result in (seen, find_themes(grown, kept=seen), find_themes(grown, kept=seen, count=2)):
        assert result.labels == labels
        keys = {theme.key: theme for theme in result.themes}
        for key, name in labels.names:
            assert keys[key].name == name
        for source, target in labels.merged:
            assert source not in keys
            assert result.find(target).by_hand
        for text, _place in labels.moved:
            expected = labels.place_of(text)
            assert result.place(text).themes == (((expected, 1.0),) if expected else ())
            assert result.place(text).by_hand


@given(GESTURES, st.lists(SENTENCES, max_size=6))
@settings(max_examples=40, deadline=None)
def test_placing_new_texts_moves_nothing(gestures, more):
    seen = apply_labels(THEMES, make(gestures), TEXTS)
    after = assign({f"new{rank}": text for rank, text in enumerate(more)}, seen)
    assert after.placements[: len(TEXTS)] == seen.placements
    assert {(theme.key, theme.name, theme.words) for theme in after.themes} == {
        (theme.key, theme.name, theme.words) for theme in seen.themes
    }


@given(GESTURES)
@settings(max_examples=30, deadline=None)
def test_what_is_stored_comes_back(gestures):
    seen = apply_labels(THEMES, make(gestures), TEXTS)
    written = json.loads(json.dumps(write_themes(seen)))
    again = read_themes(written)
    assert again == seen
    assert write_themes(again) == write_themes(seen)
    assert assign(NEW, again).placements == assign(NEW, seen).placements


def test_new_keys_are_never_reused():
    labels = Labels().rename("t4", "Accueil")
    again = find_themes(TEXTS, kept=apply_labels(THEMES, labels, TEXTS))
    assert {theme.key for theme in again.themes} & {"t1", "t2", "t3"} == set()
    assert again.find("t4").name == "Accueil"


def test_kept_themes_survive_without_their_texts():
    labels = Labels().rename("t1", "Venir").move("2", "t1")
    seen = apply_labels(THEMES, labels, TEXTS)
    others = find_themes({"x": "La salle est froide", "y": "La salle est très froide"}, kept=seen)
    assert (others.find("t1").name, others.find("t1").size) == ("Venir", 0)
