"""A space with a cycle, and people of each role."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory


@pytest.fixture
def house(client, db):
    """`organisation`, its `cycle`, `sign_in(role)` and `url(name, *more)`."""
    organisation = OrganisationFactory()
    with scope(organisation):
        cycle = CycleFactory(organisation=organisation)

    def sign_in(role=Role.PILOT):
        person = MembershipFactory(organisation=organisation, role=role).person
        client.force_login(person)
        return person

    def url(name, *more):
        return reverse(f"diagnosis:{name}", args=[organisation.slug, cycle.pk, *more])

    return SimpleNamespace(organisation=organisation, cycle=cycle, sign_in=sign_in, url=url)


@pytest.fixture
def told(messages_of, plain):
    """The messages shown by a followed response, with ordinary spaces."""

    def read(response):
        return [plain(message) for message in messages_of(response)]

    return read
