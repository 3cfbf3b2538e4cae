"""A cycle with its groups, in preparation or open, and its pilot."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.selectors.collection import propose_items
from marchepied.apps.diagnosis.selectors.cycles import find_cycle
from marchepied.apps.diagnosis.services.collection import open_collection
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.participation.models import RoundCollege
from marchepied.apps.participation.services import CallRequest
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import PersonFactory
from tests.factories.participation import CollegeFactory


@pytest.fixture
def cycle(settings):
    settings.BASE_URL = "https://avis.exemple.fr"
    load_shipped_referentials()
    pilot = PersonFactory(name="Claire Morel", email="claire@exemple.fr")
    return open_space(name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=pilot)


@pytest.fixture
def pilot(cycle, client):
    person = cycle.organisation.memberships.get().person
    client.force_login(person)
    return person


@pytest.fixture
def add_group(cycle):
    def add(name="Bénévoles", kind="volunteers", **fields):
        return CollegeFactory(organisation=cycle.organisation, name=name, kind=kind, **fields)

    return add


@pytest.fixture
def open_with(cycle):
    """Open the collection with these groups; the calls in their order."""

    def open_(*colleges):
        with scope(cycle.organisation):
            fresh = find_cycle(cycle.organisation, cycle.pk)
            items = propose_items(fresh, colleges)
            open_collection(
                cycle=fresh,
                calls=[CallRequest(college, items[college.pk]) for college in colleges],
                closes_on=timezone.localdate() + timedelta(days=21),
                responsible="Claire Morel",
                title="le lien avec les usagers",
                by=None,
            )
            return list(RoundCollege.objects.select_related("college", "round", "organisation"))

    return open_


@pytest.fixture
def page_of(cycle):
    def address(name, *arguments):
        return reverse(f"participation:{name}", args=[cycle.organisation.slug, cycle.pk, *arguments])

    return address


@pytest.fixture
def everything():
    """Read the rows of every organisation."""
    with unscoped("a test reads everything"):
        yield
