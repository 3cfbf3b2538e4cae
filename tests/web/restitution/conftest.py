"""A cycle with an answer of its own, and its pilot's browser."""

import pytest
from django.urls import reverse

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory


@pytest.fixture
def cycle():
    load_shipped_referentials()
    pilot = PersonFactory(name="Claire Morel")
    return open_space(name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=pilot)


@pytest.fixture
def pilot(cycle, client):
    person = cycle.organisation.memberships.get().person
    client.force_login(person)
    return person


@pytest.fixture
def answered(cycle, pilot):
    """The first question is answered by the organisation itself."""
    with scope(cycle.organisation):
        save_own_answer(
            cycle=cycle,
            question_id=cycle.question_ids[0],
            kind="level",
            level=2,
            narrative="On demande quand ça coince.",
            evidence=[],
            by=pilot,
        )
    return cycle


@pytest.fixture
def address(cycle):
    def find(name, *more):
        return reverse(f"restitution:{name}", args=[cycle.organisation.slug, cycle.pk, *more])

    return find
