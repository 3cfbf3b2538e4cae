"""Themes of what people write: what is gathered, what people do, what no computation undoes."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.listening.models import TakenTheme, ThemeBoard, ThemeGesture
from marchepied.apps.listening.selectors.theme_board import call_theme, labels_of, last_gesture, taken_of
from marchepied.apps.listening.services.themes import (
    MOST_UNDONE,
    mark_taken,
    merge_themes,
    move_texts,
    name_theme,
    split_theme,
    undo_gesture,
)
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.listening import propose
from tests.factories.organisations import OrganisationFactory
from tests.factories.themes import IDEAS, look, read_ideas, write_ideas


@pytest.fixture
def board(house, ideas):
    write_ideas(ideas)
    return look(house)


def themes_of(house):
    """{title: the texts under it}, the largest first."""
    reading = read_ideas(house)
    return {
        call_theme(theme).replace("\u00a0", " "): {line.text for line in reading.lines_of(theme.key)}
        for theme in reading.themes.themes
    }


def key_of(house, word):
    """The key of the theme whose title says a word."""
    return next(theme.key for theme in read_ideas(house).themes.themes if word in call_theme(theme))


def id_of(house, words):
    return next(one.id for one in read_ideas(house).texts if words in one.text)


def named(house, board, word, name):
    return name_theme(board=board, key=key_of(house, word), title="", name=name, by=house.pilot)


def test_texts_are_grouped_under_real_sentences(house, board):
    found = themes_of(house)
    assert set(found) == {"Sans nom : salle", "Sans nom : bus, matin"}
    assert found["Sans nom : bus, matin"] == set(IDEAS[:4])
    assert found["Sans nom : salle"] == set(IDEAS[4:])
    sentences = {said.sentence for theme in read_ideas(house).themes.themes for said in theme.sentences}
    assert sentences <= set(IDEAS)
    assert len(sentences) == 8


def test_no_text_nor_sentence_is_kept_with_the_themes(house, board):
    assert board.found["themes"] == []
    stored = str(board.found)
    assert [text for text in IDEAS if text in stored] == []


def test_fewer_than_five_texts_are_not_grouped(house, ideas):
    write_ideas(ideas, IDEAS[:4])
    with pytest.raises(ValidationError, match="lisez-les tous"):
        look(house)
    assert ThemeBoard.objects.count() == 0


def test_a_wrong_number_of_themes_is_told_in_a_sentence(house, ideas):
    write_ideas(ideas)
    with pytest.raises(ValidationError, match="Demandez de 1 à 50 thèmes"):
        look(house, count=99)


def test_a_name_stays_when_new_texts_come_and_when_the_machine_looks_again(house, ideas, board):
    named(house, board, "bus", "Les transports")
    propose(ideas, "Un arrêt de bus devant la mairie")
    propose(ideas, "Planter des arbres fruitiers")
    propose(ideas, "Des arbres fruitiers dans la cour")
    assert "Un arrêt de bus devant la mairie" in themes_of(house)["Les transports"]
    assert read_ideas(house).fresh == 3
    look(house, count=3)
    after = themes_of(house)
    assert after["Les transports"] == {*IDEAS[:4], "Un arrêt de bus devant la mairie"}
    assert read_ideas(house).fresh == 0


def test_two_themes_become_one_with_the_name_that_one_has(house, board):
    named(house, board, "bus", "Les transports")
    merge_themes(
        board=board,
        key=key_of(house, "transports"),
        into=key_of(house, "salle"),
        title="",
        by=house.pilot,
    )
    assert themes_of(house) == {"Les transports": set(IDEAS)}


def test_a_theme_is_not_put_into_itself(house, board):
    key = key_of(house, "bus")
    with pytest.raises(ValidationError, match="Choisissez un autre thème"):
        merge_themes(board=board, key=key, into=key, title="", by=house.pilot)
    assert ThemeGesture.objects.count() == 1


def test_texts_taken_out_make_a_theme_of_their_own(house, board):
    shelter = id_of(house, "abri")
    split_theme(
        board=board, key=key_of(house, "bus"), texts=[shelter], name="Les abris", title="", by=house.pilot
    )
    look(house, count=3)
    assert "Attendre le bus sous un abri" in themes_of(house)["Les abris"]


def test_a_text_is_set_apart_and_stays_so(house, board):
    move_texts(board=board, texts=[id_of(house, "gèle")], to=None, title="", by=house.pilot)
    look(house, count=3)
    reading = read_ideas(house)
    assert [(line.text, line.by_hand) for line in reading.lines_of("") if line.by_hand] == [
        ("Dans la salle, on gèle dès novembre", True)
    ]


def test_texts_apart_make_a_theme_that_takes_no_other(house, ideas, board):
    propose(ideas, "Repeindre les volets")
    assert read_ideas(house).apart == 1
    split_theme(
        board=board, key="", texts=[id_of(house, "volets")], name="Les volets", title="", by=house.pilot
    )
    assert themes_of(house)["Les volets"] == {"Repeindre les volets"}
    look(house)
    assert themes_of(house)["Les volets"] == {"Repeindre les volets"}


@pytest.mark.parametrize("gesture", [move_texts, split_theme])
def test_a_gesture_on_no_text_is_refused(house, board, gesture):
    more = {"to": None} if gesture is move_texts else {"key": "t1", "name": ""}
    with pytest.raises(ValidationError, match="Cochez au moins un texte"):
        gesture(board=board, texts=[], title="", by=house.pilot, **more)


def test_a_theme_that_does_not_exist_is_told_in_a_sentence(house, board):
    with pytest.raises(ValidationError, match=r"Il n’y a pas de thème .*t99"):
        name_theme(board=board, key="t99", title="", name="Rien", by=house.pilot)


def test_each_gesture_is_undone_back_to_nothing(house, board):
    first = themes_of(house)
    named(house, board, "bus", "Les transports")
    move_texts(
        board=board, texts=[id_of(house, "gèle")], to=key_of(house, "transports"), title="", by=house.pilot
    )
    look(house, count=3)
    for _time in range(3):
        undo_gesture(board=ThemeBoard.objects.get(), by=house.pilot)
    assert themes_of(house) == first
    undo_gesture(board=ThemeBoard.objects.get(), by=house.pilot)
    assert ThemeBoard.objects.count() == 0


def test_only_the_last_gestures_can_be_undone(house, board):
    for number in range(MOST_UNDONE + 3):
        name_theme(board=board, key="t1", title="", name=f"Nom {number}", by=house.pilot)
    assert ThemeGesture.objects.count() == MOST_UNDONE
    ThemeGesture.objects.all().delete()
    with pytest.raises(ValidationError, match="plus rien à défaire"):
        undo_gesture(board=board, by=house.pilot)
    assert "Nom 32" in themes_of(house)


def test_the_last_gesture_says_what_and_who(house, board):
    name_theme(board=board, key="t1", title="Sans nom : salle", name="Le froid", by=house.pilot)
    last = last_gesture(board)
    assert (last.get_kind_display(), last.theme, last.by) == (
        "le nom donné à un thème",
        "Sans nom : salle",
        house.pilot,
    )
    verbs = AuditEntry.objects.filter(verb__startswith="themes.").order_by("at")
    assert [entry.verb for entry in verbs] == ["themes.found", "themes.named"]


def test_a_theme_that_became_an_action_keeps_its_key_and_its_name(house, ideas, board):
    key = key_of(house, "salle")
    mark_taken(board=board, key=key, title="salle", by=house.pilot)
    write_ideas(ideas, ["Des fleurs au jardin", "Un jardin de fleurs", "Le jardin sans clôture"])
    look(house, count=2)
    reading = read_ideas(house)
    assert reading.find(key).name == "salle"
    assert {line.text for line in reading.lines_of(key)} == set(IDEAS[4:])


def test_a_key_given_again_after_an_undoing_does_not_take_the_action(house, board):
    split_theme(board=board, key="t1", texts=[id_of(house, "gèle")], name="", title="", by=house.pilot)
    made = labels_of(board).splits[-1].key
    mark_taken(board=board, key=made, title="Le gel", by=house.pilot)
    undo_gesture(board=board, by=house.pilot)
    split_theme(board=board, key="t2", texts=[id_of(house, "abri")], name="", title="", by=house.pilot)
    assert labels_of(board).splits[-1].key == made
    assert [row.key == made for row in taken_of(board)] == [False]
    assert TakenTheme.objects.get().title == "Le gel"


def test_a_deleted_text_is_gone_from_every_theme(house, ideas, board):
    row = ideas.ideas.get(title=IDEAS[0])
    move_texts(board=board, texts=[f"i{row.pk.hex}"], to="t1", title="", by=house.pilot)
    row.delete()
    texts = {text for lines in themes_of(house).values() for text in lines}
    assert texts == set(IDEAS[1:])


def test_names_are_hidden_before_anything_is_read(house, ideas):
    write_ideas(ideas)
    propose(ideas, "Le bus de Mme Durand, au 06 12 34 56 78")
    look(house)
    shown = {line.text for theme in ("t1", "t2", "") for line in read_ideas(house).lines_of(theme)}
    assert "Le bus de Mme [nom], au [téléphone]" in shown
    assert read_ideas(house).hidden == 2


def test_another_organisation_has_its_own_themes(house, board):
    elsewhere = OrganisationFactory()
    assert read_ideas(elsewhere).board is None
    with scope(elsewhere):
        assert ThemeBoard.objects.count() == 0
