"""A shared screen."""

import pytest
from django.urls import reverse

from marchepied.apps.participation.models import Answer
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import unscoped
from tests.factories.participation import InvitationFactory, RoundCollegeFactory

pytestmark = pytest.mark.django_db


def address(row, page="kiosk"):
    return reverse(f"participation:{page}", args=[token_of(row.handle)])


def test_one_person_after_another_and_no_mark_on_the_device(client, plain):
    call = RoundCollegeFactory()
    for level in ("1", "5"):
        page = client.get(address(call))
        sent = client.post(address(call), {"q1": level, "envoi": page.context["nonce"]}, follow=True)
        assert sent.redirect_chain[-1][0] == address(call, "kiosk-receipt")
        assert "Une autre personne répond" in plain(sent.content.decode())
        assert page.headers["Cache-Control"] == sent.headers["Cache-Control"] == "no-store, private"
        assert client.cookies == {}

    with unscoped("a test reads everything"):
        assert sorted(Answer.objects.values_list("level", flat=True)) == [1, 5]


def test_the_form_of_a_shared_screen_is_never_filled_by_the_browser(client):
    html = client.get(address(RoundCollegeFactory())).content.decode()
    assert 'data-kiosk autocomplete="off"' in html
    assert "Tout effacer et recommencer" in html


def test_a_single_use_link_is_no_shared_screen(client):
    invitation = InvitationFactory()
    assert client.get(address(invitation)).headers["Location"] == address(invitation, "answer")


def test_a_shared_screen_says_that_it_will_be_cleared(client, plain):
    call = RoundCollegeFactory()
    said = "Vous êtes toujours là ? Touchez l’écran pour continuer. Sinon tout s’efface dans vingt secondes."
    assert said in plain(client.get(address(call)).content.decode())
    assert "data-idle" not in client.get(address(call, "answer")).content.decode()
