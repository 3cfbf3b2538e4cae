"""A space with a cycle, and who leads it."""

import pytest

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory


@pytest.fixture
def pilot():
    return PersonFactory(name="Claire Morel")


@pytest.fixture
def cycle(pilot):
    load_shipped_referentials()
    cycle = open_space(name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=pilot)
    with scope(cycle.organisation):
        yield cycle
