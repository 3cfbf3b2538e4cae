"""Every page, at two widths: axe finds nothing, nothing overflows, everything has a name and shows focus.

The list comes from the URL configuration: a new page is visited without anybody thinking of it. Pages of a
space are visited as its pilot, in each organisation where they show parts that were not seen yet.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from marchepied.apps.organisations.enums import Role
from tests.addresses import ADDRESSES, Address
from tests.journeys.conftest import AXE
from tests.journeys.crawling import DESK, FILES, PHONE, Crawler, Visit, judge, list_visits, measure, pick
from tests.journeys.dead_ends import find_dead_ends, send_empty
from tests.journeys.stages import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PARTICIPANT_BYTES = 100_000
# One h1, a language, a title in words.
TITLED = """(language) => {
  const faults = [];
  const headings = [...document.querySelectorAll("h1")].filter(heading => heading.checkVisibility());
  if (headings.length !== 1) faults.push(`${headings.length} h1`);
  if (document.documentElement.lang !== language) faults.push(`lang=${document.documentElement.lang}`);
  if (!/[a-zà-ÿ]{2,}.* [a-zà-ÿ]{2,}/i.test(document.title)) faults.push(`title: ${document.title}`);
  return faults;
}"""
# A name for each field that is not its placeholder, a visible focus.
LOOK = """() => {
  const faults = [];
  const seen = element => element.checkVisibility({visibilityProperty: true, opacityProperty: false});
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
# What a form says of its errors: focused on arrival, each line leading to a field that is marked.
SUMMARY = """() => {
  const faults = [];
  const summary = document.querySelector("[role=alert], [role=status]");
  if (!summary) return ["no summary of what lacks"];
  if (!summary.matches(".errors")) return [];
  if (document.activeElement !== summary) faults.push("the summary has no focus");
  for (const link of summary.querySelectorAll("a")) {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) faults.push(`leads nowhere: ${link.outerHTML}`);
  }
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
    "diagnosis:elsewhere-add": "a form for what was ticked: visited in the journey of a certificate",
    "referentials:draft-follow": "a draft whose guide has a newer version: visited in its own journey",
    "deliberation:result-json": "the result for software",
    "deliberation:votes-zip": "tables in an archive",
    "listening:survey-open": "takes what the page of a draft sends: opened in the journey of surveys",
    "listening:survey-question-move": "takes what the page of a draft sends",
    "listening:survey-question-remove": "takes what the page of a draft sends",
    "listening:relay-worker": "a script, read by the page of a relais",
    "diagnosis:table-assign": "who and when, for what was ticked: visited in the journey of a table",
}


@pytest.fixture(autouse=True)
def private_files():
    """The files of the demonstration were written once, for all these tests."""


@pytest.fixture(scope="module")
def visits(stages) -> list[Visit]:
    logging.disable(logging.WARNING)  # addresses that do not answer at one moment are expected
    try:
        return list_visits(stages)
    finally:
        logging.disable(logging.NOTSET)


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
        found = [*judge(page, DESK), *page.evaluate(TITLED, "fr"), *page.evaluate(LOOK)]
        found += [*judge(page, PHONE), *crawler.console]
        if found:
            faults[f"{visit.name} {visit.url}"] = found
        page.set_viewport_size(DESK)
    assert faults == {}


def test_every_page_is_there_in_english(visits, crawler):
    """The same pages in the other language: said so, titled, and as narrow as a telephone."""
    faults = {}
    for visit in visits:
        page = crawler.open(visit, language="en")
        found = [*page.evaluate(TITLED, "en"), *measure(page, PHONE), *crawler.console]
        if found:
            faults[f"{visit.name} {visit.url}"] = found
    assert faults == {}


def test_forms_sent_empty_say_what_lacks(visits, crawler):
    """Every form of every page, sent as it is without a word: answered by a page that says what to mend."""
    faults = {}
    refusals = list(send_empty(visits))
    assert len(refusals) > 20
    for visit, refusal in refusals:
        page = crawler.show(visit, refusal)
        found = [*page.evaluate(SUMMARY), *judge(page, PHONE), *crawler.console]
        if found:
            faults[f"{visit.name} {visit.url} {refusal.button}"] = found
    assert faults == {}


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_nobody_meets_a_dead_end(stages, role):
    """Each page answers or is not there; what it offers this person, link or button, is theirs to use."""
    faults = [fault for stage in stages for fault in find_dead_ends(stage, role)]
    assert faults == []


def test_titles_say_which_page_it_is(visits):
    """Two pages of a space never have the same title, save one page that has two addresses."""
    titles = defaultdict(set)
    for visit in visits:
        if "/r/" in visit.url:
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
    faults = [*page.evaluate(TITLED, "fr"), *page.evaluate(LOOK), *judge(page, PHONE)]
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
