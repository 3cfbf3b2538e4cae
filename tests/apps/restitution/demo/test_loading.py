"""The demonstration is the same every time, alive on any day, and touches nobody else."""

from datetime import date

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command

from marchepied.apps.diagnosis.selectors.cycles import current_cycle, other_cycles
from marchepied.apps.organisations.models import Organisation, Person
from marchepied.apps.organisations.selectors import find_demo_pilot, spaces_of
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.models import Round
from marchepied.apps.participation.selectors import (
    demo_answer_path,
)
from marchepied.apps.participation.services import close_round
from marchepied.apps.restitution.services import delete_demo, load_demo
from marchepied.apps.restitution.services._demo_data import (
    count_day,
)
from marchepied.core.scope import scope
from tests.apps.restitution.demo.picture import take_picture
from tests.factories.organisations import OrganisationFactory, SiteFactory

DAY = date(2027, 3, 16)


def test_the_same_story_every_time(guide):
    load_demo(today=DAY)
    first = take_picture()
    delete_demo()
    load_demo(today=DAY)
    second = take_picture()
    assert first.keys() == second.keys()
    for label, rows in first.items():
        assert second[label] == rows, label
    assert len(first["participation.Answer"]) > 800


def test_running_it_again_does_nothing(demo, django_assert_num_queries):
    before = take_picture()
    with django_assert_num_queries(1):
        again = load_demo()
    assert {organisation.pk for organisation in again} == {row.pk for row in demo.values()}
    assert take_picture() == before


def test_fresh_makes_it_again_and_touches_nobody_else(demo):
    other = OrganisationFactory(name="La Ruche du Coin")
    SiteFactory(organisation=other)
    call_command("load_demo", fresh=True, verbosity=0)
    made = Organisation.objects.filter(is_demo=True)
    assert sorted(made.values_list("slug", flat=True)) == sorted(demo)
    assert not set(made.values_list("pk", flat=True)) & {row.pk for row in demo.values()}
    with scope(other):
        assert apps.get_model("organisations.Site").objects.count() == 1
    assert Person.objects.filter(email="claire.morel@exemple.fr").count() == 1


def test_deleting_it_leaves_no_row(demo):
    assert delete_demo() == 4
    assert {label: rows for label, rows in take_picture().items() if rows} == {}


def test_nobody_is_written_to(guide, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        load_demo()
    assert (callbacks, mail.outbox) == ([], [])


@pytest.mark.parametrize("today", [DAY, date(2028, 2, 29), date(2026, 12, 31), date(2031, 7, 14)])
def test_days_are_counted_from_any_day(guide, today):
    organisations = load_demo(today=today)
    with scope(*organisations):
        finished = other_cycles(organisations[0], None)[0]
        middle = current_cycle(organisations[1])
    assert 5 <= (today - finished.assembly_on).days <= 12
    assert finished.assembly_on.weekday() == 3
    assert round((middle.assembly_on - today).days / 7) == 11
    assert middle.round.opened_on < today < middle.round.closes_on


def test_a_weekday_is_the_nearest_one():
    days = {count_day(date(2027, 3, day), {"days": 7, "weekday": "saturday"}) for day in range(1, 8)}
    assert days == {date(2027, 3, 6), date(2027, 3, 13)}
    assert count_day(DAY, -3) == date(2027, 3, 13)


def test_one_person_opens_all_four(demo):
    pilot = find_demo_pilot()
    assert pilot.name == "Claire Morel"
    assert [(line.organisation.name, line.role) for line in spaces_of(pilot)] == [
        ("Fédération des Rives solidaires", "contributor"),
        ("Les Amis du Lavoir", "pilot"),
        ("L’Établi des Saules", "pilot"),
        ("Mutuelle des Mariniers", "accompagnateur"),
    ]


def test_a_participant_can_answer_now(client, demo):
    assert client.get(demo_answer_path()).status_code == 200


def test_without_an_open_questionnaire_the_link_asks_for_a_code(client, mutuelle):
    for round_ in Round.objects.filter(state=RoundState.OPEN):
        close_round(round=round_, by=None)
    assert demo_answer_path() == "/r/"
