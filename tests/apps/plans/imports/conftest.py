"""A space with a cycle, and Ana who leads it."""

import pytest

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory


@pytest.fixture
def cycle():
    load_shipped_referentials()
    found = open_space(
        name="L’Atelier", legal_form="association", axis_id="theme-5", by=PersonFactory(name="Ana")
    )
    with scope(found.organisation):
        yield found
