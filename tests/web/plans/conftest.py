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

    def sign_in(role=Role.PILOT, **person):
        if person:
            member = MembershipFactory(
                organisation=organisation, role=role, **{f"person__{k}": v for k, v in person.items()}
            )
        else:
            member = MembershipFactory(organisation=organisation, role=role)
        client.force_login(member.person)
        return member.person

    def url(name, *more):
        return reverse(f"plans:{name}", args=[organisation.slug, *more])

    return SimpleNamespace(organisation=organisation, cycle=cycle, sign_in=sign_in, url=url)
