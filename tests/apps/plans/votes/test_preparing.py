"""Preparing a vote: who votes, on what, with which weights; what opening freezes."""

from decimal import Decimal

import pytest

from marchepied.apps.participation.enums import AnswerMode
from marchepied.apps.participation.models import College, RoundCollege
from marchepied.apps.participation.selectors import colleges_of
from marchepied.apps.plans.models import ActionVote
from marchepied.apps.plans.selectors.votes import Offered, offered_proposals
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.plans.services.votes import (
    delete_vote,
    open_vote,
    prepare_vote,
)
from tests.apps.plans.votes.reading import by_title, refusal
from tests.factories.participation import CollegeFactory
from tests.factories.votes import ACTIONS, content_of, open_one

pytestmark = pytest.mark.django_db


def test_everybody_is_one_group_out_of_the_list(cycle, pilot):
    vote = prepare_vote(cycle=cycle, content=content_of(expected_count=30), by=pilot)
    again = prepare_vote(cycle=cycle, content=content_of(), by=pilot)
    call = RoundCollege.objects.get(round=vote.round)
    assert (call.college.name, call.expected_count, call.mode) == ("Tout le monde", 30, AnswerMode.INDIVIDUAL)
    assert RoundCollege.objects.get(round=again.round).college == call.college
    assert colleges_of(cycle.organisation) == []
    assert College.objects.count() == 1


def test_a_ballot_is_a_persons_even_in_a_group_that_answers_with_one_voice(cycle, pilot):
    board = CollegeFactory(organisation=cycle.organisation, mode=AnswerMode.COLLECTIVE)
    vote = prepare_vote(cycle=cycle, content=content_of(colleges=[board]), by=pilot)
    assert RoundCollege.objects.get(round=vote.round).mode == AnswerMode.INDIVIDUAL


def test_a_draft_changes_and_keeps_the_ids_of_what_stays(cycle, pilot):
    vote = prepare_vote(cycle=cycle, content=content_of(), by=pilot)
    before = by_title(vote)
    kept = [Offered("", title, "") for title in (ACTIONS[2], "Une nouvelle idée")]
    vote = prepare_vote(cycle=cycle, content=content_of(proposals=kept), vote=vote, by=pilot)
    assert [item["wording"]["fr"] for item in vote.round.form["items"]] == [ACTIONS[2], "Une nouvelle idée"]
    assert by_title(vote)[ACTIONS[2]] == before[ACTIONS[2]]
    assert ActionVote.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Donnez un titre à ce vote."),
        ({"proposals": [Offered("", "Une", "")]}, "Proposez de 2 à 12 actions ; il y en a 1."),
        (
            {"proposals": [Offered("", f"Idée {n}", "") for n in range(13)]},
            "Proposez de 2 à 12 actions ; il y en a 13.",
        ),
        ({"proposals": [Offered("", "Une", ""), Offered("", "Une ", "")]}, "« Une » est proposée deux fois."),
        (
            {"proposals": [Offered("", "Une", ""), Offered("", "x" * 201, "")]},
            f"« {'x' * 40}… » est trop long : 200 signes au plus par action.",
        ),
    ],
)
def test_what_cannot_be_voted_on_is_refused(cycle, pilot, changes, sentence):
    assert refusal(lambda: prepare_vote(cycle=cycle, content=content_of(**changes), by=pilot)) == sentence


def test_weights_are_for_every_group_add_up_to_100_and_name_their_article(cycle, pilot):
    one, other = (CollegeFactory(organisation=cycle.organisation, name=name) for name in ("A", "B"))

    def prepare(weights, source="article 12"):
        content = content_of(colleges=[one, other], weights=weights, weights_source=source)
        return lambda: prepare_vote(cycle=cycle, content=content, by=pilot)

    assert refusal(prepare({one: Decimal(100)})) == "Donnez un poids à chaque groupe qui vote, ou à aucun."
    assert (
        refusal(prepare({one: Decimal("33.3"), other: Decimal("33.3")}))
        == "La somme des poids fait 66,6 ; elle doit faire 100."
    )
    assert (
        refusal(prepare({one: Decimal(60), other: Decimal(40)}, ""))
        == "Dites où les statuts donnent ces poids : l’article, la page."
    )
    vote = prepare({one: Decimal("33.3"), other: Decimal("66.7")})()
    assert vote.weights == {str(one.pk): "33.3", str(other.pk): "66.7"}


def test_proposals_come_from_the_plan_and_from_levers(cycle, pilot):
    running = add_action(cycle=cycle, content=ActionContent(title="En route"), by=pilot)
    add_action(cycle=cycle, content=ActionContent(title="Finie", state="done"), by=pilot)
    offered = offered_proposals(cycle, "fr")
    assert [(one.key, one.title) for one in offered] == [(f"action:{running.pk}", "En route")]


def test_an_open_vote_is_frozen(cycle, pilot):
    vote = open_one(cycle, pilot)
    change = lambda: prepare_vote(cycle=cycle, content=content_of(), vote=vote, by=pilot)  # noqa: E731
    assert refusal(change) == "Ce vote est ouvert : il ne change plus."
    assert refusal(lambda: open_vote(vote=vote, by=pilot)) == "Ce vote a déjà été ouvert."
    assert refusal(lambda: delete_vote(vote=vote, by=pilot)) == "Un vote ouvert ne s’efface pas : fermez-le."


def test_a_draft_is_removed_whole(cycle, pilot):
    vote = prepare_vote(cycle=cycle, content=content_of(), by=pilot)
    delete_vote(vote=vote, by=pilot)
    assert (ActionVote.objects.count(), RoundCollege.objects.count()) == (0, 0)
