"""Every page, at two widths: axe finds nothing, nothing overflows, everything has a name and shows focus.

The list comes from the URL configuration: a new page is visited without anybody thinking of it. Pages of a
space are visited as its pilot, in each organisation where they show parts that were not seen yet.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.addresses import ADDRESSES, Address
from tests.conftest import check_page
from tests.journeys.conftest import AXE
from tests.journeys.stages import Stage, ask_for_a_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DESK = {"width": 1280, "height": 800}
# 1280 px at 400 % is 320 px.
PHONE = {"width": 320, "height": 640}
PARTICIPANT_BYTES = 100_000
# One h1, a language, a title in words, a name for each field that is not its placeholder, a visible focus.
LOOK = """() => {
  const faults = [];
  const seen = element => element.checkVisibility({visibilityProperty: true, opacityProperty: false});
  const headings = [...document.querySelectorAll("h1")].filter(seen);
  if (headings.length !== 1) faults.push(`${headings.length} h1`);
  if (document.documentElement.lang !== "fr") faults.push(`lang=${document.documentElement.lang}`);
  if (!/[a-zà-ÿ]{2,}.* [a-zà-ÿ]{2,}/i.test(document.title)) faults.push(`title: ${document.title}`);
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const named = field.labels?.length || field.ariaLabel || field.getAttribute("aria-labelledby");
    if (!named) faults.push(`no name: ${field.outerHTML.slice(0, 120)}`);
  }
  const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  for (const element of [...document.querySelectorAll(targets)].filter(seen)) {
    const shows = node => {
      const style = getComputedStyle(node);
      return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
    };
    element.focus({focusVisible: true, preventScroll: true});
    if (document.activeElement === element && !shows(element) && !shows(element.closest("label") ?? element))
      faults.push(`no focus: ${element.outerHTML.slice(0, 120)}`);
  }
  document.activeElement?.blur();
  return faults;
}"""
FORCED = """() => {
  const faults = [];
  for (const element of document.querySelectorAll(".button, input:not([type=hidden]), textarea, select")) {
    if (!element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const bordered = style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1;
    const native = style.appearance !== "none" && element.matches("[type=radio], [type=checkbox]");
    if (!bordered && !native) faults.push(element.outerHTML.slice(0, 120));
  }
  for (const element of document.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const lasts = `${style.transitionDuration},${style.animationDuration}`.split(",");
    if (lasts.some(value => parseFloat(value) > 0.01))
      faults.push(`moves: ${element.outerHTML.slice(0, 80)}`);
  }
  return faults;
}"""
WRONG = """<!doctype html><html><head><title>7</title></head><body><main>
<h1>Un</h1><h1>Deux</h1><p style="width: 500px; color: #bbb; background: #fff">Trop large, trop pâle.</p>
<img src="data:,"><input placeholder="Nom"><a href="#" style="outline: none">Lien</a></main></body></html>"""
# Addresses that hand over a file.
FILES = (".pdf", ".ics", ".csv", ".xlsx", ".docx", ".odt", ".pptx", "/fichier/")
PARTS = re.compile(r"<([a-z][a-z0-9]*)(?:[^>]*?\sclass=\"([^\"]*)\")?")
# Pages that need something else than a pilot at one of the moments: where they are visited instead.
VISITED_ELSEWHERE = {
    "organisations:demo": "a link that signs in and goes to the spaces",
    "organisations:communes": "the answer to a search, read by the page of the profile",
    "organisations:words-example": "the answer to what is typed, read by the page of words",
    "public:robots": "a text for machines",
    "diagnosis:room-pulse": "a few bytes, read by the screen of the room",
    "diagnosis:follow-pulse": "a few bytes, read by the phones that follow",
    "diagnosis:raise-hand": "takes a hand from the page that follows, visited in the journey of the room",
    "diagnosis:minutes-text": "the minutes as plain text",
    "diagnosis:table-assign": "who and when, for what was ticked: visited in the journey of a table",
}


@dataclass(frozen=True)
class Visit:
    """An address to open, in whose browser (nobody's for the public)."""

    name: str
    url: str
    client: Client


@pytest.fixture(autouse=True)
def private_files():
    """The files of the demonstration were written once, for all these tests."""


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


@pytest.fixture(scope="module")
def visits(stages) -> list[Visit]:
    logging.disable(logging.WARNING)  # addresses that do not answer at one moment are expected
    try:
        return list_visits(stages)
    finally:
        logging.disable(logging.NOTSET)


class Crawler:
    """One context and one page for everybody: only the cookie of the session changes."""

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

    def open(self, visit: Visit) -> Any:
        self.context.clear_cookies()
        if cookie := visit.client.cookies.get("sessionid"):
            self.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": self.url}])
        self.console.clear()
        self.page.goto(visit.url)
        return self.page


@pytest.fixture(scope="module")
def crawler(browser, server) -> Iterator[Crawler]:
    opened = Crawler(browser, server.url)
    yield opened
    opened.context.close()


def test_every_page_is_visited(visits, stages):
    """An address that shows nothing to anybody at any moment is one that this crawl would miss."""
    visited = {visit.name for visit in visits}
    left = [
        a for a in ADDRESSES if a.name not in visited | set(VISITED_ELSEWHERE) and not is_no_page(a, stages)
    ]
    assert [address.name for address in left] == []


def is_no_page(address: Address, stages: list[Stage]) -> bool:
    """A file, or an address that only takes what a form sends."""
    if address.route.endswith(FILES):
        return True
    stage = next(stage for stage in stages if set(address.arguments) <= set(stage.known))
    url = reverse(address.name, kwargs=pick(address, stage.known))
    return stage.client.get(url).status_code == 405


def test_every_page_is_accessible_and_fits(visits, crawler):
    faults = {}
    for visit in visits:
        page = crawler.open(visit)
        found = [*judge(page, DESK), *page.evaluate(LOOK)]
        found += [*judge(page, PHONE), *crawler.console]
        if found:
            faults[f"{visit.name} {visit.url}"] = found
        page.set_viewport_size(DESK)
    assert faults == {}


def judge(page: Any, viewport: dict[str, int]) -> list[str]:
    """What axe finds at this width, and by how much the page is wider than the window."""
    page.set_viewport_size(viewport)
    width = viewport["width"]
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(done => done.violations)")
    faults = [f"{width} {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        faults.append(f"{width} the page is {wide} px wide")
    return faults


def test_titles_say_which_page_it_is(visits):
    """Two pages of a space never have the same title, save one page that has two addresses."""
    titles = defaultdict(set)
    for visit in visits:
        if visit.name.startswith("participation:") and "/r/" in visit.url:
            continue  # one page in its several states
        page = visit.client.get(visit.url).content.decode()
        titles[re.search(r"<title>(.*?)</title>", page, re.DOTALL).group(1).strip()].add(visit.name)
    # The current cycle is the home; removing oneself is leaving.
    same = [{"diagnosis:home", "diagnosis:cycle"}, {"organisations:leave", "organisations:member-remove"}]
    assert [names for names in titles.values() if len(names) > 1 and names not in same] == []


def test_what_is_wrong_is_seen(browser):
    """A page with one of each fault: a crawl that finds nothing must be one that looks."""
    page = browser.new_page(viewport=DESK)
    page.add_init_script(path=AXE)
    page.goto("about:blank")
    page.set_content(WRONG)
    faults = [*page.evaluate(LOOK), *judge(page, PHONE)]
    page.close()
    assert [fault.split(": ")[0] for fault in faults] == [
        "2 h1",
        "lang=",
        "title",
        "no name",
        "no focus",
        "no focus",
        "320 color-contrast",
        "320 html-has-lang",
        "320 image-alt",
        "320 the page is 508 px wide",
    ]


@pytest.mark.parametrize("name", ["participation:answer", "diagnosis:question", "diagnosis:crossed"])
def test_forced_colours_and_reduced_motion(visits, crawler, name):
    """A system's own colours still show what can be pressed; nothing moves for who asked for that."""
    page = crawler.open(next(visit for visit in visits if visit.name == name))
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert page.evaluate(FORCED) == []
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")


def test_participants_pages_are_light(visits, browser, server):
    """What a first visit weighs, uncompressed, with styles, scripts and fonts."""
    weights = {}
    for visit in visits:
        if visit.url.startswith(("/r/", "/suivre/")):
            weights[visit.url] = weigh(browser, server.url + visit.url)
    assert {url: weight for url, weight in weights.items() if weight > PARTICIPANT_BYTES} == {}


def weigh(browser: Any, url: str) -> int:
    context = browser.new_context(viewport=PHONE, locale="fr-FR")
    answers: list[Any] = []
    context.on("requestfinished", lambda request: answers.append(request.sizes()))
    page = context.new_page()
    page.goto(url)
    page.evaluate("document.fonts.ready.then(() => true)")
    context.close()
    return sum(sizes["responseBodySize"] for sizes in answers)
