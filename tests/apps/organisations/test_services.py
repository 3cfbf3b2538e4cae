"""Spaces, people and accounts: what is written, and what is refused."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.organisations import selectors, services
from marchepied.apps.organisations.enums import LegalForm, Role
from marchepied.apps.organisations.models import Membership, Organisation, Person, Purpose, Site
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import (
    MemberInvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SiteFactory,
)
from tests.factories.places import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory(name="Zoé")


@pytest.fixture
def space(person):
    return services.create_organisation(name="L’Étoile", legal_form=LegalForm.ASSOCIATION, by=person)


@pytest.fixture
def inside(space):
    with scope(space):
        yield space


def verbs(organisation):
    with scope(organisation):
        return [entry.verb for entry in AuditEntry.objects.order_by("at")]


def pilots(organisation):
    return set(
        Membership.objects.filter(organisation=organisation, role=Role.PILOT).values_list("person", flat=True)
    )


def test_a_space_opens_with_its_pilot(space, person):
    assert (space.slug, space.name, space.legal_form) == ("l-etoile", "L’Étoile", "association")
    assert pilots(space) == {person.pk}
    assert verbs(space) == ["organisation.created"]


def test_two_spaces_of_one_name_have_two_addresses(space, person):
    again = [
        services.create_organisation(name=name, legal_form=LegalForm.COOPERATIVE_SCOP, by=person)
        for name in ("L’étoile", "L’ETOILE !")
    ]
    assert [organisation.slug for organisation in again] == ["l-etoile-2", "l-etoile-3"]


@pytest.mark.parametrize(
    ("name", "slug"), [("協同組合", "espace"), ("x" * 100, "x" * 48), ("a - " * 20, "a-" * 19 + "a")]
)
def test_an_address_is_always_possible(person, name, slug):
    organisation = services.create_organisation(name=name, legal_form=LegalForm.OTHER, by=person)
    assert organisation.slug.rstrip("-")[:48] == organisation.slug
    assert organisation.slug.startswith(slug[:20])


@pytest.mark.parametrize(
    ("name", "legal_form"), [("   ", "association"), ("x" * 121, "association"), ("X", "sarl")]
)
def test_what_cannot_be_a_space_opens_nothing(person, name, legal_form):
    with pytest.raises(ValidationError):
        services.create_organisation(name=name, legal_form=legal_form, by=person)
    assert Organisation.objects.count() == 0


def test_the_profile_changes_and_the_address_stays(inside, person):
    commune = CommuneFactory()
    services.update_profile(
        organisation=inside, by=person, name="Nouveau  nom", commune_id=commune.pk, sector="food"
    )
    fresh = Organisation.objects.get()
    assert (fresh.name, fresh.slug, fresh.commune, fresh.sector) == (
        "Nouveau nom",
        "l-etoile",
        commune,
        "food",
    )
    assert AuditEntry.objects.get(verb="profile.updated").detail == {
        "fields": ["commune_id", "name", "sector"]
    }


def test_a_profile_that_stays_writes_nothing(inside, person):
    services.update_profile(organisation=inside, by=person, name="L’Étoile")
    assert verbs(inside) == ["organisation.created"]


def test_only_the_profile_changes_by_the_profile(inside, person):
    with pytest.raises(TypeError):
        services.update_profile(organisation=inside, by=person, slug="autre")
    with pytest.raises(ValidationError):
        services.update_profile(organisation=inside, by=person, size_band="beaucoup")


def test_a_purpose_that_stays_keeps_its_record(inside, person):
    first, second = services.set_purposes(organisation=inside, texts=["Nourrir", "Relier"], by=person)
    services.set_purposes(organisation=inside, texts=["Apprendre", " Relier ", "", "Relier"], by=person)
    assert [purpose.text for purpose in selectors.purposes_of(inside)] == ["Apprendre", "Relier"]
    assert Purpose.objects.get(text="Relier").pk == second.pk
    assert not Purpose.objects.filter(pk=first.pk).exists()


def test_sites_are_added_changed_and_removed(inside, person):
    commune = CommuneFactory()
    site = services.add_site(organisation=inside, name="Siège", commune_id=commune.pk, by=person)
    services.update_site(site=site, name="Atelier", commune_id=None, by=person)
    assert [(site.name, site.commune) for site in selectors.sites_of(inside)] == [("Atelier", None)]
    services.remove_site(site=site, by=person)
    assert selectors.sites_of(inside) == []
    assert verbs(inside) == ["organisation.created", "site.added", "site.updated", "site.removed"]


def test_a_space_goes_with_everything_and_only_its_own(inside, person):
    other = SiteFactory(name="Ailleurs")
    services.add_site(organisation=inside, name="Siège", commune_id=None, by=person)
    with pytest.raises(ValidationError):
        services.delete_organisation(organisation=inside, typed_name="Étoile", by=person)
    services.delete_organisation(organisation=inside, typed_name="l'etoile", by=person)
    with unscoped("test"):
        assert [site.name for site in Site.objects.all()] == ["Ailleurs"]
        assert AuditEntry.objects.count() == 0
    assert Organisation.objects.get().pk == other.organisation_id
    assert Person.objects.filter(pk=person.pk).exists()


def test_an_invitation_is_sent_and_accepted_once(inside, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = services.invite_member(
            organisation=inside, email=" Lea@Exemple.FR ", role=Role.CONTRIBUTOR, by=person
        )
    assert [message.to for message in mail.outbox] == [["lea@exemple.fr"]]
    assert mail.outbox[0].subject.replace("\u00a0", " ") == "Zoé vous invite dans l’espace « L’Étoile »"
    lea = services.create_person(email="lea@exemple.fr")
    membership = services.accept_invitation(invitation=invitation, by=lea)
    assert (membership.person, membership.role, membership.until) == (lea, Role.CONTRIBUTOR, None)
    invitation.refresh_from_db()
    with pytest.raises(ValidationError):
        services.accept_invitation(invitation=invitation, by=lea)


def test_inviting_again_is_the_same_invitation_and_another_mail(
    inside, person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = services.invite_member(
            organisation=inside, email="lea@exemple.fr", role=Role.READER, by=person
        )
        again = services.invite_member(
            organisation=inside, email="LEA@exemple.fr", role=Role.PILOT, by=person
        )
    assert (first.pk, again.role, len(mail.outbox)) == (again.pk, Role.PILOT, 2)


def test_somebody_already_there_is_not_invited(inside, person):
    with pytest.raises(ValidationError, match="fait déjà partie"):
        services.invite_member(organisation=inside, email=person.email.upper(), role=Role.READER, by=person)


def test_an_accompagnateur_comes_until_a_date(inside, person):
    today = timezone.localdate()
    for until in (None, today - timedelta(days=1)):
        with pytest.raises(ValidationError):
            services.invite_member(
                organisation=inside, email="a@exemple.fr", role=Role.ACCOMPAGNATEUR, until=until, by=person
            )
    invitation = services.invite_member(
        organisation=inside, email="a@exemple.fr", role=Role.ACCOMPAGNATEUR, until=today, by=person
    )
    guest = services.create_person(email="a@exemple.fr")
    membership = services.accept_invitation(invitation=invitation, by=guest)
    assert [line.organisation for line in selectors.spaces_of(guest)] == [inside]
    Membership.objects.filter(pk=membership.pk).update(until=today - timedelta(days=1))
    assert selectors.spaces_of(guest) == []


def test_a_past_accompagnateur_may_be_invited_again(inside, person):
    yesterday = timezone.localdate() - timedelta(days=1)
    past = MembershipFactory(organisation=inside, role=Role.ACCOMPAGNATEUR, until=yesterday)
    invitation = services.invite_member(
        organisation=inside, email=past.person.email, role=Role.FACILITATOR, by=person
    )
    services.accept_invitation(invitation=invitation, by=past.person)
    past.refresh_from_db()
    assert (past.role, past.until) == (Role.FACILITATOR, None)


@pytest.mark.parametrize(
    "state",
    [
        {"created_at": timezone.now() - timedelta(days=14, minutes=1)},
        {"accepted_at": timezone.now()},
        {"role": Role.ACCOMPAGNATEUR, "until": timezone.localdate() - timedelta(days=1)},
    ],
)
def test_an_invitation_too_old_used_or_ended_opens_nothing(state):
    invitation = MemberInvitationFactory(email="lea@exemple.fr", **state)
    lea = PersonFactory(email="lea@exemple.fr")
    with pytest.raises(ValidationError):
        services.accept_invitation(invitation=invitation, by=lea)
    assert Membership.objects.count() == 0


def test_an_invitation_opens_only_to_its_address():
    invitation = MemberInvitationFactory()
    with pytest.raises(ValidationError, match="quelqu’un d’autre"):
        services.accept_invitation(invitation=invitation, by=PersonFactory())
    assert Membership.objects.count() == 0


def test_a_space_never_loses_its_last_pilot(inside, person):
    mine = Membership.objects.get()
    MembershipFactory()  # a pilot elsewhere changes nothing
    reader = MembershipFactory(organisation=inside, role=Role.READER)
    for refused in (
        lambda: services.remove_member(membership=mine, by=person),
        lambda: services.change_role(membership=mine, role=Role.FACILITATOR, by=person),
        lambda: services.delete_person(by=person),
    ):
        with pytest.raises(ValidationError):
            refused()
        assert pilots(inside) == {person.pk}
    services.change_role(membership=reader, role=Role.PILOT, by=person)
    services.remove_member(membership=mine, by=person)
    assert pilots(inside) == {reader.person_id}


def test_two_pilots_leaving_in_turn_leave_one(inside, person):
    second = MembershipFactory(organisation=inside)
    mine = Membership.objects.get(person=person)
    services.remove_member(membership=mine, by=person)
    with pytest.raises(ValidationError):
        services.remove_member(membership=second, by=second.person)
    assert pilots(inside) == {second.person_id}


def test_one_key_holder_is_few(inside):
    assert selectors.lacks_key_holder(inside) is True
    MembershipFactory(organisation=inside, role=Role.FACILITATOR)
    assert selectors.lacks_key_holder(inside) is True
    MembershipFactory(organisation=inside)
    assert selectors.lacks_key_holder(inside) is False


def test_an_account_goes_and_what_it_wrote_stays(inside, person):
    services.set_purposes(organisation=inside, texts=["Nourrir"], by=person)
    MembershipFactory(organisation=inside)
    MemberInvitationFactory(email=person.email)
    services.delete_person(by=person)
    assert not Person.objects.filter(email=person.email).exists()
    assert [purpose.text for purpose in selectors.purposes_of(inside)] == ["Nourrir"]
    assert set(AuditEntry.objects.values_list("verb", "by")) == {
        ("organisation.created", None),
        ("purposes.set", None),
        ("member.left", None),
    }
    with unscoped("test"):
        assert list(selectors.MemberInvitation.objects.all()) == []


def test_the_same_address_is_one_person():
    first = services.create_person(email="Lea@exemple.fr", language="en")
    again = services.create_person(email="lea@EXEMPLE.fr", language="fr")
    assert (first.pk, again.language) == (again.pk, "en")


def test_signing_out_everywhere_changes_the_print_of_sessions(person):
    before = person.get_session_auth_hash()
    services.sign_out_everywhere(by=person)
    person.refresh_from_db()
    assert person.get_session_auth_hash() != before
    assert person.has_usable_password() is False


def test_spaces_piloted_alone_are_told(person, space):
    shared = OrganisationFactory()
    MembershipFactory(organisation=shared, person=person)
    MembershipFactory(organisation=shared)
    MembershipFactory(person=person, role=Role.READER)
    assert selectors.spaces_piloted_alone(person) == [space]
