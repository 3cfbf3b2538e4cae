"""Who may open the pages of a survey, and how many queries each asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.addresses import IN_SPACE
from tests.factories.organisations import MembershipFactory
from tests.factories.surveys import live_in_surveys

pytestmark = pytest.mark.django_db

PAGES = [address for address in IN_SPACE if {"survey"} <= set(address.arguments)]
# By moment: in preparation, open, open with a first result, closed.
COUNTS = {
    0: {
        "listening:survey": 7,
        "listening:survey-delete": 4,
        "listening:survey-edit": 7,
        "listening:survey-elsewhere": 5,
        "listening:survey-form": 4,
        "listening:survey-preview": 4,
        "listening:survey-question": 4,
        "listening:survey-question-new": 4,
    },
    1: {
        "listening:answers-brought": 6,
        "listening:answers-sheet-csv": 6,
        "listening:answers-sheet-xlsx": 6,
        "listening:invite": 6,
        "listening:invite-mail": 5,
        "listening:paper-entry": 6,
        "listening:paper-pdf": 6,
        "listening:poster": 5,
        "listening:poster-pdf": 5,
        "listening:remind": 6,
        "listening:survey": 7,
        "listening:survey-close": 6,
        "listening:survey-elsewhere": 5,
        "listening:survey-extend": 4,
        "listening:survey-form": 4,
        "listening:survey-preview": 4,
    },
    2: {
        "listening:answers-brought": 6,
        "listening:answers-sheet-csv": 6,
        "listening:answers-sheet-xlsx": 6,
        "listening:invite": 6,
        "listening:invite-mail": 5,
        "listening:paper-entry": 6,
        "listening:paper-pdf": 6,
        "listening:poster": 5,
        "listening:poster-pdf": 5,
        "listening:remind": 6,
        "listening:survey": 10,
        "listening:survey-close": 6,
        "listening:survey-csv": 8,
        "listening:survey-elsewhere": 5,
        "listening:survey-extend": 4,
        "listening:survey-form": 4,
        "listening:survey-preview": 4,
        "listening:survey-xlsx": 8,
    },
    3: {
        "listening:answers-sheet-csv": 6,
        "listening:answers-sheet-xlsx": 6,
        "listening:invite": 6,
        "listening:paper-pdf": 6,
        "listening:poster": 5,
        "listening:poster-pdf": 5,
        "listening:survey": 10,
        "listening:survey-csv": 8,
        "listening:survey-elsewhere": 5,
        "listening:survey-form": 4,
        "listening:survey-preview": 4,
        "listening:survey-reply": 6,
        "listening:survey-xlsx": 8,
    },
}


@pytest.fixture
def pilot():
    return MembershipFactory(role=Role.PILOT)


def known_of(pilot, moment):
    with scope(pilot.organisation):
        return {"space": pilot.organisation.slug, **live_in_surveys(pilot.organisation, pilot.person, moment)}


def url_of(address, known):
    return reverse(address.name, kwargs={name: known[name] for name in address.arguments})


def test_a_pilot_of_elsewhere_finds_none_of_them(client, pilot):
    known = known_of(pilot, 1)
    other = MembershipFactory(role=Role.PILOT)
    client.force_login(other.person)
    opened = []
    for space in (pilot.organisation.slug, other.organisation.slug):
        for address in PAGES:
            url = url_of(address, {**known, "space": space})
            codes = {client.get(url).status_code, client.post(url).status_code}
            opened += [(address.name, code) for code in codes - {404, 405}]
    assert (len(PAGES) > 20, opened) == (True, [])


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_only_those_who_facilitate_change_a_survey(client, pilot, role):
    known = known_of(pilot, 1)
    client.force_login(MembershipFactory(organisation=pilot.organisation, role=role).person)
    opened = {
        address.name for address in PAGES if client.post(url_of(address, known)).status_code in {200, 302}
    }
    assert opened == set()


@pytest.mark.parametrize("moment", range(4))
def test_each_page_asks_few_queries(client, pilot, moment):
    known = known_of(pilot, moment)
    client.force_login(pilot.person)
    counts = {}
    for address in PAGES:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(url_of(address, known))
        if response.status_code == 200:
            counts[address.name] = len(asked)
    assert counts == COUNTS[moment]


@pytest.mark.parametrize(("name", "count"), [("surveys", 4), ("survey-new", 4), ("survey-bring", 3)])
def test_the_list_asks_few_queries(client, pilot, name, count):
    known_of(pilot, 3)
    client.force_login(pilot.person)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(f"listening:{name}", args=[pilot.organisation.slug]))
    assert len(asked) == count
