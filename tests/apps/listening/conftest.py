"""A house with its two registers open, in scope."""

import pytest

from marchepied.apps.referentials.services import load_shipped_referentials
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


@pytest.fixture
def guide(db):
    """What themes are named after."""
    load_shipped_referentials()


@pytest.fixture
def elsewhere(db):
    """Another house, with empty registers."""
    organisation = OrganisationFactory(name="Le Lavoir", slug="lavoir")
    return organisation, open_one(organisation), open_one(organisation, "ideas", answer_days=60)
