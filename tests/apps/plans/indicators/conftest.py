"""The space that measures."""

import pytest

from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def organisation():
    found = OrganisationFactory()
    with scope(found):
        yield found
