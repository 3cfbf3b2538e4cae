"""Inviting, asking, accepting, ending: an affiliation needs a yes from both sides."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marchepied.apps.networks.enums import AffiliationState
from marchepied.apps.networks.models import Affiliation
from marchepied.apps.networks.selectors.affiliations import HELD, pilots_of
from marchepied.apps.networks.validators import invitation_token
from marchepied.apps.organisations.selectors import find_organisation, find_person
from marchepied.core import mail
from marchepied.core.audit import record
from marchepied.core.scope import scope

_HELD_ALREADY = gettext_lazy("Votre structure fait déjà partie de ce réseau, ou l’a déjà demandé.")


@transaction.atomic
def invite_organisation(*, network: Any, addressed_to: str, by: Any) -> Affiliation:
    """Invite by the mail of a pilot, or by the address of a space (« lavoir » or its whole link).

    What is answered never tells whether such a space or such a person exists. Inviting again sends the link
    again. Raises ValidationError for what is neither a mail nor the address of a space.
    """
    address = _read_address(addressed_to)
    if address == network.slug:
        raise ValidationError(_("C’est votre propre espace."))
    affiliation, created = Affiliation.objects.get_or_create(
        organisation=network,
        addressed_to=address,
        state=AffiliationState.INVITED,
        defaults={"by": by},
    )
    if not created:
        affiliation.by, affiliation.at = by, timezone.now()
        affiliation.save(update_fields=["by", "at"])
    record("affiliation.invited", affiliation, by=by)
    _send_invitation(affiliation, network, by)
    return affiliation


def _read_address(typed: str) -> str:
    text = typed.strip().lower()
    if "@" in text:
        validate_email(text)
        return text
    slug = text.rstrip("/").partition("/e/")[2].partition("/")[0] or text.strip("/")
    if not slug or any(not (letter.isalnum() or letter == "-") for letter in slug):
        raise ValidationError(_("Écrivez un courriel, ou l’adresse d’un espace : …/e/le-lavoir/"))
    return slug[:60]


def _send_invitation(affiliation: Affiliation, network: Any, by: Any) -> None:
    address = affiliation.addressed_to
    if "@" in address:
        person = find_person(address)
        readers = [(address, person.language if person else "")]
    else:
        organisation = find_organisation(address)
        people = pilots_of(organisation) if organisation else []
        readers = [(person.email, person.language) for person in people]
    path = reverse("networks:door", args=[invitation_token(affiliation.pk)])
    for email, language in readers:
        mail.send(
            "networks_invitation",
            to=email,
            language=language or translation.get_language() or settings.LANGUAGE_CODE,
            context={"network": network.name, "inviter": str(by), "link": f"{settings.BASE_URL}{path}"},
        )


@transaction.atomic
def accept_invitation(*, affiliation: Affiliation, member: Any, by: Any) -> Affiliation:
    """A pilot of an organisation says yes to a network that invited it.

    Where the invitation was not addressed to this space nor to this person, the link was passed on: the
    network is asked first. So is it for a space that took the address after the invitation left. Raises
    ValidationError for an invitation already used, an organisation that belongs to the network already, and
    for the network itself.
    """
    network = affiliation.organisation
    with scope(network):
        _refuse_held(network, member)
        to_person = affiliation.addressed_to == by.email.lower()
        to_space = affiliation.addressed_to == member.slug and member.created_at <= affiliation.at
        addressed = to_person or to_space
        state = AffiliationState.ACTIVE if addressed else AffiliationState.ASKED
        since = timezone.localdate() if addressed else None
        # Only if nobody answered meanwhile: two clicks at once make one affiliation.
        waiting = Affiliation.objects.filter(pk=affiliation.pk, state=AffiliationState.INVITED)
        told = {"member": member, "state": state, "since": since, "by": by, "at": timezone.now()}
        if not _once(lambda: waiting.update(**told)):
            raise ValidationError(_("Cette invitation a déjà servi, ou elle a été retirée."))
        affiliation.refresh_from_db()
        record(f"affiliation.{'accepted' if addressed else 'asked'}", affiliation, by=by, organisation=member)
    return affiliation


@transaction.atomic
def ask_to_join(*, network: Any, member: Any, by: Any) -> Affiliation:
    """A pilot asks a network to take its organisation in. Raises ValidationError as `accept_invitation`."""
    with scope(network):
        _refuse_held(network, member)
        asked = {"organisation": network, "member": member, "state": AffiliationState.ASKED, "by": by}
        affiliation: Affiliation = _once(lambda: Affiliation.objects.create(**asked))
        record("affiliation.asked", affiliation, by=by, organisation=member)
    return affiliation


def _once(write: Callable[[], Any]) -> Any:
    """Write what the database keeps once; the same sentence as usual when another click was faster."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError as error:
        raise ValidationError(_HELD_ALREADY) from error


def _refuse_held(network: Any, member: Any) -> None:
    if network.pk == member.pk:
        raise ValidationError(_("Une structure n’est pas membre d’elle-même."))
    if Affiliation.objects.filter(organisation=network, member=member, state__in=HELD).exists():
        raise ValidationError(_HELD_ALREADY)


@transaction.atomic
def take_in(*, affiliation: Affiliation, by: Any) -> Affiliation:
    """The network says yes to an organisation that asked. Raises ValidationError when it asks no more."""
    asking = Affiliation.objects.filter(pk=affiliation.pk, state=AffiliationState.ASKED)
    if not asking.update(state=AffiliationState.ACTIVE, since=timezone.localdate()):
        raise ValidationError(_("Cette demande n’attend plus de réponse."))
    affiliation.refresh_from_db()
    record("affiliation.taken_in", affiliation, by=by)
    return affiliation


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: Any, member: Any = None) -> Affiliation:
    """End it, from either side (`member` when the organisation itself leaves), whatever its state.

    What was handed to the organisation stays with it, and what it proposed keeps its name. Raises
    ValidationError when it has ended already.
    """
    with scope(affiliation.organisation_id):
        going = Affiliation.objects.filter(pk=affiliation.pk).exclude(state=AffiliationState.ENDED)
        if not going.update(state=AffiliationState.ENDED, until=timezone.localdate()):
            raise ValidationError(_("C’est déjà fini."))
        affiliation.refresh_from_db()
        record("affiliation.ended", affiliation, by=by, organisation=member or affiliation.organisation)
    return affiliation
