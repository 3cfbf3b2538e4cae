"""What the organisation itself says: the list, one question, all on one page."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marchepied.apps.diagnosis.models import OwnAnswer
from marchepied.apps.evidence.models import Evidence
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory, OwnAnswerFactory
from tests.factories.evidence import LinkFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.referentials import ReferentialVersionFactory, generated

pytestmark = pytest.mark.django_db


def answer_of(house, question_id="t1-d1-q1"):
    with scope(house.organisation):
        answer = OwnAnswer.objects.get(question_id=question_id)
        return answer, sorted(answer.evidence.order_by("id").values_list("title", flat=True))


def test_an_answer_leads_to_the_next_question(client, house):
    house.sign_in()
    first, second = house.url("question", "t1-d1-q1"), house.url("question", "t1-d1-q2")
    assert client.post(first, {"answer": "3", "narrative": "Chaque mardi."}).url == second
    assert client.post(second, {"answer": "dont_know"}).url == house.url("questions")
    assert client.post(first, {"answer": "3", "then": "list"}).url == house.url("questions")
    assert answer_of(house)[0].level == 3
    assert answer_of(house, "t1-d1-q2")[0].kind == "dont_know"


def test_the_answer_given_is_shown_again(client, house):
    house.sign_in()
    client.post(house.url("question", "t1-d1-q1"), {"answer": "4", "narrative": "<b>Oui</b>"})
    page = BeautifulSoup(client.get(house.url("question", "t1-d1-q1")).content, "html.parser")
    assert [radio["value"] for radio in page.select("input[name=answer][checked]")] == ["4"]
    assert page.select_one("textarea[name=narrative]").text.strip() == "<b>Oui</b>"
    listed = BeautifulSoup(client.get(house.url("questions")).content, "html.parser")
    assert "On observe le niveau 4." in listed.text


def test_evidence_is_chosen_and_added_in_the_same_gesture(client, house):
    house.sign_in()
    with scope(house.organisation):
        link = LinkFactory(organisation=house.organisation, title="Charte")
    file = SimpleUploadedFile("enquête.pdf", b"%PDF-1.7")
    client.post(
        house.url("question", "t1-d1-q1"),
        {"answer": "4", "evidence": [str(link.pk)], "new_file": file, "new_title": "Enquête"},
    )
    assert answer_of(house)[1] == ["Charte", "Enquête"]
    page = BeautifulSoup(client.get(house.url("question", "t1-d1-q2")).content, "html.parser")
    assert page.text.count("sert déjà à une autre question") == 2


def test_a_document_that_answers_must_be_named(client, house, plain):
    house.sign_in()
    address = house.url("question", "t1-d1-q1")
    refused = client.post(address, {"answer": "covered"})
    assert [plain(error) for error in refused.context["form"].non_field_errors()] == [
        "Dites quel document y répond : choisissez-le, ajoutez-le ou nommez-le."
    ]
    client.post(address, {"answer": "covered", "new_link": "https://exemple.fr/revision"})
    answer, evidence = answer_of(house)
    assert (answer.kind, evidence) == ("covered", ["https://exemple.fr/revision"])


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"new_file": SimpleUploadedFile("a.html", b"<html>")}, "new_file"),
        ({"new_file": SimpleUploadedFile("a.pdf", b"<script>")}, "new_file"),
        ({"new_link": "javascript:alert(1)"}, "new_link"),
        ({"answer": "6"}, "answer"),
        ({"answer": ""}, "answer"),
        ({"evidence": ["not-an-id"]}, "evidence"),
    ],
)
def test_attacks_and_faults_save_nothing(client, house, more, field):
    house.sign_in()
    response = client.post(house.url("question", "t1-d1-q1"), {"answer": "3"} | more)
    assert list(response.context["form"].errors) == [field]
    with scope(house.organisation):
        assert (OwnAnswer.objects.count(), Evidence.objects.count()) == (0, 0)


def test_evidence_of_another_organisation_cannot_be_attached(client, house):
    house.sign_in()
    other = OrganisationFactory()
    with scope(other):
        theirs = LinkFactory(organisation=other, title="Secret")
    address = house.url("question", "t1-d1-q1")
    response = client.post(address, {"answer": "3", "evidence": [str(theirs.pk)]})
    assert list(response.context["form"].errors) == ["evidence"]
    assert "Secret" not in response.content.decode()
    with scope(house.organisation):
        assert OwnAnswer.objects.count() == 0


def test_all_on_one_page_saves_what_changed(client, house, told):
    house.sign_in()
    with scope(house.organisation):
        OwnAnswerFactory(cycle=house.cycle, question_id="t1-d1-q1", level=2, narrative="déjà")
    address = house.url("answer-all")
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert [radio["value"] for radio in page.select("input[type=radio][checked]")] == ["2"]
    sent = {"answer-t1-d1-q1": "2", "words-t1-d1-q1": "déjà", "answer-t1-d1-q2": "not_concerned"}
    assert told(client.post(address, sent, follow=True)) == ["Une réponse enregistrée."]
    assert told(client.post(address, sent, follow=True)) == ["Rien n’a changé : tout était déjà enregistré."]
    assert answer_of(house)[0].level == 2
    assert answer_of(house, "t1-d1-q2")[0].kind == "not_concerned"


def test_a_faulty_page_saves_nothing(client, house):
    house.sign_in()
    response = client.post(house.url("answer-all"), {"answer-t1-d1-q1": "3", "answer-t1-d1-q2": "9"})
    assert response.status_code == 200
    with scope(house.organisation):
        assert OwnAnswer.objects.count() == 0


def large_cycle(house, axes: int, domains: int, questions: int):
    """A cycle of axes × domains × questions, all answered, each with a document."""
    with scope(house.organisation):
        content = generated(axes, domains, questions)
        version = ReferentialVersionFactory(referential=house.cycle.version.referential, content=content)
        ids = [q["id"] for a in content["axes"] for d in a["domains"] for q in d["questions"]]
        themes = [a["id"] for a in content["axes"]]
        cycle = CycleFactory(
            organisation=house.organisation, version=version, axis_ids=themes, question_ids=ids
        )
        answers = OwnAnswer.objects.bulk_create(
            OwnAnswer(organisation=house.organisation, cycle=cycle, question_id=q, level=3) for q in ids
        )
        link = LinkFactory(organisation=house.organisation)
        OwnAnswer.evidence.through.objects.bulk_create(
            OwnAnswer.evidence.through(ownanswer=answer, evidence=link) for answer in answers
        )
    return cycle


@pytest.mark.parametrize("shape", [(1, 1, 1), (1, 1, 3), (1, 10, 30), (5, 11, 25)])
def test_the_tree_of_questions_costs_the_same_whatever_its_size(
    client, house, django_assert_num_queries, shape
):
    house.sign_in()
    cycle = large_cycle(house, *shape)
    address = reverse("diagnosis:questions", args=[house.organisation.slug, cycle.pk])
    client.get(address)
    with django_assert_num_queries(7):  # session, person, member, cycle, answers, their evidence; declared
        response = client.get(address)
    assert len(response.context["themes"]) == shape[0]


def test_opening_and_saving_300_questions(client, house, django_assert_num_queries):
    house.sign_in()
    cycle = large_cycle(house, 1, 10, 30)
    address = reverse("diagnosis:answer-all", args=[house.organisation.slug, cycle.pk])
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
    sent = {f"answer-{question}": "5" for question in cycle.question_ids}
    with django_assert_num_queries(10):
        client.post(address, sent)
    with scope(house.organisation):
        assert set(OwnAnswer.objects.filter(cycle=cycle).values_list("level", flat=True)) == {5}


def test_an_answer_is_taken_back_after_a_page_that_asks(client, house, told):
    house.sign_in()
    address = house.url("clear-answer", "t1-d1-q1")
    assert client.get(address).status_code == 404
    client.post(house.url("question", "t1-d1-q1"), {"answer": "3", "narrative": "Chaque mardi."})
    form = BeautifulSoup(client.get(house.url("question", "t1-d1-q1")).content, "html.parser")
    assert form.select_one(f'a[href="{address}"]').text == "Effacer cette réponse"
    asked = BeautifulSoup(client.get(address).content, "html.parser")
    assert [p.text for p in asked.select(".quote p")] == ["On observe le niveau 3.", "Chaque mardi."]
    response = client.post(address, follow=True)
    assert told(response) == ["Votre réponse est effacée : la question attend de nouveau la vôtre."]
    with scope(house.organisation):
        assert OwnAnswer.objects.count() == 0
