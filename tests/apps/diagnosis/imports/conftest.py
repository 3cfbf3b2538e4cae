"""The space that imports."""

import pytest

from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def organisation():
    organisation = OrganisationFactory(slug="atelier")
    with scope(organisation):
        yield organisation
