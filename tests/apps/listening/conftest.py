"""A house with its two registers open, in scope."""

import pytest

from marchepied.core.scope import scope
from tests.factories.listening import open_one
from tests.factories.networks import pilot_of
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def house(db):
    organisation = OrganisationFactory()
    organisation.pilot = pilot_of(organisation)
    with scope(organisation):
        yield organisation


@pytest.fixture
def complaints(house):
    return open_one(house, "complaints")


@pytest.fixture
def ideas(house):
    return open_one(house, "ideas", answer_days=60)
