"""Crossed views and the meeting in a real browser: by keyboard, on a phone, on the screen of a room."""

from typing import Any

import pytest
from django.urls import reverse

from marchepied.apps.diagnosis.selectors.workshop import follow_code
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.workshop import open_following
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, five_groups
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ROOM = {"width": 1920, "height": 1080}
# Everything above the notes: the question, and the one gesture that comes next.
SHOWN = """(document.querySelector('.stage__nav') || document.querySelector('.stage'))
    .getBoundingClientRect().bottom <= innerHeight"""


@pytest.fixture
def cycle(transactional_db: None) -> Any:
    """Five groups over thirteen questions; the questionnaire is closed."""
    cycle = closed_cycle(questions=13)
    five_groups(cycle)
    return cycle


@pytest.fixture
def sign_in(client: Any, cycle: Any, live_server: Any) -> Any:
    def enter(page: Any) -> Any:
        client.force_login(cycle.organisation.memberships.get().person)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return enter


def url(cycle: Any, name: str, *more: str) -> str:
    return reverse(f"diagnosis:{name}", args=[cycle.organisation.slug, cycle.pk, *more])


def show(cycle: Any) -> None:
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=None)


def test_from_the_closing_to_a_decision_by_keyboard(
    new_page: Any, cycle: Any, sign_in: Any, axe: Any
) -> None:
    page = sign_in(new_page())
    page.goto(url(cycle, "crossed"))
    page.get_by_role("button", name="Montrer les avis").press("Enter")
    page.get_by_role("heading", level=1, name="Cinq questions méritent qu’on en parle.").wait_for()
    first = page.locator("article.card").first
    picture = first.get_by_role("listitem").filter(has_text="Salariés en parcours").get_by_role("img")
    assert picture.aria_snapshot().startswith('- img "plutôt «')
    first.get_by_text("Voir le tableau").press("Enter")
    first.get_by_role("table").wait_for()
    page.get_by_role("link", name="Préparer la réunion").press("Enter")
    page.get_by_role("button", name="Projeter la première question").press("Enter")
    page.wait_for_url("**/salle/**")
    opened = page.url
    step = page.locator("[aria-current=step]")
    assert step.inner_text() == "Lire"
    page.keyboard.press("ArrowRight")
    step.filter(has_text="Se prononcer").wait_for()
    page.keyboard.press("ArrowLeft")
    step.filter(has_text="Lire").wait_for()
    page.get_by_role("button", name="Décider", exact=True).press("Enter")
    page.get_by_role("radio", name="Parfois, quand il y a un problème.").press("Space")
    words = page.get_by_label("Avec nos mots")
    words.fill("On demande peu.")
    words.press("ArrowLeft")  # moves in the text, not in the meeting
    page.get_by_role("radio", name="Personne ne s’y oppose").press("Space")
    page.get_by_role("button", name="Noter cette décision").press("Enter")
    page.wait_for_url(opened)
    assert "On demande peu." in page.locator(".decided").inner_text()
    assert axe(page) == []


@pytest.mark.parametrize("name", ["crossed", "crossed-question", "workshop", "positions", "room", "decide"])
def test_pages_hold_on_a_small_phone(
    new_page: Any, cycle: Any, sign_in: Any, axe: Any, overflow: Any, name: str
) -> None:
    show(cycle)
    page = sign_in(new_page(PHONE))
    more = [cycle.question_ids[0]] if name in {"crossed-question", "room", "decide"} else []
    page.goto(url(cycle, name, *more))
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    assert (axe(page), overflow(page)) == ([], 0)


def test_the_screen_of_a_room_holds_without_scrolling(new_page: Any, cycle: Any, sign_in: Any) -> None:
    show(cycle)
    with scope(cycle.organisation):
        open_following(cycle=cycle, by=None)
    page = sign_in(new_page(ROOM))
    for name in ("room", "decide"):
        page.goto(url(cycle, name, cycle.question_ids[0]))
        assert page.evaluate(SHOWN) is True
    sizes = page.evaluate(
        "[...document.querySelectorAll('.decide label strong')]"
        ".map((words) => parseFloat(getComputedStyle(words).fontSize))"
    )
    assert min(sizes) >= 24  # pixels of 1080


def test_the_room_is_followed_on_a_phone_without_a_script(
    new_page: Any, cycle: Any, axe: Any, overflow: Any
) -> None:
    show(cycle)
    with scope(cycle.organisation):
        code = follow_code(open_following(cycle=cycle, by=None))
    plain = new_page(PHONE, java_script_enabled=False)
    plain.goto(reverse("diagnosis:follow", args=[code]))
    assert plain.get_by_role("heading", level=2).count() == 5
    plain.get_by_role("link", name="Actualiser").click()
    page = new_page(PHONE)
    page.goto(reverse("diagnosis:follow", args=[code]))
    assert (axe(page), overflow(page)) == ([], 0)
