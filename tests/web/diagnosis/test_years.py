"""The pages of a second year: what they show, what they cost, who may open them."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.diagnosis.models import OwnAnswer
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.evidence.models import Evidence
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import MembershipFactory
from tests.factories.years import first_year, next_year, rewrite_guide

pytestmark = pytest.mark.django_db

LOW, HIGH = [2] * 14 + [3, 3, 4, 4, 5, 5], [2, 2] + [3, 3] + [4] * 10 + [5] * 6


@pytest.fixture
def page(client):
    def read(address):
        response = client.get(address)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return read


def address(cycle, name, *more):
    return reverse(f"diagnosis:{name}", args=[cycle.organisation.slug, cycle.pk, *more])


def sign_in(client, cycle, role=Role.PILOT):
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)


def test_a_first_year_has_nothing_beside_it_yet(client, page, plain):
    cycle = first_year({"Salariés": LOW})
    sign_in(client, cycle, Role.READER)
    assert plain(page(address(cycle, "years")).h1.text) == "C’est votre première démarche."
    assert client.get(address(cycle, "years-csv")).status_code == 404


def test_only_members_see_the_years(client):
    cycle = next_year(first_year({"Salariés": LOW}), {"Salariés": HIGH})
    client.force_login(MembershipFactory().person)
    assert {client.get(address(cycle, name)).status_code for name in ("years", "years-csv")} == {404}


def test_changes_are_told_and_a_rewritten_question_is_not_compared(client, page, plain):
    last = first_year({"Salariés": LOW})
    rewrite_guide("t5-involvement", "Ici, qui demande leur avis à qui ?")
    cycle = next_year(last, {"Salariés": HIGH})
    sign_in(client, cycle, Role.READER)
    shown = page(address(cycle, "years"))
    assert plain(shown.h1.text) == "2 questions ont changé depuis la dernière fois."
    rewritten, kept = shown.select(".asked-years")[:2]
    assert plain(rewritten.select_one(".tag").text) == "La question a changé : on ne compare pas"
    assert plain(kept.select_one("ul li").text) == (
        "Salariés : bien plus de personnes choisissent une réponse du haut (entre +29 et +77 points)."
    )
    assert [plain(title.text) for title in kept.select(".years h3")] == [cycle.title, last.title]


def test_the_table_is_safe_and_says_the_same(client, plain):
    last = first_year({"=Salariés()": LOW})
    cycle = next_year(last, {"=Salariés()": HIGH})
    with scope(cycle.organisation):
        take_position(
            cycle=cycle, question_id="t5-involvement", level=3, words="", agreement="consent", by=None
        )
    sign_in(client, cycle)
    lines = client.get(address(cycle, "years-csv")).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "question;démarche;même question;qui;réponse;réponses du haut;sur"
    first = plain(lines[1]).split(";")
    assert first[1:] == [
        cycle.title, "VRAI", "en réunion", "Oui, souvent, avec des questions ou en réunion.", "", "",
    ]  # fmt: skip
    assert plain(lines[2]).split(";")[2:] == [
        "VRAI", "'=Salariés()", plain(lines[2]).split(";")[4], "16", "20",
    ]  # fmt: skip


@pytest.mark.parametrize("questions", [1, 3])
def test_the_page_costs_the_same_whatever_its_size(client, django_assert_num_queries, questions):
    last = first_year({"Salariés": LOW, "Bénévoles": HIGH}, questions=questions)
    cycle = next_year(last, {"Salariés": HIGH, "Bénévoles": LOW})
    sign_in(client, cycle)
    client.get(address(cycle, "years"))
    with django_assert_num_queries(13):
        client.get(address(cycle, "years"))


def answer_last_year(last, **more):
    with scope(last.organisation):
        evidence = Evidence.objects.create(
            organisation=last.organisation, title="Le cahier", kind="link", url="https://exemple.fr"
        )
        said = {"kind": "level", "level": 3, "narrative": "Un cahier à l’accueil.", **more}
        return save_own_answer(
            cycle=last, question_id="t5-follow-up", evidence=[evidence.pk], by=None, **said
        )


def test_still_true_is_one_gesture_dated_and_never_silent(client, page, plain):
    last = first_year({})
    earlier = answer_last_year(last)
    cycle = next_year(last, {}, running=True)
    with scope(cycle.organisation):
        assert OwnAnswer.objects.filter(cycle=cycle).count() == 0
    sign_in(client, cycle)
    shown = page(address(cycle, "question", "t5-follow-up"))
    assert "Un cahier à l’accueil." in shown.select_one(".quote").text
    assert shown.select_one("textarea[name=narrative]").text.strip() == ""
    response = client.post(address(cycle, "confirm-answer", "t5-follow-up"))
    assert response.url == address(cycle, "question", cycle.question_ids[2])
    with scope(cycle.organisation):
        answer = OwnAnswer.objects.get(cycle=cycle)
        assert (answer.level, answer.narrative, answer.confirms) == (3, "Un cahier à l’accueil.", earlier)
        assert answer.at > earlier.at
        assert [item.title for item in answer.evidence.all()] == ["Le cahier"]
    shown = page(address(cycle, "question", "t5-follow-up"))
    assert "toujours vrai" in shown.select_one(".quote").text
    assert shown.select_one("[formaction]") is None
    client.post(address(cycle, "question", "t5-follow-up"), {"answer": "4", "narrative": "Mieux."})
    with scope(cycle.organisation):
        assert OwnAnswer.objects.get(cycle=cycle).confirms is None


def test_what_was_said_of_other_words_is_to_be_said_again(client, page, told):
    last = first_year({})
    answer_last_year(last)
    rewrite_guide("t5-follow-up", "Et après, que se passe-t-il ?")
    cycle = next_year(last, {}, running=True)
    sign_in(client, cycle)
    shown = page(address(cycle, "question", "t5-follow-up"))
    assert "La question a changé depuis" in shown.select_one(".quote").text
    assert shown.select_one("[formaction]") is None
    response = client.post(address(cycle, "confirm-answer", "t5-follow-up"), follow=True)
    assert told(response) == ["Cette question a changé depuis : répondez-y de nouveau."]


def test_nothing_is_confirmed_where_nothing_was_said_or_by_somebody_else(client):
    last = first_year({})
    answer_last_year(last)
    cycle = next_year(last, {}, running=True)
    sign_in(client, cycle)
    assert client.post(address(cycle, "confirm-answer", "t5-involvement")).status_code == 404
    assert client.get(address(cycle, "confirm-answer", "t5-follow-up")).status_code == 405
    sign_in(client, cycle, Role.READER)
    assert client.post(address(cycle, "confirm-answer", "t5-follow-up")).status_code == 404
    client.force_login(MembershipFactory().person)
    assert client.post(address(cycle, "confirm-answer", "t5-follow-up")).status_code == 404
    with unscoped("a test looks at all"):
        assert OwnAnswer.objects.count() == 1
