"""Two hours on five questions, without network for the first half: the kit, then the room online."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from marchepied.apps.diagnosis.models import Position
from marchepied.apps.meetings.models import Attendee, Decision, Minute, ShowOfHands
from marchepied.core.scope import scope
from tests.factories.kits import prepared_cycle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
ALREADY = 409


@pytest.fixture
def cycle(transactional_db: None) -> Any:
    """Five questions on the agenda, after crossed views."""
    return prepared_cycle(questions=5)


@pytest.fixture
def sign_in(client: Any, cycle: Any, live_server: Any, settings: Any) -> Any:
    settings.BASE_URL = live_server.url  # where the kit is sent

    def enter(page: Any) -> Any:
        client.force_login(cycle.organisation.memberships.get().person)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return enter


def url(cycle: Any, name: str, *more: str) -> str:
    return reverse(f"diagnosis:{name}", args=[cycle.organisation.slug, cycle.pk, *more])


def download(page: Any, cycle: Any, folder: Path) -> str:
    """From the preparation of the meeting to a file on the disk; its address."""
    page.goto(url(cycle, "workshop"))
    page.get_by_role("link", name="Emporter le kit").click()
    with page.expect_download() as found:
        page.get_by_role("button", name="Télécharger le kit").click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path.as_uri()


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name).click()


def follow(page: Any, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def turn(page: Any, name: str, counts: dict[str, int]) -> None:
    """Type the cards counted at a turn."""
    group = page.locator("section:visible").get_by_role("group", name=name)
    for answer, count in counts.items():
        group.get_by_label(answer).fill(str(count))


def choose(page: Any, group: str, answer: str) -> None:
    page.locator("section:visible").get_by_role("group", name=group).get_by_label(answer).check()


def type_first_half(page: Any) -> None:
    """Three questions: two turns each, an objection answered, something parked, a disagreement by whom."""
    follow(page, "Commencer : qui est là ?")
    for group, count in {"Salariés": 6, "Élus": 3, "Bénévoles": 3}.items():
        page.get_by_label(group, exact=True).fill(str(count))
    page.get_by_text("12 personnes en tout.").wait_for()
    follow(page, "La première question")
    shown = page.locator("section:visible")
    turn(page, "1er tour", {"Non, jamais": 7, "Oui, souvent": 5})
    shown.get_by_text("En tout : 12, pour 12 personnes présentes.").wait_for()
    press(page, "Noter une objection")
    shown.get_by_label("Ce qui gêne").fill("Personne n’aura le temps.")
    shown.get_by_label("Qui le dit").fill("Des salariés")
    shown.get_by_label("Ce qu’on répond").fill("Une heure par mois est gardée.")
    shown.get_by_label("L’objection est levée").check()
    press(page, "Mettre quelque chose de côté")
    page.keyboard.type("Les horaires du samedi")
    turn(page, "2e tour", {"Non, jamais": 1, "Parfois": 11})
    shown.get_by_text("au 1er tour : 7").wait_for()
    choose(page, "Où en sommes-nous", "Parfois")
    shown.get_by_label("Avec nos mots").fill("On demande quand ça va mal.")
    choose(page, "Sommes-nous d’accord", "Tout le monde est d’accord")
    follow(page, "La question suivante")
    turn(page, "1er tour", {"Rien, je n’ai pas de nouvelles": 12})
    turn(page, "2e tour", {"Rien, je n’ai pas de nouvelles": 12})
    choose(page, "Où en sommes-nous", "Rien, je n’ai pas de nouvelles")
    choose(page, "Sommes-nous d’accord", "Un désaccord demeure")
    shown.get_by_label("Le désaccord qui demeure").fill("Les élus répondent toujours.")
    shown.get_by_label("De qui il vient").fill("Deux élus")
    follow(page, "La question suivante")
    choose(page, "Où en sommes-nous", "Pas de réponse commune")
    shown.get_by_label("Avec nos mots").fill("On ira voir.")
    choose(page, "Sommes-nous d’accord", "Personne ne s’y oppose")


def states(page: Any) -> list[str]:
    page.locator("nav").get_by_role("link", name="Envoyer").click()
    return page.locator("[data-state]").all_text_contents()


def send(page: Any) -> Any:
    with page.context.expect_page() as opened:
        press(page, "Envoyer mes notes")
    answer = opened.value
    answer.get_by_role("heading", level=1).wait_for()
    return answer


def everything(cycle: Any) -> dict[str, list[Any]]:
    """All that the meeting holds."""
    with scope(cycle.organisation):
        models = (Position, ShowOfHands, Minute, Attendee, Decision)
        return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_two_hours_with_the_network_cut_for_the_first(
    new_page: Any, cycle: Any, sign_in: Any, tmp_path: Path, axe: Any, overflow: Any
) -> None:
    page = sign_in(new_page(DESK, statuses=(ALREADY,)))
    address = download(page, cycle, tmp_path)
    page.context.set_offline(True)
    page.goto(address)
    type_first_half(page)
    page.reload()
    assert states(page) == ["décidée", "décidée", "décidée", "rien encore", "rien encore"]
    press(page, "Envoyer mes notes")
    page.get_by_text("Pas de réseau pour l’instant.").wait_for()
    page.context.set_offline(False)
    answer = send(page)
    assert answer.get_by_role("heading", level=1).text_content() == "Bien reçu."
    assert everything(cycle)["Position"] == []
    review(answer, axe, overflow)
    go_on_in_the_room(answer, cycle)
    read_minutes(answer, cycle)
    before = everything(cycle)
    again = send(page)
    assert again.get_by_role("heading", level=1).text_content().startswith("Ce kit est déjà écrit")
    assert everything(cycle) == before
    page.bring_to_front()
    assert states(page)[:3] == ["décidée"] * 3  # the file keeps its notes


def review(page: Any, axe: Any, overflow: Any) -> None:
    """Read again what the kit brought, on a laptop and on a phone, and write it."""
    follow(page, "Relire et écrire")
    page.get_by_role("heading", level=1, name="Relisez, puis écrivez.").wait_for()
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert (axe(page), overflow(page)) == ([], 0)
    page.set_viewport_size(DESK)
    for words in ("Une heure par mois est gardée.", "Deux élus", "Les horaires du samedi", "On ira voir."):
        page.get_by_text(words).wait_for()
    press(page, "Écrire dans la démarche")
    page.get_by_text("Il reste 2 questions : voici la première.").wait_for()


def go_on_in_the_room(page: Any, cycle: Any) -> None:
    """The fourth question is the one on the screen; it and the last are decided online."""
    for place in (3, 4):
        assert page.url.endswith(url(cycle, "room", cycle.question_ids[place]))
        page.goto(url(cycle, "decide", cycle.question_ids[place]))
        page.get_by_role("radio").nth(2).check()
        page.get_by_role("radio", name="Personne ne s’y oppose").check()
        press(page, "Noter cette décision")
        if place == 3:
            press(page, "Question suivante")


def read_minutes(page: Any, cycle: Any) -> None:
    follow(page, "Relire le compte rendu →")
    text = page.locator("main").inner_text()
    for words in ("12 personnes présentes", "5 questions décidées", "Une heure par mois est gardée."):
        assert words in text.replace("\u00a0", " ").replace("\u202f", " ")
    for words in ("Les élus répondent toujours.", "Deux élus", "Les horaires du samedi", "On ira voir."):
        assert words in text
    held = everything(cycle)
    assert len(held["Position"]) == 5
    first, second = cycle.question_ids[:2]
    assert {(row["subject"], row["turn"]): row["counts"] for row in held["ShowOfHands"]} == {
        (first, 1): {"1": 7, "3": 5},
        (first, 2): {"1": 1, "2": 11},
        (second, 1): {"2": 12},
        (second, 2): {"2": 12},
    }


def test_the_file_is_accessible_at_both_widths(
    new_page: Any, cycle: Any, sign_in: Any, tmp_path: Path, axe: Any, overflow: Any
) -> None:
    page = sign_in(new_page(DESK))
    address = download(page, cycle, tmp_path)
    page.context.set_offline(True)
    page.goto(address)
    links = page.locator(".kit__nav a").all_text_contents()
    assert len(links) == 9
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for place in range(len(links)):
            page.locator(".kit__nav a").nth(place).click()
            if page.locator("[data-add]:visible").count():
                for button in page.locator("[data-add]:visible").all():
                    button.click()
            assert (axe(page), overflow(page)) == ([], 0), links[place]
            assert page.get_by_role("heading", level=1).count() == 1
            assert page.evaluate("document.activeElement.tagName") in {"H2", "INPUT", "TEXTAREA"}


def test_the_kit_is_typed_by_keyboard_and_its_timer_says_only_its_end(
    new_page: Any, cycle: Any, sign_in: Any, tmp_path: Path
) -> None:
    page = sign_in(new_page(PHONE))
    address = download(page, cycle, tmp_path)
    page.clock.install()
    page.goto(address + "#q1")
    status = page.locator("[data-bell]")
    page.locator("[data-timer]:visible").focus()
    page.keyboard.press("Enter")
    said = status.text_content()
    assert said.startswith("Sonnera à ")
    page.clock.run_for(6 * 60_000)
    assert status.text_content() == said
    page.clock.run_for(61_000)
    assert status.text_content() == "C’est l’heure."
    page.get_by_role("button", name="Noter une objection").press("Enter")
    page.keyboard.type("Trop cher")
    assert page.get_by_label("Ce qui gêne").input_value() == "Trop cher"
    page.get_by_role("button", name="Retirer").press("Enter")
    assert page.get_by_label("Ce qui gêne").count() == 0
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "Noter une objection"


def test_notes_go_from_a_device_to_another_by_a_file(
    new_page: Any, cycle: Any, sign_in: Any, tmp_path: Path
) -> None:
    page = sign_in(new_page(DESK))
    address = download(page, cycle, tmp_path)
    page.context.set_offline(True)
    page.goto(address + "#actions")
    page.get_by_label("Action 1").fill("<b>Un panneau</b>")
    page.goto(address + "#envoyer")
    with page.expect_download() as found:
        press(page, "Enregistrer mes notes dans un fichier")
    saved = tmp_path / found.value.suggested_filename
    found.value.save_as(saved)
    other = new_page(PHONE)
    other.goto(address + "#envoyer")
    other.locator("[data-open]").set_input_files(saved)
    other.get_by_text("Vos notes sont là.").wait_for()
    assert other.locator("#action-1").input_value() == "<b>Un panneau</b>"
    strange = tmp_path / "autre.json"
    strange.write_text(json.dumps({"format": "marchepied.kit.1", "kit": "XXXX-XXXX-XXXX"}))
    other.locator("[data-open]").set_input_files(strange)
    other.get_by_text("Ce fichier n’est pas celui des notes de ce kit.").wait_for()
    other.on("dialog", lambda dialog: dialog.accept())
    press(other, "Effacer mes notes de cet appareil")
    assert other.locator("#action-1").input_value() == ""
    other.reload()
    assert other.locator("#action-1").input_value() == ""
    page.context.set_offline(False)
    page.goto(url(cycle, "kit"))
    page.get_by_label("Le fichier de notes du kit").set_input_files(saved)
    press(page, "Déposer ces notes")
    page.get_by_text("<b>Un panneau</b>").wait_for()


def test_a_browser_that_keeps_nothing_says_so(
    new_page: Any, cycle: Any, sign_in: Any, tmp_path: Path
) -> None:
    page = sign_in(new_page(DESK))
    address = download(page, cycle, tmp_path)
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})")
    page.goto(address)
    page.get_by_text("Ce navigateur ne garde rien pour un fichier ouvert ainsi.").wait_for()
    page.goto(address + "#envoyer")
    page.get_by_role("button", name="Enregistrer mes notes dans un fichier").wait_for()
