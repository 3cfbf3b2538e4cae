"""Handing a published guide to members."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from marchepied.apps.networks.models import Sharing
from marchepied.apps.networks.selectors.affiliations import member_organisations, pilots_of
from marchepied.apps.networks.selectors.sharings import told_of
from marchepied.apps.referentials.services.sharing import share_referential
from marchepied.core import mail
from marchepied.core.audit import record


@transaction.atomic
def share_version(*, network: Any, version: Any, members: Collection[UUID], by: Any) -> list[Sharing]:
    """Hand a version to these members, and write to their pilots; those that have it already are left out.

    They may begin a démarche with it, or go on to it with their answers. Raises ValidationError for a guide
    of somebody else, for who is no member, and when nobody is chosen.
    """
    if version.referential.owner_id != network.pk:
        raise ValidationError(_("Ce guide n’est pas le vôtre."))
    chosen = set(members) - told_of(version)
    if not chosen:
        raise ValidationError(_("Choisissez au moins un membre qui ne l’a pas encore."))
    organisations = member_organisations(network, chosen)
    if len(organisations) < len(chosen):
        raise ValidationError(_("Choisissez des membres de votre réseau."))
    sharings = []
    for organisation in organisations:
        share_referential(referential=version.referential, organisation=organisation, by=by)
        sharings.append(
            Sharing.objects.create(organisation=network, version=version, member=organisation, by=by)
        )
        _tell(network, version, organisation)
    record("version.shared", version, by=by, organisation=network, members=len(sharings))
    return sharings


def _tell(network: Any, version: Any, organisation: Any) -> None:
    path = reverse("networks:networks", args=[organisation.slug])
    titles = version.referential.title
    for person in pilots_of(organisation):
        language = person.language or translation.get_language() or settings.LANGUAGE_CODE
        mail.send(
            "networks_shared",
            to=person.email,
            language=language,
            context={
                "network": network.name,
                "title": titles.get(language) or titles.get("fr", ""),
                "number": version.number,
                "link": f"{settings.BASE_URL}{path}",
            },
        )
