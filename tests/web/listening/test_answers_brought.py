"""The page where answers gathered elsewhere are sent as a table."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from marchepied.apps.listening.services.surveys import close_survey
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.models import Answer
from marchepied.engines.tables import SheetToWrite, write_csv, write_workbook, write_xlsx
from tests.factories.hostile import HOSTILE
from tests.factories.organisations import MembershipFactory
from tests.factories.participation import CollegeFactory
from tests.factories.surveys import FILLED, call_of, fill, open_one

pytestmark = pytest.mark.django_db

ROW = ["1", "3", "x", "", "", "2", "1", "", "4", "NSP", "12,5", "2026-03-01", "Un banc.", "Merci !"]


def rows_of_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def rows_of_xlsx(data):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).active.rows]


READERS = {"csv": rows_of_csv, "xlsx": rows_of_xlsx}


@pytest.fixture
def survey(house):
    return open_one(house, by=house.pilot)


@pytest.fixture
def address(house, survey):
    """The addresses of the survey's first group."""

    def find(name="answers-brought", place=0):
        return reverse(f"listening:{name}", args=[house.slug, survey.pk, call_of(survey, place).pk])

    return find


@pytest.fixture
def send(pilot, address):
    """Sends a table of these rows, or a file made otherwise."""

    def post(headings=(), *rows, data=None, name="reponses.xlsx", by=pilot, **more):
        data = write_xlsx(headings, rows) if data is None else data
        return by.post(address(), {"file": SimpleUploadedFile(name, data), **more})

    return post


def text_of(response, plain):
    return plain(BeautifulSoup(response.content, "html.parser").find("main").get_text(" "))


def said_after(client, response, plain):
    return text_of(client.get(response["Location"]), plain)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_table_is_taken_filled_and_sent_back(pilot, survey, address, send, plain, kind):
    given = pilot.get(address(f"answers-sheet-{kind}"))
    assert given["Content-Disposition"] == f'attachment; filename="reponses.{kind}"'
    headings, *rows = READERS[kind](given.content)
    assert (len(headings), rows) == (len(ROW), [])
    write = {"csv": write_csv, "xlsx": write_xlsx}[kind]
    sent = send(data=write(headings, [ROW, ROW]), name=f"rempli.{kind}")
    assert sent["Location"] == reverse("listening:survey", args=[survey.organisation.slug, survey.pk])
    assert "Les réponses de 2 personnes sont déposées." in said_after(pilot, sent, plain)
    told = dict(Answer.objects.values_list("item_id", "level"))
    assert (len(told), told["q1"], told["q2"], told["q3.1"], told["q5.2"]) == (9, 1, 3, 2, None)
    assert (Answer.objects.count(), call_of(survey).answered_count) == (18, 2)


def test_the_same_table_sent_again_says_that_it_is_there(pilot, survey, send, plain):
    send(["1"], ["2"], ["3"], leave="on")
    again = send(["1"], ["2"], ["3"], leave="on")
    assert "Ce tableau est déjà déposé : rien n’est compté deux fois." in said_after(pilot, again, plain)
    assert call_of(survey).answered_count == 2


def test_what_is_wrong_is_said_cell_by_cell_and_nothing_goes_in(survey, send, plain):
    refused = send(["1", "6"], ["2", "3"], ["2", "trois"], leave="on")
    text = text_of(refused, plain)
    assert refused.status_code == 422
    assert "Rien n’est déposé." in text
    assert "Ligne 3, colonne « 6 » : trois Écrivez un nombre, par exemple 12 ou 7,5." in text
    assert (Answer.objects.count(), call_of(survey).answered_count) == (0, 0)


def test_what_is_left_out_is_asked_then_told(pilot, survey, send, plain):
    asked = send(["Nom", "1"], ["Claire", "2"])
    text = text_of(asked, plain)
    assert asked.status_code == 422
    assert "Ces colonnes ne sont celles d’aucune question : Nom" in text
    assert "Ces questions n’ont pas de colonne : 2. D’où venez-vous ?" in text
    assert call_of(survey).answered_count == 0
    told = said_after(pilot, send(["Nom", "1"], ["Claire", "2"], ["Paul", ""], leave="on"), plain)
    assert "La réponse d’une personne est déposée." in told
    assert "Une ligne sans réponse n’est pas comptée." in told
    assert "Colonnes laissées de côté : Nom." in told


def test_answers_in_another_sheet_are_left_out_only_knowingly(pilot, survey, send, plain):
    tabs = [SheetToWrite("Paul", ["1"], [["2"]]), SheetToWrite("Claire", ["1"], [["2"]] * 5)]
    refused = send(data=write_workbook(tabs))
    text = text_of(refused, plain)
    assert (refused.status_code, call_of(survey).answered_count) == (422, 0)
    assert "Un seul onglet est lu, le premier. Resteraient dehors : Claire" in text
    assert "les questions sans colonne et les autres onglets du classeur" in text
    told = said_after(pilot, send(data=write_workbook(tabs), leave="on"), plain)
    assert "La réponse d’une personne est déposée." in told
    assert "Onglets laissés de côté : Claire." in told
    assert "La première ligne ne contient que des nombres : vérifiez que ce sont bien les titres." in told
    assert "Seule la feuille" not in told


def test_a_workbook_whose_other_sheets_are_empty_asks_nothing(survey, send):
    headings, row = [f"{number}" for number in range(1, 10)], ["2"] + [""] * 8
    blank = SheetToWrite("Feuil2", headings, [])
    whole = write_workbook([SheetToWrite("Feuil1", headings, [row]), blank])
    assert send(data=whole, leave="on").status_code == 302
    assert call_of(survey).answered_count == 1


def test_what_was_supposed_while_reading_is_told_after_the_deposit(pilot, send, plain):
    sent = send(data=b"Content ?;Nom;6\r\n2\r\n3;Paul;4\r\n", name="a.csv", leave="on")
    told = said_after(pilot, sent, plain)
    assert "1 ligne(s) plus courtes que la ligne de titres, la première étant la ligne 2" in told


@pytest.mark.parametrize(
    ("rows", "title"), [(199, "199 cases à corriger"), (300, "Au moins 200 cases à corriger")]
)
def test_how_many_cells_are_wrong_is_not_said_when_reading_stopped(send, plain, rows, title):
    page = BeautifulSoup(send(["1"], *[["oups"]] * rows, leave="on").content, "html.parser")
    assert plain(page.find(id="corriger").get_text()) == title


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.csv", "Le fichier est vide."),
        (b"%PDF-1.7", "a.pdf", "Ce fichier n’est pas un tableau lisible."),
        (b"1\r\n", "a.csv", "Le tableau n’a qu’une ligne de titres."),
        (b"1\r\n" + b"2\r\n" * 1001, "a.csv", "Le tableau a plus de 1000 lignes."),
        (b"1;Nom\r\n;Claire\r\n", "a.csv", "Aucune ligne de ce tableau ne répond à une question."),
        (b"x" * 5_000_001, "a.csv", "Ce fichier dépasse 5 Mo."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(send, plain, data, name, said):
    refused = send(data=data, name=name, leave="on")
    assert refused.status_code == 422
    assert said in text_of(refused, plain)


def test_hostile_cells_and_headings_show_no_markup(pilot, survey, send):
    headings = ["1", *(f"{text}{rank}" for rank, text in enumerate(HOSTILE))]
    rows = [[text, *HOSTILE] for text in HOSTILE]
    for more in ({}, {"leave": "on"}):
        page = send(headings, *rows, **more).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page
    sent = send(["9", *headings[1:]], *rows, leave="on")
    assert sent.status_code == 302
    assert "<script>alert" not in pilot.get(sent["Location"]).content.decode()
    assert call_of(survey).answered_count == len(HOSTILE)


def test_each_group_has_its_own_table(house, pilot, plain):
    colleges = [CollegeFactory(organisation=house, name=name) for name in ("Ici", "Là")]
    survey = open_one(house, colleges=colleges)
    place = next(place for place in range(2) if call_of(survey, place).college.name == "Là")
    url = reverse("listening:answers-brought", args=[house.slug, survey.pk, call_of(survey, place).pk])
    assert "« Là »" in text_of(pilot.get(url), plain)
    table = SimpleUploadedFile("a.csv", b"1;2\r\n2;1\r\n")
    pilot.post(url, {"file": table, "leave": "on"})
    assert [call_of(survey, place).answered_count, call_of(survey, 1 - place).answered_count] == [1, 0]


def test_the_page_is_found_where_sheets_are_typed_and_where_the_survey_is_followed(pilot, survey, address):
    link = f'href="{address()}"'
    assert link in pilot.get(address("paper-entry")).content.decode()
    following = reverse("listening:survey", args=[survey.organisation.slug, survey.pk])
    assert link in pilot.get(following).content.decode()


def test_only_those_who_may_type_sheets_come_in(member, survey, address, send, client):
    elsewhere = MembershipFactory(role=Role.PILOT).person
    client.force_login(elsewhere)
    names = ("answers-brought", "answers-sheet-csv", "answers-sheet-xlsx")
    assert [client.get(address(name)).status_code for name in names] == [404] * 3
    assert send(["1"], ["2"], by=client, leave="on").status_code == 404
    for role in (Role.READER, Role.CONTRIBUTOR):
        browser = member(role)
        assert [browser.get(address(name)).status_code for name in names] == [404] * 3
        assert send(["1"], ["2"], by=browser, leave="on").status_code == 404
    assert send(["1"], ["2"], by=member(Role.FACILITATOR), leave="on").status_code == 302
    assert call_of(survey).answered_count == 1


def test_a_closed_survey_takes_no_table(pilot, survey, address, send):
    fill(survey, FILLED, times=5)
    close_survey(survey=survey, by=None)
    assert pilot.get(address()).status_code == 404
    assert send(["1"], ["2"], leave="on").status_code == 404
    assert Answer.objects.filter(item_id="q1").count() == 5


def test_a_survey_past_its_last_day_still_takes_its_paper(survey, send):
    survey.round.closes_on = "2020-01-01"
    survey.round.save()
    assert send(["1"], ["2"], leave="on").status_code == 302
    assert call_of(survey).answered_count == 1
