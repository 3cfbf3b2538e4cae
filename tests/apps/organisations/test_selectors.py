"""Reads of the tenancy."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.organisations import selectors, services
from marchepied.apps.organisations.enums import LegalForm, Role, Sector, SizeBand
from marchepied.apps.organisations.models import Organisation
from marchepied.apps.organisations.validators import invitation_token, read_invitation_token
from marchepied.core.scope import scope
from marchepied.engines.referential import Profile
from tests.factories.organisations import (
    MemberInvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SiteFactory,
)


@pytest.mark.django_db
@pytest.mark.parametrize("spaces", [1, 3])
def test_the_list_of_spaces_takes_one_query(spaces, django_assert_num_queries):
    person = PersonFactory()
    for number in range(spaces):
        MembershipFactory(person=person, organisation__name=f"B{number}", role=Role.READER)
    MembershipFactory()
    ended = timezone.localdate() - timedelta(days=1)
    MembershipFactory(person=person, role=Role.ACCOMPAGNATEUR, until=ended)
    with django_assert_num_queries(1):
        lines = selectors.spaces_of(person)
    assert [(line.organisation.name, line.role) for line in lines] == [
        (f"B{number}", "reader") for number in range(spaces)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("members", [1, 3])
def test_the_people_of_a_space_take_one_query(members, django_assert_num_queries):
    organisation = OrganisationFactory()
    for number in range(members):
        MembershipFactory(organisation=organisation, person__name=f"P{members - number}", role=Role.READER)
    pilot = MembershipFactory(organisation=organisation, person__name="Z")
    MembershipFactory()
    with django_assert_num_queries(1):
        people = [str(member.person) for member in selectors.people_of(organisation)]
    assert people == [str(pilot.person), *(f"P{number + 1}" for number in range(members))]


@pytest.mark.django_db
def test_what_is_asked_of_one_space_never_comes_from_another():
    here, there = OrganisationFactory(), OrganisationFactory()
    site, member = SiteFactory(organisation=there), MembershipFactory(organisation=there)
    invitation = MemberInvitationFactory(organisation=there)
    with scope(here):
        assert selectors.find_site(there, site.pk) is None
        assert selectors.find_site(here, site.pk) is None
        assert selectors.find_invitation(there, invitation.pk) is None
        assert selectors.sites_of(there) == []
    assert selectors.find_member(here, member.pk) is None
    assert selectors.find_membership(member.person, here.slug) is None


@pytest.mark.django_db
def test_a_token_names_its_invitation_and_a_forged_one_names_none():
    invitation = MemberInvitationFactory()
    token = invitation_token(invitation.pk)
    assert selectors.find_invitation_by_token(token) == invitation
    other = MemberInvitationFactory()
    forged = invitation_token(other.pk).split(".")[0] + "." + token.split(".")[1]
    for wrong in (forged, token[:-1], token.upper(), "", ".", str(invitation.pk), "é" * 40):
        assert selectors.find_invitation_by_token(wrong) is None


def test_a_token_signed_by_another_secret_is_none(settings):
    invitation = MemberInvitationFactory.build()
    token = invitation_token(invitation.pk)
    assert read_invitation_token(token) == invitation.pk
    settings.SECRET_KEY = "another"
    assert read_invitation_token(token) is None


WITHOUT = {"has_pathway_employees": None, "has_colleges": False, "has_delegates": False, "is_esus": False}


@pytest.mark.parametrize(
    ("said", "profile"),
    [
        ({}, Profile("association", has_members=True, has_ag=True, **WITHOUT)),
        (
            {"size_band": SizeBand.NONE},
            Profile(
                "association",
                most_employees=0,
                least_employees=0,
                has_employees=False,
                has_members=True,
                has_ag=True,
                **WITHOUT,
            ),
        ),
        (
            {"size_band": SizeBand.UP_TO_9},
            Profile(
                "association",
                most_employees=9,
                least_employees=1,
                has_employees=True,
                has_members=True,
                has_ag=True,
                **WITHOUT,
            ),
        ),
        (
            {"size_band": SizeBand.ABOVE},
            Profile(
                "association",
                least_employees=250,
                has_employees=True,
                has_members=True,
                has_ag=True,
                **WITHOUT,
            ),
        ),
        (
            {"traits": {"has_volunteers": True, "has_members": False, "has_ag": False}},
            Profile("association", has_members=False, has_volunteers=True, has_ag=False, **WITHOUT),
        ),
        (
            {"legal_form": LegalForm.FOUNDATION},
            Profile("foundation", has_members=False, has_ag=False, **WITHOUT),
        ),
        ({"legal_form": LegalForm.COMPANY_ESS}, Profile("company_ess", **WITHOUT)),
        ({"legal_form": LegalForm.COMPANY_ESUS}, Profile("company_esus", **{**WITHOUT, "is_esus": True})),
        (
            {"legal_form": LegalForm.COOPERATIVE_SCIC},
            Profile("cooperative_scic", has_members=True, has_ag=True, **{**WITHOUT, "has_colleges": True}),
        ),
        (
            {"legal_form": LegalForm.MUTUELLE, "sector": Sector.FINANCE},
            Profile(
                "mutuelle",
                "finance",
                has_members=True,
                has_ag=True,
                **{**WITHOUT, "has_delegates": True, "has_pathway_employees": False},
            ),
        ),
        (
            {"sector": Sector.INSERTION},
            Profile(
                "association",
                "insertion",
                has_members=True,
                has_ag=True,
                **{**WITHOUT, "has_pathway_employees": True, "is_esus": None},
            ),
        ),
    ],
)
def test_the_profile_holds_what_was_said_then_what_the_form_lets_suppose(said, profile):
    organisation = Organisation(**{"legal_form": LegalForm.ASSOCIATION, **said})
    assert selectors.profile_of(organisation) == profile


def test_the_words_are_the_legal_forms_until_the_organisation_has_its_own():
    organisation = Organisation(legal_form=LegalForm.MUTUELLE)
    assert selectors.vocabulary_of(organisation, "fr")["members"] == "adhérents"
    organisation.vocabulary = {
        "members": "societaires",
        "board": {"singular": "direction collégiale", "plural": "directions collégiales", "gender": "f"},
        "users": "voisins",
    }
    words = selectors.vocabulary_of(organisation, "fr")
    assert (words["members"], words["users"]) == ("sociétaires", "voisins")
    assert (words["board"], words["the_board"], words["of_the_board"]) == (
        "direction collégiale",
        "la direction collégiale",
        "de la direction collégiale",
    )
    assert selectors.vocabulary_of(organisation, "en")["members"] == "members"


@pytest.mark.parametrize("form", LegalForm)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_legal_form_has_all_its_words(form, language):
    words = selectors.word_choices(form, {}, language)
    assert len(words) == 24
    assert all(words.values())


@pytest.mark.django_db
def test_the_demo_pilot_is_only_the_demonstrations():
    MembershipFactory()
    assert selectors.find_demo_pilot() is None
    person = PersonFactory()
    services.create_organisation(name="Démo", legal_form=LegalForm.OTHER, by=person, is_demo=True)
    assert selectors.find_demo_pilot() == person
