"""What a member may open and press without meeting a wall, and what forms say when they are sent empty."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.test import Client
from django.urls import reverse

from marchepied.apps.organisations.rules import may
from tests.addresses import IN_SPACE, Address
from tests.factories.organisations import MembershipFactory
from tests.journeys.crawling import FILES, Visit, pick
from tests.journeys.gestures import Gesture, Refusal, list_buttons, list_links, try_gesture
from tests.journeys.stages import Stage

# A page, elsewhere, what is merely not there, what may not be said by such a request, what is to be mended.
ANSWERS = {200, 302, 404, 405}


def find_dead_ends(stage: Stage, role: str) -> list[str]:
    """The pages that fail for somebody of this role, and what they offer that leads nowhere."""
    client, membership = Client(), MembershipFactory(organisation=stage.organisation, role=role)
    client.force_login(membership.person)
    faults: list[str] = []
    tried: set[tuple[Any, ...]] = set()
    for address in IN_SPACE:
        url = find_url(address, stage)
        if not url or address.route.endswith(FILES):
            continue
        response = try_gesture(client, Gesture(url, address.name))
        if response.status_code not in ANSWERS:
            faults.append(f"{address.name} answers {response.status_code}")
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            gestures = list_gestures(url, response.content.decode(), tried)
            failures = ((gesture, find_failure(client, membership, gesture)) for gesture in gestures)
            faults += [
                f"{address.name}: « {gesture.words} » to {gesture.url} {failure}"
                for gesture, failure in failures
                if failure
            ]
    return faults


def find_url(address: Address, stage: Stage) -> str:
    if not set(address.arguments) <= set(stage.known):
        return ""
    return reverse(address.name, kwargs=pick(address, stage.known))


def list_gestures(url: str, page: str, tried: set[tuple[Any, ...]]) -> Iterator[Gesture]:
    """Each link and button of a page that this person has not tried yet."""
    for gesture in [*list_links(url, page), *list_buttons(url, page, filled=True)]:
        if gesture.kind not in tried and is_of_a_space(gesture):
            tried.add(gesture.kind)
            yield gesture


def find_failure(client: Client, membership: Any, gesture: Gesture) -> str:
    """Why a gesture leads nowhere; a file is not made, who may have it is asked."""
    match = gesture.match
    if match is not None and match.route.endswith(FILES):
        right = match.func.access.removeprefix("member:")  # type: ignore[attr-defined]
        return "" if may(membership, right) else "is not theirs"
    status = try_gesture(client, gesture).status_code
    return f"answers {status}" if status == 404 or status >= 500 else ""


def is_of_a_space(gesture: Gesture) -> bool:
    """Whether it stays in the space: signing out, or one's own account, is tried elsewhere."""
    return gesture.match is None or "space" in gesture.match.kwargs


def send_empty(visits: Iterable[Visit]) -> Iterator[tuple[Visit, Refusal]]:
    """The answers, in pages, to each form of these pages sent without a word; a form that asks for none
    answers by going on."""
    tried: set[tuple[Any, ...]] = set()
    for visit in visits:
        page = visit.client.get(visit.url).content.decode()
        for gesture in list_buttons(visit.url, page, filled=False):
            if gesture.kind in tried:
                continue
            tried.add(gesture.kind)
            response = try_gesture(visit.client, gesture)
            is_page = response["Content-Type"].startswith("text/html") if response.content else False
            if response.status_code != 302 and is_page and not response.has_header("Content-Disposition"):
                yield visit, Refusal(gesture.url, gesture.words, response.content.decode())
