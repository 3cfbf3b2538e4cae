"""What waits for an organisation in its networks, in sentences that lead there: for its home."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.networks.selectors.affiliations import invitations_to
from marchepied.apps.networks.selectors.awaiting import calls_awaiting, calls_to_lead, count_asking
from marchepied.engines.documents.typography import format_date
from marchepied.web.shared.access import SpaceRequest


@dataclass(frozen=True)
class Awaiting:
    """One thing that waits: what, where it is done, and of whom or until when."""

    sentence: str
    url: str
    detail: str = ""


def list_awaiting(request: SpaceRequest, language: str) -> list[Awaiting]:
    """What this person may do for their organisation, the most pressing first (four queries at most)."""
    space = request.space
    found: list[Awaiting] = []
    if space.may_pilot:
        found += _invitations(request)
    if space.may_contribute:
        found += _calls(request, language)
    if space.may_facilitate:
        found += _led(request)
    return found


def _invitations(request: SpaceRequest) -> Iterator[Awaiting]:
    organisation = request.space.organisation
    for row in invitations_to(organisation, request.user):
        told = _("« %(network)s » vous invite dans son réseau") % {"network": row.organisation.name}
        yield Awaiting(told, reverse("networks:networks", args=[organisation.slug]))
    asking = count_asking(organisation)
    if asking:
        sentence = ngettext(
            "Une structure demande à rejoindre votre réseau",
            "%(n)s structures demandent à rejoindre votre réseau",
            asking,
        )
        yield Awaiting(sentence % {"n": asking}, reverse("networks:network", args=[organisation.slug]))


def _calls(request: SpaceRequest, language: str) -> Iterator[Awaiting]:
    for call in calls_awaiting(request.space.organisation):
        words = {"network": call.network, "title": call.title, "n": call.unvoted}
        if call.unvoted:
            sentence = ngettext(
                "Votre structure a une proposition à voter : %(title)s",
                "Votre structure a %(n)s propositions à voter : %(title)s",
                call.unvoted,
            )
        else:
            sentence = _("On attend vos propositions : %(title)s")
        day = format_date(call.closes_on, language) if call.closes_on else ""
        detail = _("%(network)s, jusqu’au %(day)s") % {**words, "day": day} if day else call.network
        url = reverse("networks:shared-appeal", args=[request.space.slug, call.appeal_id])
        yield Awaiting(sentence % words, url, detail)


def _led(request: SpaceRequest) -> Iterator[Awaiting]:
    for call in calls_to_lead(request.space.organisation):
        words = {"title": call.title, "n": call.waiting}
        if call.late:
            sentence = _("La date de votre appel est passée : %(title)s")
        elif call.waiting:
            sentence = ngettext(
                "Une proposition attend votre réponse : %(title)s",
                "%(n)s propositions attendent votre réponse : %(title)s",
                call.waiting,
            )
        else:
            sentence = _("Chaque proposition a sa réponse, l’appel peut se terminer : %(title)s")
        yield Awaiting(
            sentence % words, reverse("networks:appeal", args=[request.space.slug, call.appeal_id])
        )
