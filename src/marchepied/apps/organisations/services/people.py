"""The people of a space: inviting, accepting, changing roles, leaving."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.models import MemberInvitation, Membership, Organisation, Person
from marchepied.apps.organisations.rules import INVITATION_DAYS, is_current, is_open
from marchepied.apps.organisations.selectors import find_person, is_last_pilot
from marchepied.apps.organisations.validators import invitation_token
from marchepied.core import audit, mail
from marchepied.core.scope import scope
from marchepied.engines.documents.typography import format_date


@transaction.atomic
def invite_member(
    *, organisation: Organisation, email: str, role: str, until: date | None = None, by: Person
) -> MemberInvitation:
    """Invite somebody by mail; inviting the same address again sends the link again, with the new role.

    An accompagnateur is invited until a date, nobody else is. Raises ValidationError for a date that is
    missing or past, and for somebody who is already there.
    """
    address = email.strip().lower()
    ends = _check_until(role, until)
    member = Membership.objects.filter(organisation=organisation, person__email=address).first()
    if member is not None and is_current(member):
        raise ValidationError(_("Cette personne fait déjà partie de l’espace. Changez plutôt son rôle."))
    # The whole row is written again: a link sent long ago becomes valid again with the new one.
    invitation, _created = MemberInvitation.objects.update_or_create(
        organisation=organisation,
        email=address,
        accepted_at=None,
        defaults={"role": role, "until": ends, "invited_by": by, "created_at": timezone.now()},
    )
    audit.record("member.invited", invitation, by=by, role=role)
    _send_invitation(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: MemberInvitation, by: Person) -> None:
    """Take an invitation back: its link opens nothing any more."""
    audit.record("invitation.withdrawn", invitation, by=by)
    invitation.delete()


@transaction.atomic
def accept_invitation(*, invitation: MemberInvitation, by: Person) -> Membership:
    """Enter a space by an invitation addressed to one's own mail.

    Works once. Raises ValidationError for an invitation used or too old, or addressed to somebody else.
    """
    with scope(invitation.organisation_id):
        if by.email.lower() != invitation.email.lower():
            raise ValidationError(_("Cette invitation est adressée à quelqu’un d’autre."))
        used = MemberInvitation.objects.filter(pk=invitation.pk, accepted_at=None)
        # Marked used first, and only if it was not: two clicks at once make one membership.
        if not is_open(invitation) or not used.update(accepted_at=timezone.now()):
            raise ValidationError(
                _("Cette invitation a déjà servi, ou a plus de 14 jours. Demandez-en une autre.")
            )
        membership, created = Membership.objects.get_or_create(
            organisation=invitation.organisation,
            person=by,
            defaults={"role": invitation.role, "until": invitation.until},
        )
        if not created and not is_current(membership):
            membership.role, membership.until = invitation.role, invitation.until
            membership.save(update_fields=["role", "until"])
        audit.record("invitation.accepted", membership, by=by, role=membership.role)
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: str, until: date | None = None, by: Person) -> Membership:
    """Give another role to a member. Raises ValidationError if the space would have no pilot left."""
    ends = _check_until(role, until)
    _lock(membership)
    if role != Role.PILOT:
        _keep_a_pilot(membership)
    membership.role, membership.until = role, ends
    membership.save(update_fields=["role", "until"])
    audit.record("role.changed", membership, by=by, role=role)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: Person) -> None:
    """Close the space to a member, or leave it oneself. What they wrote stays.

    Raises ValidationError if the space would have no pilot left.
    """
    _lock(membership)
    _keep_a_pilot(membership)
    verb = "member.left" if membership.person_id == by.pk else "member.removed"
    audit.record(verb, membership, by=by, role=membership.role)
    membership.delete()


def _lock(membership: Membership) -> None:
    # Two pilots leaving at the same moment wait for each other (SQLite lets only one write anyway).
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)


def _keep_a_pilot(membership: Membership) -> None:
    if is_last_pilot(membership):
        raise ValidationError(
            _("Un espace garde toujours au moins un pilote. Nommez d’abord quelqu’un d’autre.")
        )


def _check_until(role: str, until: date | None) -> date | None:
    if role not in Role.values:
        raise ValidationError(_("Choisissez un rôle de la liste."))
    if role != Role.ACCOMPAGNATEUR:
        return None
    if until is None:
        raise ValidationError({"until": _("Un accompagnement a une fin : choisissez une date.")})
    if until < timezone.localdate():
        raise ValidationError({"until": _("Cette date est passée : choisissez-en une à venir.")})
    return until


def _send_invitation(invitation: MemberInvitation) -> None:
    person = find_person(invitation.email)
    language = (person.language if person else "") or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        role = str(Role(invitation.role).label)
        until = format_date(invitation.until, language) if invitation.until else ""
    path = reverse("organisations:invitation", args=[invitation_token(invitation.pk)])
    mail.send(
        "organisations_invitation",
        to=invitation.email,
        language=language,
        context={
            "organisation": invitation.organisation.name,
            "inviter": str(invitation.invited_by),
            "role": role,
            "until": until,
            "days": INVITATION_DAYS,
            "link": f"{settings.BASE_URL}{path}",
        },
    )
