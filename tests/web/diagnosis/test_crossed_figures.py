"""The figures of real data, on the page: equal to the published ones to a millionth."""

import csv

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, heard
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
ITEMS = [f"LEAD{number:02}" for number in range(1, 12)]


def read_page(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def cycle(shared_data):
    """Eleven questions answered by the 49 units of the public data set lq2002."""
    cycle = closed_cycle(questions=11)
    with (shared_data / "likert" / "lq2002.csv").open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    units = {}
    for person in people:
        levels = units.setdefault(person["COMPID"], {item: [] for item in cycle.question_ids})
        for item, column in zip(cycle.question_ids, ITEMS, strict=True):
            levels[item].append(int(person[column]))
    for unit, levels in units.items():
        heard(cycle, f"Unité {unit}", levels)
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=None)
    return cycle


def test_figures_of_real_groups_are_the_published_ones(cycle, shared_data, client):
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person)
    address = [cycle.organisation.slug, cycle.pk]
    page = read_page(
        client.get(reverse("diagnosis:crossed-question", args=[*address, cycle.question_ids[0]]))
    )
    shown = {
        row.th.get_text().removeprefix("Unité "): float(row.select("data")[1]["value"])
        for row in page.select("#calcul table")[0].select("tbody tr")
    }
    with (shared_data / "likert" / "ref_lq2002_rwg_lead01.csv").open(encoding="utf-8") as file:
        published = {row["grpid"]: float(row["rwg"]) for row in csv.DictReader(file)}
    assert len(shown) >= 47
    assert shown == pytest.approx({unit: published[unit] for unit in shown}, abs=1e-6)
