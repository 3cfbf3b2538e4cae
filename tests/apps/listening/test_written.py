"""What is gathered: each text only where its own rule lets it be read."""

import pytest

from marchepied.apps.diagnosis.models import Release
from marchepied.apps.diagnosis.selectors.released_words import released_words
from marchepied.apps.listening.models import Survey, SurveyRelease
from marchepied.apps.listening.selectors.written import (
    COMMENT,
    MOST_TEXTS,
    Written,
    count_urgent,
    keep_most,
    name_texts,
    written_in_registers,
)
from marchepied.apps.listening.services import merge_ideas, refuse_idea
from tests.factories.diagnosis import CycleFactory
from tests.factories.listening import complain, propose
from tests.factories.participation import RoundFactory


def texts_of(house):
    return {one.text for one in written_in_registers(house, "fr")}


def test_ideas_on_the_board_and_no_other(house, ideas):
    propose(ideas, "Un banc", text="À l’ombre.")
    propose(ideas, "À lire d’abord", shown=False)
    refuse_idea(idea=propose(ideas, "Trop loin"), reason="Hors sujet.", by=house.pilot)
    merge_ideas(idea=propose(ideas, "Un second banc"), into=ideas.ideas.get(title="Un banc"), by=house.pilot)
    assert texts_of(house) == {"Un banc.\nÀ l’ombre."}


def test_complaints_without_their_person_nor_those_of_danger(house, complaints):
    complain(complaints, "Le café est froid !", wanted="Un café chaud", name="Nadia", contact="nadia@ex.fr")
    urgent = complain(complaints, "On me menace")
    urgent.urgent = True
    urgent.save()
    assert texts_of(house) == {"Le café est froid !\nUn café chaud"}
    assert count_urgent(house) == 1


def release(house, survey, number, texts):
    entry = {"id": "mot", "kind": "text", "count": len(texts), "texts": texts}
    other = {"id": "age", "kind": "number", "texts": [], "figures": None}
    content = {"questions": [{"id": "mot", "wording": {"fr": "Un mot ?"}}], "entries": [entry, other]}
    SurveyRelease.objects.create(
        organisation=house, survey=survey, number=number, content=content, engine_version="1"
    )


def test_surveys_give_what_their_last_release_showed(house):
    survey = Survey.objects.create(organisation=house, title={"fr": "Le repas"})
    Survey.objects.create(organisation=house, title={"fr": "Pas encore montrée"})
    release(house, survey, 1, ["Ancien"])
    release(house, survey, 2, ["Bon", "Trop salé"])
    found = written_in_registers(house, "fr")
    assert [(one.text, one.source, one.about, one.row) for one in found] == [
        ("Bon", "survey", "Un mot ?", None),
        ("Trop salé", "survey", "Un mot ?", None),
    ]


def test_comments_of_a_cycle_are_those_released_without_their_group(house):
    item = {"id": "q1", "wording": {"fr": "L’accueil ?"}}
    cycle = CycleFactory(organisation=house, round=RoundFactory(organisation=house, form={"items": [item]}))
    assert released_words(house) == []
    for number, texts in ((1, ["Vu avant"]), (2, ["Accueil chaleureux", "Trop d’attente"])):
        rows = [{"id": "q1", "comments": {"a+b": {"texts": texts, "counted": 9}}}, {"id": "old"}]
        Release.objects.create(
            organisation=house, cycle=cycle, number=number, content={"questions": rows}, engine_version="1"
        )
    place = f"{cycle.round_id} q1"
    assert released_words(house) == [
        (place, "L’accueil ?", "Accueil chaleureux"),
        (place, "L’accueil ?", "Trop d’attente"),
    ]


def test_a_text_without_an_id_keeps_the_same_seal_from_one_release_to_the_next():
    said = [("q1", "", "Bien"), ("q1", "", "Bien"), ("q2", "", "Bien")]
    ids = [one.id for one in name_texts(COMMENT, said)]
    assert len(set(ids)) == 3
    assert [one.id for one in name_texts(COMMENT, [("q0", "", "Autre"), *said])][1:] == ids
    assert "Bien" not in "".join(ids)


@pytest.mark.parametrize(("text", "kept"), [("Oui", 1), ("  ", 0)])
def test_empty_texts_are_left_out(text, kept):
    assert len(keep_most([Written("i1", "idea", text)])) == kept


def test_a_page_reads_three_thousand_texts_at_most():
    assert len(keep_most([Written(str(n), "idea", "Oui") for n in range(MOST_TEXTS + 1)])) == 3000
