"""A topic under way, and the links by which people come."""

from collections.abc import Iterator
from typing import Any

import pytest

from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope
from tests.factories.deliberation import call_of, open_one
from tests.factories.organisations import MembershipFactory


@pytest.fixture
def membership(db: Any) -> Any:
    return MembershipFactory(role=Role.PILOT)


@pytest.fixture
def pilot(membership: Any) -> Any:
    return membership.person


@pytest.fixture
def house(membership: Any) -> Iterator[Any]:
    with scope(membership.organisation):
        yield membership.organisation


@pytest.fixture
def topic(house: Any) -> Any:
    """Six statements on which everybody may vote for a week."""
    return open_one(house)


@pytest.fixture
def code(topic: Any) -> str:
    """The code of the topic's one link."""
    return token_of(call_of(topic).handle)


@pytest.fixture
def chief(client: Any, membership: Any) -> Any:
    """The browser of the organisation's pilot."""
    client.force_login(membership.person)
    return client
