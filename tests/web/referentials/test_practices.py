"""The library of practices: looked through by everybody, adapted by those who have a space."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.selectors import read_practices
from marchepied.apps.referentials.services import load_shipped_referentials
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
LIBRARY = "/pratiques/"
IDEA_MINE = "/pratiques/t5-ex-idea-mine/"


@pytest.fixture(autouse=True)
def guide():
    return load_shipped_referentials()


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page):
    return [link["href"].split("/")[-2] for link in page.select(".practices h3 a")]


def test_every_practice_is_there(client):
    page = read(client, LIBRARY)
    assert titles(page) == [practice.id for practice in read_practices("fr").practices]
    assert page.select(".practices__effect") == []  # titles alone, to look through


def test_each_theme_has_its_shelf_and_a_shelf_tells_what_changed(client):
    shelves = [link["href"] for link in read(client, LIBRARY).select("ul.shelves a")]
    themes = dict.fromkeys(practice.axis.id for practice in read_practices("fr").practices)
    assert shelves == [f"{LIBRARY}?theme={theme}" for theme in themes]
    page = read(client, shelves[0])
    assert len(page.select(".practices__effect")) == len(titles(page)) > 0
    assert page.select("ul.shelves") == []


@pytest.mark.parametrize("words", ["braille", "Brailles", "malvoyants braille caractères"])
def test_words_are_found_in_any_form(client, words):
    assert titles(read(client, f"{LIBRARY}?q={words}"))[0] == "t5-ex-accessible-documents"


def test_filters_add_up_and_stay_in_the_form(client):
    page = read(client, f"{LIBRARY}?theme=theme-5&secteur=housing&effet=savings")
    assert titles(page) == ["t5-ex-affordable-ownership"]
    assert page.select_one("select[name=secteur] option[selected]")["value"] == "housing"
    assert page.select_one("details")["open"] == ""


def test_an_unknown_filter_asks_nothing_and_no_result_says_what_to_do(client, plain):
    assert len(titles(read(client, f"{LIBRARY}?effet=inconnu&q={'x' * 200}"))) == len(
        read_practices("fr").practices
    )
    page = read(client, f"{LIBRARY}?q=zèbre")
    assert plain(page.select_one("#trouvees").text) == "Aucune pratique ne correspond"
    assert page.select_one("section[aria-labelledby=trouvees] p a")["href"] == LIBRARY


def test_what_is_typed_is_never_markup(client):
    page = read(client, LIBRARY + "?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.find("script", string="alert(1)") is None
    assert page.select_one("input[name=q]")["value"] == "<script>alert(1)</script>"


def test_a_practice_tells_what_was_missing_done_and_changed(client, plain):
    page = read(client, IDEA_MINE)
    assert [plain(term.text) for term in page.select("dl.story:not(.story--tight) dt")] == [
        "Ce qui manquait",
        "Ce qui a été fait",
        "Ce que cela a changé",
    ]
    assert client.get("/pratiques/inconnue/").status_code == 404


def gestures(page):
    return [(link["href"]) for link in page.select(".card a.button")]


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(client):
    assert gestures(read(client, IDEA_MINE)) == [
        f"{reverse('public:sign-in')}?next=/pratiques/t5-ex-idea-mine/"
    ]


def test_only_the_spaces_where_one_may_write_are_offered(client):
    membership = MembershipFactory(role=Role.CONTRIBUTOR)
    MembershipFactory(person=membership.person, role=Role.READER)
    MembershipFactory(role=Role.PILOT)
    client.force_login(membership.person)
    slug = membership.organisation.slug
    assert gestures(read(client, IDEA_MINE)) == [f"/e/{slug}/plan/actions/ajouter/?pratique=t5-ex-idea-mine"]


def test_who_has_no_space_may_open_one_on_this_theme(client):
    membership = MembershipFactory(role=Role.READER)
    client.force_login(membership.person)
    assert gestures(read(client, IDEA_MINE)) == ["/demarrer/?theme=theme-5"]


def test_the_library_asks_one_query_whatever_its_size(client, django_assert_num_queries):
    client.get(LIBRARY)
    with django_assert_num_queries(1):
        client.get(LIBRARY)
    with django_assert_num_queries(1):
        client.get(IDEA_MINE)


def test_the_library_speaks_english(client, plain):
    with translation.override("en"):
        address = reverse("referentials:practice", args=["t5-ex-idea-mine"])
    page = BeautifulSoup(client.get(address, headers={"accept-language": "en"}).content, "html.parser")
    assert plain(page.select_one("h1").text) == "An idea mine open to all"
