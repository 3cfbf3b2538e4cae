"""The start and the home of a space."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Cycle, CycleStep
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.core.scope import scope, unscoped
from tests.factories.diagnosis import CycleFactory, OwnAnswerFactory
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.factories.referentials import ReferentialVersionFactory, announced, generated

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client, house):
    """Opens the home of the space, parsed."""

    def open_home():
        response = client.get(reverse("diagnosis:home", args=[house.organisation.slug]))
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return open_home


def test_three_answers_open_a_space(client, plain):
    content = generated()
    content["axes"].append(announced(2))
    ReferentialVersionFactory(content=content)
    client.force_login(PersonFactory())
    page = BeautifulSoup(client.get(reverse("diagnosis:start")).content, "html.parser")
    assert [field["value"] for field in page.select("input[name=theme]")] == ["theme-1"]
    assert page.select_one("input[name=theme]").has_attr("checked")
    answers = {"name": "La Passerelle", "legal_form": "association", "theme": "theme-1"}
    response = client.post(reverse("diagnosis:start"), answers, follow=True)
    arrived = BeautifulSoup(response.content, "html.parser")
    assert plain(arrived.h1.text) == "Deux questions pour dire où vous en êtes."
    with unscoped("a test looks at all"):
        assert Cycle.objects.count() == 1


@pytest.mark.parametrize("missing", ["name", "legal_form", "theme"])
def test_each_of_the_three_is_asked(client, missing):
    ReferentialVersionFactory()
    client.force_login(PersonFactory())
    answers = {"name": "La Passerelle", "legal_form": "association", "theme": "theme-1"}
    response = client.post(reverse("diagnosis:start"), answers | {missing: ""})
    assert list(response.context["form"].errors) == [missing]
    with unscoped("a test looks at all"):
        assert Cycle.objects.count() == 0


def test_starting_asks_to_sign_in(client):
    ReferentialVersionFactory()
    response = client.get(reverse("diagnosis:start"))
    assert response.url == f"{reverse('public:sign-in')}?next={reverse('diagnosis:start')}"


def test_one_filled_button_and_eight_steps(house, home):
    house.sign_in()
    page = home()
    buttons = page.select("main a.button, main button.button")
    assert [button["href"] for button in buttons] == [house.url("questions")]
    assert len(page.select("ol.steps > li")) == 8
    assert len(page.select("[aria-current=step]")) == 1


def test_a_reader_reads_and_is_offered_no_gesture(house, home):
    house.sign_in(Role.READER)
    page = home()
    assert page.select("main .button, main button, main form") == []
    links = {link["href"] for link in page.select("main a")}
    assert links & {house.url("scope"), house.url("assembly"), house.url("step", "workshop")} == set()


def test_skipping_from_the_home_leads_to_the_next_thing(client, house, home):
    house.sign_in()
    with scope(house.organisation):
        for question in house.cycle.question_ids:
            OwnAnswerFactory(cycle=house.cycle, question_id=question)
    (skip,) = [form for form in home().select("main form") if form.select("[value=skip]")]
    assert skip["action"] == house.url("step", "collect")
    client.post(skip["action"], {"gesture": "skip"})
    assert home().select_one("main a.button")["href"] == house.url("workshop")


def test_a_past_cycle_is_listed_and_read(client, house, home, plain):
    house.sign_in()
    with scope(house.organisation):
        past = CycleFactory(
            organisation=house.organisation,
            version=house.cycle.version,
            title="Démarche 2025",
            state=CycleState.FINISHED,
        )
    address = reverse("diagnosis:cycle", args=[house.organisation.slug, past.pk])
    assert home().select_one(f'a[href="{address}"]').text == "Démarche 2025"
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert plain(page.h1.text) == "Cette démarche est terminée."


def test_without_a_running_cycle_the_next_one_is_offered(client, house, home, told):
    house.sign_in()
    client.post(house.url("finish"))
    start = reverse("diagnosis:start-next", args=[house.organisation.slug])
    page = home()
    assert page.select_one("main a.button").get_text(strip=True) == "Commencer la prochaine démarche"
    assert (
        page.select_one(f'main a[href="{start}"]').get_text(strip=True) == "Commencer la prochaine démarche"
    )
    on = timezone.localdate() + timedelta(days=30)
    chosen = {"themes": ["theme-1"], "depth": "full", "path": "groups", "assembly_on": on}
    response = client.post(start, chosen, follow=True)
    assert told(response) == ["Une nouvelle démarche commence."]
    with scope(house.organisation):
        cycle = Cycle.objects.get(state=CycleState.RUNNING)
        assert (len(cycle.question_ids), cycle.assembly_on) == (3, on)


def test_a_second_running_cycle_is_not_started(client, house):
    house.sign_in()
    start = reverse("diagnosis:start-next", args=[house.organisation.slug])
    assert client.post(start, {"themes": ["theme-1"], "depth": "full"}).status_code == 302
    with scope(house.organisation):
        assert Cycle.objects.count() == 1


@pytest.mark.parametrize("n", [1, 3])
def test_the_home_costs_the_same_whatever_it_shows(client, house, django_assert_num_queries, n):
    house.sign_in(Role.FACILITATOR)
    with scope(house.organisation):
        for number in range(n):
            CycleFactory(
                organisation=house.organisation,
                version=house.cycle.version,
                title=f"Démarche {number}",
                state=CycleState.FINISHED,
            )
            OwnAnswerFactory(cycle=house.cycle, question_id=f"t1-d1-q{number + 1}")
        person = MembershipFactory(organisation=house.organisation).person
        keys = ["plan", "staff", "assembly"][:n]
        CycleStep.objects.filter(cycle=house.cycle, key__in=keys).update(owner=person)
    address = reverse("diagnosis:home", args=[house.organisation.slug])
    client.get(address)
    with django_assert_num_queries(13):
        client.get(address)


@pytest.mark.parametrize(
    ("late", "sentence"),
    [(0, ""), (1, "Une action a pris du retard."), (2, "Deux actions ont pris du retard.")],
)
def test_the_lead_says_that_actions_are_late(house, home, plain, late, sentence):
    house.sign_in()
    today = timezone.localdate()
    past = today - timedelta(days=1)
    with scope(house.organisation):
        add_action(cycle=house.cycle, content=ActionContent(title="À l’heure", due_on=today), by=None)
        add_action(
            cycle=house.cycle, content=ActionContent(title="Faite", due_on=past, state="done"), by=None
        )
        for title in ("Affiche", "Café")[:late]:
            add_action(cycle=house.cycle, content=ActionContent(title=title, due_on=past), by=None)
    said = plain(home().select_one(".lead").text)
    assert sentence in said
    assert said.count("retard") == bool(late)


def test_without_a_questionnaire_the_news_is_told_in_person(client, house, home, told):
    house.sign_in()
    for key in ("take_stock", "collect", "workshop", "plan"):
        client.post(house.url("step", key), {"gesture": "skip"})
    card = home().select_one(".card--now")
    assert card.h2.text == "Dire à chacun ce qu’on a décidé"
    assert card.select_one("button[value=done]").text == "C’est fait"
    assert told(client.post(house.url("step", "staff"), {"gesture": "done"}, follow=True)) == ["Étape faite."]
    assert home().select_one(".card--now h2").text == "Préparer le dossier de l’assemblée"
