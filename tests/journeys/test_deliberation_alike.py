"""A list of statements typed at once on a phone: those that look alike are shown, one is taken out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marchepied.apps.deliberation.models import Topic
from marchepied.apps.deliberation.selectors.statements import statements_of
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINES = [
    "Il faut ouvrir le samedi matin.",
    "Planter des arbres dans la cour.",
    "Ouvrir le samedi matin serait bien.",
    "Un vélo pour les livraisons.",
]


@pytest.fixture
def organisation(transactional_db: None) -> Any:
    load_shipped_referentials()
    by = PersonFactory(name="Claire Morel")
    return open_space(
        name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=by
    ).organisation


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_two_lines_that_look_alike_are_shown_and_one_goes(
    organisation, new_page, axe, overflow, live_server, script
):
    page = new_page(PHONE, java_script_enabled=script)
    client = Client()
    with scope(organisation):
        client.force_login(organisation.memberships.get().person)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(reverse("deliberation:topic-new", args=[organisation.slug]))
    page.get_by_label("Le sujet, en quelques mots").fill("Nos horaires à la rentrée")
    page.get_by_label("Des phrases pour commencer").fill("\n".join(LINES))
    page.get_by_label("Combien de personnes, à peu près ?").fill("30")
    page.get_by_role("button", name="Relire avant d’ouvrir").click()
    page.get_by_role("heading", name="1 phrase ajoutée ressemble à une autre").wait_for()
    assert overflow(page) <= 0
    if script:
        assert axe(page) == []
    page.get_by_role("region", name="1 phrase ajoutée").get_by_role(
        "button", name="Retirer : Ouvrir le samedi matin serait bien."
    ).click()
    page.get_by_role("status").wait_for()
    assert page.get_by_role("heading", name="1 phrase ajoutée ressemble à une autre").count() == 0
    with scope(organisation):
        assert [one.text for one in statements_of(Topic.objects.get())] == [LINES[0], LINES[1], LINES[3]]
