"""Opening every page of the product in a browser, at each moment where it shows something new."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.addresses import ADDRESSES, Address
from tests.conftest import check_page
from tests.journeys.conftest import AXE
from tests.journeys.gestures import Refusal
from tests.journeys.stages import Stage, ask_for_a_code

DESK = {"width": 1280, "height": 800}
# 1280 px at 400 % is 320 px.
PHONE = {"width": 320, "height": 640}
# Addresses that hand over a file.
FILES = (".pdf", ".ics", ".csv", ".yaml", ".xlsx", ".docx", ".odt", ".pptx", "/fichier/")
PARTS = re.compile(r"<([a-z][a-z0-9]*)(?:[^>]*?\sclass=\"([^\"]*)\")?")


@dataclass(frozen=True)
class Visit:
    """An address to open, in whose browser (nobody's for the public)."""

    name: str
    url: str
    client: Client


def list_visits(stages: list[Stage]) -> list[Visit]:
    """Each page that answers, once for each organisation where it shows new parts."""
    seen: dict[str, set[tuple[str, str]]] = defaultdict(set)
    visits = []
    for visit in propose_visits(stages):
        response = visit.client.get(visit.url)
        response.close()
        page = response.content.decode() if response["Content-Type"].startswith("text/html") else ""
        if response.status_code != 200 or not page.lower().startswith("<!doctype"):
            continue
        check_page(page)
        parts = set(PARTS.findall(page))
        if not parts <= seen[visit.name]:
            seen[visit.name] |= parts
            visits.append(visit)
    return visits


def propose_visits(stages: list[Stage]) -> Iterator[Visit]:
    public = Client()
    waiting = ask_for_a_code(Client())
    for address in ADDRESSES:
        if address.route.endswith(FILES):
            continue
        if address.name == "public:sign-in-code":
            yield Visit(address.name, reverse(address.name), waiting)
        elif address.access.startswith("public:"):
            yield from propose_public(address, stages, public)
        else:
            yield from propose_signed_in(address, stages)


def propose_public(address: Address, stages: list[Stage], public: Client) -> Iterator[Visit]:
    if "code" not in address.arguments:
        known = stages[0].known
        yield Visit(address.name, reverse(address.name, kwargs=pick(address, known)), public)
        return
    for stage in stages:
        codes = [stage.follow] if address.name == "diagnosis:follow" else stage.codes
        for code in codes:
            yield Visit(address.name, reverse(address.name, args=[code]), Client())


def propose_signed_in(address: Address, stages: list[Stage]) -> Iterator[Visit]:
    for stage in stages:
        if set(address.arguments) <= set(stage.known):
            yield Visit(address.name, reverse(address.name, kwargs=pick(address, stage.known)), stage.client)


def pick(address: Address, known: dict[str, Any]) -> dict[str, Any]:
    return {name: known[name] for name in address.arguments}


class Crawler:
    """One context and one page for everybody: only the cookies change."""

    def __init__(self, browser: Any, url: str) -> None:
        self.url = url
        self.context = browser.new_context(base_url=url, locale="fr-FR", viewport=DESK)
        self.context.set_default_timeout(8000)
        self.context.add_init_script(path=AXE)
        self.page = self.context.new_page()
        self.console: list[str] = []
        self.context.on("console", self._listen)
        self.context.on("weberror", lambda error: self.console.append(str(error.error)))

    def _listen(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.console.append(message.text)

    def open(self, visit: Visit, language: str = "fr") -> Any:
        """The page of a visit, as its own browser would see it."""
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if session := visit.client.cookies.get("sessionid"):
            cookies["sessionid"] = session.value
        self.context.clear_cookies()
        self.context.add_cookies([{"name": n, "value": v, "url": self.url} for n, v in cookies.items()])
        self.console.clear()
        self.page.goto(visit.url)
        return self.page

    def show(self, visit: Visit, refusal: Refusal) -> Any:
        """The answer to a form, under the address that gave it, with its own styles and scripts."""
        address = self.url + refusal.url
        headers = {"content-type": "text/html; charset=utf-8"}
        self.page.route(address, lambda route: route.fulfill(body=refusal.page, headers=headers))
        try:
            return self.open(Visit(visit.name, refusal.url, visit.client))
        finally:
            self.page.unroute(address)


def measure(page: Any, viewport: dict[str, int]) -> list[str]:
    """By how much the page is wider than the window."""
    page.set_viewport_size(viewport)
    wide, width = page.evaluate("document.documentElement.scrollWidth"), viewport["width"]
    return [f"{width} the page is {wide} px wide"] if wide > width else []


def judge(page: Any, viewport: dict[str, int]) -> list[str]:
    """What axe finds at this width, and by how much the page is wider than the window."""
    page.set_viewport_size(viewport)
    width = viewport["width"]
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(done => done.violations)")
    faults = [f"{width} {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]
    return faults + measure(page, viewport)
