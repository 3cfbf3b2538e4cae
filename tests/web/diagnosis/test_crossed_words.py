"""The figures of crossed views in words, and their definitions one click away."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.diagnosis.models import ReleaseFigures
from marchepied.apps.diagnosis.selectors.releases import figures_of
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from marchepied.web.diagnosis.figures import word_agreement, write_alpha
from tests.factories.crossed import closed_cycle, heard
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
LOW, HIGH, TWO_CAMPS = [1] * 4 + [2] * 6 + [3] * 2, [3] * 2 + [4] * 7 + [5] * 3, [1] * 6 + [5] * 6
# Added to releases since the first ones.
ADDED = {
    "row": ("effect", "classes"),
    "indices": ("mean", "awg", "awg_bounds", "upper", "interval"),
    "group": ("awg_j", "krippendorff", "cronbach"),
}


@pytest.fixture
def pages(client, plain):
    """The page of all questions and that of the first one."""

    def show(cycle):
        membership = MembershipFactory(organisation=cycle.organisation, role=Role.READER)
        client.force_login(membership.person)
        place = [cycle.organisation.slug, cycle.pk]
        addresses = (
            reverse("diagnosis:crossed", args=place),
            reverse("diagnosis:crossed-question", args=[*place, cycle.question_ids[0]]),
        )
        return [BeautifulSoup(client.get(address).content, "html.parser") for address in addresses]

    return show


def release(cycle):
    with scope(cycle.organisation):
        return make_release(cycle=cycle, by=None)


def read_lines(page, plain):
    return [plain(line.get_text(" ", strip=True)) for line in page.select("#calcul li")]


def test_figures_are_sentences_first(pages, plain):
    cycle = closed_cycle(questions=2)
    heard(cycle, "Salariés", LOW, expected=20)
    heard(cycle, "Élus", HIGH)
    heard(cycle, "Clients", TWO_CAMPS, expected=12)
    release(cycle)
    assert read_lines(pages(cycle)[1], plain) == [
        "Prenez au hasard une personne de « Élus » et une de « Salariés » : la première répond plus haut "
        "99 fois sur 100 (une égalité compte pour moitié). delta de Cliff = 0,97",
        "Le hasard donnerait un écart aussi net, sur une question ou une autre, au plus une fois sur cent. "
        "comment ?",
        "Le groupe compte pour 39 % des différences entre les réponses. ICC(1) = 0,39",
        "Les réponses se ressemblent beaucoup dans ce groupe. A = 0,67",
        "« Oui, et on cherche des solutions ensemble » ou plus haut : 0 sur 12 ; de 0 à 3 dans tout le "
        "groupe, 20 personnes. couverture : 95,8 %",
        "Les réponses se ressemblent beaucoup dans ce groupe. A = 0,71",
        "« Oui, et on cherche des solutions ensemble » ou plus haut : 10 sur 12 ; de 52 % à 98 % dans "
        "tout le groupe. couverture : 95,4 %",
        "Les réponses se séparent en deux camps dans ce groupe. A = −1,00",
        "« Oui, et on cherche des solutions ensemble » ou plus haut : 6 sur 12 ; tout le groupe a répondu. "
        "couverture : 100,0 %",
    ]


def test_every_definition_is_one_click_away(pages, client):
    cycle = closed_cycle(questions=2)
    heard(cycle, "Salariés", LOW, expected=20)
    heard(cycle, "Élus", HIGH)
    release(cycle)
    method = BeautifulSoup(client.get(reverse("diagnosis:method")).content, "html.parser")
    anchors = set()
    for page in pages(cycle):
        for link in page.select("main a[href*='/methode/'][href*='#']"):
            anchors.add(link["href"].split("#")[1])
    assert anchors == {"a", "ad", "alpha", "awg", "delta", "hasard", "icc", "intervalle", "rwg"}
    assert all(method.find(id=anchor) for anchor in anchors)


def test_a_small_group_makes_the_gap_about_right(pages, plain):
    cycle = closed_cycle(questions=1)
    heard(cycle, "Salariés", LOW)
    heard(cycle, "Élus", [4, 4, 5, 5, 3, 4, 4])
    release(cycle)
    assert "à peu près" in read_lines(pages(cycle)[1], plain)[0]


def test_themes_have_a_table_each(pages, plain):
    """Questions of two themes, as a referential with two themes would ask them."""
    cycle = closed_cycle(questions=3)
    heard(cycle, "Salariés", LOW)
    stored = release(cycle)
    groups = stored.content["groups"]
    stored.content["themes"] = [
        {"theme": theme, "groups": groups} for theme in (cycle.axis_ids[0], "gone-from-the-guide")
    ]
    with scope(cycle.organisation):
        stored.save()
    captions = [caption.get_text() for caption in pages(cycle)[0].select("#dessous ~ details caption")]
    assert [plain(caption) for caption in captions] == [
        "L’accord dans chaque groupe, toutes questions ensemble",
        "Le lien avec les usagers",
        "Autres questions",
    ]


def test_a_release_made_before_these_figures_is_still_read(pages):
    cycle = closed_cycle(questions=2)
    heard(cycle, "Salariés", LOW)
    heard(cycle, "Élus", HIGH)
    stored = release(cycle)
    with scope(cycle.organisation):
        figures = figures_of(stored)
        ReleaseFigures.objects.all().delete()
    for row in stored.content["questions"]:
        for key in ADDED["row"]:
            del row[key]
        # Their indices were in the content.
        row["indices"] = figures[row["id"]]
        for indices in row["indices"].values():
            for key in ADDED["indices"]:
                del indices[key]
    for group in stored.content["groups"].values():
        for key in ADDED["group"]:
            del group[key]
    del stored.content["themes"], stored.content["tests"]
    with scope(cycle.organisation):
        stored.save()
    whole, question = pages(cycle)
    assert len(whole.select("#dessous ~ details tbody tr")) == 2
    assert len(question.select("#calcul tbody tr")) == 4


def test_words_of_agreement_and_of_alpha():
    assert [word_agreement(value) for value in (0.95, 0.8, 0.6, 0.4, 0.0, None)] == [
        "très fort",
        "fort",
        "moyen",
        "faible",
        "presque aucun",
        "",
    ]
    assert [write_alpha(value) for value in (0.0, 0.7, 0.9, None)] == [
        "0 ou moins",
        "0,7",
        "0,9 ou plus",
        "–",
    ]
