"""What every form sent without an account carries: a field nobody sees, a signed moment, a number."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from marchepied.apps.listening.validators import (
    check_sending,
    make_stamp,
    open_device,
    seal_device,
)

TRAP, STAMP, NONCE = "site", "moment", "envoi"
DEVICE_COOKIE = "soutien"
DEVICE_DAYS = 365


@dataclass(frozen=True)
class Envelope:
    """The hidden fields of a form: kept from one sending to the next, until it is taken."""

    stamp: str
    nonce: str


def make_envelope(request: HttpRequest) -> Envelope:
    """New for a page opened; the same again after a refusal, so that who waited is not refused twice."""
    if request.method == "POST":
        return Envelope(_stamp_again(request), request.POST.get(NONCE, "")[:64] or secrets.token_urlsafe(12))
    return Envelope(make_stamp(), secrets.token_urlsafe(12))


def _stamp_again(request: HttpRequest) -> str:
    sent = request.POST.get(STAMP, "")[:120]
    try:
        check_sending("", sent)
    except ValidationError as refusal:
        return sent if refusal.code == "fast" else make_stamp()
    return sent


def check_sender(request: HttpRequest, action: str) -> None:
    """Raise ValidationError, in a sentence, for a machine, or when too much was sent from one place."""
    check_sending(request.POST.get(TRAP, ""), request.POST.get(STAMP, "")[:120])
    check_pace(request, action)


def check_pace(request: HttpRequest, action: str) -> None:
    """Raise ValidationError when too much was sent from one place in the hour."""
    if not ratelimit.consume(request, action=action):
        raise ValidationError(_("Beaucoup de messages sont partis d’ici. Reprenez dans une heure."), "pace")


def read_nonce(request: HttpRequest) -> str:
    """The number of a form, drawn when it was shown."""
    return request.POST.get(NONCE, "")[:64]


def device_of(request: HttpRequest) -> str | None:
    """The random number that stands for this device, once it supported something; None before."""
    return open_device(request.COOKIES.get(DEVICE_COOKIE, ""))


def new_device() -> str:
    """A random number for a device."""
    return secrets.token_urlsafe(16)


def remember_device(response: HttpResponse, device: str) -> None:
    """Lay the mark on the device, so that it supports an idea once and may take it back."""
    response.set_cookie(
        DEVICE_COOKIE,
        seal_device(device),
        max_age=timedelta(days=DEVICE_DAYS),
        path="/idees/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def hidden_fields(request: HttpRequest) -> dict[str, Any]:
    """What the template of a form needs to carry these."""
    return {"envelope": make_envelope(request), "trap_name": TRAP, "stamp_name": STAMP, "nonce_name": NONCE}
