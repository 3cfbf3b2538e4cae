"""Who may open each of the pilot's pages; a member of another organisation never."""

import uuid

import pytest
from django.urls import reverse

from marchepied.apps.organisations.enums import Role
from tests.factories.organisations import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
ALL = {Role.READER, Role.CONTRIBUTOR, Role.FACILITATOR, Role.ACCOMPAGNATEUR, Role.PILOT}
LEADING = {Role.FACILITATOR, Role.ACCOMPAGNATEUR, Role.PILOT}
# Page: who may, the number it takes, whether it changes something (POST only).
PAGES = {
    "colleges": (ALL, None, False),
    "choose": (LEADING, None, False),
    "open": ({Role.PILOT}, None, False),
    "college": (LEADING, "college", False),
    "move": (LEADING, "college", True),
    "archive": (LEADING, "college", True),
    "restore": (LEADING, "college", True),
    "together": (LEADING, "college", True),
    "merge": (LEADING, "college", False),
    "preview": (LEADING, "college", False),
}
OPEN_PAGES = {
    "colleges": (ALL, None, False),
    "extend": ({Role.PILOT}, None, False),
    "close": ({Role.PILOT}, None, False),
    "invite": (LEADING, "call", False),
    "invite-mail": (LEADING, "call", False),
    "remind": (LEADING, "call", False),
    "poster": (LEADING, "call", False),
    "poster-pdf": (LEADING, "call", False),
    "slips": (LEADING, "call", True),
    "paper-pdf": (LEADING, "call", False),
    "paper-entry": (LEADING, "call", False),
}


def check(client, cycle, page_of, pages, keys):
    for role in ALL:
        member = MembershipFactory(organisation=cycle.organisation, role=role).person
        client.force_login(member)
        for name, (allowed, key, post) in pages.items():
            url = page_of(name, *([keys[key]] if key else []))
            if post and role in allowed:
                continue  # what they do is tested with what they are for
            answer = client.post(url) if post else client.get(url)
            assert (name, role, answer.status_code) == (name, role, 200 if role in allowed else 404)


def check_outsiders(client, cycle, page_of, pages, keys):
    outsider = MembershipFactory(role=Role.PILOT)
    for name, (_, key, _post) in pages.items():
        url = page_of(name, *([keys[key]] if key else []))
        client.logout()
        assert client.get(url).headers["Location"].startswith("/connexion/")
        client.force_login(outsider.person)
        assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
        # Their own space does not open another's cycle either.
        own = reverse(
            f"participation:{name}",
            args=[outsider.organisation.slug, cycle.pk, *([keys[key]] if key else [])],
        )
        assert (client.get(own).status_code, client.post(own).status_code) == (404, 404)


def test_in_preparation(client, cycle, page_of, add_group):
    keys = {"college": add_group().pk}
    check(client, cycle, page_of, PAGES, keys)
    check_outsiders(client, cycle, page_of, PAGES, keys)


def test_while_open(client, cycle, page_of, add_group, open_with):
    keys = {"call": open_with(add_group())[0].pk}
    check(client, cycle, page_of, OPEN_PAGES, keys)
    check_outsiders(client, cycle, page_of, OPEN_PAGES, keys)


def test_what_is_not_of_this_cycle_is_not_found(client, pilot, page_of, add_group, open_with):
    from tests.factories.participation import CollegeFactory, RoundCollegeFactory

    open_with(add_group())
    foreign, unknown = RoundCollegeFactory(), uuid.uuid4()
    for name in ("invite", "invite-mail", "remind", "poster", "poster-pdf", "paper-pdf", "paper-entry"):
        for key in (foreign.pk, unknown):
            assert client.get(page_of(name, key)).status_code == 404
    for key in (CollegeFactory().pk, unknown):
        assert client.get(page_of("college", key)).status_code == 404
        assert client.post(page_of("move", key)).status_code == 404


def test_a_reader_sees_the_counts_and_no_link(client, cycle, page_of, add_group, open_with):
    call = open_with(add_group())[0]
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.READER).person)
    page = client.get(page_of("colleges")).content.decode()
    assert call.handle not in page
    assert page_of("invite", call.pk) not in page
    assert page_of("close") not in page


def test_a_person_without_a_space_sees_nothing(client, page_of, add_group):
    add_group()
    client.force_login(PersonFactory())
    assert client.get(page_of("colleges")).status_code == 404
