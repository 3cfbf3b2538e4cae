"""A guide comes in on two screens, and goes away as a file; nothing is written in between."""

import copy
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.models import OwnAnswer
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.models import Draft, DraftChange, PendingReferential
from marchepied.apps.referentials.services import (
    erase_brought_files,
    import_guide,
    keep_brought_file,
    open_draft,
    publish_draft,
)
from marchepied.core.scope import scope
from marchepied.engines.referential import content_hash, load_yaml
from marchepied.engines.referential.exchange import (
    questionnaire_of,
    read_spreadsheet,
    read_xlsform,
    write_spreadsheet,
    write_yaml,
)
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.referentials import OURS, ReferentialVersionFactory, generated, question, text

pytestmark = pytest.mark.django_db

QUESTIONS = "Thème;Question;Niveau 1;Niveau 2\nNuits;On dort bien ?;non;oui\n"
XSS = "Thème;Question;Niveau 1;Niveau 2\nNuits;<script>alert(1)</script> On dort ?;non;oui\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def space(client):
    organisation = OrganisationFactory()
    person = MembershipFactory(organisation=organisation, role=Role.FACILITATOR).person
    client.force_login(person)
    with scope(organisation):
        yield organisation


@pytest.fixture
def person(space):
    return space.memberships.get().person


@pytest.fixture
def published(space, person):
    """A questionnaire of ours, in its first version."""
    content = questionnaire_of(generated()) | {"id": "le-notre"}
    draft = open_draft(organisation=space, title="Le nôtre", content=content, by=person)
    return publish_draft(draft=draft, number="1.0.0", by=person)


def url(space, name, *more):
    return reverse(f"referentials:{name}", args=[space.slug, *more])


def send(client, space, data, name="guide.yaml"):
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    return client.post(url(space, "import"), {"file": file}, follow=True)


def kept_files(files):
    return [path for path in files.rglob("*") if path.is_file()]


def test_a_table_of_questions_becomes_a_draft(
    client, space, files, plain, django_capture_on_commit_callbacks
):
    page = send(client, space, QUESTIONS, "nuits.csv")
    html = plain(page.content.decode())
    assert "Un nouveau guide : 1 thème, 1 question." in html
    assert "Textes qui n’existent que dans une langue, recopiés et à traduire : 6." in html
    assert (Draft.objects.count(), PendingReferential.objects.count()) == (0, 1)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page.redirect_chain[-1][0], {"vers": "nouveau"})
    draft = Draft.objects.get()
    assert (draft.title, draft.content["axes"][0]["id"]) == ("nuits", "nuits")
    assert PendingReferential.objects.count() == 0
    assert kept_files(files) == []


def test_a_wrong_cell_is_refused_on_the_first_screen_and_nothing_is_kept(client, space, files, plain):
    page = send(client, space, QUESTIONS.replace(";oui", ";"), "nuits.csv")
    html = plain(page.content.decode())
    assert (
        "Ligne 2, colonne « Niveau 2 » (D) : il faut de 2 à 11 niveaux écrits à la suite, on en lit 1."
        in html
    )
    assert (PendingReferential.objects.count(), kept_files(files)) == (0, [])


def test_what_the_whole_lacks_is_told_with_its_cell_on_the_second_screen(client, space, plain):
    data = generated()
    data["axes"][0]["domains"][0]["questions"][0]["levers"] = ["absent"]
    page = send(client, space, write_spreadsheet(data), "guide.xlsx")
    html = plain(page.content.decode())
    assert (
        "Feuille « Questions », ligne 2, colonne « Leviers » (U) : le levier « absent » n’existe pas" in html
    )
    assert "En faire un brouillon" not in html
    client.post(page.redirect_chain[-1][0], {"vers": "nouveau"})
    assert Draft.objects.count() == 0


def test_the_diff_is_told_against_the_last_version_of_the_same_guide(client, space, published, plain):
    content = copy.deepcopy(published.content)
    content["axes"][0]["domains"][0]["questions"][0]["wording"] = text("Autrement ?")
    page = send(client, space, write_yaml(content))
    html = plain(page.content.decode())
    name = "Énoncé de t1-d1-q1 pour le pilote"
    assert "1 élément changé." in html
    assert (
        f"La question « {name} », question posée, en français : « Ici, que dit-on de t1-d1-q1 ? » devient "
        "« Autrement ? »."
    ) in html
    assert page.context["target"].code == f"suite-{published.pk}"
    client.post(page.redirect_chain[-1][0], {"vers": page.context["target"].code})
    draft = Draft.objects.get(published=None)
    assert (
        draft.referential_id,
        draft.content["axes"][0]["domains"][0]["questions"][0]["wording"]["fr"],
    ) == (
        published.referential_id,
        "Autrement ?",
    )


def test_what_becomes_of_the_answers_is_told_before(client, space, published, person, plain):
    cycle = CycleFactory(organisation=space, version=published)
    OwnAnswer.objects.create(organisation=space, cycle=cycle, question_id="t1-d1-q1", level=2, by=person)
    content = copy.deepcopy(published.content)
    content["axes"][0]["domains"][0]["questions"][0]["levels"].pop()
    html = plain(send(client, space, write_yaml(content)).content.decode())
    assert "1 réponse est mise de côté, rien n’est perdu." in html
    assert OwnAnswer.objects.get().level == 2


def test_a_file_goes_into_a_draft_whose_history_remembers_it(client, space, person, plain):
    draft = open_draft(organisation=space, title="Le nôtre", content=generated() | {"id": "a"}, by=person)
    content = draft.content | {"title": text("Renommé")}
    page = send(client, space, write_yaml(content), "nouveau.yaml")
    assert page.context["target"].code == f"brouillon-{draft.pk}"
    client.post(page.redirect_chain[-1][0], {"vers": f"brouillon-{draft.pk}"})
    draft.refresh_from_db()
    assert (draft.content["title"]["fr"], draft.revision) == ("Renommé", 1)
    change = DraftChange.objects.get()
    assert (change.verb, change.item_name, change.by) == ("draft.imported", "nouveau.yaml", person)


def extension(base, slug="guide-ess"):
    return {
        "id": "ajouts", "version": "1.0.0", "title": text("Ajouts"), "purpose": text("Pour nous."),
        "publisher": "Nous", "licence": "CC-BY-SA-4.0", "provenance": OURS,
        "extends": {"referential": slug, "version": base.number},
        "axes": [{"in": "theme-1", "domains": [
            {"in": "t1-d1", "questions": [question("neuve", levers=["t1-d1-levier"])]}
        ]}],
    }  # fmt: skip


def test_an_addition_finds_the_version_that_it_names(client, space, plain):
    base = ReferentialVersionFactory(number="1.0.0")
    page = send(client, space, write_spreadsheet(extension(base)), "ajouts.xlsx")
    client.post(page.redirect_chain[-1][0], {"vers": "nouveau"})
    draft = Draft.objects.get()
    assert (draft.base_id, content_hash(draft.content)) == (base.pk, content_hash(extension(base)))


def test_an_addition_to_something_unknown_is_refused(client, space, plain):
    base = ReferentialVersionFactory(number="1.0.0")
    html = plain(send(client, space, write_yaml(extension(base, "inconnu"))).content.decode())
    assert "Ce fichier s’ajoute à « inconnu », version 1.0.0, que vous n’avez pas ici." in html


def test_no_markup_of_a_cell_reaches_the_page(client, space):
    html = send(client, space, XSS, "nuits.csv").content.decode()
    assert "<script>alert" not in html


def test_no_markup_of_a_message_reaches_the_page(client, space):
    html = send(client, space, "<script>alert(1)</script>;b\n1;2\n", "liste.csv").content.decode()
    assert "<script>alert" not in html
    html = send(client, space, "a: '<img src=x onerror=alert(1)>'\n").content.decode()
    assert "<img src=x" not in html


def test_a_file_given_up_is_erased_at_once(client, space, files, django_capture_on_commit_callbacks):
    page = send(client, space, QUESTIONS, "nuits.csv")
    assert len(kept_files(files)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page.redirect_chain[-1][0] + "abandonner/")
    assert (PendingReferential.objects.count(), kept_files(files)) == (0, [])


def test_a_file_is_erased_after_a_day(client, space, person, files, django_capture_on_commit_callbacks):
    brought = keep_brought_file(organisation=space, data=b"a: b", file_name="a.yaml", by=person)
    PendingReferential.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))
    assert client.get(url(space, "import-check", brought.pk)).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_brought_files() == 1
    assert kept_files(files) == []


def test_another_file_replaces_the_one_that_waited(client, space, person):
    keep_brought_file(organisation=space, data=b"a: b", file_name="a.yaml", by=person)
    keep_brought_file(organisation=space, data=b"a: b", file_name="b.yaml", by=person)
    assert [row.file_name for row in PendingReferential.objects.all()] == ["b.yaml"]


def test_nobody_else_sees_the_file_that_waits(client, space, person):
    brought = keep_brought_file(organisation=space, data=QUESTIONS.encode(), file_name="a.csv", by=person)
    other = MembershipFactory(organisation=space, role=Role.PILOT).person
    client.force_login(other)
    assert client.get(url(space, "import-check", brought.pk)).status_code == 404


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.READER, 404), (Role.CONTRIBUTOR, 404), (Role.FACILITATOR, 200), (Role.PILOT, 200)],
)
def test_only_those_who_write_may_import(client, space, role, expected):
    client.force_login(MembershipFactory(organisation=space, role=role).person)
    assert client.get(url(space, "import")).status_code == expected


def test_a_reader_takes_a_version_away_in_each_format(client, space, published):
    client.force_login(MembershipFactory(organisation=space, role=Role.READER).person)
    found = {
        kind: client.get(url(space, f"version-{kind}", published.pk))
        for kind in ("yaml", "xlsx", "csv", "form")
    }
    wanted = content_hash(published.content)
    assert content_hash(load_yaml(found["yaml"].content)) == wanted
    assert content_hash(read_spreadsheet(found["xlsx"].content).data) == wanted
    assert content_hash(read_xlsform(found["form"].content).data) == wanted
    assert found["csv"].content.decode("utf-8-sig").startswith("Feuille;Ligne;Colonne;Valeur")
    assert {kind: answer["Content-Disposition"] for kind, answer in found.items()} == {
        "yaml": 'attachment; filename="le-notre-100.yaml"',
        "xlsx": 'attachment; filename="le-notre-100.xlsx"',
        "csv": 'attachment; filename="le-notre-100.csv"',
        "form": 'attachment; filename="le-notre-100-formulaire.xlsx"',
    }


def test_a_draft_that_is_not_complete_goes_away_but_not_as_a_form(client, space, person, plain, messages_of):
    content = generated()
    del content["axes"][0]["domains"][0]["questions"][0]["why"]
    draft = open_draft(organisation=space, title="Le nôtre", content=content, by=person)
    kept = read_spreadsheet(client.get(url(space, "draft-xlsx", draft.pk)).content)
    assert content_hash(kept.data) == content_hash(content)
    answer = client.get(url(space, "draft-form", draft.pk), follow=True)
    assert [plain(told) for told in messages_of(answer)] == [
        "Ce brouillon n’est pas complet : un formulaire ne peut pas encore en être fait."
    ]


def test_the_template_is_a_workbook_to_fill_in(client, space):
    answer = client.get(url(space, "guide-model"))
    assert answer["Content-Disposition"] == 'attachment; filename="modele-de-guide.xlsx"'
    assert read_spreadsheet(answer.content).data["languages"] == ["fr", "en"]


def test_a_member_of_another_organisation_finds_nothing(client, space, published, person):
    draft = open_draft(organisation=space, title="Le nôtre", content=generated(), by=person)
    brought = keep_brought_file(organisation=space, data=b"a: b", file_name="a.yaml", by=person)
    other = MembershipFactory(role=Role.PILOT)
    client.force_login(other.person)
    pages = [
        ("import",), ("import-check", brought.pk), ("guide-model",),
        ("version-yaml", published.pk), ("draft-yaml", draft.pk),
    ]  # fmt: skip
    for organisation in (space, other.organisation):
        asked = pages if organisation is space else pages[1:2] + pages[3:]
        assert {client.get(url(organisation, *page)).status_code for page in asked} == {404}


def test_somebody_elses_change_is_never_overwritten(client, space, person, plain, messages_of):
    draft = open_draft(organisation=space, title="Le nôtre", content=generated(), by=person)
    brought = keep_brought_file(
        organisation=space, data=write_yaml(generated()), file_name="a.yaml", by=person
    )
    late = Draft.objects.get(pk=draft.pk)
    Draft.objects.update(revision=1)
    with pytest.raises(Exception, match="changé ce brouillon"):
        import_guide(brought=brought, content=generated(), draft=late, by=person)
    assert (PendingReferential.objects.count(), DraftChange.objects.count()) == (1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_second_screen_asks_the_same_number_of_queries(
    client, space, person, published, django_assert_num_queries, count
):
    for number in range(count):
        open_draft(
            organisation=space, title=str(number), content=generated() | {"id": f"g{number}"}, by=person
        )
    brought = keep_brought_file(
        organisation=space, data=write_yaml(generated()), file_name="a.yaml", by=person
    )
    with django_assert_num_queries(9):
        client.get(url(space, "import-check", brought.pk))
