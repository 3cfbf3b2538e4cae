"""The public pages, in both languages, and what is shown when something fails."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client

from marchepied.web.public import views
from marchepied.web.shared.language import link_to_language
from tests.factories.organisations import PersonFactory

PAGES = ["/", "/connexion/", "/mentions-legales/", "/vos-donnees/", "/accessibilite/", "/deconnexion/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_public_page_is_there_in_both_languages(client, path, language):
    answer = client.get(path, {"langue": language})
    page = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, page.html["lang"], answer.headers["Content-Language"]) == (
        200,
        language,
        language,
    )
    assert len(page.find_all("h1")) == 1
    assert len(page.select(".button:not(.button--quiet, .button--danger)")) <= 1
    assert answer.cookies["langue"].value == language


@pytest.mark.django_db
def test_the_public_pages_ask_the_database_nothing_of_a_stranger(client, django_assert_num_queries):
    for path in PAGES:
        with django_assert_num_queries(0):
            client.get(path)


@pytest.mark.django_db
def test_the_other_language_keeps_the_rest_of_the_address(client):
    page = BeautifulSoup(client.get("/connexion/?next=/mes-espaces/&langue=fr").content, "html.parser")
    assert page.select_one("footer a[hreflang=en]")["href"] == "?next=/mes-espaces/&langue=en"
    assert all("langue" not in form.get("action", "") for form in page.find_all("form"))


@pytest.mark.parametrize(
    ("query", "link"),
    [
        ("", "?langue=en"),
        ("langue=fr", "?langue=en"),
        ("q=l%27ha%C3%BF&langue=fr&langue=en&p=2", "?q=l%27ha%C3%BF&p=2&langue=en"),
        ("langues=fr", "?langues=fr&langue=en"),
    ],
)
def test_the_link_to_a_language_replaces_only_the_language(query, link):
    assert link_to_language(query, "en") == link


@pytest.mark.django_db
def test_an_unknown_language_changes_nothing(client):
    answer = client.get("/?langue=xx")
    assert (answer.headers["Content-Language"], "langue" in answer.cookies) == ("fr", False)


@pytest.mark.django_db
def test_the_language_of_the_browser_is_heard(client):
    assert client.get("/", headers={"accept-language": "en-GB,en;q=0.8"}).headers["Content-Language"] == "en"
    assert client.get("/", headers={"accept-language": "de"}).headers["Content-Language"] == "fr"


@pytest.mark.django_db
def test_the_operator_is_named(client, settings):
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "CRESS de l’Exemple", "contact@exemple.fr"
    settings.HOSTING_NAME = "Hébergeur du Coin, 1 rue du Port, Lorient"
    for path in ("/mentions-legales/", "/vos-donnees/"):
        assert "CRESS de l’Exemple" in client.get(path).content.decode()
    assert "Hébergeur du Coin" in client.get("/mentions-legales/").content.decode()
    assert "contact@exemple.fr" in client.get("/accessibilite/").content.decode()
    assert "Licence Ouverte 2.0" in client.get("/mentions-legales/").content.decode()


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_what_to_do(client):
    answer = client.get("/nulle-part/")
    assert answer.status_code == 404
    assert "Il n’y a rien ici" in answer.content.decode()


def test_our_own_failure_asks_nothing_of_the_database():
    # No database in this test: a query would fail it. The request has neither session nor user.
    answer = views.server_error(HttpRequest())
    assert answer.status_code == 500
    assert "Une panne, de notre côté." in answer.content.decode()


@pytest.mark.django_db
def test_a_form_too_old_says_what_to_do():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/connexion/", {"email": "zoe@exemple.fr"})
    assert answer.status_code == 403
    assert "Rien n’a été enregistré" in answer.content.decode()


@pytest.mark.django_db
def test_robots_stay_out_of_what_is_private(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert {"Disallow: /e/", "Disallow: /r/", "Disallow: /invitation/"} <= set(lines)


@pytest.mark.django_db
def test_every_answer_carries_its_protections(client):
    headers = client.get("/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=()")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_the_front_door_leads_a_member_to_their_spaces(client):
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert page.select_one("a.button")["href"] == "/connexion/?next=/demarrer/"
    client.force_login(PersonFactory())
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert page.select_one("a.button")["href"] == "/mes-espaces/"


@pytest.mark.parametrize("path", ["/connexion/", "/r/", "/nulle-part/"])
def test_a_file_larger_than_any_of_ours_is_refused_unread(client, settings, path, plain):
    settings.EVIDENCE_MAX_BYTES = 1024
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    sent = SimpleUploadedFile("tout.bin", b"x" * 3000)
    answer = client.post(path, {"file": sent})
    assert answer.status_code == 413
    assert plain(answer.content.decode()).startswith("Ce fichier est trop lourd (3,")
