"""One list of what there is to do: what is in it, what comes first, what a mail may say of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from marchepied.apps.deliberation.models import Topic
from marchepied.apps.listening.services import (
    acknowledge,
    answer,
    close,
    decide,
    merge_ideas,
    refuse_idea,
    reply_about_idea,
    reply_as_author,
)
from marchepied.apps.listening.services.complaint_life import Closing
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.models import Reply, Round
from marchepied.apps.plans.enums import TodoKind, TodoWeight
from marchepied.apps.plans.models import Review
from marchepied.apps.plans.selectors.todo import pick_mattering, read_todo
from marchepied.apps.plans.selectors.todo_words import say_todo
from marchepied.apps.plans.services import ActionContent
from marchepied.apps.plans.services.listening import take_up_complaint
from marchepied.apps.plans.services.reminders import send_due_mails
from marchepied.core.scope import scope
from tests.factories.deliberation import open_one as open_topic
from tests.factories.diagnosis import CycleFactory
from tests.factories.listening import complain, open_one, propose
from tests.factories.networks import pilot_of
from tests.factories.organisations import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.participation import RoundCollegeFactory
from tests.factories.plans import ActionFactory


@pytest.fixture
def house(db):
    organisation = OrganisationFactory()
    organisation.pilot = pilot_of(organisation)
    with scope(organisation):
        organisation.cycle = CycleFactory(organisation=organisation)
        yield organisation


def read(house):
    return [(one.kind, one.weight) for one in read_todo(house, house.cycle)]


def test_nothing_waits_in_a_new_space(house):
    assert read(house) == []
    assert read_todo(house, None) == []


def test_what_may_hurt_comes_first_then_promises_then_words_owed_then_the_rest(house):
    complaints, ideas = open_one(house, "complaints"), open_one(house, "ideas")
    complain(complaints, "Le café est froid.")
    complain(complaints, "La porte ferme mal.", days_ago=20)
    complain(complaints, "Il m’a frappé, je suis en danger.")
    idea = propose(ideas)
    reply_about_idea(idea=idea, text="Alors ?")
    propose(ideas, "Un banc", shown=False)
    ActionFactory(cycle=house.cycle, due_on=timezone.localdate() - timedelta(days=1))
    assert read(house) == [
        (TodoKind.DANGER, TodoWeight.DANGER),
        (TodoKind.ACKNOWLEDGE, TodoWeight.PROMISED),
        (TodoKind.IDEA_REPLY, TodoWeight.OWED),
        (TodoKind.ACTION, TodoWeight.PAST),
        (TodoKind.ACKNOWLEDGE, TodoWeight.NEW),
        (TodoKind.IDEA_READ, TodoWeight.NEW),
    ]


def test_a_complaint_asks_for_its_next_step_until_it_is_closed(house):
    row = complain(open_one(house, "complaints"))
    seen = [read(house)]
    acknowledge(complaint=row, text="Bien reçu.", by=house.pilot)
    seen.append(read(house))
    answer(complaint=row, text="C’est réparé.", by=house.pilot)
    seen.append(read(house))
    close(complaint=row, closing=Closing("settled"), by=house.pilot)
    seen.append(read(house))
    reply_as_author(complaint=row, text="Toujours pas.")
    seen.append(read(house))
    assert [[kind for kind, _weight in found] for found in seen] == [
        [TodoKind.ACKNOWLEDGE], [TodoKind.ANSWER], [TodoKind.CLOSE], [], [TodoKind.COMPLAINT_REPLY],
    ]  # fmt: skip


def test_an_idea_that_is_settled_waits_for_nothing(house):
    box = open_one(house, "ideas")
    kept, refused, same = propose(box), propose(box, "Un banc", shown=False), propose(box, "Le même")
    decide(idea=kept, accepted=True, reason="Oui.", by=house.pilot)
    refuse_idea(idea=refused, reason="Ce n’est pas une idée.", by=house.pilot)
    merge_ideas(idea=same, into=kept, by=house.pilot)
    assert read(house) == []


def test_what_became_an_action_says_so(house):
    row = complain(open_one(house, "complaints"))
    (one,) = read_todo(house, house.cycle)
    assert (one.in_plan, one.may_become_action) == (False, True)
    take_up_complaint(
        complaint=row, cycle=house.cycle, content=ActionContent(title="Deux clés"), by=house.pilot
    )
    (one,) = read_todo(house, house.cycle)
    assert (one.in_plan, one.may_become_action) == (True, False)


@pytest.mark.parametrize(("days", "found"), [(8, []), (7, [TodoWeight.COMING]), (-1, [TodoWeight.PAST])])
def test_a_topic_whose_phase_ends_and_a_review_that_is_due(house, days, found):
    day = timezone.localdate() + timedelta(days=days)
    open_topic(house, house.pilot)
    Topic.objects.update(phase="discuss", discuss_until=day)
    held_on = timezone.localdate() - timedelta(days=90)
    Review.objects.create(organisation=house, cycle=house.cycle, held_on=held_on, next_on=day)
    todo = read_todo(house, house.cycle)
    assert [one.weight for one in todo if one.kind == TodoKind.TOPIC] == found
    assert [one.weight for one in todo if one.kind == TodoKind.REVIEW] == found


def test_people_who_answered_are_owed_what_became_of_it(house):
    call = RoundCollegeFactory(organisation=house, round__organisation=house, answered_count=3)
    house.cycle.round = call.round
    house.cycle.save()
    assert read(house) == []
    Round.objects.update(state="closed")
    house.cycle.round.refresh_from_db()
    assert read(house) == [(TodoKind.ROUND_REPLY, TodoWeight.OWED)]
    Reply.objects.create(organisation=house, round=call.round)
    assert read(house) == []


def test_three_things_matter_of_different_kinds_where_there_are(house):
    complaints, ideas = open_one(house, "complaints"), open_one(house, "ideas")
    for number in range(4):
        complain(complaints, f"La porte {number} ferme mal.", days_ago=20)
    propose(ideas)
    todo = read_todo(house, house.cycle)
    assert [one.kind for one in pick_mattering(todo)] == [
        TodoKind.ACKNOWLEDGE, TodoKind.ACKNOWLEDGE, TodoKind.IDEA_DECIDE,
    ]  # fmt: skip
    assert pick_mattering(todo[:2]) == todo[:2]


def test_a_mail_never_carries_what_was_written_in_trust(house, plain):
    complain(open_one(house, "complaints"), "Mon chef crie.", days_ago=20)
    propose(open_one(house, "ideas"), "Virer le chef", shown=False)
    late, unread = read_todo(house, house.cycle)
    assert plain(say_todo(late, "fr")).startswith("Accuser réception d’une difficulté : n° 1 (depuis le ")
    assert plain(say_todo(unread, "fr")).startswith("Lire une idée avant qu’elle paraisse : n° 1 (pour le ")


@pytest.mark.django_db(transaction=True)
def test_the_weekly_mail_tells_who_pilots_the_three_things_that_matter(house, plain):
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    person = PersonFactory(name="Zoé", email="zoe@exemple.fr")
    MembershipFactory(organisation=house, role=Role.CONTRIBUTOR, person=person)
    complain(open_one(house, "complaints"), "Mon chef crie.", days_ago=20)
    send_due_mails(today=monday)
    told = {message.to[0]: plain(message.body) for message in mail.outbox}
    assert list(told) == [house.pilot.email]
    body = told[house.pilot.email]
    assert "CE QUI COMPTE D’ABORD * Accuser réception d’une difficulté : n° 1 (depuis le" in body
    assert f"/e/{house.slug}/a-faire/" in body
    assert "Mon chef" not in body
