"""« Ce que les gens écrivent »: a pilot reads themes, names them, corrects them, makes an action of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marchepied.apps.diagnosis.models import Release
from marchepied.apps.listening.models import ThemeBoard
from marchepied.apps.listening.services.themes import merge_themes, move_texts, undo_gesture
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.models import Action
from marchepied.apps.referentials.selectors import guide_version
from marchepied.core.models import Trace
from tests.factories.diagnosis import CycleFactory
from tests.factories.listening import complain, propose
from tests.factories.organisations import MembershipFactory
from tests.factories.participation import RoundFactory
from tests.factories.themes import IDEAS, look, read_ideas, write_ideas

BASE = "/e/ressourcerie/ecouter/ecrits/"


@pytest.fixture
def themes(house, ideas):
    """Two themes, that of the bus and that of the room: their keys."""
    write_ideas(ideas)
    look(house)
    return {"bus" if "bus" in theme.words else "salle": theme.key for theme in keys_of(house)}


def keys_of(house):
    return read_ideas(house).themes.themes


def text_of(response, plain):
    return plain(response.content.decode())


def under(house, key):
    return {line.text for line in read_ideas(house).lines_of(key)}


def id_of(house, words):
    return next(one.id for one in read_ideas(house).texts if words in one.text)


def test_the_pilot_goes_there_from_the_registers(house, pilot):
    assert f'href="{BASE}"' in pilot.get("/e/ressourcerie/ecouter/").content.decode()


def test_without_a_text_the_page_says_what_will_come(house, pilot, plain):
    page = text_of(pilot.get(BASE), plain)
    assert "Personne n’a encore écrit" in page
    assert "Proposer des thèmes" not in page


def test_few_texts_are_all_shown_and_not_grouped(house, ideas, complaints, pilot, plain):
    propose(ideas, "Un banc de Mme Durand")
    complain(complaints, "Le café est froid.", name="Nadia Petit")
    page = text_of(pilot.get(BASE), plain)
    assert "Trop peu pour des thèmes : lisez-les tous" in page
    assert "Un banc de Mme [nom]" in page
    assert "Le café est froid." in page
    assert "Nadia" not in page
    sent = text_of(pilot.post(BASE, {"gesture": "look"}), plain)
    assert "lisez-les tous" in sent
    assert ThemeBoard.objects.count() == 0


def test_themes_are_asked_for_and_shown_with_real_sentences(house, ideas, pilot, plain):
    write_ideas(ideas)
    assert "Proposer des thèmes" in text_of(pilot.get(BASE), plain)
    page = text_of(pilot.post(BASE, {"gesture": "look", "count": "2"}, follow=True), plain)
    assert "La machine propose des groupes ; elle ne décide rien." in page
    assert "Sans nom : bus, matin" in page
    assert "Le bus ne passe jamais à l’heure" in page
    assert "Moins de 20 textes différents" in page


def test_a_number_that_makes_no_sense_is_told_on_its_field(house, ideas, pilot, plain):
    write_ideas(ideas)
    page = text_of(pilot.post(BASE, {"gesture": "look", "count": "99"}), plain)
    assert "Écrivez un nombre, de 1 à 50." in page
    assert ThemeBoard.objects.count() == 0


def test_a_theme_gets_a_name_which_shows_and_is_undone(house, themes, pilot, plain):
    data = {"gesture": "name", "nom-name": "Les transports"}
    page = text_of(pilot.post(f"{BASE}{themes['bus']}/", data, follow=True), plain)
    assert "<h1>Les transports</h1>" in page
    assert "Ce thème reste" in page
    assert "Défaire : le nom donné à un thème" in text_of(pilot.get(BASE), plain)
    page = text_of(pilot.post(f"{BASE}defaire/", follow=True), plain)
    assert "C’est défait." in page
    assert "Les transports" not in page


def test_texts_are_moved_to_another_theme_or_apart(house, themes, pilot, plain):
    shelter, cold = id_of(house, "abri"), id_of(house, "gèle")
    data = {"gesture": "place", "placer-texts": [shelter], "placer-to": themes["salle"]}
    page = text_of(pilot.post(f"{BASE}{themes['bus']}/", data, follow=True), plain)
    assert "1 texte est déplacé." in page
    assert under(house, themes["salle"]) == {*IDEAS[4:], "Attendre le bus sous un abri"}
    data = {"gesture": "place", "placer-texts": [cold, shelter], "placer-to": "a-part"}
    pilot.post(f"{BASE}{themes['salle']}/", data)
    page = text_of(pilot.get(f"{BASE}a-part/"), plain)
    assert "Dans la salle, on gèle dès novembre" in page
    assert "placé par quelqu’un" in page


def test_texts_make_a_new_theme_also_from_those_set_apart(house, ideas, themes, pilot, plain):
    propose(ideas, "Repeindre les volets")
    data = {
        "gesture": "place",
        "placer-texts": [id_of(house, "volets")],
        "placer-to": "nouveau",
        "placer-name": "Les volets",
    }
    page = text_of(pilot.post(f"{BASE}a-part/", data, follow=True), plain)
    assert "<h1>Les volets</h1>" in page
    assert "Repeindre les volets" in page


def test_moving_every_text_of_a_theme_leads_back_to_the_list(house, themes, pilot):
    every = [one.id for one in read_ideas(house).texts if "bus" in one.text]
    data = {"gesture": "place", "placer-texts": every, "placer-to": themes["salle"]}
    response = pilot.post(f"{BASE}{themes['bus']}/", data, follow=True)
    assert response.redirect_chain == [(BASE, 302)]
    assert under(house, themes["salle"]) == set(IDEAS)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"placer-to": "a-part"}, "Cochez au moins un texte."),
        ({"placer-texts": "parti", "placer-to": "a-part"}, "Un de ces textes n’est plus là"),
        ({"placer-texts": "first", "placer-to": "t99"}, "Dites où les mettre."),
        ({"placer-texts": "first"}, "Dites où les mettre."),
    ],
)
def test_what_is_wrong_with_a_moving_is_told(house, themes, pilot, plain, data, sentence):
    if data.get("placer-texts") == "first":
        data = {**data, "placer-texts": id_of(house, "abri")}
    before = under(house, themes["bus"])
    page = text_of(pilot.post(f"{BASE}{themes['bus']}/", {"gesture": "place", **data}), plain)
    assert sentence in page
    assert under(house, themes["bus"]) == before


def test_two_themes_are_put_together_and_the_old_address_leads_there(house, themes, pilot, plain):
    wrong = text_of(pilot.post(f"{BASE}{themes['bus']}/", {"gesture": "merge", "reunir-into": ""}), plain)
    assert "Choisissez un autre thème." in wrong
    data = {"gesture": "merge", "reunir-into": themes["salle"]}
    page = text_of(pilot.post(f"{BASE}{themes['bus']}/", data, follow=True), plain)
    assert "Les deux thèmes n’en font plus qu’un." in page
    assert "8 textes" in page
    response = pilot.get(f"{BASE}{themes['bus']}/")
    assert (response.status_code, response["Location"]) == (302, f"{BASE}{themes['salle']}/")


def test_new_texts_are_placed_and_counted(house, ideas, themes, pilot, plain):
    propose(ideas, "Un bus le dimanche")
    page = text_of(pilot.get(BASE), plain)
    assert "1 texte est arrivé depuis" in page
    assert "Un bus le dimanche" in under(house, themes["bus"])


def test_a_theme_becomes_an_action_of_the_plan_in_one_gesture(house, themes, pilot, plain):
    cycle = CycleFactory(organisation=house, version=guide_version())
    page = text_of(pilot.get(f"{BASE}{themes['bus']}/action/"), plain)
    assert "Le bus ne passe jamais à l’heure" in page
    response = pilot.post(f"{BASE}{themes['bus']}/action/", {"title": "Écrire à la région"}, follow=True)
    assert "L’action est dans le plan." in text_of(response, plain)
    action = Action.objects.get(cycle=cycle)
    trace = Trace.objects.get(target_id=str(action.pk))
    assert (action.title, trace.source_type) == ("Écrire à la région", "listening.takentheme")
    assert "Dans le plan : <a" in text_of(pilot.get(BASE), plain)


def test_an_action_stays_listed_when_its_theme_is_put_in_another_or_is_no_more(house, themes, pilot, plain):
    CycleFactory(organisation=house, version=guide_version())
    data = {"gesture": "place", "placer-texts": [id_of(house, "abri")], "placer-to": "nouveau"}
    made = pilot.post(f"{BASE}{themes['bus']}/", data)["Location"]
    pilot.post(f"{made}action/", {"title": "Poser un abri"})
    board = ThemeBoard.objects.get()
    merge_themes(board=board, key="h1", into=themes["salle"], title="", by=house.pilot)
    assert "Poser un abri" in text_of(pilot.get(f"{BASE}{themes['salle']}/"), plain)
    for _time in range(2):
        undo_gesture(board=ThemeBoard.objects.get(), by=house.pilot)
    page = text_of(pilot.get(BASE), plain)
    assert "Actions venues d’un thème qui n’est plus là" in page
    assert "Poser un abri" in page


def test_an_action_asks_what_to_do_and_a_process(house, themes, pilot, plain):
    response = pilot.get(f"{BASE}{themes['bus']}/action/")
    assert (response.status_code, response["Location"]) == (302, "/e/ressourcerie/")
    CycleFactory(organisation=house, version=guide_version())
    page = text_of(pilot.post(f"{BASE}{themes['bus']}/action/", {"title": ""}), plain)
    assert "Dites en une phrase ce qu’il y a à faire." in page
    assert Action.objects.count() == 0


def test_what_a_questionnaire_released_is_there_without_its_group(house, themes, pilot, plain):
    item = {"id": "q1", "wording": {"fr": "L’accueil ?"}}
    cycle = CycleFactory(
        organisation=house,
        version=guide_version(),
        round=RoundFactory(organisation=house, form={"items": [item]}),
    )
    rows = [{"id": "q1", "comments": {"a": {"texts": ["Le bus passe trop loin"], "counted": 6}}}]
    Release.objects.create(
        organisation=house, cycle=cycle, number=1, content={"questions": rows}, engine_version="1"
    )
    assert "8 idées publiées, 1 commentaire de questionnaire." in text_of(pilot.get(BASE), plain)
    page = text_of(pilot.get(f"{BASE}{themes['bus']}/"), plain)
    assert "Le bus passe trop loin" in page
    assert "questionnaire · L’accueil ?" in page


def test_twenty_texts_are_shown_at_once(house, ideas, themes, pilot, plain):
    write_ideas(ideas, [f"Le bus numéro {number} du matin" for number in range(41)])
    every = [one.id for one in read_ideas(house).texts if "bus" in one.text]
    move_texts(board=ThemeBoard.objects.get(), texts=every, to=themes["bus"], title="", by=house.pilot)
    key = themes["bus"]
    page = text_of(pilot.get(f"{BASE}{key}/"), plain)
    assert page.count('type="checkbox"') == 20
    assert "page 1 sur 3" in page
    assert text_of(pilot.get(f"{BASE}{key}/?page=3"), plain).count('type="checkbox"') == 5


def test_what_people_wrote_is_never_read_as_markup(house, ideas, themes, pilot):
    hostile = '<script>alert(1)</script> le bus "onload=x'
    propose(ideas, hostile)
    name = {"gesture": "name", "nom-name": "<b>Le bus</b>"}
    page = pilot.post(f"{BASE}{themes['bus']}/", name, follow=True).content.decode()
    assert "<script>alert" not in page
    assert "<b>Le bus" not in page


WRITES = [("", "post"), ("defaire/", "post"), ("bus/", "post"), ("bus/action/", "post")]
READS = [("", "get"), ("bus/", "get"), ("a-part/", "get"), ("bus/action/", "get")]


@pytest.mark.parametrize(("address", "method"), [*READS, *WRITES])
@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.CONTRIBUTOR, Role.READER, Role.ACCOMPAGNATEUR, None])
def test_only_a_pilot_of_the_house_gets_in(house, themes, member, client, address, method, role):
    browser = member(role) if role else client
    if role is None:  # who pilots another organisation
        browser.force_login(MembershipFactory(role=Role.PILOT).person)
    path = BASE + address.replace("bus", themes["bus"])
    assert getattr(browser, method)(path).status_code == 404


@pytest.mark.parametrize("address", ["t99/", "rien/", "t99/action/", "a-part/action/"])
def test_an_address_that_names_no_theme_is_not_found(house, themes, pilot, address):
    assert pilot.get(BASE + address).status_code == 404


@pytest.mark.parametrize("address", ["t1/", "a-part/", "defaire/"])
def test_before_any_theme_there_is_nothing_else(house, ideas, pilot, address):
    assert pilot.post(BASE + address).status_code == 404


def test_pages_ask_the_same_queries_however_many_texts(house, ideas, themes, pilot):
    CycleFactory(organisation=house, version=guide_version())
    for key in themes.values():
        pilot.post(f"{BASE}{key}/action/", {"title": "Agir"})

    def count(path):
        with CaptureQueriesContext(connection) as queries:
            assert pilot.get(path).status_code == 200
        return len(queries)

    paths = (BASE, f"{BASE}{themes['bus']}/", f"{BASE}a-part/", f"{BASE}{themes['bus']}/action/")
    assert [count(path) for path in paths] == [13, 11, 11, 10]
    write_ideas(ideas, [f"Le bus numéro {number} du matin" for number in range(15)])
    assert [count(path) for path in paths] == [13, 11, 11, 10]
