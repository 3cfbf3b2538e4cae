"""Reads of the tenancy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from marchepied.apps.organisations.enums import LegalForm, Right, Role, Sector, SizeBand
from marchepied.apps.organisations.models import (
    Activity,
    MemberInvitation,
    Membership,
    Organisation,
    Person,
    Purpose,
    Site,
)
from marchepied.apps.organisations.rules import KEY_HOLDERS, is_current, may
from marchepied.apps.organisations.validators import read_invitation_token
from marchepied.core.scope import unscoped
from marchepied.engines.referential import Profile, VocabularyBook, Word, load_yaml, parse_vocabulary

WITH_MEMBERS = {
    LegalForm.ASSOCIATION: True,
    LegalForm.COOPERATIVE_SCOP: True,
    LegalForm.COOPERATIVE_SCIC: True,
    LegalForm.COOPERATIVE_OTHER: True,
    LegalForm.MUTUELLE: True,
    LegalForm.FOUNDATION: False,
}
LEAST_EMPLOYEES = {
    SizeBand.NONE: 0,
    SizeBand.UP_TO_9: 1,
    SizeBand.UP_TO_49: 10,
    SizeBand.UP_TO_249: 50,
    SizeBand.ABOVE: 250,
}
MOST_EMPLOYEES = {SizeBand.NONE: 0, SizeBand.UP_TO_9: 9, SizeBand.UP_TO_49: 49, SizeBand.UP_TO_249: 249}
ROLE_ORDER = [Role.PILOT, Role.FACILITATOR, Role.CONTRIBUTOR, Role.READER, Role.ACCOMPAGNATEUR]


@dataclass(frozen=True, slots=True)
class SpaceLine:
    """A space as its member sees it in the list: what it is, in which role, until when."""

    organisation: Organisation
    role: str
    role_label: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Project:
    """What an organisation exists for and what it does; or, of these, what one record serves."""

    purposes: Sequence[Purpose] = ()
    activities: Sequence[Activity] = ()

    @property
    def lines(self) -> list[Purpose | Activity]:
        """Purposes, then activities, each in the organisation's own order."""
        return [*self.purposes, *self.activities]


def find_person(email: str) -> Person | None:
    """The person who signs in with this address, whatever its case; None if there is none."""
    return Person.objects.filter(email=email.strip().lower()).first()


def find_organisation(slug: str) -> Organisation | None:
    """The organisation of this address, for commands that nobody signs in to; None where there is none."""
    return Organisation.objects.filter(slug=slug).first()


def find_membership(person: Any, slug: str) -> Membership | None:
    """The membership of this person in the space of that slug, with its organisation (one query)."""
    return (
        Membership.objects.select_related("organisation", "organisation__commune")
        .filter(person=person, organisation__slug=slug)
        .first()
    )


def spaces_of(person: Any, right: str = Right.READ) -> list[SpaceLine]:
    """The spaces where this person has a role today that holds this right, by name (one query)."""
    memberships = (
        Membership.objects.filter(person=person)
        .filter(Q(until=None) | Q(until__gte=timezone.localdate()))
        .select_related("organisation")
        .order_by("organisation__name", "organisation_id")
    )
    return [
        SpaceLine(membership.organisation, membership.role, membership.get_role_display(), membership.until)
        for membership in memberships
        if may(membership, right)
    ]


def people_of(organisation: Organisation) -> list[Membership]:
    """The members of a space with their person, pilots first, then by name (one query)."""
    memberships = Membership.objects.filter(organisation=organisation).select_related("person")
    return sorted(
        memberships.order_by("created_at", "id"),
        key=lambda membership: (
            not is_current(membership),
            ROLE_ORDER.index(Role(membership.role)),
            str(membership.person).lower(),
        ),
    )


def active_people_of(organisation: Organisation) -> list[Person]:
    """The people whose role has not ended, in the order of `people_of` (one query)."""
    return [membership.person for membership in people_of(organisation) if is_current(membership)]


def find_member(organisation: Organisation, membership_id: UUID) -> Membership | None:
    """A membership of this space, with its person and organisation."""
    return (
        Membership.objects.select_related("person", "organisation")
        .filter(organisation=organisation, pk=membership_id)
        .first()
    )


def lacks_key_holder(organisation: Organisation) -> bool:
    """Whether one person alone could lose the whole space (one query)."""
    pilots = Membership.objects.filter(organisation=organisation, role=Role.PILOT)
    return pilots.count() < KEY_HOLDERS


def is_last_pilot(membership: Membership) -> bool:
    """Whether the space would have no pilot left without this member."""
    if membership.role != Role.PILOT:
        return False
    others = Membership.objects.filter(organisation_id=membership.organisation_id, role=Role.PILOT)
    return not others.exclude(pk=membership.pk).exists()


def spaces_piloted_alone(person: Any) -> list[Organisation]:
    """The spaces that would lose their last pilot if this person left."""
    pilots = Count("memberships", filter=Q(memberships__role=Role.PILOT))
    own = Membership.objects.filter(person=person, role=Role.PILOT).values("organisation")
    return list(Organisation.objects.annotate(pilots=pilots).filter(pk__in=own, pilots=1))


def open_invitations_of(organisation: Organisation) -> list[MemberInvitation]:
    """The invitations that nobody accepted yet, the latest first."""
    invitations = MemberInvitation.objects.filter(organisation=organisation, accepted_at=None)
    return list(invitations.select_related("invited_by"))


def find_invitation(organisation: Organisation, invitation_id: UUID) -> MemberInvitation | None:
    """An invitation of this space that nobody accepted yet."""
    return MemberInvitation.objects.filter(
        organisation=organisation, pk=invitation_id, accepted_at=None
    ).first()


def find_invitation_by_token(token: str) -> MemberInvitation | None:
    """The invitation that a signed link names, with its organisation, even used or too old."""
    invitation_id = read_invitation_token(token)
    if invitation_id is None:
        return None
    with unscoped("the link of an invitation names its own row"):
        return (
            MemberInvitation.objects.select_related("organisation", "invited_by")
            .filter(pk=invitation_id)
            .first()
        )


def sites_of(organisation: Organisation) -> list[Site]:
    """The places where the organisation works, with their commune (one query)."""
    return list(Site.objects.filter(organisation=organisation).select_related("commune"))


def find_site(organisation: Organisation, site_id: UUID) -> Site | None:
    """A place of this organisation."""
    return Site.objects.filter(organisation=organisation, pk=site_id).select_related("commune").first()


def purposes_of(organisation: Organisation) -> list[Purpose]:
    """What the organisation exists for, in its own order."""
    return list(Purpose.objects.filter(organisation=organisation))


def activities_of(organisation: Organisation) -> list[Activity]:
    """What the organisation does, in its own order."""
    return list(Activity.objects.filter(organisation=organisation))


def project_of(organisation: Organisation) -> Project:
    """What the organisation exists for and what it does (two queries); empty until it says so."""
    return Project(purposes_of(organisation), activities_of(organisation))


def find_purpose(organisation: Organisation, purpose_id: UUID) -> Purpose | None:
    """A purpose of this organisation; None where there is none."""
    return Purpose.objects.filter(organisation=organisation, pk=purpose_id).first()


def find_activity(organisation: Organisation, activity_id: UUID) -> Activity | None:
    """An activity of this organisation; None where there is none."""
    return Activity.objects.filter(organisation=organisation, pk=activity_id).first()


def profile_of(organisation: Organisation) -> Profile:
    """What is known of an organisation for the questions that apply to it; None where nothing is known.

    What the organisation says of itself comes before what its size or legal form lets one suppose.
    """
    return profile_for(
        legal_form=organisation.legal_form,
        size_band=organisation.size_band,
        sector=organisation.sector,
        traits=organisation.traits,
    )


def profile_for(
    *, legal_form: str, size_band: str = "", sector: str = "", traits: Mapping[str, bool] | None = None
) -> Profile:
    """The profile of an organisation of this form, size and sector, before or without any row of it."""
    form = LegalForm(legal_form)
    members = WITH_MEMBERS.get(form)
    supposed: dict[str, bool | None] = {
        "has_employees": size_band != SizeBand.NONE if size_band else None,
        "has_members": members,
        "has_volunteers": None,
        "has_ag": members,
        "has_pathway_employees": sector == Sector.INSERTION if sector else None,
        "has_colleges": form == LegalForm.COOPERATIVE_SCIC,
        "has_delegates": None if form == LegalForm.COOPERATIVE_OTHER else form == LegalForm.MUTUELLE,
        # Insertion enterprises are often approved by right, whatever their form.
        "is_esus": True if form == LegalForm.COMPANY_ESUS else None if sector == Sector.INSERTION else False,
    }
    return Profile(
        legal_form=form.value,
        sector=sector or None,
        most_employees=MOST_EMPLOYEES.get(SizeBand(size_band)) if size_band else None,
        least_employees=LEAST_EMPLOYEES[SizeBand(size_band)] if size_band else None,
        **{**supposed, **(traits or {})},
    )


@lru_cache(maxsize=1)
def vocabulary_book() -> VocabularyBook:
    """The words that each legal form uses and those one may choose, as they ship."""
    source = (files("marchepied.content") / "vocabulary.yaml").read_bytes()
    return parse_vocabulary(load_yaml(source, file="vocabulary.yaml"))


def vocabulary_of(organisation: Organisation, language: str) -> dict[str, str]:
    """The words to use on every page of the space: its own, otherwise those of its legal form (no query).

    Keys: `members`, `users`… (plural), `board`, `assembly`… (singular), `the_board`, `of_the_board`,
    `to_the_board`…
    """
    return word_choices(organisation.legal_form, organisation.vocabulary, language)


def word_choices(legal_form: str, own: Mapping[str, Any], language: str) -> dict[str, str]:
    """The words for a legal form and words chosen, before anything is stored (the live example)."""
    words = {term: Word(**word) if isinstance(word, dict) else word for term, word in own.items()}
    return vocabulary_book().choose_words(language, legal_form, words)


def find_demo_pilot() -> Person | None:
    """The person who pilots the demonstration; None where it was not loaded."""
    membership = (
        Membership.objects.filter(organisation__is_demo=True, role=Role.PILOT)
        .select_related("person")
        .order_by("created_at", "id")
        .first()
    )
    return membership.person if membership else None


def real_organisations() -> list[Organisation]:
    """The organisations that are not the demonstration's, in the order they were made (one query)."""
    return list(Organisation.objects.filter(is_demo=False).order_by("created_at", "id"))


def demo_organisations() -> list[Organisation]:
    """The organisations of the demonstration, in the order they were made (one query)."""
    return list(Organisation.objects.filter(is_demo=True).order_by("created_at", "id"))
