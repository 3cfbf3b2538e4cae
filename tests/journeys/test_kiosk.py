"""A shared screen left alone, in a real browser whose clock is moved."""

from typing import Any

import pytest

from marchepied.apps.participation.validators import token_of
from tests.factories.participation import RoundCollegeFactory, form_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEARLY = 101_000  # after a hundred seconds the screen says what will happen
REST = 21_000


def test_a_shared_screen_left_alone_is_cleared(new_page, axe):
    call: Any = RoundCollegeFactory(round__form=form_of(4))
    page = new_page(viewport={"width": 768, "height": 900})
    page.clock.install()
    page.goto(f"/r/{token_of(call.handle)}/borne/")
    warning = page.locator("[data-idle]")
    page.clock.run_for(NEARLY + REST)
    assert warning.is_hidden()  # nothing was begun: there is nothing to clear

    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("radio", name="Non, jamais.", exact=True).check()
    page.clock.run_for(NEARLY)
    assert (warning.is_visible(), axe(page)) == (True, [])
    page.locator("header").click()
    assert warning.is_hidden()
    assert page.locator("input:checked").count() == 1

    page.clock.run_for(NEARLY)
    page.clock.run_for(REST)
    page.get_by_role("button", name="Commencer").wait_for()
    assert page.locator("input:checked").count() == 0
