"""Who belongs to whom: what a network sees of its members, and a member of its networks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from marchepied.apps.networks.enums import AffiliationState
from marchepied.apps.networks.models import Affiliation
from marchepied.apps.networks.validators import read_asking_token, read_invitation_token
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.rules import is_current
from marchepied.apps.organisations.selectors import find_organisation, people_of
from marchepied.core.scope import scope, unscoped

HELD = (AffiliationState.ASKED, AffiliationState.ACTIVE)
READ_OWN = "a member reads that it belongs to a network, and the network's name"


@dataclass(frozen=True, slots=True)
class MemberLine:
    """All that a network sees of an organisation: its name, its form, its sector, and since when."""

    affiliation_id: UUID
    member_id: UUID
    name: str
    legal_form: str
    sector: str
    since: date | None


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """All that a member sees of a network: its name, and where the affiliation stands."""

    affiliation_id: UUID
    network_id: UUID
    name: str
    state: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Door:
    """What a link opens: a network, by an invitation of its own or by a request (`affiliation` is None)."""

    network: Any
    affiliation: Affiliation | None


def members_of(network: Any) -> list[MemberLine]:
    """The members of a network, by name (one query)."""
    return _lines(Affiliation.objects.filter(organisation=network, state=AffiliationState.ACTIVE))


def asking_of(network: Any) -> list[MemberLine]:
    """The organisations that ask to join, by name (one query): asking, they agreed to be seen."""
    return _lines(Affiliation.objects.filter(organisation=network, state=AffiliationState.ASKED))


def invited_by(network: Any) -> list[Affiliation]:
    """The invitations that nobody answered yet, latest first (one query): what was typed, and no more."""
    return list(Affiliation.objects.filter(organisation=network, state=AffiliationState.INVITED))


def member_organisations(network: Any, ids: Collection[UUID]) -> list[Any]:
    """Those of these organisations that are members of the network today, by name (one query).

    For services that hand them something: a page shows `members_of`.
    """
    rows = Affiliation.objects.filter(organisation=network, state=AffiliationState.ACTIVE, member__in=ids)
    return [row.member for row in rows.select_related("member").order_by("member__name", "pk")]


def find_affiliation(network: Any, affiliation_id: UUID) -> Affiliation | None:
    """An affiliation of this network that has not ended; None where there is none."""
    rows = Affiliation.objects.filter(organisation=network, pk=affiliation_id)
    return rows.exclude(state=AffiliationState.ENDED).select_related("member").first()


def _lines(rows: QuerySet[Affiliation]) -> list[MemberLine]:
    found = rows.select_related("member").only(
        "since", "state", "member__name", "member__legal_form", "member__sector"
    )
    return [
        MemberLine(
            row.pk,
            row.member.pk,
            row.member.name,
            row.member.get_legal_form_display(),
            row.member.get_sector_display() if row.member.sector else "",
            row.since,
        )
        for row in found.order_by("member__name", "pk")
        if row.member is not None
    ]


def networks_of(organisation: Any) -> list[NetworkLine]:
    """The networks that an organisation belongs to, or asked to join, by name (one query)."""
    with unscoped(READ_OWN):
        rows = list(
            Affiliation.objects.filter(member=organisation, state__in=HELD)
            .select_related("organisation")
            .order_by("organisation__name", "pk")
        )
    return [
        NetworkLine(row.pk, row.organisation_id, row.organisation.name, row.state, row.since) for row in rows
    ]


def invitations_to(organisation: Any, person: Any) -> list[Affiliation]:
    """The invitations addressed to this space, or to the mail of this person, with their network (one query).

    Not those of a network that the organisation belongs to already, nor its own.
    """
    with unscoped("an invitation is read by whom it is addressed to"):
        held = Affiliation.objects.filter(member=organisation, state__in=HELD).values("organisation")
        rows = Affiliation.objects.filter(
            Q(addressed_to=organisation.slug) | Q(addressed_to=person.email.lower()),
            state=AffiliationState.INVITED,
        )
        rows = rows.exclude(organisation__in=held).exclude(organisation=organisation)
        return list(rows.select_related("organisation"))


def find_invitation_to(organisation: Any, person: Any, affiliation_id: UUID) -> Affiliation | None:
    """One of `invitations_to`; None where there is none."""
    found = invitations_to(organisation, person)
    return next((row for row in found if row.pk == affiliation_id), None)


def find_own_affiliation(organisation: Any, affiliation_id: UUID) -> Affiliation | None:
    """The organisation's own side of an affiliation, with the network; None where there is none."""
    with unscoped(READ_OWN):
        rows = Affiliation.objects.filter(member=organisation, state__in=HELD, pk=affiliation_id)
        return rows.select_related("organisation").first()


def belongs_to(network: Any, organisation: Any) -> bool:
    """Whether the organisation is a member of the network today (one query)."""
    with unscoped(READ_OWN):
        rows = Affiliation.objects.filter(organisation=network, member=organisation)
        return rows.filter(state=AffiliationState.ACTIVE).exists()


def open_door(token: str) -> Door | None:
    """What a signed link opens; None for a link we did not sign, already used, or taken back."""
    if affiliation_id := read_invitation_token(token):
        with unscoped("the link of an invitation names its own row"):
            rows = Affiliation.objects.filter(pk=affiliation_id, state=AffiliationState.INVITED)
            row = rows.select_related("organisation").first()
        return Door(row.organisation, row) if row else None
    slug = read_asking_token(token)
    network = find_organisation(slug) if slug else None
    return Door(network, None) if network else None


def pilots_of(organisation: Any) -> list[Any]:
    """The people who lead the démarche of an organisation today: those a network writes to (one query)."""
    with scope(organisation):
        people = people_of(organisation)
    return [row.person for row in people if row.role == Role.PILOT and is_current(row)]
