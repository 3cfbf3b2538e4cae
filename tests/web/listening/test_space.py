"""The registers inside the space: opened, handled, decided; who may do and see what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marchepied.apps.listening.models import Complaint, Idea, IdeaGroup, Register
from marchepied.apps.listening.services import acknowledge, answer, close_register, reply_as_author
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.models import Action
from marchepied.apps.referentials.selectors import guide_version
from marchepied.core.models import AuditEntry
from tests.factories.diagnosis import CycleFactory
from tests.factories.listening import complain, open_one, phone, propose
from tests.factories.organisations import MembershipFactory

BASE = "/e/ressourcerie/ecouter/"


def text_of(response, plain):
    return plain(response.content.decode())


def test_a_new_space_shows_four_entries_and_one_more_once_something_is_open(house, pilot, plain):
    def menu():
        page = pilot.get("/e/ressourcerie/maison/").content.decode()
        return page.split('aria-label="Principal">')[1].split("</nav>")[0].count("<a ")

    assert menu() == 4
    open_one(house, "ideas")
    assert menu() == 5
    close_register(register=Register.objects.get(), by=house.pilot)
    assert menu() == 4


def test_a_pilot_opens_a_register_and_gets_its_address(house, pilot, plain):
    assert "Ouvrir ce registre" in text_of(pilot.get(BASE), plain)
    data = {
        "acknowledge_days": 5,
        "answer_days": 20,
        "person_roles": ["pilot"],
        "erase_months": 6,
        "keeper": "",
    }
    response = pilot.post(f"{BASE}difficultes/ouvrir/", data, follow=True)
    assert "C’est ouvert. Donnez maintenant son adresse." in text_of(response, plain)
    row = Register.objects.get()
    assert (row.acknowledge_days, row.answer_days, row.erase_months, row.is_open) == (5, 20, 6, True)


def test_delays_that_make_no_sense_are_told_on_their_field(house, pilot, plain):
    data = {"acknowledge_days": 30, "answer_days": 20, "erase_months": 6}
    page = text_of(pilot.post(f"{BASE}difficultes/ouvrir/", data), plain)
    assert "Comptez en jours, un an au plus" in page
    assert Register.objects.count() == 0


def test_a_register_is_changed_and_closed(house, complaints, pilot, plain):
    page = text_of(pilot.get(f"{BASE}difficultes/ouvrir/"), plain)
    assert "Garder ces réglages" in page
    pilot.post(f"{BASE}difficultes/ouvrir/", {"acknowledge_days": 2, "answer_days": 9, "erase_months": 3})
    pilot.post(f"{BASE}difficultes/fermer/")
    complaints.refresh_from_db()
    assert (complaints.answer_days, complaints.is_open) == (9, False)


def test_a_group_gets_a_link_that_is_then_closed(house, ideas, pilot, plain):
    response = pilot.post(f"{BASE}idees/adresse/", {"name": "Les bénévoles"}, follow=True)
    group = IdeaGroup.objects.get()
    assert "Ce groupe a son lien." in text_of(response, plain)
    pilot.post(f"{BASE}idees/adresse/{group.pk}/fermer/")
    assert IdeaGroup.objects.count() == 0


ADDRESSES = [
    ("", "get", {"pilot", "facilitator", "contributor", "reader", "accompagnateur"}),
    ("difficultes/", "get", {"pilot", "facilitator", "accompagnateur"}),
    ("difficultes/noter/", "get", {"pilot", "facilitator", "accompagnateur", "contributor"}),
    ("difficultes/ouvrir/", "get", {"pilot"}),
    ("difficultes/fermer/", "get", {"pilot"}),
    ("difficultes/annee/", "get", {"pilot", "facilitator", "accompagnateur"}),
    ("difficultes/registre.csv", "get", {"pilot", "facilitator", "accompagnateur"}),
    ("difficultes/{complaint}/", "get", {"pilot", "facilitator", "accompagnateur"}),
    ("difficultes/{complaint}/personne/", "post", {"pilot"}),
    ("difficultes/{complaint}/notee/", "get", {"pilot", "facilitator", "accompagnateur"}),
    ("idees/", "get", {"pilot", "facilitator", "contributor", "reader", "accompagnateur"}),
    ("idees/ecrire/", "get", {"pilot", "facilitator", "accompagnateur", "contributor"}),
    ("idees/{idea}/", "get", {"pilot", "facilitator", "contributor", "reader", "accompagnateur"}),
    ("idees/{hidden}/", "get", {"pilot", "facilitator", "accompagnateur"}),
    ("idees/{idea}/", "post", {"pilot", "facilitator", "accompagnateur"}),
    ("idees/registre.xlsx", "get", {"pilot", "facilitator", "accompagnateur"}),
]


def test_each_role_opens_what_it_may(house, complaints, ideas, member):
    known = {
        "complaint": phone(complaints, name="Nadia").pk,
        "idea": propose(ideas).pk,
        "hidden": propose(ideas, "Une serre", shown=False).pk,
    }
    browsers = {role: member(Role(role)) for role in Role.values}
    for path, method, roles in ADDRESSES:
        url = BASE + path.format(**known)
        opened = {r for r, browser in browsers.items() if getattr(browser, method)(url).status_code == 200}
        assert (path, method, opened) == (path, method, roles)


def test_a_call_is_noted_and_its_code_read_aloud(house, complaints, member, plain):
    browser = member(Role.CONTRIBUTOR)
    data = {"channel": "phone", "received_on": "2026-01-05", "what": "Le portail.", "name": "Nadia"}
    response = browser.post(f"{BASE}difficultes/noter/", data, follow=True)
    page = text_of(response, plain)
    assert "C’est noté, n° 1." in page
    assert "12 janvier 2026" in page
    assert "S’en occuper" not in page
    assert Complaint.objects.get().person.name == "Nadia"


def test_who_noted_a_call_alone_reads_its_code_again(house, complaints, member):
    row = phone(complaints)
    assert member(Role.CONTRIBUTOR).get(f"{BASE}difficultes/{row.pk}/notee/").status_code == 404


def test_the_person_is_shown_on_demand_and_each_look_is_told(house, complaints, pilot, plain):
    row = complain(complaints, name="Nadia Petit", contact="06 00")
    url = f"{BASE}difficultes/{row.pk}/"
    before = text_of(pilot.get(url), plain)
    assert "Nadia Petit" not in before
    assert "Voir son nom et son contact" in before
    shown = text_of(pilot.post(f"{url}personne/"), plain)
    assert "Nadia Petit" in shown
    assert "Regardé 1 fois" in shown
    assert AuditEntry.objects.filter(verb="complaint.person_seen", by=house.pilot).count() == 1


def test_a_complaint_is_handled_on_one_page(house, complaints, pilot, plain):
    row = complain(complaints)
    url = f"{BASE}difficultes/{row.pk}/"

    def do(gesture, **fields):
        data = {"gesture": gesture, **{f"{gesture}-{name}": value for name, value in fields.items()}}
        return text_of(pilot.post(url, data, follow=True), plain)

    assert "L’accusé de réception est parti." in do("acknowledge", text="Bien reçu.")
    assert "C’est noté." in do("assess", seriousness="2", theme_id="theme-5", owner=str(house.pilot.pk))
    assert "La note est gardée." in do("note", text="Voir le gardien.")
    assert "Le message est parti." in do("write", text="À quelle heure ?")
    assert "Écrivez quelques mots." in do("answer", text="")
    assert "La réponse est partie." in do("answer", text="C’est réglé.")
    assert "C’est clos." in do("close", outcome="settled", changed="Deux clés.")
    assert "Elle est rouverte" in do("reopen", text="Cela recommence.")
    row.refresh_from_db()
    assert (row.state, row.seriousness, row.theme_id, row.owner) == ("handled", 2, "theme-5", house.pilot)


def test_the_name_is_erased_when_the_person_asks(house, complaints, pilot, member, plain):
    row = complain(complaints, name="Nadia Petit")
    url = f"{BASE}difficultes/{row.pk}/"
    member(Role.FACILITATOR).post(url, {"gesture": "erase"})
    assert "Voir son nom et son contact" in text_of(pilot.get(url), plain)
    page = text_of(pilot.post(url, {"gesture": "erase"}, follow=True), plain)
    assert "Son nom et son contact sont effacés." in page
    assert "Voir son nom et son contact" not in page
    assert AuditEntry.objects.filter(verb="complaint.person_erased", by=house.pilot).count() == 1


def test_one_who_writes_again_after_the_end_is_answered(house, complaints, pilot, plain):
    row = complain(complaints)
    answer(complaint=row, text="Voilà.", by=house.pilot)
    pilot.post(f"{BASE}difficultes/{row.pk}/", {"gesture": "close", "close-outcome": "settled"})
    assert "Rien ici." in text_of(pilot.get(f"{BASE}difficultes/"), plain)
    reply_as_author(complaint=row, text="Cela recommence.")
    assert "la personne a écrit" in text_of(pilot.get(f"{BASE}difficultes/"), plain)
    pilot.post(f"{BASE}difficultes/{row.pk}/", {"gesture": "write", "write-text": "Nous revenons."})
    assert "Rien ici." in text_of(pilot.get(f"{BASE}difficultes/"), plain)


def test_a_refusal_of_the_rules_is_told_on_its_form(house, complaints, pilot, plain):
    row = complain(complaints)
    data = {"gesture": "close", "close-outcome": "settled"}
    page = text_of(pilot.post(f"{BASE}difficultes/{row.pk}/", data), plain)
    assert "Répondez d’abord à la personne." in page
    row.refresh_from_db()
    assert row.state == "received"


def test_the_list_shows_what_is_late_first(house, complaints, pilot, plain):
    complain(complaints, "Le café.")
    complain(complaints, "Le portail.", days_ago=20)
    page = text_of(pilot.get(f"{BASE}difficultes/"), plain)
    assert "Une personne attend au-delà du délai annoncé." in page
    assert page.index("Le portail.") < page.index("Le café.")
    assert "Le café." not in text_of(pilot.get(f"{BASE}difficultes/", {"q": "portails"}), plain)


def test_a_complaint_becomes_an_action(house, complaints, pilot, plain):
    row = complain(complaints)
    url = f"{BASE}difficultes/{row.pk}/action/"
    assert pilot.get(url).status_code == 302  # no plan yet
    CycleFactory(organisation=house, version=guide_version())
    response = pilot.post(url, {"title": "Faire deux clés", "owner": "", "due_on": "2027-05-01"}, follow=True)
    assert "L’action est dans le plan." in text_of(response, plain)
    assert Action.objects.get().title == "Faire deux clés"


def test_an_idea_is_published_decided_and_put_in_the_plan(house, ideas, pilot, plain):
    CycleFactory(organisation=house, version=guide_version())
    row = propose(ideas, shown=False)
    url = f"{BASE}idees/{row.pk}/"
    assert "Une idée attend que vous la lisiez." in text_of(pilot.get(f"{BASE}idees/"), plain)
    assert "sur la page publique" in text_of(pilot.post(url, {"gesture": "show"}, follow=True), plain)
    pilot.post(url, {"gesture": "discuss", "discuss-text": "Qui ouvrirait ?"})
    response = pilot.post(f"{url}action/", {"title": "Ouvrir", "reason": "Oui."}, follow=True)
    assert "L’idée est dans le plan." in text_of(response, plain)
    pilot.post(url, {"gesture": "finish", "finish-text": "Trente personnes."})
    row.refresh_from_db()
    assert (row.state, row.reason, row.told) == ("done", "Oui.", "Trente personnes.")


@pytest.mark.parametrize("gesture", ["split", "begin", "show", "nothing", ""])
def test_a_gesture_that_is_not_offered_changes_nothing(house, ideas, pilot, gesture):
    row = propose(ideas)
    assert pilot.post(f"{BASE}idees/{row.pk}/", {"gesture": gesture}).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.visibility) == ("received", "shown")


def test_an_idea_heard_is_written_down(house, ideas, pilot, plain):
    response = pilot.post(f"{BASE}idees/ecrire/", {"title": "Un banc"}, follow=True)
    assert "L’idée est dans la boîte." in text_of(response, plain)
    assert Idea.objects.get().visibility == "shown"


def test_the_year_is_told_in_sentences(house, complaints, pilot, plain):
    row = complain(complaints)
    answer(complaint=row, text="Voilà.", by=house.pilot)
    page = text_of(pilot.get(f"{BASE}difficultes/annee/"), plain)
    assert "une difficulté nous a été dite." in page
    assert "Réponses données dans le délai annoncé : 1 sur 1." in page
    assert pilot.get(f"{BASE}difficultes/annee/", {"annee": "١٩٩٩"}).status_code == 200


def test_tables_hold_neither_names_nor_codes(house, complaints, pilot):
    row = complain(complaints, name="Nadia Petit", contact="nadia@exemple.fr")
    reply_as_author(complaint=row, text="Alors ?")
    data = pilot.get(f"{BASE}difficultes/registre.csv").content.decode("utf-8-sig")
    assert "Le portail" in data
    assert not any(word in data for word in ("Nadia", "nadia", row.handle))


QUERIES = {
    "": 6, "difficultes/": 6, "difficultes/annee/": 6, "difficultes/{complaint}/": 12, "idees/": 8,
    "idees/{idea}/": 9,
}  # fmt: skip


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_much_of_one_row_as_of_three(house, complaints, ideas, pilot, number):
    for place in range(number):
        row = complain(complaints, f"Le café {place} est froid.", name="Nadia")
        acknowledge(complaint=row, text="Bien reçu.", by=MembershipFactory(organisation=house).person)
        idea = propose(ideas, f"Un banc {place}")
    asked = {}
    for path in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            pilot.get(BASE + path.format(complaint=row.pk, idea=idea.pk))
        asked[path] = len(queries)
    assert asked == QUERIES
