"""An organisation, its pilot, and a scope that lasts as long as the test."""

from collections.abc import Iterator
from typing import Any

import pytest

from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory


@pytest.fixture
def membership(db: Any) -> Any:
    return MembershipFactory(role=Role.PILOT)


@pytest.fixture
def pilot(membership: Any) -> Any:
    return membership.person


@pytest.fixture
def house(membership: Any) -> Iterator[Any]:
    """The organisation, in scope."""
    with scope(membership.organisation):
        yield membership.organisation
