"""« Les mots de cette page »: marked where first met, explained at the foot, on the pages that have it."""

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.selectors.indicators import IndicatorContent
from marchepied.apps.plans.services.indicators import add_indicator
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from marchepied.web.glossary.page_words import PageWords
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.factories.participation import RoundCollegeFactory, form_of

TEMPLATE = """{% load glossary %}{% start_words as page_words %}<h1>{{ title|noted:page_words }}</h1>
{% for text in texts %}<p>{{ text|marked:page_words }}</p>{% endfor %}{% include "ui/page_words.html" %}"""


def write(*texts, title="Titre", language="fr"):
    with translation.override(language):
        html = Template(TEMPLATE).render(Context({"title": title, "texts": texts}))
    return BeautifulSoup(html, "html.parser")


def links(page):
    return [(link["href"], link.text) for link in page.select("a.word")]


def test_the_first_time_of_each_word_is_a_link_to_its_meaning_on_the_page():
    page = write("L’AG élit le conseil d’administration.", "Les AG, et la SCIC.")
    assert links(page) == [
        ("#mot-ag", "AG"),
        ("#mot-conseil-administration", "conseil d’administration"),
        ("#mot-scic", "SCIC"),
    ]
    assert page.select("p")[1].text == "Les AG, et la SCIC."
    assert [term["id"] for term in page.select("details dt")] == [
        "mot-ag",
        "mot-conseil-administration",
        "mot-scic",
    ]
    assert page.select_one("details dt#mot-scic").text == "SCIC société coopérative d’intérêt collectif"
    assert [link["href"] for link in page.select("details a")] == [
        "/glossaire/#mot-ag",
        "/glossaire/#mot-conseil-administration",
        "/glossaire/#mot-scic",
    ]


def test_a_word_of_a_title_is_explained_and_not_marked():
    page = write("Rien de plus que l’AG.", title="Préparer l’AG")
    assert links(page) == []
    assert [term["id"] for term in page.select("details dt")] == ["mot-ag"]


def test_a_page_without_such_words_has_no_list():
    assert write("Bonjour à tous.").select("details, script") == []


def test_everything_else_is_escaped():
    hostile = "<script>AG</script> & l’<b>AG</b> \"'"
    page = write(hostile)
    assert page.select_one("p").text == hostile
    assert (page.select("p script"), page.select("p b"), len(page.select("p a"))) == ([], [], 1)


def test_what_is_already_markup_is_left_alone():
    with translation.override("fr"):
        assert PageWords().mark(mark_safe('<a href="/AG">l’AG</a>')) == '<a href="/AG">l’AG</a>'


def test_english_pages_have_english_words():
    page = write("The general assembly elects the board.", language="en")
    assert links(page) == [("#mot-ag", "general assembly"), ("#mot-conseil-administration", "board")]


def check_page(client, address):
    """The marked words of a page, each explained on it once, under an id that nothing else has."""
    response = client.get(address)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    ids = [element["id"] for element in page.select("[id]")]
    targets = [link["href"][1:] for link in page.select("a.word")]
    assert len(targets) == len(set(targets))
    assert set(targets) - {term["id"] for term in page.select("details.words dt")} == set()
    assert len(ids) == len(set(ids))
    assert page.select("a a, label a.word, button a.word, h1 a.word, h2 a.word") == []
    return page, {term["id"] for term in page.select("details.words dt")}


@pytest.fixture
def cycle(db):
    load_shipped_referentials()
    return open_space(
        name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=PersonFactory()
    )


@pytest.fixture
def pilot(cycle, client):
    client.force_login(cycle.organisation.memberships.get().person)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_of_a_theme(client, cycle, language):
    page, explained = check_page(
        client, f"{reverse('referentials:sheet', args=['theme-5'])}?langue={language}"
    )
    assert {"mot-ess", "mot-utilite-sociale"} <= explained
    assert len(page.select("a.word")) > 10


def test_the_question_of_the_pilot(client, cycle, pilot):
    found = set()
    for question_id in cycle.question_ids:
        address = reverse("diagnosis:question", args=[cycle.organisation.slug, cycle.pk, question_id])
        found |= check_page(client, address)[1]
    assert "mot-conseil-administration" in found


def test_the_page_of_an_indicator(client, cycle, pilot):
    with scope(cycle.organisation):
        content = IndicatorContent(name="Réponses en AG", definition="La médiane des avis.", source="DUERP")
        indicator = add_indicator(organisation=cycle.organisation, content=content, by=None)
    address = reverse("plans:indicator", args=[cycle.organisation.slug, indicator.pk])
    page, explained = check_page(client, address)
    assert explained == {"mot-ag", "mot-mediane", "mot-duerp"}
    assert links(page) == [("#mot-mediane", "médiane"), ("#mot-duerp", "DUERP")]
    assert page.h1.a is None


def test_the_pack(client, cycle, pilot):
    address = reverse("restitution:pack", args=[cycle.organisation.slug, cycle.pk])
    page, explained = check_page(client, address)
    assert {"mot-ag", "mot-ess"} <= explained
    assert page.select(".paper p a.word, .paper li a.word") != []


def test_the_pages_stay_closed_to_others(client, cycle):
    client.force_login(MembershipFactory(role=Role.PILOT).person)
    for name in ("diagnosis:question", "restitution:pack"):
        more = [cycle.question_ids[0]] if name == "diagnosis:question" else []
        address = reverse(name, args=[cycle.organisation.slug, cycle.pk, *more])
        assert client.get(address).status_code == 404


def ask(wording):
    """A call whose only question is worded so."""
    form = form_of(1)
    form["items"][0]["wording"]["fr"] = wording
    return RoundCollegeFactory(round__form=form)


@pytest.mark.django_db
def test_a_participant_who_meets_a_word_can_ask_what_it_means(client, plain):
    call = ask("Ici, la SCIC écoute-t-elle ses sociétaires ?")
    page = BeautifulSoup(
        client.get(reverse("participation:answer", args=[token_of(call.handle)])).content, "html.parser"
    )
    asked = page.select_one("[data-question] details.asked-words")
    assert plain(asked.summary.text) == "Que veulent dire ces mots ?"
    assert [term.get_text(strip=True) for term in asked.select("dt strong")] == ["SCIC", "Sociétaire"]
    assert asked.select("a") == []
    assert page.select_one("h2 a") is None


@pytest.mark.django_db
def test_a_participant_who_meets_none_is_asked_nothing_more(client):
    call = ask("Ici, vous écoute-t-on ?")
    page = BeautifulSoup(
        client.get(reverse("participation:answer", args=[token_of(call.handle)])).content, "html.parser"
    )
    assert page.select("details.asked-words, a.word") == []
    assert len(page.select("[data-question]")) == 1
