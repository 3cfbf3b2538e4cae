"""Coherence: what actions and decisions serve, what the plan leaves unserved, how it is said."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import translation

from marchepied.apps.diagnosis.models import Position
from marchepied.apps.diagnosis.services.positions import point_to as point_position
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.organisations.models import Organisation
from marchepied.apps.organisations.selectors import Project
from marchepied.apps.organisations.services import delete_organisation, set_activities, set_purposes
from marchepied.apps.plans.models import Action, ActionActivity, ActionPurpose
from marchepied.apps.plans.selectors.coherence import read_coherence
from marchepied.apps.plans.selectors.coherence_words import (
    say_coherence,
    say_loose_actions,
    say_what_is_left,
)
from marchepied.apps.plans.services import (
    ActionContent,
    add_action,
    add_serving_actions,
    point_to,
    update_action,
)
from marchepied.apps.plans.services.next_year import carry_over_actions
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope, unscoped
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.plans import ActionFactory

pytestmark = pytest.mark.django_db
FEED, LINK, LEARN = "Nourrir les gens du canton", "Relier les voisins", "Apprendre un métier"


@pytest.fixture
def told():
    """An organisation with three purposes, two activities and a cycle, inside its scope."""
    member = MembershipFactory()
    organisation, person = member.organisation, member.person
    with scope(organisation):
        purposes = set_purposes(organisation=organisation, texts=[FEED, LINK, LEARN], by=person)
        activities = set_activities(organisation=organisation, texts=["Cuisine", "Potager"], by=person)
        yield SimpleNamespace(
            organisation=organisation,
            person=person,
            purposes=purposes,
            activities=activities,
            cycle=CycleFactory(organisation=organisation),
        )


def action(told, title="Agir", purposes=(), activities=(), **content):
    return add_action(
        cycle=told.cycle,
        content=ActionContent(title=title, **content),
        serves=Project([told.purposes[n] for n in purposes], [told.activities[n] for n in activities]),
        by=told.person,
    )


def decide(told, question_id="t1-d1-q1", purposes=(), activities=()):
    position = take_position(
        cycle=told.cycle, question_id=question_id, level=1, words="", agreement="consensus", by=told.person
    )
    project = Project([told.purposes[n] for n in purposes], [told.activities[n] for n in activities])
    point_position(position=position, project=project, by=told.person)
    return position


def served(row):
    return [line.text for line in row.purposes.all()], [line.text for line in row.activities.all()]


def entries(verb):
    return [entry.detail for entry in AuditEntry.objects.filter(verb=verb).order_by("at")]


def test_an_action_says_what_it_serves_and_may_say_otherwise(told):
    done = action(told, purposes=[1, 0], activities=[1])
    assert served(done) == ([FEED, LINK], ["Potager"])
    update_action(action=done, content=ActionContent(title="Agir mieux"), by=told.person)
    assert served(done) == ([FEED, LINK], ["Potager"])
    content = ActionContent(title="Agir mieux")
    update_action(action=done, content=content, serves=Project([told.purposes[2]]), by=told.person)
    assert served(done) == ([LEARN], [])
    assert entries("action.pointed") == [{"added": 3, "removed": 0}, {"added": 1, "removed": 3}]


def test_saying_the_same_again_writes_nothing(told):
    done = action(told, purposes=[0])
    assert point_to(action=done, project=Project([told.purposes[0]]), by=told.person) is False
    assert point_to(action=done, project=Project(), by=told.person) is True
    assert entries("action.pointed") == [{"added": 1, "removed": 0}, {"added": 0, "removed": 1}]


def test_a_decision_taken_again_serves_what_it_did(told):
    decide(told, purposes=[0], activities=[0])
    take_position(
        cycle=told.cycle, question_id="t1-d1-q1", level=2, words="", agreement="consent", by=told.person
    )
    assert served(Position.objects.get()) == ([FEED], ["Cuisine"])
    assert entries("position.pointed") == [{"added": 2, "removed": 0}]


def test_what_another_organisation_wrote_is_refused(told):
    other = MembershipFactory().organisation
    with scope(other):
        (purpose,) = set_purposes(organisation=other, texts=["Ailleurs"], by=None)
        (activity,) = set_activities(organisation=other, texts=["Loin"], by=None)
    done, position = action(told, purposes=[0]), decide(told)
    for project in (Project([purpose]), Project((), [activity])):
        with pytest.raises(ValidationError, match="autre organisation"):
            point_to(action=done, project=project, by=told.person)
        with pytest.raises(ValidationError, match="autre organisation"):
            point_position(position=position, project=project, by=told.person)
    with pytest.raises(ValidationError, match="plus dans le plan"):
        add_serving_actions(line=purpose, cycle=told.cycle, actions=[done.pk], by=told.person)
    assert served(done) == ([FEED], [])
    assert served(position) == ([], [])


def test_actions_are_added_to_a_purpose_beside_what_they_serve(told):
    one, two = action(told, "Une", purposes=[0]), action(told, "Deux", purposes=[1], activities=[0])
    link = told.purposes[1]
    added = add_serving_actions(line=link, cycle=told.cycle, actions=[one.pk, two.pk], by=told.person)
    assert added == 1
    assert served(one) == ([FEED, LINK], [])
    assert served(two) == ([LINK], ["Cuisine"])
    assert add_serving_actions(line=link, cycle=told.cycle, actions=[one.pk], by=told.person) == 0
    assert entries("purpose.served") == [{"actions": 1}]
    garden = told.activities[1]
    assert add_serving_actions(line=garden, cycle=told.cycle, actions=[one.pk], by=told.person) == 1
    assert served(one) == ([FEED, LINK], ["Potager"])
    assert entries("activity.served") == [{"actions": 1}]


def test_only_actions_of_this_plan_can_be_added(told):
    before = ActionFactory(cycle=CycleFactory(organisation=told.organisation, title="L’an dernier"))
    with pytest.raises(ValidationError, match="Cochez au moins une action"):
        add_serving_actions(line=told.purposes[0], cycle=told.cycle, actions=[], by=told.person)
    with pytest.raises(ValidationError, match="plus dans le plan"):
        add_serving_actions(line=told.purposes[0], cycle=told.cycle, actions=[before.pk], by=told.person)
    assert ActionPurpose.objects.count() == 0


def test_the_page_tells_what_serves_each_line_and_what_serves_none(told):
    feeding = action(told, "Cuisiner", purposes=[0], activities=[0], state="done")
    loose = action(told, "Repeindre", activities=[0])
    given_up = action(told, "Planter", purposes=[1], state="dropped")
    decided, idle = decide(told, "t1-d1-q1", purposes=[1]), decide(told, "t1-d1-q2")
    found = read_coherence(told.organisation)
    feed, link, learn = found.purposes
    assert (feed.actions, feed.dropped, feed.decisions, feed.others) == ((feeding,), (), (), (loose,))
    assert (link.actions, link.dropped, [one.position for one in link.decisions]) == (
        (), (given_up,), [decided],
    )  # fmt: skip
    assert (learn.actions, learn.decisions, learn.others) == ((), (), (loose, feeding))
    assert [line.actions for line in found.activities] == [(feeding, loose), ()]
    assert (found.served, found.only_decided, found.unserved) == ([feed], [link], [learn])
    assert found.loose_actions == (loose,)
    assert [one.position for one in found.loose_decisions] == [idle]
    assert found.loose_decisions[0].question != ""
    assert found.loose_decisions[0].words != ""


def test_without_a_cycle_nothing_serves_anything():
    organisation = MembershipFactory().organisation
    with scope(organisation):
        set_purposes(organisation=organisation, texts=[FEED], by=None)
        found = read_coherence(organisation)
    assert (found.cycle, found.served, found.actions, found.decisions) == (None, [], (), ())
    assert [purpose.line.text for purpose in found.unserved] == [FEED]


@pytest.mark.parametrize(
    ("count", "served", "decided", "sentence", "left"),
    [
        (0, 0, [], "", ""),
        (1, 0, [], "Aucune action ne sert encore notre raison d’être.", ""),
        (1, 1, [], "Notre raison d’être est servie par au moins une action.", ""),
        (3, 3, [], "Nos trois raisons d’être sont toutes servies par au moins une action.", ""),
        (
            3, 0, [], "Aucune de nos trois raisons d’être n’est encore servie par une action.",
            f"Rien ne sert encore : « {FEED} », « {LINK} » et « {LEARN} ».",
        ),
        (
            3, 1, [], "Une raison d’être sur trois est servie par au moins une action.",
            f"Rien ne sert encore : « {LINK} » et « {LEARN} ».",
        ),
        (
            3, 2, [], "Deux raisons d’être sur trois sont servies par au moins une action.",
            f"Rien ne sert encore : « {LEARN} ».",
        ),
        (
            3, 1, [1], "Une raison d’être sur trois est servie par au moins une action.",
            f"Rien ne sert encore : « {LEARN} ». Décidé, mais sans action pour l’instant : « {LINK} ».",
        ),
    ],
)  # fmt: skip
def test_the_state_is_said_in_words(told, count, served, decided, sentence, left, plain):
    told.purposes = set_purposes(
        organisation=told.organisation, texts=[FEED, LINK, LEARN][:count], by=told.person
    )
    for number in range(served):
        action(told, purposes=[number])
    decide(told, purposes=decided)
    with translation.override("fr"):
        found = read_coherence(told.organisation)
        assert plain(say_coherence(found)) == sentence
        assert plain(say_what_is_left(found, "fr")) == left


@pytest.mark.parametrize(
    ("loose", "sentence"),
    [
        (0, ""),
        (1, "Une action n’est reliée à aucune raison d’être."),
        (12, "12 actions ne sont reliées à aucune raison d’être."),
    ],
)
def test_actions_that_serve_none_are_counted(told, loose, sentence, plain):
    action(told, purposes=[0])
    for _number in range(loose):
        action(told)
    assert plain(say_loose_actions(read_coherence(told.organisation))) == sentence


def test_an_action_carried_over_serves_what_it_served(told):
    going_on = action(told, purposes=[0, 2], activities=[1])
    following = CycleFactory(organisation=told.organisation, title="Après")
    (copy,) = carry_over_actions(
        last=told.cycle, cycle=following, kept=[going_on.pk], dropped={}, by=told.person
    )
    assert served(copy) == ([FEED, LEARN], ["Potager"])
    assert served(going_on) == ([FEED, LEARN], ["Potager"])


def test_a_line_that_goes_takes_its_links_alone(told):
    kept = action(told, purposes=[0, 1], activities=[0])
    decide(told, purposes=[0])
    set_purposes(organisation=told.organisation, texts=[LINK, "Nourrir tous les gens du canton"], by=None)
    assert [line.text for line in kept.purposes.all()] == [LINK, "Nourrir tous les gens du canton"]
    set_purposes(organisation=told.organisation, texts=[LEARN], by=None)
    set_activities(organisation=told.organisation, texts=[], by=None)
    assert served(kept) == ([], [])
    assert served(Position.objects.get()) == ([], [])
    assert ActionActivity.objects.count() == 0


def links():
    """How many links of each kind there are, on the whole instance."""
    with unscoped("counting the links of every organisation"):
        models = (Position.purposes.through, Position.activities.through, ActionPurpose, ActionActivity)
        return [model.objects.count() for model in models]


def test_links_go_with_their_space(told):
    action(told, purposes=[0, 1], activities=[1])
    decide(told, purposes=[0], activities=[0, 1])
    assert links() == [1, 2, 2, 1]
    delete_organisation(organisation=told.organisation, typed_name=told.organisation.name, by=told.person)
    assert links() == [0, 0, 0, 0]


def test_links_come_back_from_a_backup(told, tmp_path):
    action(told, purposes=[0, 1], activities=[1])
    decide(told, purposes=[0], activities=[0, 1])
    call_command("backup", tmp_path / "avant.tar.gz")
    Action.objects.all().delete()
    Position.objects.all().delete()
    assert links() == [0, 0, 0, 0]
    call_command("restore", tmp_path / "avant.tar.gz", replace=True)
    assert Organisation.objects.count() == 1
    assert served(Action.objects.get()) == ([FEED, LINK], ["Potager"])
    assert served(Position.objects.get()) == ([FEED], ["Cuisine", "Potager"])
