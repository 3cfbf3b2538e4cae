"""Many votes are being written on the server: the page moves by itself, and says when it is over."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marchepied.apps.deliberation.enums import TransferState
from marchepied.apps.deliberation.models import VoteImport
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.deliberation import open_one
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_of_an_import_moves_and_ends_by_itself(new_page: Any, live_server: Any) -> None:
    membership = MembershipFactory(role=Role.PILOT)
    house = membership.organisation
    with scope(house):
        brought = VoteImport.objects.create(
            organisation=house, topic=open_one(house), state=TransferState.RUNNING, total=500
        )
    client = Client()
    client.force_login(membership.person)
    page = new_page()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(reverse("deliberation:import-progress", args=[house.slug, brought.pk]))
    page.get_by_text("0 votes écrits sur 500.").wait_for()
    page.get_by_role("link", name="Voir où il en est").focus()

    with scope(house):
        VoteImport.objects.update(done=300)
    page.get_by_text("300 votes écrits sur 500.").wait_for()
    assert page.locator("progress").evaluate("bar => bar.value") == 300
    assert page.evaluate("document.activeElement.textContent") == "Voir où il en est"

    with scope(house):
        VoteImport.objects.update(done=500, state=TransferState.DONE)
    page.get_by_text("Les 500 votes sont là.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Voir le sujet"
