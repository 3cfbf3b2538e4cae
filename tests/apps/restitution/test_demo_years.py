"""What the demonstration has lived over three years, and the federation that accompanies it."""

import itertools
from collections import Counter

import pytest

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.comparison import comparison_of
from marchepied.apps.diagnosis.selectors.crossed import read_crossed
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.diagnosis.selectors.releases import latest_release
from marchepied.apps.meetings.models import Decision, Minute
from marchepied.apps.organisations.models import Person
from marchepied.apps.organisations.selectors import spaces_of
from marchepied.apps.participation.models import Answer, Round, RoundCollege
from marchepied.apps.plans.models import Act, Action, ActionVote, Indicator, Review
from marchepied.apps.restitution.selectors import packs_of
from marchepied.core.scope import scope, unscoped


@pytest.fixture
def years(demo):
    """The three cycles of the enterprise, the latest first."""
    organisation = demo["l-etabli-des-saules"]
    with scope(organisation):
        cycles = list(Cycle.objects.select_related("round"))
        for cycle in cycles:
            cycle.organisation = organisation
        yield cycles


def test_more_than_three_hundred_people_have_answered(demo):
    with unscoped("the whole demonstration is counted"):
        calls = list(RoundCollege.objects.select_related("round"))
    answered = sum(call.answered_count for call in calls if "kind" not in call.round.form)
    ballots = sum(call.answered_count for call in calls if call.round.form.get("kind") == "grades")
    assert (answered, ballots) == (378, 53)


def test_three_years_follow_each_other(years):
    assert [cycle.state for cycle in years] == ["finished"] * 3
    assert [cycle.follows for cycle in years] == [years[1], years[2], None]
    assert [len(cycle.question_ids) for cycle in years] == [8, 8, 5]
    assert len({cycle.title for cycle in years}) == 3
    gaps = [(late.assembly_on - early.assembly_on).days for late, early in itertools.pairwise(years)]
    assert gaps == [371, 371]


def test_one_question_is_not_compared_because_its_words_changed(years):
    comparison = comparison_of(years[0])
    assert [question.id for question in comparison.questions if not question.same] == ["t5-value"]
    assert [question.id for question in comparison.changed_texts] == ["t5-value"]
    changed = {
        question.id: {change.name for change in question.certain}
        for question in comparison.questions
        if question.certain
    }
    paid = {"Salariés permanents", "Salariés en parcours"}
    assert changed == {
        "t5-follow-up": paid,
        "t5-needs-today": {"Salariés permanents"},
        "t5-communication-use": paid,
    }


def test_keys_of_the_first_years_are_forgotten(years):
    kept = {
        cycle.pk: Answer.objects.filter(call__round=cycle.round).exclude(respondent=None).exists()
        for cycle in years
    }
    assert [kept[cycle.pk] for cycle in years] == [True, False, False]


def test_a_group_nearly_unanimous_is_shown_without_its_figures(years):
    rows = {row.id: row for row in read_crossed(years[1], latest_release(years[1]))}["t5-relevance"].rows
    clients = next(row for row in rows if row.name == "Clients")
    assert (clients.status, clients.counts) == ("nearly_all", None)


def test_the_meeting_is_told_with_its_hands_and_its_minutes(years):
    meeting = Minute.objects.filter(kind="objection").first().meeting
    assert sum(row.count for row in meeting.attendees.all()) == 22
    assert {row.name for row in meeting.attendees.all()} == {""}
    assert Counter(minute.kind for minute in meeting.minutes.all()) == {
        "objection": 2,
        "parking": 1,
        "note": 1,
    }
    assert [minute.settled for minute in meeting.minutes.filter(kind="objection")] == [True, False]
    assert [(show.subject, show.turn, show.raised) for show in meeting.shows.order_by("subject", "turn")] == [
        ("t5-follow-up", 1, 22),
        ("t5-follow-up", 2, 22),
        ("t5-involvement", 1, 22),
        ("t5-involvement", 2, 22),
    ]
    assert positions_of(years[0])["t5-do-more"].disagreement_by == "la trésorière"
    assert meeting.held_on == positions_of(years[0])["t5-do-more"].held_on


def test_thirty_people_chose_the_first_actions(years):
    vote = ActionVote.objects.get(cycle=years[0])
    assert (vote.state, vote.round.state) == ("closed", "closed")
    assert vote.round.calls.get().answered_count == 30
    assert vote.closed_at.date() < years[0].assembly_on


def test_the_plans_hold_everything_that_may_happen_to_an_action(years):
    states = [Counter(Action.objects.filter(cycle=cycle).values_list("state", flat=True)) for cycle in years]
    assert states == [
        {"done": 2, "doing": 3, "todo": 3, "dropped": 1},
        {"done": 3, "dropped": 1},
        {"done": 2, "doing": 1, "dropped": 1},
    ]
    assert Review.objects.count() == 3
    assert Act.objects.count() == 2


def test_four_indicators_over_three_years(years):
    indicators = list(Indicator.objects.prefetch_related("values", "targets"))
    assert [row.key for row in indicators] == ["idees", "reponses", "part_repondue", "rappels"]
    told = [cycle.assembly_on.year for cycle in reversed(years)]
    assert [[value.year for value in row.values.all()] for row in indicators] == [told, told, [], told]
    assert [[goal.year for goal in row.targets.all()] for row in indicators] == [
        [told[2] + 1, told[2] + 3]
    ] * 4


def test_each_year_was_told_to_the_assembly(years):
    editions = [packs_of(cycle) for cycle in years]
    assert [len(rows) for rows in editions] == [1, 1, 1]
    assert [rows[0].signatures.count() for rows in editions] == [2, 2, 1]
    assert Decision.objects.count() == 6


def test_a_visitor_can_vote_at_the_mutuelle(client, demo):
    with scope(demo["mutuelle-des-mariniers"]):
        vote = ActionVote.objects.get()
        questionnaire = Cycle.objects.first().round
        assert vote.state == "open"
        # The link that is printed stays that of the questionnaire.
        assert vote.round.closes_on < questionnaire.closes_on
        assert Round.objects.filter(state="open").count() == 2


def test_the_animator_of_the_federation_accompanies_the_three(demo):
    animator = Person.objects.get(email="helene.vasseur@exemple.fr")
    assert [(line.organisation.name, line.role, line.until is None) for line in spaces_of(animator)] == [
        ("Fédération des Rives solidaires", "pilot", True),
        ("Les Amis du Lavoir", "accompagnateur", False),
        ("L’Établi des Saules", "accompagnateur", False),
        ("Mutuelle des Mariniers", "accompagnateur", False),
    ]
    with scope(demo["federation-des-rives-solidaires"]):
        cycle = Cycle.objects.get()
        assert (cycle.state, cycle.round, cycle.own_answers.count()) == ("running", None, 2)
