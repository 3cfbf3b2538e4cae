"""What every page of a participant starts from: the topic that a link opens, and whose votes are written."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.deliberation.enums import Phase
from marchepied.apps.deliberation.rules import SHOWN_FROM, takes_proposals, takes_votes
from marchepied.apps.deliberation.selectors.ballots import Voter
from marchepied.apps.deliberation.selectors.topics import topic_of_round
from marchepied.apps.deliberation.validators import STATEMENT_LENGTH
from marchepied.apps.participation.rules import needs_own_code
from marchepied.apps.participation.selectors import FoundCall
from marchepied.web.participation.views.link import link_view

# The number by which a device finds its votes again until they are deposited; then only that it has voted.
NUMBER_COOKIE, DONE_COOKIE = "carnet", "deja-vote"
DEVICE_DAYS = 180
NUMBER = re.compile(r"[A-Za-z0-9_-]{16,64}")

TalkView = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Talk:
    """A topic as one participant meets it. `kiosk` on a shared screen, where nothing stays."""

    topic: Any
    found: FoundCall
    voter: Voter
    code: str
    kiosk: bool
    today: date

    @property
    def url(self) -> str:
        """The page's own address."""
        return reverse("deliberation:kiosk" if self.kiosk else "deliberation:talk", args=[self.code])

    @property
    def takes_votes(self) -> bool:
        return takes_votes(self.topic, self.today)

    @property
    def takes_proposals(self) -> bool:
        return takes_proposals(self.topic, self.today)

    @property
    def is_over(self) -> bool:
        """Whether the last day of the vote is past, while nobody has closed it."""
        return self.topic.phase == Phase.VOTE and not self.takes_votes

    @property
    def needs_code(self) -> bool:
        """Whether this link takes nothing, because only codes that serve once do."""
        return self.found.invitation is None and needs_own_code(self.found.call.round)


def talk_view(*, kiosk: bool = False) -> Callable[[TalkView], TalkView]:
    """A participant's page of a topic: `view(request, talk)`."""

    def decorate(view: TalkView) -> TalkView:
        @wraps(view)
        def opened(request: HttpRequest, found: FoundCall, code: str, **kwargs: Any) -> HttpResponseBase:
            topic = topic_of_round(found.call.round)
            if topic is None:
                raise Http404
            voter = Voter(found.call, found.invitation, read_number(request, kiosk=kiosk))
            return view(request, Talk(topic, found, voter, code, kiosk, timezone.localdate()), **kwargs)

        return link_view(opened)

    return decorate


def read_number(request: HttpRequest, *, kiosk: bool) -> str:
    """The number of this device, as its cookie or the page says it; a new one otherwise.

    On a shared screen only the page says it, so that the next person starts anew.
    """
    kept = "" if kiosk else request.COOKIES.get(NUMBER_COOKIE, "")
    number = kept or request.POST.get("carnet", "")
    return number if NUMBER.fullmatch(number) else secrets.token_urlsafe(16)


def keep_number(response: HttpResponseBase, talk: Talk) -> HttpResponseBase:
    """Let this device find its votes again at this address, and nowhere else; a code does it by itself."""
    if not talk.kiosk and talk.found.invitation is None:
        _set(response, talk, NUMBER_COOKIE, talk.voter.device)
    return response


def forget_number(response: HttpResponseBase, talk: Talk) -> HttpResponseBase:
    """Once votes are deposited, the device only knows that it has voted."""
    if not talk.kiosk and talk.found.invitation is None:
        response.delete_cookie(NUMBER_COOKIE, path=_path_of(talk), samesite="Lax")
        _set(response, talk, DONE_COOKIE, "oui")
    return response


def show(request: HttpRequest, talk: Talk, page: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """One of the pages of a topic, with what they all tell."""
    context = {
        "talk": talk,
        "topic": talk.topic,
        "call": talk.found.call,
        "code": talk.code,
        "organisation": talk.found.call.organisation,
        "kiosk": talk.kiosk,
        "carnet": talk.voter.device if talk.found.invitation is None else "",
        "base_url": settings.BASE_URL,
        "shown_from": SHOWN_FROM,
        "length": STATEMENT_LENGTH,
        **more,
    }
    return render(request, f"deliberation/{page}.html", context, status=status)


def _set(response: HttpResponseBase, talk: Talk, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=timedelta(days=DEVICE_DAYS),
        path=_path_of(talk),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _path_of(talk: Talk) -> str:
    return reverse("deliberation:talk", args=[talk.code])
