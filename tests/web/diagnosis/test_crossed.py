"""The page of crossed views: what it says before and after, to whom, and what it costs."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.diagnosis.models import Release
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.enums import RoundState
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, five_groups, heard
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
LOW, HIGH, MIDDLE = [1] * 4 + [2] * 6 + [3] * 2, [3] * 2 + [4] * 7 + [5] * 3, [3] * 5 + [4] * 7


@pytest.fixture
def cycle():
    return closed_cycle(questions=3)


@pytest.fixture
def sign_in(cycle, client):
    def enter(role=Role.PILOT):
        client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)

    return enter


def url(cycle, name="crossed", *more):
    return reverse(f"diagnosis:{name}", args=[cycle.organisation.slug, cycle.pk, *more])


def release(cycle):
    with scope(cycle.organisation):
        return make_release(cycle=cycle, by=None)


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def state(cycle, value):
    with scope(cycle.organisation):
        cycle.round.state = value
        cycle.round.save()


def test_before_anybody_is_called_the_page_says_what_it_will_show(cycle, client, sign_in, plain):
    with scope(cycle.organisation):
        cycle.round = None
        cycle.save()
    sign_in()
    page = read(client.get(url(cycle)))
    assert page.h1.get_text() == "Les mêmes questions, plusieurs regards."
    assert [link.get_text() for link in page.select("main .button")] == ["Choisir les groupes"]


def test_while_people_answer_only_how_many_took_part_is_said(cycle, client, sign_in, plain):
    heard(cycle, "Salariés", LOW, expected=15)
    heard(cycle, "Élus", [5, 5, 5], comments={cycle.question_ids[0]: ["Un mot qui trahit"]})
    state(cycle, RoundState.OPEN)
    sign_in()
    response = client.get(url(cycle))
    page = read(response)
    assert [plain(row.get_text(" ")) for row in page.select(".heard li")] == [
        "Salariés 12 sur 15 assez pour être montré",
        "Élus 3 réponses encore 2 pour être montré",
    ]
    assert page.select("form[action$='/montrer/']") == []
    assert "Un mot qui trahit" not in response.content.decode()


@pytest.mark.parametrize(
    ("role", "buttons", "status"),
    [
        (Role.PILOT, ["Montrer les avis"], 302),
        (Role.FACILITATOR, ["Montrer les avis"], 302),
        (Role.CONTRIBUTOR, [], 404),
        (Role.READER, [], 404),
    ],
)
def test_who_may_show_the_views(cycle, client, sign_in, role, buttons, status):
    heard(cycle, "Salariés", LOW)
    sign_in(role)
    page = read(client.get(url(cycle)))
    assert [button.get_text() for button in page.select("main button")] == buttons
    assert client.post(url(cycle, "release")).status_code == status
    with scope(cycle.organisation):
        assert Release.objects.count() == (1 if status == 302 else 0)


@pytest.mark.parametrize("role", Role.values)
def test_every_member_reads_what_is_shown(cycle, client, sign_in, role):
    heard(cycle, "Salariés", LOW)
    heard(cycle, "Clients", HIGH)
    release(cycle)
    sign_in(role)
    pages = [url(cycle), url(cycle, "crossed-question", cycle.question_ids[0])]
    assert [client.get(page).status_code for page in pages] == [200, 200]


def test_another_organisation_sees_nothing(cycle, client):
    heard(cycle, "Salariés", LOW, comments={cycle.question_ids[0]: ["Un mot à nous"]})
    release(cycle)
    other = MembershipFactory(role=Role.PILOT)
    client.force_login(other.person)
    inside = {"space": other.organisation.slug, "cycle": cycle.pk}
    for page in (
        url(cycle),
        url(cycle, "crossed-question", cycle.question_ids[0]),
        reverse("diagnosis:crossed", kwargs=inside),
        reverse("diagnosis:crossed-question", kwargs=inside | {"question_id": cycle.question_ids[0]}),
    ):
        response = client.get(page)
        assert (response.status_code, "Un mot à nous" in response.content.decode()) == (404, False)


def test_showing_twice_says_why_not(cycle, client, sign_in, messages_of):
    heard(cycle, "Salariés", LOW)
    sign_in()
    assert messages_of(client.post(url(cycle, "release"), follow=True)) == [
        "Les avis sont montrés à tous les membres de cet espace."
    ]
    (said,) = messages_of(client.post(url(cycle, "release"), follow=True))
    assert said.startswith("Les avis sont déjà montrés")


def test_the_page_opens_on_sentences_and_pictures_have_names(cycle, client, sign_in, plain):
    first, second, _third = cycle.question_ids
    heard(cycle, "Salariés", {first: LOW, second: MIDDLE}, expected=20)
    heard(cycle, "Élus", {first: HIGH, second: MIDDLE})
    heard(cycle, "Bénévoles", {first: [5, 5, 5], second: [4] * 3})
    with scope(cycle.organisation):
        save_own_answer(
            cycle=cycle, question_id=first, kind="level", level=5, narrative="", evidence=[], by=None
        )
    release(cycle)
    sign_in()
    page = read(client.get(url(cycle)))
    assert plain(page.h1.get_text()) == "Une question mérite qu’on en parle."
    assert plain(page.select_one(".lead").get_text()) == (
        "Sur deux questions, vos groupes voient la même chose pour une. Voici celles où ils ne voient pas la "
        "même chose, ou ne savent pas. Pour une question, trop peu de personnes ont répondu."
    )
    (card,) = page.select("article.card")
    assert card["aria-labelledby"] == card.h2["id"]
    rows = [
        [plain(cell.get_text(" ")) for cell in row.find_all(["span", "svg"], recursive=False)]
        for row in card.select(".views li")
    ]
    assert rows == [
        [
            "Salariés",
            "plutôt « Parfois, quand il y a un problème » ; la moitié du groupe est entre « Non, jamais » et "
            "« Parfois, quand il y a un problème »",
            "12 sur 20",
        ],
        [
            "Élus",
            "plutôt « Oui, et on cherche des solutions ensemble » ; la moitié du groupe est entre "
            "« Oui, et on cherche des solutions ensemble » et "
            "« Oui, et on décide ensemble de certaines choses »",
            "12 réponses",
        ],
        ["Bénévoles", "moins de cinq réponses : non montré", ""],
        [
            "L’Atelier du Pont",
            "« Oui, et on décide ensemble de certaines choses »",
            "sa propre réponse",
        ],
    ]
    pictures = card.select("svg[role=img]")
    assert len(pictures) == 3
    assert all(picture.title.get_text(strip=True) for picture in pictures)
    table = card.select_one("table")
    assert [cell.get_text() for cell in table.select("tbody tr")[0].select("td")][:5] == [
        "4",
        "6",
        "2",
        "0",
        "0",
    ]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a & b"])
def test_hostile_words_stay_words(cycle, client, sign_in, hostile):
    item = cycle.question_ids[0]
    heard(cycle, f"Salariés {hostile}", LOW, comments={item: [hostile]})
    heard(cycle, "Élus", HIGH)
    release(cycle)
    with scope(cycle.organisation):
        take_position(cycle=cycle, question_id=item, level=2, words=hostile, agreement="consent", by=None)
    sign_in()
    for page in (url(cycle), url(cycle, "crossed-question", item)):
        soup = read(client.get(page))
        assert soup.select("main script, main img") == []
        assert hostile in soup.main.get_text()


def test_a_question_in_full_has_its_indices_with_exact_values(cycle, client, sign_in):
    item = cycle.question_ids[0]
    heard(cycle, "Salariés", {item: [1, 2, 2, 3, 3, 3, 4, 4, 5, 5]})
    release(cycle)
    sign_in()
    page = read(client.get(url(cycle, "crossed-question", item)))
    values = [float(data["value"]) for data in page.select("#calcul data")]
    assert values[:4] == pytest.approx([15.6 / 9, 1 - 15.6 / 18, 1 - 3.12 / 3.96, 10.4 / 10])
    assert page.select("#calcul data")[1].get_text() == "0,13"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_its_size(client, count, django_assert_num_queries):
    cycle = closed_cycle(questions=count)
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person)
    for number in range(count):
        heard(cycle, f"Groupe {number}", LOW if number % 2 else HIGH)
    release(cycle)
    with django_assert_num_queries(7):
        client.get(url(cycle))
    with django_assert_num_queries(8):
        client.get(url(cycle, "crossed-question", cycle.question_ids[0]))


def test_five_groups_and_thirteen_questions_stay_light(client):
    cycle = closed_cycle(questions=13)
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person)
    five_groups(cycle)
    release(cycle)
    response = client.get(url(cycle))
    assert len(read(response).select("article.card")) == 5
    assert len(response.content) < 110_000


def test_the_method_is_public(client, plain):
    page = read(client.get(reverse("diagnosis:method")))
    assert plain(page.h1.get_text()) == "Comment vos avis deviennent une image"
