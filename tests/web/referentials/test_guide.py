"""The guide, open to everybody."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.referentials.services import load_shipped_referentials
from tests.factories.referentials import ReferentialVersionFactory, announced, generated

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return load_shipped_referentials()


def read(client, address, **more):
    response = client.get(address, **more)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_eight_themes_six_by_law_and_two_added(client, guide):
    page = read(client, reverse("referentials:guide"))
    parts = [len(part.select("li.theme")) for part in page.select("section") if part.select("li.theme")]
    assert parts[:2] == [6, 2]
    assert page.select(".theme .tag") == []  # every sheet is there to be read


def test_the_sheet_has_the_guides_anatomy(client, guide, plain):
    page = read(client, reverse("referentials:sheet", args=["theme-5"]))
    assert [plain(title.text) for title in page.select("h2")] == [
        "De quoi parle-t-on ?",
        "Qu’est-ce que cela change ?",
        "Comment s’y prendre ?",
        "Ce que d’autres ont fait",
        "De quoi mesurer",
        "Pour en parler encore",
        "Pour aller plus loin",
    ]
    domains = page.select("article.domain")
    assert len(domains) == 4
    assert sum(len(domain.select("ul > li")) for domain in domains) == 13  # the questions
    assert sum(len(domain.select(".asked details ol > li")) for domain in domains) == 13 * 5  # folded levels
    start = f"{reverse('diagnosis:start')}?theme=theme-5"
    assert [link["href"] for link in page.select("a.button")] == [start, start]  # at the top, and at the end
    targets = {link["href"][1:] for link in page.select("nav.sheet__toc ol a")}
    assert targets - {element["id"] for element in page.select("[id]")} == set()
    assert "{" not in page.select_one("main").text


def test_an_announced_theme_says_that_it_is_coming(client, plain):
    content = generated()
    content["axes"].append(announced(2))
    ReferentialVersionFactory(content=content)
    page = read(client, reverse("referentials:sheet", args=["theme-2"]))
    assert "La fiche arrive" in [plain(title.text) for title in page.select("h2")]
    ready = reverse("referentials:sheet", args=["theme-1"])
    assert page.select_one(f'main a[href="{ready}"]') is not None


def test_the_sheet_is_read_in_english(client, guide):
    page = read(client, reverse("referentials:sheet", args=["theme-5"]), query_params={"langue": "en"})
    assert page.h1.text == "The link with users"


def test_an_unknown_theme_and_an_empty_database_are_not_found(client):
    assert client.get(reverse("referentials:guide")).status_code == 404
    load_shipped_referentials()
    assert client.get(reverse("referentials:sheet", args=["theme-9"])).status_code == 404


def test_the_guide_costs_one_query(client, guide, django_assert_num_queries):
    read(client, reverse("referentials:guide"))
    with django_assert_num_queries(1):
        read(client, reverse("referentials:guide"))
