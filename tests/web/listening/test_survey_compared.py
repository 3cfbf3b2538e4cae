"""The file of one organisation's result, sent on the page of another one that asks the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marchepied.apps.listening.models import SurveyBenchmark
from marchepied.apps.listening.selectors.surveys.comparing import MOST_BYTES
from marchepied.apps.listening.services.surveys import close_survey
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from marchepied.engines.surveys import read_questions
from marchepied.engines.tables import write_csv
from tests.conftest import StrictClient
from tests.factories.hostile import HOSTILE
from tests.factories.organisations import MembershipFactory
from tests.factories.surveys import FILLED, fill, open_one, prepare_one

pytestmark = pytest.mark.django_db

HEADERS = ["question", "ce qui est demandé", "groupe", "ligne", "réponse", "personnes", "pour cent"]
GIVEN = {
    "gesture": "file",
    "fichier-name": "Réseau Sud",
    "fichier-source": "Leur page",
    "fichier-moment": "2026",
}


@pytest.fixture
def pilot():
    return MembershipFactory(role=Role.PILOT)


@pytest.fixture
def survey(pilot):
    return closed_of(pilot, best=12)


@pytest.fixture
def inside(client, pilot):
    client.force_login(pilot.person)
    return client


def closed_of(pilot, best):
    """A closed survey: `best` people are glad and from here, ten quite glad, eight not."""
    with scope(pilot.organisation):
        survey = open_one(pilot.organisation)
        fill(survey, FILLED, times=8)
        fill(survey, {**FILLED, "q1": "4", "q2": "1", "q5.1": "1"}, times=best)
        fill(survey, {**FILLED, "q1": "3", "q2": "2", "q3.1": "", "q3.2": "2"}, times=10)
        close_survey(survey=survey, by=pilot.person)
        return survey


def address(pilot, name, survey):
    return reverse(f"listening:{name}", args=[pilot.organisation.slug, survey.pk])


def carry(kind, language="fr"):
    """The file that the page of another organisation gives away."""
    other = MembershipFactory(role=Role.PILOT)
    theirs = StrictClient()
    theirs.force_login(other.person)
    url = address(other, f"survey-{kind}", closed_of(other, best=22))
    return theirs.get(url, headers={"accept-language": language}).content


def send(client, pilot, survey, data, name="resultat.csv", **changes):
    """The page that comes after a file was sent."""
    posted = {**GIVEN, "fichier-file": SimpleUploadedFile(name, data), **changes}
    return client.post(address(pilot, "survey-elsewhere", survey), posted, follow=True)


def figures_of(pilot):
    with scope(pilot.organisation):
        rows = SurveyBenchmark.objects.order_by("question_id")
        return {row.question_id: row.points for row in rows}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_result_of_one_stands_beside_that_of_another(inside, pilot, survey, kind, language, plain):
    page = send(inside, pilot, survey, carry(kind, language), f"resultat.{kind}")
    assert page.redirect_chain == [(address(pilot, "survey-elsewhere", survey), 302)]
    assert figures_of(pilot) == {
        "q1": [{"label": "2026", "value": 32 / 40, "size": 40}],
        "q2": [{"label": "2026", "value": 22 / 40, "size": 40}],
    }
    assert [plain(str(said)) for said in page.context["messages"]] == [
        "Pour 2 questions, les chiffres de « Réseau Sud » paraissent à côté des vôtres.",
        "« Qu’avez-vous aimé ? » n’est pas reprise : un tableau ou des réponses à cocher ne se comparent pas "
        "par un fichier.",
        "« Diriez-vous que… » n’est pas reprise : un tableau ou des réponses à cocher ne se comparent pas "
        "par un fichier.",
    ]
    assert "2026, 80 % (40 personnes)" in plain(page.content.decode())
    result = plain(inside.get(address(pilot, "survey", survey)).content.decode())
    assert ("Réseau Sud</strong> : 2026, 80 %." in result, "Réseau Sud</strong> : 2026, 55 %." in result) == (
        True,
        True,
    )


def test_the_english_page_reads_a_french_file(inside, pilot, survey):
    posted = {**GIVEN, "fichier-file": SimpleUploadedFile("r.csv", carry("csv"))}
    url = address(pilot, "survey-elsewhere", survey)
    assert inside.post(url, posted, headers={"accept-language": "en"}).status_code == 302
    assert sorted(figures_of(pilot)) == ["q1", "q2"]


def test_a_second_moment_makes_a_trend_and_the_same_one_is_refused(inside, pilot, survey, plain):
    data = carry("csv")
    send(inside, pilot, survey, data)
    send(inside, pilot, survey, data, **{"fichier-moment": "2027"})
    before = figures_of(pilot)
    page = send(inside, pilot, survey, data)
    assert page.redirect_chain == []
    assert [plain(said) for said in page.context["file_form"].non_field_errors()] == [
        "Rien n’est repris de ce fichier.",
        "« Qu’avez-vous aimé ? » n’est pas reprise : un tableau ou des réponses à cocher ne se comparent pas "
        "par un fichier.",
        "« Diriez-vous que… » n’est pas reprise : un tableau ou des réponses à cocher ne se comparent pas "
        "par un fichier.",
        "« Content ? » n’est pas reprise : « 2026 » est déjà là pour cette question.",
        "« D’où venez-vous ? » n’est pas reprise : « 2026 » est déjà là pour cette question.",
    ]
    assert ([point["label"] for point in before["q1"]], figures_of(pilot)) == (["2026", "2027"], before)


def test_each_series_is_taken_away_with_one_click(inside, pilot, survey):
    send(inside, pilot, survey, carry("csv"))
    with scope(pilot.organisation):
        row = SurveyBenchmark.objects.get(question_id="q1")
    inside.post(
        reverse("listening:survey-elsewhere-remove", args=[pilot.organisation.slug, survey.pk, row.pk])
    )
    assert list(figures_of(pilot)) == ["q2"]


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"a;b\n1;2\n", "r.csv", "il y manque les colonnes « question », « ce qui est demandé », « groupe »"),
        (b"\x89PNG\r\n\x1a\n0000", "r.csv", "tableau"),
        (b"x" * (MOST_BYTES + 1), "r.csv", "Ce fichier dépasse 5 Mo."),
        (b"", "r.csv", "Le fichier est vide."),
        (write_csv(HEADERS, [[1, "Autre ?", "", "", "Oui", 3, 100]]), "r.csv", "aucune question en commun"),
        (
            write_csv(HEADERS, [[1, "Content ?", "", "", one, "mille", 25] for one in
                                ("Pas du tout", "Plutôt pas", "Plutôt oui", "Tout à fait")]),
            "r.csv",
            "Ligne 2, colonne « personnes » : « mille » n’est pas un nombre de personnes.",
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_says_why_and_writes_nothing(
    inside, pilot, survey, data, name, said, plain
):
    page = send(inside, pilot, survey, data, name)
    assert (page.redirect_chain, figures_of(pilot)) == ([], {})
    assert said in plain(page.content.decode())
    assert page.context["file_form"].errors.keys() == {"file"}
    assert page.context["form"].errors == {}


def test_what_is_not_said_of_the_file_is_asked(inside, pilot, survey, plain):
    page = inside.post(address(pilot, "survey-elsewhere", survey), {"gesture": "file"})
    assert page.context["file_form"].errors.keys() == {"file", "name", "source", "moment"}
    text = plain(page.content.decode())
    assert "Dites de quel moment sont ces chiffres." in text
    ids = [part.split('"')[0] for part in page.content.decode().split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_figures_are_still_written_by_hand(inside, pilot, survey):
    url = address(pilot, "survey-elsewhere", survey)
    given = {"question_id": "q1", "name": "INSEE", "source": "https://insee.fr", "points": "2019 ; 74 %"}
    assert inside.post(url, given)["Location"] == address(pilot, "survey", survey)
    page = inside.post(url, {**given, "points": "rien"})
    assert (page.context["form"].errors.keys(), page.context["file_form"].errors) == ({"points"}, {})


def test_hostile_texts_are_shown_as_texts(inside, pilot):
    wording = "<script>alert(1)</script>"
    texts = ["=cmd|' /C calc'!A0", "<img src=x onerror=alert(1)>"]
    question = {
        "id": "q1",
        "kind": "single",
        "wording": {"fr": wording},
        "choices": [{"fr": t} for t in texts],
    }
    twin = {**question, "id": "q2", "wording": {"fr": "<b>Gras</b>"}}
    with scope(pilot.organisation):
        survey = prepare_one(pilot.organisation, questions=read_questions([question, twin]))
    rows = [[1, wording, "", "", text, 5, 50] for text in texts]
    marked = {"fichier-name": "<i>Eux</i>", "fichier-moment": "<u>mai</u>"}
    page = send(inside, pilot, survey, write_csv(HEADERS, rows), **marked)
    assert figures_of(pilot) == {"q1": [{"label": "<u>mai</u>", "value": 0.5, "size": 10}]}
    content = page.content.decode()
    assert [mark in content for mark in ("<script>alert", "<b>Gras", "<i>Eux", "<u>mai")] == [False] * 4
    assert [mark in content for mark in ("&lt;b&gt;Gras", "&lt;i&gt;Eux", "&lt;u&gt;mai")] == [True] * 3
    for text in HOSTILE:
        cells = [[text, wording, text, text, text, text, text], [1, wording, "", "", texts[0], text, text]]
        shown = send(inside, pilot, survey, write_csv(HEADERS, cells))
        assert (shown.status_code, "<script>alert" in shown.content.decode()) == (200, False)
    assert len(figures_of(pilot)["q1"]) == 1


def test_neither_a_reader_nor_somebody_from_elsewhere_may(client, pilot, survey):
    data = carry("csv")
    stranger = MembershipFactory(role=Role.PILOT)
    reader = MembershipFactory(organisation=pilot.organisation, role=Role.READER)
    codes = []
    for person, at in ((stranger, pilot), (stranger, stranger), (reader, pilot)):
        client.force_login(person.person)
        codes.append(send(client, at, survey, data).status_code)
    assert (codes, figures_of(pilot), figures_of(stranger)) == ([404, 404, 404], {}, {})


def test_the_page_asks_as_many_queries_for_one_series_as_for_many(
    inside, pilot, survey, django_assert_num_queries
):
    data = carry("csv")
    for moment in ("2026", "2027"):
        send(inside, pilot, survey, data, **{"fichier-moment": moment, "fichier-name": moment})
        with django_assert_num_queries(5):
            inside.get(address(pilot, "survey-elsewhere", survey))
