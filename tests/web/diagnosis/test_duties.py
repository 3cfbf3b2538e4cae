"""What the law or custom already asks is recalled beside the question it answers, by legal form."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.organisations.enums import LegalForm, Role, Sector
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    versions = {version.referential.slug: version for version in load_shipped_referentials()}

    def read_question(question_id, **profile):
        organisation = OrganisationFactory(**profile)
        client.force_login(MembershipFactory(organisation=organisation, role=Role.PILOT).person)
        with scope(organisation):
            cycle = CycleFactory(
                organisation=organisation,
                version=versions["guide-ess"],
                axis_ids=["theme-5"],
                question_ids=[question_id],
            )
        address = reverse("diagnosis:question", args=[organisation.slug, cycle.pk, question_id])
        return BeautifulSoup(client.get(address).content, "html.parser")

    return read_question


def recalled(page):
    return [link["href"].split("#obligation-")[1] for link in page.select(".already a")]


@pytest.mark.parametrize(
    ("profile", "duties"),
    [
        ({"legal_form": LegalForm.ASSOCIATION, "sector": Sector.CULTURE}, ["compte-rendu-subvention"]),
        (
            {"legal_form": LegalForm.COOPERATIVE_SCIC, "sector": Sector.INSERTION},
            ["dossier-esus", "convention-insertion", "compte-rendu-subvention"],
        ),
        (
            {"legal_form": LegalForm.FOUNDATION, "sector": Sector.HEALTH},
            ["compte-rendu-subvention", "rapport-fondation"],
        ),
        ({"legal_form": LegalForm.MUTUELLE, "sector": Sector.FINANCE}, ["compte-rendu-subvention"]),
    ],
)
def test_each_form_is_reminded_of_its_own_papers(read, profile, duties):
    page = read("t5-value", **profile)
    assert recalled(page) == duties


def test_nothing_is_recalled_where_no_paper_answers(read):
    page = read("t5-scale", legal_form=LegalForm.ASSOCIATION, sector=Sector.CULTURE)
    assert page.select_one(".already") is None


def test_the_part_answered_and_the_paper_are_said(read, plain):
    page = read("t5-value", legal_form=LegalForm.FOUNDATION, sector=Sector.HEALTH)
    assert plain(page.select(".already li")[1].text) == (
        "Le rapport annuel de la fondation : Ce que la fondation a fait dans l’année. "
        "À joindre : rapport d’activité, comptes annuels."
    )
