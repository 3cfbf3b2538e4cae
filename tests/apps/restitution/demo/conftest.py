"""The organisations of the demonstration, one by one."""

import pytest

from marchepied.apps.diagnosis.selectors.cycles import current_cycle, other_cycles
from marchepied.apps.restitution.services import delete_demo
from marchepied.core.scope import scope


@pytest.fixture
def guide(loaded, db):
    """An instance with the guide and no demonstration."""
    delete_demo()


@pytest.fixture
def enterprise(demo):
    organisation = demo["l-etabli-des-saules"]
    with scope(organisation):
        yield organisation, other_cycles(organisation, None)[0]


@pytest.fixture
def mutuelle(demo):
    organisation = demo["mutuelle-des-mariniers"]
    with scope(organisation):
        yield organisation, current_cycle(organisation)
