"""Shown, discussed, decided with a reason, done, told; merged; answered to its author."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.listening.models import IdeaWord
from marchepied.apps.listening.selectors.ideas import count_supports, others_to_merge
from marchepied.apps.listening.selectors.tracking import code_of_idea, found_by_code, words_with_author
from marchepied.apps.listening.services import (
    begin,
    decide,
    discuss,
    finish,
    follow_action,
    merge_ideas,
    note_on_idea,
    refuse_idea,
    reply_about_idea,
    show_idea,
    split_idea,
    support_idea,
)
from tests.factories.listening import propose


@pytest.fixture
def row(ideas):
    return propose(ideas)


def test_the_whole_way(house, row):
    by = house.pilot
    discuss(idea=row, text="Qui ouvrirait ?", by=by)
    assert row.state == "discussed"
    decide(idea=row, accepted=True, reason="Deux bénévoles sont d’accord.", by=by)
    begin(idea=row, by=by)
    finish(idea=row, told="Trente personnes le premier dimanche.", by=by)
    row.refresh_from_db()
    assert (row.state, row.reason, row.told) == (
        "done", "Deux bénévoles sont d’accord.", "Trente personnes le premier dimanche.",
    )  # fmt: skip
    assert None not in (row.decided_on, row.done_on)


def test_a_decision_has_its_reason_and_may_change_until_it_is_done(house, row):
    with pytest.raises(ValidationError) as refusal:
        decide(idea=row, accepted=False, reason=" ", by=house.pilot)
    assert list(refusal.value.error_dict) == ["reason"]
    decide(idea=row, accepted=False, reason="Trop tôt.", by=house.pilot)
    decide(idea=row, accepted=True, reason="C’est le moment.", by=house.pilot)
    finish(idea=row, told="Fait.", by=house.pilot)
    with pytest.raises(ValidationError):
        decide(idea=row, accepted=False, reason="Non.", by=house.pilot)


@pytest.mark.parametrize("gesture", [begin, lambda idea, by: finish(idea=idea, told="Fait.", by=by)])
def test_nothing_is_done_that_was_not_kept(house, row, gesture):
    with pytest.raises(ValidationError):
        gesture(idea=row, by=house.pilot)


def test_one_tells_what_it_changed(house, row):
    decide(idea=row, accepted=True, reason="Oui.", by=house.pilot)
    with pytest.raises(ValidationError) as refusal:
        finish(idea=row, told="", by=house.pilot)
    assert list(refusal.value.error_dict) == ["told"]


def test_a_refusal_says_why_and_loses_nothing(house, row):
    with pytest.raises(ValidationError):
        refuse_idea(idea=row, reason="", by=house.pilot)
    refuse_idea(idea=row, reason="Elle nomme quelqu’un.", by=house.pilot)
    assert (row.visibility, row.held_for) == ("refused", "Elle nomme quelqu’un.")
    show_idea(idea=row, by=house.pilot)
    assert (row.visibility, row.held_for) == ("shown", "")


def test_its_author_reads_all_but_notes_and_is_owed_a_word_after_writing(house, row):
    discuss(idea=row, text="Qui ouvrirait ?", by=house.pilot)
    note_on_idea(idea=row, text="Encore lui.", by=house.pilot)
    assert reply_about_idea(idea=row, text="Moi.") == reply_about_idea(idea=row, text="Moi. ")
    assert row.author_waits is True
    assert [word.text for word in words_with_author(row)] == ["Qui ouvrirait ?", "Moi."]
    discuss(idea=row, text="Merci.", by=house.pilot)
    assert row.author_waits is False
    assert IdeaWord.objects.count() == 4


def test_its_author_finds_it_by_the_code(row):
    found = found_by_code(code_of_idea(row))
    assert (found.idea, found.complaint) == (row, None)


def test_merging_moves_the_supports_and_the_author_counts(house, ideas, row):
    other = propose(ideas, "Ouvrir les jardins dimanche matin")
    support_idea(idea=other, device="a")
    support_idea(idea=row, device="b")
    assert others_to_merge(other) == [row]
    merge_ideas(idea=other, into=row, by=house.pilot)
    assert count_supports(row) == 3
    split_idea(idea=other, by=house.pilot)
    other.refresh_from_db()
    assert (other.merged_into, count_supports(row)) == (None, 2)


def test_one_merges_with_another_idea_of_the_box_before_deciding(house, ideas, row):
    other = propose(ideas, "Une serre")
    for into in (row, merge_ideas(idea=other, into=row, by=house.pilot)):
        with pytest.raises(ValidationError):
            merge_ideas(idea=row, into=into, by=house.pilot)
    third = propose(ideas, "Un puits")
    decide(idea=third, accepted=False, reason="Non.", by=house.pilot)
    with pytest.raises(ValidationError):
        merge_ideas(idea=third, into=row, by=house.pilot)


def test_what_was_merged_into_an_idea_follows_it_into_another(house, ideas, row):
    second, third = propose(ideas, "Une serre"), propose(ideas, "Un puits")
    merge_ideas(idea=third, into=second, by=house.pilot)
    merge_ideas(idea=second, into=row, by=house.pilot)
    third.refresh_from_db()
    assert third.merged_into == row


@pytest.mark.parametrize(
    ("moves", "state", "owed"),
    [
        (["doing"], "doing", False),
        (["doing", "done"], "done", True),
        (["doing", "accepted"], "accepted", True),
        (["done"], "done", True),
        (["accepted"], "accepted", False),
        (["done", "doing"], "doing", False),
    ],
)
def test_an_idea_kept_follows_the_work_and_owes_a_word_at_its_end(house, row, moves, state, owed):
    decide(idea=row, accepted=True, reason="Oui.", by=house.pilot)
    for move in moves:
        follow_action(idea=row, state=move, by=house.pilot)
    row.refresh_from_db()
    assert (row.state, row.needs_word, row.done_on is not None) == (state, owed, state == "done")


def test_an_idea_that_was_not_kept_follows_nothing(house, row):
    assert follow_action(idea=row, state="done", by=house.pilot).state == "received"
