"""Tables brought in on two screens, and taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.models import Action, Indicator, IndicatorValue, PendingTable
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from marchepied.engines.tables import read_table
from tests.factories.organisations import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db

PLAN = "Quoi;Par qui;Échéance;Statut;Remarques\nRanger l’atelier;Nadia;fin 2027;à voir;budget\n"
MEASURES = "Indicateur;2025;2026\nAdhérents;12;15\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def cycle():
    load_shipped_referentials()
    return open_space(
        name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=PersonFactory()
    )


@pytest.fixture
def pilot(cycle, client):
    person = cycle.organisation.memberships.get().person
    client.force_login(person)
    return person


def address(cycle, name, *arguments):
    return reverse(f"plans:{name}", args=[cycle.organisation.slug, *arguments])


def send(client, cycle, what, text, name="tableau.csv"):
    """Send a file on the first screen, and follow to the second."""
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return client.post(address(cycle, f"{what}-import"), {"file": file}, follow=True)


def count(cycle, model):
    with scope(cycle.organisation):
        return model.objects.count()


def test_indicators_come_in_after_a_check(
    cycle, pilot, client, plain, files, django_capture_on_commit_callbacks
):
    page = send(client, cycle, "indicators", MEASURES)
    assert plain(page.context["sentence"]) == "1 indicateur à ajouter."
    assert "2025 : 12 ; 2026 : 15" in plain(page.content.decode())
    assert count(cycle, Indicator) == 0
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(page.redirect_chain[-1][0], follow=True)
    (message,) = page.context["messages"]
    assert plain(str(message)) == "Un indicateur est à jour. Le fichier est effacé."
    assert (count(cycle, IndicatorValue), count(cycle, PendingTable)) == (2, 0)
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_a_faulty_table_says_where_and_writes_nothing(cycle, pilot, client, plain):
    page = send(client, cycle, "indicators", "Indicateur;Unité;2025\nA;%;douze\nB;;3\nB;;4\n")
    assert plain(page.context["sentence"]) == "Une case est à corriger."
    url = page.redirect_chain[-1][0]
    html = plain(client.post(url).content.decode())
    assert "Ligne 4, colonne « Indicateur »</strong> : B<br>Cet indicateur est déjà à la ligne 3." in html
    assert (count(cycle, Indicator), count(cycle, PendingTable)) == (0, 1)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", "Indicateur;2025\n",
         "Le tableau n’a qu’une ligne de titres. Ajoutez au moins une ligne de réponses."),
        ("a.pdf", "%PDF-1.4",
         "Ce fichier n’est pas un tableau lisible. Enregistrez vos réponses au format CSV ou XLSX."),
        ("a.csv", "", "Le fichier est vide. Choisissez un fichier qui contient un tableau."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_at_once(cycle, pilot, client, plain, name, content, sentence):
    page = send(client, cycle, "indicators", content, name)
    assert plain(page.context["form"].errors["file"][0]) == sentence
    assert count(cycle, PendingTable) == 0


def test_a_plan_comes_in_after_a_check(cycle, pilot, client, plain):
    page = send(client, cycle, "actions", PLAN)
    assert plain(page.context["sentence"]) == "1 action à ajouter."
    html = plain(page.content.decode())
    assert "« fin 2027 » devient le 31 décembre 2027." in html
    assert "« à voir » n’est pas un état connu : gardé dans la note." in html
    page = client.post(page.redirect_chain[-1][0], follow=True)
    with scope(cycle.organisation):
        action = Action.objects.get()
    assert (action.title, action.owner_name, action.note) == (
        "Ranger l’atelier", "Nadia", "budget\nStatut : à voir",
    )  # fmt: skip


def test_the_meaning_of_the_columns_is_corrected_on_the_page(cycle, pilot, client):
    page = send(client, cycle, "actions", "Truc;Machin\nNadia;Ranger\n")
    url = page.redirect_chain[-1][0]
    sent = {"mapping": "1", "duplicates": "skip", "role-0": "owner", "role-1": "title"}
    page = client.post(url, sent, follow=True)
    assert [plan.title for plan in page.context["planned"].planned] == ["Ranger"]
    client.post(url)
    with scope(cycle.organisation):
        assert list(Action.objects.values_list("title", "owner_name")) == [("Ranger", "Nadia")]


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        (
            {"role-0": "title", "role-1": "title"},
            "role-1",
            "« Truc » tient déjà ce rôle. Choisissez-en un autre.",
        ),
        ({"role-0": "keep", "role-1": "owner"}, "__all__", "Dites quelle colonne nomme l’action."),
    ],
)
def test_columns_that_make_no_plan_are_refused(cycle, pilot, client, plain, sent, field, sentence):
    page = send(client, cycle, "actions", "Truc;Machin\nNadia;Ranger\n")
    page = client.post(page.redirect_chain[-1][0], {"mapping": "1", "duplicates": "skip", **sent})
    assert {key: plain(value[0]) for key, value in page.context["form"].errors.items()} == {field: sentence}


def test_actions_already_there_are_left_unless_asked(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        add_action(cycle=cycle, content=ActionContent(title="RANGER L’ATELIER"), by=None)
    page = send(client, cycle, "actions", PLAN)
    url = page.redirect_chain[-1][0]
    assert plain(page.context["sentence"]) == "Ce tableau ne change rien."
    roles = {
        f"role-{index}": role for index, role in enumerate(("title", "owner", "due_on", "state", "note"))
    }
    page = client.post(url, {"mapping": "1", "duplicates": "update", **roles}, follow=True)
    assert plain(page.context["sentence"]) == "1 action à changer."
    client.post(url)
    with scope(cycle.organisation):
        assert list(Action.objects.values_list("owner_name", flat=True)) == ["Nadia"]


def test_giving_up_erases_the_file(cycle, pilot, client, files, django_capture_on_commit_callbacks):
    page = send(client, cycle, "actions", PLAN)
    table = page.context["pending"].pk
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(cycle, "table-discard", table))
    assert count(cycle, PendingTable) == 0
    assert [path for path in files.rglob("*") if path.is_file()] == []
    assert client.get(address(cycle, "table", table)).status_code == 404


def test_a_colleague_does_not_see_the_table(cycle, pilot, client):
    table = send(client, cycle, "actions", PLAN).context["pending"].pk
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.PILOT).person)
    assert client.get(address(cycle, "table", table)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("what", "queries"), [("indicators", 9), ("actions", 11)])
def test_the_check_costs_the_same_whatever_the_rows(
    cycle, pilot, client, what, rows, queries, django_assert_num_queries
):
    lines = "".join(f"Ligne {number};1\n" for number in range(rows))
    page = send(
        client, cycle, what, f"{'Indicateur;2026' if what == 'indicators' else 'Action;Qui'}\n{lines}"
    )
    with django_assert_num_queries(queries):
        client.get(page.redirect_chain[-1][0])


@pytest.mark.parametrize("name", ["indicators", "indicators-model", "actions"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_table_can_be_taken_away_and_read_again(cycle, pilot, client, name, kind):
    with scope(cycle.organisation):
        add_action(cycle=cycle, content=ActionContent(title="Agir"), by=None)
        Indicator.objects.create(organisation=cycle.organisation, key="a", name="Adhérents")
    response = client.get(address(cycle, f"{name}-{kind}"))
    assert response["Content-Disposition"].startswith('attachment; filename="')
    assert response["Content-Disposition"].endswith(f'latelier-du-pont.{kind}"')
    assert len(read_table(response.content, f"x.{kind}").rows) == 1
