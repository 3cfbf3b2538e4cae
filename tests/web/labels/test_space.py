"""The labels inside a space: ordered by the profile, compared with its answers, told by the space."""

import pytest
from bs4 import BeautifulSoup

from marchepied.apps.diagnosis.models import OwnAnswer, Position
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.models import LabelExperience
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(client):
    """A space whose pilot is signed in."""
    load_shipped_referentials()
    pilot = PersonFactory()
    client.force_login(pilot)
    cycle = open_space(name="La Fabrique", legal_form="cooperative_scic", axis_id="theme-5", by=pilot)
    cycle.organisation.sector = "education"
    cycle.organisation.save()
    return cycle


def address(cycle, *rest):
    return "/".join(["/e", cycle.organisation.slug, "labels", *rest, ""])


def read(client, url, **more):
    response = client.get(url, **more)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def answer(cycle, question_id, level):
    with scope(cycle.organisation):
        OwnAnswer.objects.create(
            organisation=cycle.organisation, cycle=cycle, question_id=question_id, level=level
        )


def agree(cycle, question_id, level):
    with scope(cycle.organisation):
        Position.objects.create(
            organisation=cycle.organisation,
            cycle=cycle,
            question_id=question_id,
            level=level,
            agreement="consent",
        )


def groups(page, plain):
    return {
        plain(group.select_one("summary").text): [
            plain(topic.select_one("strong").text) for topic in group.select(".topics > li")
        ]
        for group in page.select("section[aria-labelledby=vos-reponses] details")
    }


def test_what_suits_the_profile_comes_first(client, cycle, plain):
    page = read(client, address(cycle))
    first = page.select_one("section[aria-labelledby=rang-0]")
    assert [link["href"].split("/")[-2] for link in first.select("h3 a")] == ["qualiopi", "eco-ecole"]
    other = page.select_one("section[aria-labelledby=rang-2]")
    names = [link["href"].split("/")[-2] for link in other.select("h3 a")]
    assert "don-en-confiance" in names
    assert "centre-social" in names  # made for the sector, not for this form


def test_a_high_answer_is_already_there_and_a_lower_one_partly(client, cycle, plain):
    agree(cycle, "t5-quality", 5)
    answer(cycle, "t5-do-more", 3)
    answer(cycle, "t1-told", 5)
    found = groups(read(client, address(cycle, "iso-9001")), plain)
    assert found["Déjà là, d’après vos réponses (1)"] == ["La satisfaction des clients"]
    assert found["En partie (2)"] == ["Ce que demandent les clients", "Choisir des améliorations"]
    assert found["Effleuré : une réponse en parle, sans suffire (2)"] == [
        "La communication",
        "Vérifier avant de livrer",
    ]
    assert len(found) == 4


@pytest.mark.parametrize(
    ("language", "why"),
    [("fr", "La question porte sur la satisfaction."), ("en", "The question is about satisfaction.")],
)
def test_the_reason_is_told_in_the_language_of_the_page(client, cycle, plain, language, why):
    agree(cycle, "t5-quality", 5)
    page = read(client, address(cycle, "iso-9001"), headers={"accept-language": language})
    assert plain(page.select_one("main").text).count(why) == 1


def test_what_was_agreed_comes_before_what_was_written(client, cycle, plain):
    answer(cycle, "t5-quality", 1)
    agree(cycle, "t5-quality", 5)
    found = groups(read(client, address(cycle, "iso-9001")), plain)
    assert found["Déjà là, d’après vos réponses (1)"] == ["La satisfaction des clients"]


def test_what_remains_and_which_question_would_help_are_said(client, cycle, plain):
    agree(cycle, "t5-quality", 5)
    page = read(client, address(cycle, "iso-9001"))
    topic = next(line for line in page.select(".topics > li") if "Ce que demandent" in line.text)
    assert "Il reste : échanger avec les clients." in plain(topic.text)
    assert "Une réponse y aiderait :À quels besoins répondons-nous aujourd’hui" in plain(topic.text)


def test_the_standing_sentence_is_there_and_no_answer_says_so(client, cycle, plain):
    text = plain(read(client, address(cycle, "qualiopi")).text)
    assert "Une correspondance n’est pas une conformité." in text
    assert "Vous n’avez pas encore répondu au guide." in text
    assert read(client, address(cycle, "finansol")).select_one("#vos-reponses") is None


SAID = {"state": "obtained", "year": "2023", "useful": "Revoir nos accueils"}


def test_a_space_says_what_it_thinks_changes_it_and_takes_it_back(client, cycle, messages_of):
    url = address(cycle, "qualiopi", "dire")
    told = client.post(url, SAID, follow=True)
    assert messages_of(told) == ["C’est enregistré, pour vous seuls."]
    told = client.post(url, {**SAID, "heavy": "Les papiers", "shared": "on", "named": "on"}, follow=True)
    assert messages_of(told) == ["C’est enregistré, et partagé."]
    with scope(cycle.organisation):
        row = LabelExperience.objects.get()
        assert (row.label_id, row.year, row.heavy, row.shared, row.named) == (
            "qualiopi",
            2023,
            "Les papiers",
            True,
            True,
        )
    page = read(client, address(cycle, "qualiopi"))
    assert "La Fabrique" not in page.select_one("section[aria-labelledby=autres]").text
    client.post(address(cycle, "qualiopi", "retirer"))
    with scope(cycle.organisation):
        assert LabelExperience.objects.count() == 0
    assert client.get(address(cycle, "qualiopi", "retirer")).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "state"),
        ({"state": "obtained", "shared": "on"}, "shared"),
        ({**SAID, "named": "on"}, "named"),
        ({**SAID, "year": "2999"}, "year"),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, cycle, sent, field):
    response = client.post(address(cycle, "qualiopi", "dire"), sent)
    assert list(response.context["form"].errors) == [field]
    with scope(cycle.organisation):
        assert LabelExperience.objects.count() == 0


def test_a_reader_reads_and_does_not_write(client, cycle):
    client.post(address(cycle, "qualiopi", "dire"), SAID)
    reader = MembershipFactory(organisation=cycle.organisation, role=Role.READER)
    client.force_login(reader.person)
    page = read(client, address(cycle, "qualiopi"))
    assert "Revoir nos accueils" in page.select_one("section[aria-labelledby=nous]").text
    assert page.select("section[aria-labelledby=nous] a") == []
    assert client.get(address(cycle, "qualiopi", "dire")).status_code == 404
    assert client.post(address(cycle, "qualiopi", "retirer")).status_code == 404


def test_a_member_of_another_organisation_sees_nothing(client, cycle):
    client.post(address(cycle, "qualiopi", "dire"), SAID)
    client.force_login(MembershipFactory(role=Role.PILOT).person)
    for rest in ((), ("qualiopi",), ("qualiopi", "dire"), ("qualiopi", "retirer")):
        assert client.get(address(cycle, *rest)).status_code == 404


def test_words_that_mean_harm_are_never_markup(client, cycle):
    client.post(address(cycle, "qualiopi", "dire"), {**SAID, "useful": "<script>alert(1)</script>\n<b>"})
    page = read(client, address(cycle, "qualiopi"))
    assert page.find("script", string="alert(1)") is None
    assert "<script>alert(1)</script>" in page.select_one("section[aria-labelledby=nous]").text


def test_the_number_of_queries_does_not_grow_with_the_answers(client, cycle, django_assert_num_queries):
    url = address(cycle, "iso-9001")
    answer(cycle, "t5-scale", 2)
    client.get(url)
    for question in ("t5-quality", "t5-relevance", "t5-do-more"):
        answer(cycle, question, 4)
        agree(cycle, question, 5)
        with django_assert_num_queries(9):
            client.get(url)
