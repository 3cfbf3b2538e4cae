"""Inviting one group: link, code to scan, slips, mails, reminders."""

from typing import Any

import segno
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.rules import DAYS_BETWEEN_MAILS, needs_own_code
from marchepied.apps.participation.selectors import (
    InvitationCounts,
    invitation_counts,
    invited_emails,
    link_of,
)
from marchepied.apps.participation.services import invite_by_mail, remind
from marchepied.apps.participation.validators import read_addresses, token_of
from marchepied.web.participation.forms.invitations import AddressesForm, SlipsForm
from marchepied.web.participation.places import CallPlace
from marchepied.web.participation.texts import SMS_LENGTH, minutes_of, write_mail, write_sms
from marchepied.web.participation.views.shared import attempt, posted, require_open, with_call
from marchepied.web.shared.access import SpaceRequest, member_view


def draw_code(link: str) -> SafeString:
    """The code to scan, as an inline drawing (square, black on white, four modules of margin)."""
    drawing = segno.make(link, error="m", micro=False).svg_inline(border=4, omitsize=True, svgclass="code")
    return SafeString(drawing)


def shorten_link(link: str) -> str:
    """A link as it is read out and typed: without https:// and without the last bar."""
    return link.split("://", 1)[-1].rstrip("/")


@member_view(Right.FACILITATE)
@with_call
def invite(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """Every way of calling this group, each in a sentence."""
    call = place.call
    link = link_of(call)
    sms = write_sms(call, link)
    context = {
        "place": place,
        "call": call,
        "section": place.section,
        "is_open": call.round.state == RoundState.OPEN,
        "own_code": needs_own_code(call.round),
        "link": link,
        "short_link": shorten_link(link),
        "token": token_of(call.handle),
        "code": draw_code(link),
        "minutes": minutes_of(call),
        "sms": sms,
        "sms_length": len(sms),
        "sms_fits": len(sms) <= SMS_LENGTH,
        "mail": write_mail(call, link),
        "slips_form": SlipsForm(initial={"count": min(call.expected_count or 20, 500)}),
        "counts": _counts(call),
        "days": DAYS_BETWEEN_MAILS,
        "local": settings.BASE_URL.startswith(("http://127.", "http://localhost")),
    }
    return render(request, "participation/invitations.html", context)


@member_view(Right.FACILITATE)
@with_call
def invite_mail(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """Paste addresses, see what was understood, then send."""
    call = place.call
    require_open(call)
    form = AddressesForm(posted(request), request.FILES or None)
    context = {"place": place, "call": call, "form": form, "section": place.section}
    if request.method != "POST" or not form.is_valid():
        return render(request, "participation/invitations_mail.html", context)
    text = form.cleaned_data["text"]
    found = read_addresses(text)
    if "send" in request.POST and found.addresses:
        return _send(request, place, found.addresses)
    known = invited_emails(call)
    context |= {
        "found": found,
        "text": text,
        "fresh": [address for address in found.addresses if address.email not in known],
        "already": [address for address in found.addresses if address.email in known],
    }
    return render(request, "participation/invitations_check.html", context)


@member_view(Right.FACILITATE)
@with_call
def reminder(request: SpaceRequest, place: CallPlace) -> HttpResponse:
    """Say to how many the reminder goes, then send it."""
    call = place.call
    require_open(call)
    counts = _counts(call)
    if request.method == "POST":
        sent: list[int] = []
        language = get_language() or "fr"
        if attempt(request, lambda: sent.append(remind(call=call, by=request.user, language=language))):
            messages.success(
                request,
                ngettext("Le rappel part vers %(n)s adresse.", "Le rappel part vers %(n)s adresses.", sent[0])
                % {"n": sent[0]},
            )
        return redirect(place.invite)
    context = {"place": place, "call": call, "counts": counts, "section": place.section}
    context["days"] = DAYS_BETWEEN_MAILS
    return render(request, "participation/invitations_remind.html", context)


def _send(request: SpaceRequest, place: CallPlace, addresses: Any) -> HttpResponse:
    if not ratelimit.consume(request, action="invite_participants"):
        messages.warning(
            request, _("Beaucoup d’invitations sont parties en peu de temps. Reprenez dans une heure.")
        )
        return redirect(place.invite)
    language = get_language() or "fr"
    sent: list[Any] = []
    done = attempt(
        request,
        lambda: sent.append(
            invite_by_mail(call=place.call, addresses=addresses, by=request.user, language=language)
        ),
    )
    if done and sent[0].sent:
        n = sent[0].sent
        messages.success(
            request,
            ngettext("%(n)s invitation part par courriel.", "%(n)s invitations partent par courriel.", n)
            % {"n": n},
        )
    elif done:
        messages.info(request, _("Ces adresses avaient déjà toutes été invitées : rien n’a été envoyé."))
    return redirect(place.invite)


def _counts(call: Any) -> InvitationCounts:
    return invitation_counts(call.round, timezone.localdate()).get(call.pk, InvitationCounts())
