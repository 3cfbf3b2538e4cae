"""A word of the field on a page: followed to its meaning, then to the glossary, with and without a script."""

import pytest
from playwright.sync_api import expect

from marchepied.apps.referentials.services import load_shipped_referentials
from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripted", [True, False])
def test_a_marked_word_opens_its_meaning(new_page, scripted):
    load_shipped_referentials()
    page = new_page(PHONE, java_script_enabled=scripted)
    page.goto("/guide/theme-5/")
    help_part = page.locator("details.words")
    expect(help_part).not_to_have_attribute("open", "")
    word = page.locator("a.word").first
    meaning = page.locator(f"details.words dt{word.get_attribute('href')}")
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_in_viewport()
    expect(help_part).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossaire/#mot-*")
    expect(page.locator(f"dl.terms dt{word_hash(page)}")).to_be_in_viewport()


def word_hash(page) -> str:
    return "#" + page.url.partition("#")[2]


def test_the_help_is_opened_by_keyboard_and_printed(new_page, axe, overflow):
    load_shipped_referentials()
    page = new_page(PHONE)
    page.goto("/guide/theme-5/")
    page.emulate_media(media="print")
    expect(page.locator("details.words dd").first).to_be_visible()
    page.emulate_media(media="screen")
    summary = page.get_by_text("Les mots de cette page")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.words dd").first).to_be_visible()
    assert (axe(page), overflow(page)) == ([], 0)


def test_a_word_is_looked_for_without_a_script(new_page):
    page = new_page(DESK, java_script_enabled=False)
    page.goto("/glossaire/")
    page.get_by_role("navigation", name="Aller à une lettre").get_by_role("link", name="M").click()
    expect(page.get_by_role("heading", name="M", exact=True)).to_be_in_viewport()
    page.get_by_role("searchbox", name="Chercher un mot").fill("egalite reelle")
    page.keyboard.press("Enter")
    expect(page.locator("dl.terms dt").first).to_have_text("Égalité réelle")
    page.get_by_role("searchbox", name="Chercher un mot").fill("cooprative")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Coopérative", exact=True).click()
    expect(page.locator("#mot-cooperative")).to_be_in_viewport()
