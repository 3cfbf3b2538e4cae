"""Receiving ideas, supporting them, the board and its sieve, ideas that look alike."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.listening.models import Idea, IdeaSupport
from marchepied.apps.listening.selectors.ideas import (
    Sieve,
    count_supports,
    is_supported_by,
    read_board,
    read_box,
    similar_ideas,
)
from marchepied.apps.listening.selectors.similar import holds_words, likeness
from marchepied.apps.listening.selectors.territories import department_names, say_territory
from marchepied.apps.listening.services import (
    IdeaContent,
    add_idea_group,
    close_register,
    decide,
    merge_ideas,
    note_idea,
    refuse_idea,
    send_idea,
    support_idea,
    withdraw_support,
)
from marchepied.core.models import AuditEntry
from marchepied.engines.words import search_key
from tests.factories.listening import commune_of, open_one, propose


def send(register, title="Un banc à l’ombre", nonce="", **more):
    return send_idea(register=register, content=IdeaContent(title, **more), nonce=nonce)


def test_an_idea_waits_to_be_read_or_is_shown_at_once_as_the_box_says(house, ideas):
    assert send(ideas).visibility == "waiting"
    ideas.moderation = "after"
    ideas.save()
    assert send(ideas, "Un autre banc").visibility == "shown"
    assert AuditEntry.objects.filter(verb__startswith="idea").count() == 0


def test_many_links_are_held_and_the_author_reads_why(ideas):
    ideas.moderation = "after"
    row = send(ideas, "Voir", text="https://a.exemple https://b.exemple https://c.exemple")
    assert row.visibility == "waiting"
    assert "plusieurs liens" in row.held_for


def test_the_same_form_is_one_idea_and_the_same_words_are_refused(ideas):
    first = send(ideas, nonce="abc")
    assert send(ideas, "Autre", nonce="abc") == first
    with pytest.raises(ValidationError) as refusal:
        send(ideas, "UN BANC à l'ombre")
    assert refusal.value.code == "twice"
    assert Idea.objects.count() == 1


def test_a_closed_box_and_one_kept_inside_take_nothing_from_anyone(house, ideas):
    group = add_idea_group(register=ideas, name="L’atelier", by=house.pilot)
    ideas.openness = "inside"
    ideas.save()
    with pytest.raises(ValidationError):
        send(ideas)
    row = send_idea(register=ideas, content=IdeaContent("Un banc"), group=group)
    assert row.group == group
    close_register(register=ideas, by=house.pilot)
    with pytest.raises(ValidationError):
        send_idea(register=ideas, content=IdeaContent("Deux bancs"), group=group)


def test_an_idea_is_said_in_a_sentence(ideas):
    with pytest.raises(ValidationError) as refusal:
        send(ideas, " \u202e ")
    assert list(refusal.value.error_dict) == ["title"]


def test_an_idea_written_down_by_a_member_is_shown_and_logged(house, ideas):
    row = note_idea(register=ideas, content=IdeaContent("Un banc"), by=house.pilot)
    assert row.visibility == "shown"
    assert AuditEntry.objects.get(verb="idea.noted").by == house.pilot


def test_a_device_counts_once_and_may_take_it_back(ideas):
    row = propose(ideas)
    assert [support_idea(idea=row, device=device) for device in ("a", "a", "b")] == [True, False, True]
    assert (count_supports(row), is_supported_by(row, "a"), is_supported_by(row, "c")) == (2, True, False)
    assert is_supported_by(row, None) is False
    assert withdraw_support(idea=row, device="a") is True
    assert withdraw_support(idea=row, device="a") is False
    assert count_supports(row) == 1


def test_what_is_stored_of_supports_ties_nothing_together(ideas):
    for title in ("Un banc", "Un puits"):
        support_idea(idea=propose(ideas, title), device="a")
    marks = list(IdeaSupport.objects.values_list("mark", flat=True))
    assert len(set(marks)) == 2
    assert not any(mark == "a" for mark in marks)


def test_a_declined_idea_takes_no_support(house, ideas):
    row = propose(ideas)
    decide(idea=row, accepted=False, reason="Trop cher.", by=house.pilot)
    with pytest.raises(ValidationError):
        support_idea(idea=row, device="a")


def test_the_board_shows_what_is_published_and_the_box_everything(house, ideas):
    shown = propose(ideas, "Un banc")
    waiting = propose(ideas, "Une serre", shown=False)
    refused = refuse_idea(idea=propose(ideas, "Une pub"), reason="Publicité.", by=house.pilot)
    merged = merge_ideas(idea=propose(ideas, "Des bancs"), into=shown, by=house.pilot)
    assert [line.idea for line in read_board(ideas).lines] == [shown]
    box = [line.idea for line in read_box(ideas).lines]
    assert box[:2] == [waiting, shown]
    assert set(box[2:]) == {refused, merged}


def test_the_most_supported_come_first_and_what_is_done_after(house, ideas):
    rows = [propose(ideas, title) for title in ("Un banc", "Une serre", "Un puits")]
    decide(idea=rows[0], accepted=True, reason="Oui.", by=house.pilot)
    decide(idea=rows[1], accepted=False, reason="Non.", by=house.pilot)
    more = propose(ideas, "Une radio")
    for device in "ab":
        support_idea(idea=more, device=device)
    assert [line.idea for line in read_board(ideas).lines] == [rows[0], more, rows[2], rows[1]]


def test_territories_theme_state_and_words_sift_the_board(house, ideas):
    colmar = commune_of()
    mulhouse = commune_of("68224", "Mulhouse", epci="200066009")
    near = propose(ideas, "Un banc", commune=colmar, reach="commune", theme_id="theme-5")
    epci = propose(ideas, "Un bus", commune=colmar, reach="epci")
    wide = propose(ideas, "Une fête", commune=mulhouse, reach="department")
    everywhere = propose(ideas, "Un site")
    board = read_board(ideas)
    assert board.places == [
        ("commune-68066", "Colmar (68)"), ("epci-246800726", "Colmar Agglomération (68)"),
        ("department-68", "Haut-Rhin (68)"),
    ]  # fmt: skip

    def kept(**asked):
        return {line.idea for line in read_board(ideas, Sieve(**asked)).lines}

    assert kept(place="commune-68066") == {near}
    assert kept(place="epci-246800726") == {near, epci}
    assert kept(place="department-68") == {near, epci, wide}
    assert kept(theme_id="theme-5") == {near}
    assert kept(state="received", words="fetes") == {wide}
    assert kept(place="n’importe quoi") == kept(state="x") == set()
    assert everywhere in kept()


def test_a_commune_without_reach_is_no_territory(ideas):
    row = propose(ideas, commune=commune_of())
    assert (row.commune, row.reach, say_territory(row.commune, row.reach)) == (None, "", "")


def test_every_department_of_the_communes_has_its_name():
    import csv
    import gzip
    import io
    from importlib.resources import files

    data = (files("marchepied.content") / "territory" / "communes.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(data).decode()))
    assert {row["department"] for row in rows} == set(department_names())
    assert department_names()["2A"] == "Corse-du-Sud"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ouvrir le jardin le dimanche", "On pourrait ouvrir les jardins le dimanche matin", True),
        ("Un banc à l’ombre", "Des bancs dans l’ombre du parc", True),
        ("Ouvrir le jardin le dimanche", "Ouvrir une crèche", False),
        ("Un banc", "Une fête", False),
        ("Le la les", "Le la les", False),
    ],
)
def test_texts_look_alike_by_the_stems_of_their_words(one, other, alike):
    assert (likeness(search_key(one), search_key(other)) >= 0.5) is alike


def test_words_are_found_in_any_form_and_unfinished():
    key = search_key("Des bénévoles répondent aux habitants")
    asked = ("", "bénévole habitant", "habi", "ha", "jardin")
    assert [holds_words(key, words) for words in asked] == [True, True, True, False, False]


def test_ideas_that_look_alike_are_those_of_the_board(ideas):
    shown = propose(ideas, "Ouvrir le jardin le dimanche")
    propose(ideas, "Ouvrir le jardin le samedi", shown=False)
    propose(open_one(ideas.organisation, "ideas"), "Un potager")
    assert [line.idea for line in similar_ideas(ideas, "Le jardin pourrait ouvrir le dimanche")] == [shown]
    assert similar_ideas(ideas, "Une radio locale") == []
