"""A cycle ready for the room, and who leads it."""

import pytest

from marchepied.apps.organisations.enums import Role
from tests.factories.organisations import MembershipFactory
from tests.web.diagnosis.room.leading import make_cycle


@pytest.fixture
def cycle():
    return make_cycle()


@pytest.fixture
def sign_in(cycle, client):
    def enter(role=Role.FACILITATOR):
        client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)

    return enter
