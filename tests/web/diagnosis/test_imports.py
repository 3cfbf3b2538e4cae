"""The pages of import: the file, its columns, what would come in."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle, PendingImport
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.models import Answer, College, Round
from marchepied.core.scope import scope, unscoped
from marchepied.engines.tables import write_xlsx
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db

WIDE = "groupe;id;Accueil;Sécurité\n" + "".join(
    f"{'Salariés' if n % 2 else 'Bénévoles'};{n};{1 + n % 5};{1 + n % 4}\n" for n in range(24)
)


@pytest.fixture
def membership():
    return MembershipFactory()


@pytest.fixture
def pilot(client, membership):
    client.force_login(membership.person)
    return client


@pytest.fixture
def space(membership):
    return membership.organisation


def send(client, space, data, name="reponses.csv", **fields):
    content = data.encode() if isinstance(data, str) else data
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("diagnosis:import", args=[space.slug]), {"file": file, **fields})


def columns_of(client, url, **changes):
    """Send the columns as the page proposes them, with changes."""
    form = client.get(url).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return client.post(url, {**fields, **changes}, follow=True)


def count_rows():
    with unscoped("a test counts the rows of everybody"):
        return {
            model.__name__: model.objects.count() for model in (Answer, College, Cycle, PendingImport, Round)
        }


def test_three_screens_bring_the_answers_in(pilot, space, plain, messages_of):
    sent = send(pilot, space, WIDE)
    page = pilot.get(sent.url)
    text = plain(page.content.decode())
    assert "24 lignes, 4 colonnes" in text
    assert "Séparateur : point-virgule." in text
    assert [column.role.value() for column in page.context["columns"]] == [
        "college",
        "participant",
        "item",
        "item",
    ]
    checked = columns_of(pilot, sent.url, title="Enquête 2025")
    assert checked.context["found"]["ok"]
    assert "48 réponses vont être importées." in plain(checked.content.decode())
    assert count_rows() == {"Answer": 0, "College": 0, "Cycle": 0, "PendingImport": 1, "Round": 0}
    done = pilot.post(checked.request["PATH_INFO"], follow=True)
    assert messages_of(done) == ["48 réponses importées. Le fichier est effacé."]
    assert count_rows() == {"Answer": 48, "College": 2, "Cycle": 1, "PendingImport": 0, "Round": 1}
    with unscoped("a test reads"):
        assert Cycle.objects.get().title == "Enquête 2025"
        assert set(Answer.objects.values_list("weight", flat=True)) == {1.0}


def test_each_refused_cell_is_explained_and_nothing_is_written(pilot, space, plain):
    bad = WIDE + "Salariés;24;3;99\n;25;9;1\n"
    checked = columns_of(pilot, send(pilot, space, bad).url, scale="1-5")
    text = plain(checked.content.decode())
    assert "2 lignes n’ont pas été comprises." in text
    found = checked.context["found"]
    assert [(line["row"], line["column"], line["value"]) for line in found["rejected"]] == [
        (26, "Sécurité", "99"),
        (27, "groupe", ""),
        (27, "Accueil", "9"),
    ]
    assert "si c’est un code, dites ce qu’il signifie" in text
    before = count_rows()
    again = pilot.post(checked.request["PATH_INFO"])
    assert "2 lignes n’ont pas été comprises." in plain(again.content.decode())
    assert count_rows() == before
    # Said to be codes, and the line without a group corrected elsewhere: the choices are kept on the page.
    page = columns_of(pilot, send(pilot, space, WIDE + "Salariés;24;3;99\n").url, dont_know="99", scale="1-5")
    assert page.context["found"]["ok"]


def test_roles_scales_and_words_can_be_corrected(pilot, space):
    text = "équipe;note;humeur\n" + "".join(f"{n % 3};{n % 8};{'bof' if n % 2 else '3'}\n" for n in range(30))
    sent = send(pilot, space, text)
    checked = columns_of(
        pilot,
        sent.url,
        **{"role-0": "college", "role-1": "reversed", "scale-1": "0-7", "role-2": "item", "scale-2": "1-5"},
        level_words="bof = 2",
    )
    assert [
        (question["label"], question["low"], question["high"], question["reversed"])
        for question in checked.context["found"]["questions"]
    ] == [("note", 0, 7, True), ("humeur", 1, 5, False)]
    page = pilot.get(sent.url)
    assert page.context["form"]["scale-1"].value() == "0-7"
    assert page.context["form"]["level_words"].value() == "bof = 2"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scale": "un à cinq"}, "n’est pas une échelle"),
        ({"scale-2": "5"}, "n’est pas une échelle"),
        ({"scale": "1-20"}, "il faut entre 2 et 11 niveaux"),
        ({"level_words": "bof"}, "écrivez un mot, le signe = et un nombre entier"),
        ({"role-0": "ignore"}, "Indiquez la colonne qui nomme le groupe"),
        ({"role-0": "item", "role-2": "ignore", "role-3": "ignore", "role-1": "college"}, None),
        ({"role-2": "ignore", "role-3": "ignore"}, "Indiquez au moins une colonne de réponses."),
        ({"role-1": "college"}, "ont reçu le même rôle"),
        ({"dont_know": "NC", "missing": "NC"}, "a deux sens à la fois"),
    ],
)
def test_what_makes_no_sense_is_said_on_the_page(pilot, space, plain, changes, sentence):
    answered = columns_of(pilot, send(pilot, space, WIDE).url, **changes)
    if sentence is None:
        assert "found" in answered.context
    else:
        assert sentence in plain(answered.content.decode())


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "vide.csv", "Le fichier est vide."),
        (b"a;a\n1;2\n", "x.csv", "portent le même nom « a ». Renommez l’une des deux."),
        (b"%PDF-1.7", "x.csv", "n’est pas un tableau lisible"),
        (b"groupe;Q1\nA;1\n", "x.xls", "Le format XLS n’est pas lu."),
        (b"a\n" + b"1\n" * 3_000_000, "x.csv", "avec la commande « marchepied import-answers »"),
        (("a;" * 400 + "b\n" + "1;" * 400 + "2\n").encode(), "x.csv", "import-answers"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(pilot, space, plain, data, name, sentence):
    page = send(pilot, space, data, name)
    assert page.status_code == 200
    assert sentence in plain(page.content.decode())
    assert count_rows()["PendingImport"] == 0


def test_repeated_headers_of_a_real_workbook_are_refused(pilot, space, plain, shared_data):
    path = shared_data / "cadres" / "xlsform" / "duplicate_columns.xlsx"
    page = send(pilot, space, path.read_bytes(), path.name)
    assert "Les colonnes D et E portent le même nom « label ». Renommez l’une des deux." in plain(
        page.content.decode()
    )


def test_a_workbook_and_its_sheet(pilot, space, plain):
    data = write_xlsx(["groupe", "Q1"], [["A", 1], ["A", 2], ["B", 5]], sheet="Réponses")
    page = pilot.get(send(pilot, space, data, "r.xlsx", sheet="Réponses").url)
    assert "Feuille « Réponses »." in plain(page.content.decode())
    wrong = send(pilot, space, data, "r.xlsx", sheet="Autre")
    assert "La feuille « Autre » n’existe pas." in plain(wrong.content.decode())


def test_hostile_cells_are_shown_as_text(pilot, space):
    hostile = '"<script>alert(1)</script>";groupe;"<b>Q</b>"\n=1+1;<img src=x>;1\n@x;<img src=x>;2\n'
    sent = send(pilot, space, hostile)
    page = pilot.get(sent.url).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    checked = columns_of(pilot, sent.url)
    assert "&lt;img src=x&gt;" in checked.content.decode()
    done = pilot.post(checked.request["PATH_INFO"], follow=True)
    assert done.status_code == 200
    assert "<b>Q</b>" not in done.content.decode()


def test_the_answers_may_answer_the_questions_of_the_cycle(pilot, space, plain):
    with scope(space):
        cycle = CycleFactory(organisation=space)
    sent = send(pilot, space, "groupe;Mon avis;t1-d1-q1\nA;1;5\nA;2;4\n")
    form = pilot.get(sent.url).context["form"]
    assert form["target"].value() == "cycle"
    checked = columns_of(pilot, sent.url, **{"role-1": "item", "match-1": "t1-d1-q2"})
    assert checked.context["found"]["ok"], checked.context["refusal"]
    pilot.post(checked.request["PATH_INFO"])
    with unscoped("a test reads"):
        cycle.refresh_from_db()
        assert [item["id"] for item in cycle.round.form["items"]] == ["t1-d1-q1", "t1-d1-q2"]
    # Answered now: the next file has its own questions.
    assert "cycle" not in dict(
        pilot.get(send(pilot, space, WIDE).url).context["form"].fields["target"].choices
    )


def test_giving_up_erases_the_file(pilot, space, settings, django_capture_on_commit_callbacks, messages_of):
    sent = send(pilot, space, WIDE)
    files = list(Path(settings.MEDIA_ROOT).rglob("imports/*/*"))
    assert [file.read_bytes() for file in files] == [WIDE.encode()]
    with django_capture_on_commit_callbacks(execute=True):
        done = pilot.post(f"{sent.url}abandonner/", follow=True)
    assert messages_of(done) == ["L’import est abandonné et le fichier effacé."]
    assert not any(file.exists() for file in files)
    assert pilot.get(sent.url).status_code == 404
    assert pilot.get(f"{sent.url}abandonner/").status_code in {404, 405}


def test_another_file_takes_the_place_of_the_one_left(pilot, space):
    first, second = send(pilot, space, WIDE), send(pilot, space, WIDE)
    assert pilot.get(first.url).status_code == 404
    assert pilot.get(second.url).status_code == 200


def test_a_file_is_for_a_day_and_for_who_sent_it(pilot, space, client):
    sent = send(pilot, space, WIDE)
    check = f"{sent.url}verifier/"
    other = MembershipFactory(organisation=space)  # also a pilot of the same space
    abroad = MembershipFactory()
    for person, slug in [(other.person, space.slug), (abroad.person, abroad.organisation.slug)]:
        client.force_login(person)
        for url in (sent.url, check):
            assert client.get(url.replace(space.slug, slug, 1)).status_code == 404
        assert client.post(f"{sent.url}abandonner/".replace(space.slug, slug, 1)).status_code == 404
    with unscoped("a test turns the clock"):
        PendingImport.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))
    client.force_login(
        MembershipFactory._meta.model.objects.exclude(person__in=[other.person, abroad.person]).get().person
    )
    assert client.get(sent.url).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PILOT])
def test_only_pilots_import(client, space, role):
    client.force_login(MembershipFactory(organisation=space, role=role).person)
    assert client.get(reverse("diagnosis:import", args=[space.slug])).status_code == 404
    assert send(client, space, WIDE).status_code == 404
    assert count_rows()["PendingImport"] == 0


def test_strangers_see_nothing(client, space):
    url = reverse("diagnosis:import", args=[space.slug])
    assert client.get(url).status_code == 302
    client.force_login(MembershipFactory().person)
    assert client.get(url).status_code == 404
    assert send(client, space, WIDE).status_code == 404


@pytest.mark.parametrize("groups", [2, 49])
def test_pages_cost_the_same_whatever_the_groups(pilot, space, groups, django_assert_num_queries):
    text = "groupe;Q1\n" + "".join(f"G{n % groups};{1 + n % 5}\n" for n in range(300))
    sent = send(pilot, space, text)
    checked = columns_of(pilot, sent.url)
    url = checked.request["PATH_INFO"]
    with django_assert_num_queries(5):
        pilot.get(sent.url)
    with django_assert_num_queries(4):
        pilot.get(url)
    assert len(checked.context["groups"]) == groups
