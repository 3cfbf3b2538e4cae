"""Who may vote, how many times, and until when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.participation.models import RoundCollege
from marchepied.apps.participation.services import deposit_answers, deposit_organisation_answer, make_slips
from marchepied.apps.plans.selectors.votes import stage_of
from marchepied.apps.plans.services.votes import (
    extend_vote,
)
from tests.apps.plans.votes.reading import refusal
from tests.factories.participation import CollegeFactory
from tests.factories.votes import cast, open_one

pytestmark = pytest.mark.django_db


def test_nobody_votes_after_the_last_day_unless_it_is_put_off(cycle, pilot):
    vote = open_one(cycle, pilot, closes_on=timezone.localdate())
    cast(vote, [(1, 2, 3, 4)])
    vote.round.closes_on = timezone.localdate() - timedelta(days=1)
    vote.round.save()
    assert (
        refusal(lambda: cast(vote, [(1, 2, 3, 4)])) == "Ce vote est terminé : il ne prend plus de bulletins."
    )
    assert stage_of(vote).is_over
    extend_vote(vote=vote, closes_on=timezone.localdate() + timedelta(days=3), by=pilot)
    cast(vote, [(1, 2, 3, 4)])
    assert stage_of(vote).ballots == 2


def test_a_vote_with_codes_takes_each_code_once_and_nothing_else(cycle, pilot):
    vote = open_one(cycle, pilot, single_use=True)
    call = RoundCollege.objects.select_related("round", "college").get(round=vote.round)
    sentence = "Ce vote se fait avec un code personnel, qui sert une fois."
    assert refusal(lambda: cast(vote, [(1, 2, 3, 4)])) == sentence
    slip = make_slips(call=call, count=1, by=pilot)[0]
    ballot = dict.fromkeys(call.item_ids, 1)
    assert deposit_answers(call=call, answers=ballot, comments={}, invitation=slip)
    again = lambda: deposit_answers(call=call, answers=ballot, comments={}, invitation=slip)  # noqa: E731
    assert refusal(again) == "Ce lien a déjà servi à envoyer une réponse."
    assert stage_of(vote).ballots == 1


def test_nobody_votes_in_an_organisations_name(cycle, pilot):
    partners = CollegeFactory(organisation=cycle.organisation, kind="partners")
    vote = open_one(cycle, pilot, colleges=[partners])
    call = RoundCollege.objects.select_related("round", "college").get(round=vote.round)
    signed = lambda: deposit_organisation_answer(  # noqa: E731
        call=call, name="Mairie", answers=dict.fromkeys(call.item_ids, 1), comments={}
    )
    assert "vos réponses restent anonymes" in refusal(signed)
