"""The glossary, open to everybody: by letter, by search, in both languages."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from marchepied.apps.referentials.selectors import read_glossary
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/glossaire/"


def read(client, **query):
    response = client.get(ADDRESS, query_params=query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main


def anchors(page):
    return [title["id"] for title in page.select("dl.terms dt")]


def test_the_address():
    assert reverse("glossary:glossary") == ADDRESS


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_is_there_once_under_its_letter(client, language):
    page = read(client, langue=language)
    expected = [f"mot-{term.id}" for term in read_glossary().sort_terms(language)]
    assert anchors(page) == expected
    letters = [link.text for link in page.select(".letters a")]
    assert letters == sorted(letters)
    assert [link["href"] for link in page.select(".letters a")] == [f"#lettre-{letter}" for letter in letters]
    assert [title.text for title in page.select("h2")] == letters
    egality = page.select_one("#mot-egalite-reelle").find_parent("section").h2.text
    assert egality == {"fr": "E", "en": "R"}[language]


def test_see_also_leads_somewhere(client):
    page = read(client)
    targets = {link["href"].partition("#")[2] for link in page.select(f'dd a[href^="{ADDRESS}#"]')}
    assert targets - set(anchors(page)) == set()
    assert len(targets) > 60


def test_what_a_word_says(client, plain):
    page = read(client)
    words = plain(page.select_one("#mot-esat").parent.get_text(" "))
    assert words.startswith("ESAT établissement ou service d’accompagnement par le travail Lieu où")
    assert "Le texte : Code de l’action sociale et des familles, article L. 344-2." in words
    assert "article\u00a0L.\u00a0344-2" in page.select_one("#mot-esat").parent.text
    assembly = page.select_one("#mot-ag").parent
    assert assembly.select_one("[lang=en]").text == "General assembly"
    assert "On lit aussi : AG" in plain(assembly.get_text(" "))


@pytest.mark.parametrize("query", ["assemblée générale", "ASSEMBLEE  GENERALE", " ag "])
def test_a_word_is_looked_for_without_minding_accents(client, query):
    page = read(client, q=query)
    assert anchors(page)[0] == "mot-ag"
    assert page.select_one("#q")["value"] == " ".join(query.split())
    assert page.select(".letters") == []


def test_the_count_is_said(client, plain):
    assert plain(read(client, q="duerp").h2.text) == "1 mot pour « duerp »"


def test_nothing_found_helps(client, plain):
    page = read(client, q="cooprative")
    assert plain(page.h2.text) == "Aucun mot pour « cooprative »"
    section = page.select_one("section")
    links = [link["href"] for link in section.select("a")]
    assert (links[0], links[-1]) == (f"{ADDRESS}#mot-cooperative", ADDRESS)
    assert "Essayez un mot plus court" in section.text


def test_nothing_near_still_leads_to_all_words(client):
    section = read(client, q="xyzzy").select_one("section")
    assert [link["href"] for link in section.select("a")] == [ADDRESS]


@pytest.mark.parametrize(
    "query", ['<script>alert("1")</script>', '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}", "'"]
)
def test_what_is_typed_is_never_markup(query):
    # Not the strict client: it takes an escaped attribute for a handler.
    response = Client().get(ADDRESS, query_params={"q": query})
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("#q")["value"] == query
    assert page.select("main script, main img, [onerror]") == []
    assert query in page.h1.find_next("h2").text


def test_a_long_or_broken_query_is_only_a_query(client):
    assert read(client, q="a" * 5000).select_one("#q")["value"] == "a" * 80
    assert client.get(f"{ADDRESS}?q=%00%ff").status_code == 200


def test_the_page_asks_the_database_nothing(client, django_assert_num_queries):
    read(client)
    with django_assert_num_queries(0):
        read(client)
    with django_assert_num_queries(0):
        read(client, q="association")
    client.force_login(PersonFactory())
    with django_assert_num_queries(2):  # who is signed in
        read(client)


def test_every_page_leads_to_it(client):
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert page.select_one(f'footer a[href="{ADDRESS}"]').text == "Glossaire"
