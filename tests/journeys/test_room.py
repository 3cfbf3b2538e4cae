"""A meeting led from one laptop, followed by phones: two turns, an objection, a disagreement, minutes."""

from typing import Any

import pytest
from django.urls import reverse

from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.workshop import prepare_workshop
from marchepied.apps.meetings.models import Hand
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, five_groups
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
HALL = {"width": 1440, "height": 810}
NEVER, SOMETIMES, OFTEN = (
    "Non, jamais.",
    "Parfois, quand il y a un problème.",
    "Oui, souvent, avec des questions ou en réunion.",
)


@pytest.fixture
def cycle(transactional_db: None) -> Any:
    """Five groups have answered; two questions are on the agenda."""
    cycle = closed_cycle(questions=3)
    five_groups(cycle)
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=None)
        values = {"voices": {}, "minutes": 8, "held_on": None, "by": None}
        prepare_workshop(cycle=cycle, question_ids=cycle.question_ids[:2], **values)
    return cycle


@pytest.fixture
def laptop(new_page: Any, client: Any, cycle: Any, live_server: Any) -> Any:
    """The facilitator's browser, projected."""
    page = new_page(HALL)
    client.force_login(cycle.organisation.memberships.get().person)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(url(cycle, "workshop"))
    return page


def url(cycle: Any, name: str, *more: str) -> str:
    return reverse(f"diagnosis:{name}", args=[cycle.organisation.slug, cycle.pk, *more])


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name).click()


def step(page: Any, name: str) -> None:
    page.locator("[aria-current=step]").filter(has_text=name).wait_for()


class Phone:
    """A phone that follows: with a script, without, or moved by its keyboard alone."""

    def __init__(self, page: Any, address: str, way: str = "finger") -> None:
        self.page, self.way = page, way
        page.goto(address)

    def answer(self, text: str, turn: str) -> None:
        if self.way == "plain":
            self.page.get_by_role("link", name="Actualiser").click()
        self.page.locator(f"[data-phase='{turn}'] .raise").wait_for()
        button = self.page.get_by_role("button", name=text)
        if self.way == "keyboard":
            while not button.evaluate("(button) => button === document.activeElement"):
                self.page.keyboard.press("Tab")
            self.page.keyboard.press("Enter")
        else:
            button.click()
        self.page.locator("[aria-pressed=true]").filter(has_text=text).wait_for()


def count_phones(laptop: Any, number: int) -> None:
    """The screen hears of each phone without being touched; nothing is shown before it is counted."""
    laptop.locator("[data-raised]").filter(has_text=str(number)).wait_for()
    assert laptop.locator(".bars").count() == 0
    press(laptop, "Compter les téléphones")


def note(laptop: Any, kind: str, text: str, said_by: str = "") -> None:
    laptop.get_by_role("link", name="Noter").first.click()
    laptop.get_by_label("Écrire une ligne").fill(text)
    laptop.get_by_role("radio", name=kind).check()
    laptop.get_by_label("De qui, avec les mots").fill(said_by)
    press(laptop, "Garder cette ligne")
    laptop.locator(".lines").filter(has_text=text).wait_for()


def test_a_meeting_with_phones_of_three_kinds(
    laptop: Any, new_page: Any, cycle: Any, axe: Any, overflow: Any
) -> None:
    press(laptop, "Ouvrir une adresse")
    address = laptop.locator("#suivre a").first.get_attribute("href").split("8000")[-1]
    phones = [
        Phone(new_page(PHONE), address),
        Phone(new_page(PHONE, java_script_enabled=False), address, "plain"),
        Phone(new_page(PHONE), address, "keyboard"),
        Phone(new_page(PHONE), address),
        Phone(new_page(PHONE), address),
    ]
    press(laptop, "Projeter la première question")
    lead_first_question(laptop, phones, axe, overflow)
    press(laptop, "Question suivante")
    lead_second_question(laptop, phones[0])
    read_minutes(laptop, cycle, axe)
    phones[0].page.get_by_role("heading", level=1, name="La réunion est finie.").wait_for()


def lead_first_question(laptop: Any, phones: list[Phone], axe: Any, overflow: Any) -> None:
    """Five phones vote twice; an objection is answered and lifted in between."""
    step(laptop, "Lire")
    laptop.keyboard.press("ArrowRight")
    step(laptop, "Se prononcer")
    first = "chacun se prononce"
    for phone, text in zip(phones, (NEVER, SOMETIMES, SOMETIMES, SOMETIMES, OFTEN), strict=True):
        phone.answer(text, first)
    phones[0].answer(SOMETIMES, first)
    assert [(axe(page), overflow(page)) for page in (phones[0].page, phones[2].page)] == [([], 0)] * 2
    assert axe(laptop) == []
    count_phones(laptop, 5)
    laptop.locator(".bars").wait_for()
    press(laptop, "En parler →")
    note(laptop, "objection", "Personne n’aura le temps.", "deux salariés")
    laptop.get_by_role("link", name="Répondre").click()
    laptop.get_by_label("Ce qui a été répondu").fill("Une demi-journée par mois y est gardée.")
    laptop.get_by_label("L’objection est levée").check()
    press(laptop, "Garder")
    laptop.locator(".lines .tag").filter(has_text="levée").wait_for()
    phones[0].page.locator(".lines").filter(has_text="Une demi-journée par mois").wait_for()
    press(laptop, "Se prononcer à nouveau →")
    for phone, text in zip(phones, (OFTEN, OFTEN, OFTEN, SOMETIMES, OFTEN), strict=True):
        phone.answer(text, "chacun se prononce à nouveau")
    count_phones(laptop, 5)
    shift = (
        "Au premier tour, 4 personnes sur 5 voyaient le niveau 2 ; après discussion, 4 sur 5 se retrouvent"
    )
    laptop.locator(".shift").wait_for()
    for page in (laptop, phones[2].page):
        page.locator(".shift").wait_for()
        assert " ".join(page.locator(".shift").inner_text().split()).startswith(shift)
    assert (axe(laptop), axe(phones[2].page), overflow(phones[2].page)) == ([], [], 0)
    press(laptop, "Décider ensemble →")
    assert laptop.locator("label", has=laptop.get_by_text("au milieu des mains levées")).get_by_role(
        "radio"
    ).get_attribute("value") == ("3")
    laptop.get_by_role("radio", name=OFTEN).check()
    laptop.get_by_role("radio", name="Personne ne s’y oppose").check()
    assert laptop.get_by_label("Qui le garde").is_visible() is False
    press(laptop, "Noter cette décision")
    phones[0].page.locator("#maintenant .decided").filter(has_text="Personne ne s’y oppose").wait_for()


def lead_second_question(laptop: Any, phone: Phone) -> None:
    """Hands are counted with « + » and typed; a disagreement remains, noted by whom."""
    press(laptop, "Se prononcer →")
    laptop.get_by_text("Compter plutôt les mains ou les cartons").click()
    more = laptop.get_by_role("button", name="Une main de plus").nth(1)
    for _hand in range(3):
        more.click()
    field = laptop.get_by_role("spinbutton").nth(3)
    field.fill("4")
    field.press("Enter")
    laptop.locator(".bars").wait_for()
    assert laptop.locator(".bars__n").all_inner_texts() == ["0", "3", "0", "4", "0"]
    press(laptop, "En parler →")
    note(laptop, "à reprendre plus tard", "La boîte à idées de l’entrée.")
    laptop.get_by_role("button", name="Décider", exact=True).click()
    laptop.get_by_role("radio", name="Pas de réponse commune").check()
    laptop.get_by_role("radio", name="Un désaccord demeure").check()
    laptop.get_by_label("Avec nos mots").fill("On en reparle en juin.")
    laptop.get_by_label("Le désaccord qui demeure").fill("Ce n’est pas notre rôle.")
    laptop.get_by_label("Qui le garde").fill("deux bénévoles")
    press(laptop, "Noter cette décision")
    phone.page.locator("#maintenant .decided").filter(has_text="(deux bénévoles)").wait_for()


def read_minutes(laptop: Any, cycle: Any, axe: Any) -> None:
    laptop.get_by_role("link", name="Relire le compte rendu").click()
    laptop.get_by_role("link", name="Compter les présents").click()
    laptop.get_by_label("Clients", exact=True).fill("6")
    press(laptop, "Garder")
    laptop.get_by_text("Clients : 6").wait_for()
    headings = laptop.get_by_role("heading", level=2).all_inner_texts()
    assert len(headings) == 4  # two questions, what is left open, who was there
    text = " ".join(laptop.locator("main").inner_text().split())
    parts = ("Personne n’aura le temps.", "Ce n’est pas notre rôle. (deux bénévoles)", "Clients : 6")
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert axe(laptop) == []
    press(laptop, "La réunion est finie")
    laptop.get_by_role("heading", level=1, name="La réunion du").wait_for()
    with scope(cycle.organisation):
        assert Hand.objects.count() == 0


def test_a_note_survives_a_session_that_ended(laptop: Any, cycle: Any) -> None:
    """The words of a note stay on the computer until the server has kept them."""
    laptop.goto(url(cycle, "room", cycle.question_ids[0]))
    laptop.get_by_label("Écrire une ligne").fill("À ne pas perdre")
    cookies = laptop.context.cookies()
    laptop.context.clear_cookies(name="sessionid")
    press(laptop, "Garder cette ligne")
    laptop.wait_for_load_state()
    laptop.context.add_cookies(cookies)
    laptop.goto(url(cycle, "room", cycle.question_ids[0]))
    assert laptop.get_by_label("Écrire une ligne").input_value() == "À ne pas perdre"
    press(laptop, "Garder cette ligne")
    laptop.locator(".lines").filter(has_text="À ne pas perdre").wait_for()
    assert laptop.get_by_label("Écrire une ligne").input_value() == ""


def test_the_timer_announces_its_end_once_and_a_second_screen_follows(
    laptop: Any, new_page: Any, cycle: Any
) -> None:
    press(laptop, "Projeter la première question")
    laptop.get_by_role("button", name="En parler", exact=True).click()
    screen = new_page(HALL)
    screen.context.add_cookies(laptop.context.cookies())
    screen.clock.install()
    press(laptop, "Lancer")
    laptop.get_by_text("Jusqu’à").wait_for()
    screen.goto(laptop.url)
    ring = screen.locator(".stage__rung")
    assert (ring.get_attribute("role"), ring.inner_text()) == ("status", "")
    screen.clock.fast_forward("07:30")
    assert ring.inner_text() == ""
    screen.clock.fast_forward("00:40")
    assert ring.inner_text() == "C’est l’heure."
    press(laptop, "Décider ensemble")
    laptop.get_by_role("link", name="Revenir à l’écran").click()
    screen.clock.resume()
    step(screen, "Décider")


@pytest.mark.parametrize("name", ["room", "minutes", "attendance", "decide"])
def test_pages_of_the_room_hold_at_320_pixels(
    laptop: Any, cycle: Any, axe: Any, overflow: Any, name: str
) -> None:
    press(laptop, "Projeter la première question")
    laptop.get_by_role("button", name="Se prononcer", exact=True).click()
    step(laptop, "Se prononcer")
    note(laptop, "objection", "Personne n’aura le temps.", "deux salariés")
    laptop.set_viewport_size(PHONE)
    more = [cycle.question_ids[0]] if name in {"room", "decide"} else []
    laptop.goto(url(cycle, name, *more))
    laptop.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    assert (axe(laptop), overflow(laptop)) == ([], 0)
