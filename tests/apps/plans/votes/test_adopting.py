"""From a closed vote to the plan and to the pack."""

import json

import pytest

from marchepied.apps.plans.models import Action
from marchepied.apps.plans.selectors.vote_words import vote_of
from marchepied.apps.plans.selectors.votes import offered_proposals
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.plans.services.votes import (
    adopt_proposals,
)
from marchepied.core.models import Trace
from tests.apps.plans.votes.reading import close, refusal
from tests.factories.votes import ACTIONS, cast, content_of, open_one
from tests.sentences import plain

pytestmark = pytest.mark.django_db


def test_chosen_proposals_enter_the_plan_traced_from_the_vote(cycle, pilot):
    known = add_action(cycle=cycle, content=ActionContent(title="Déjà au plan"), by=pilot)
    offered = [*offered_proposals(cycle, "fr"), *content_of().proposals]
    vote = open_one(cycle, pilot, proposals=offered)
    cast(vote, [(1, 1, 2, 3, 4)] * 5)
    early = lambda: adopt_proposals(vote=vote, chosen=[vote.proposals[0]["id"]], by=pilot)  # noqa: E731
    assert refusal(early).startswith("Fermez d’abord le vote")
    _lines, vote = close(vote, pilot)
    result = json.dumps(vote.result)
    chosen = [proposal["id"] for proposal in vote.proposals[:3]]
    made = adopt_proposals(vote=vote, chosen=chosen, by=pilot)
    assert [action.title for action in made] == ["Déjà au plan", *ACTIONS[:2]]
    assert made[0].pk == known.pk
    assert Action.objects.count() == 3
    traced = Trace.objects.filter(source_type="plans.actionvote", source_id=str(vote.pk))
    assert {trace.target_id for trace in traced} == {str(action.pk) for action in made}
    adopt_proposals(vote=vote, chosen=chosen, by=pilot)
    assert Action.objects.count() == 3
    vote.refresh_from_db()
    assert vote.result == json.loads(result)


def test_choosing_nothing_or_something_else_is_refused(cycle, pilot):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 1, 2, 3)] * 5)
    _lines, vote = close(vote, pilot)
    assert refusal(lambda: adopt_proposals(vote=vote, chosen=[], by=pilot)) == "Cochez au moins une action."
    other = lambda: adopt_proposals(vote=vote, chosen=["p00"], by=pilot)  # noqa: E731
    assert refusal(other) == "Une de ces actions n’est pas dans ce vote : rechargez la page."


def test_the_pack_reads_the_last_closed_vote(cycle, pilot, django_assert_num_queries):
    assert vote_of(cycle) is None
    for title in ("Le premier", "Le second"):
        vote = open_one(cycle, pilot, title=title)
        cast(vote, [(1, 2, 3, 4), (2, 2, 3, 6)] * 6)
        close(vote, pilot)
    open_one(cycle, pilot, title="Encore ouvert")
    with django_assert_num_queries(1):
        outcome = vote_of(cycle)
    assert (outcome.title, outcome.ballots, len(outcome.lines)) == ("Le second", 12, 4)
    first = outcome.lines[0]
    assert (first.rank, first.title, first.grade) == (1, ACTIONS[0], "Très bonne")
    assert plain(first.sentence) == "Plus de la moitié lui donne la mention « Très bonne » ou mieux."
    assert first.cells == ("50 %", "50 %", "0 %", "0 %", "0 %", "0 %")
    assert [(part.place, part.start, part.width) for part in first.segments] == [
        (0, "0%", "50%"),
        (1, "50%", "50%"),
    ]
