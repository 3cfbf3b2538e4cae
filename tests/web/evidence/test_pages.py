"""Evidence, and who may see it."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marchepied.apps.evidence.models import Evidence
from marchepied.apps.organisations.enums import Role
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory, OwnAnswerFactory
from tests.factories.evidence import FileFactory, LinkFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    membership = MembershipFactory(role=Role.CONTRIBUTOR)
    client.force_login(membership.person)
    return membership


def url(organisation, name, *more):
    return reverse(f"evidence:{name}", args=[organisation.slug, *more])


def make(factory, organisation, **more):
    with scope(organisation):
        return factory(organisation=organisation, **more)


def test_a_file_is_saved_and_never_shown(client, member):
    organisation = member.organisation
    file = SimpleUploadedFile("Enquête 2026.pdf", b"%PDF-1.7 contenu")
    response = client.post(url(organisation, "add"), {"file": file}, follow=True)
    page = BeautifulSoup(response.content, "html.parser")
    (link,) = [a for a in page.select("main a") if a.text == "Enquête 2026.pdf"]
    response = client.get(link["href"])
    assert b"".join(response.streaming_content) == b"%PDF-1.7 contenu"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert {name: response.headers[name] for name in ("Content-Type", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
    }
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "file"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>")}, "file"),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF"), "url": "https://exemple.fr"}, "file"),
    ],
)
def test_what_cannot_be_kept_is_refused(client, member, sent, field):
    response = client.post(url(member.organisation, "add"), sent)
    assert list(response.context["form"].errors) == [field]
    with scope(member.organisation):
        assert Evidence.objects.count() == 0


def test_a_link_is_changed_and_a_file_keeps_its_file(client, member):
    link = make(LinkFactory, member.organisation)
    said = {"title": "Charte", "url": "https://exemple.fr/b", "dated_on": "2026-03-01", "note": "signée"}
    client.post(url(member.organisation, "edit", link.pk), said)
    with scope(member.organisation):
        found = Evidence.objects.get()
    assert (found.title, found.url, str(found.dated_on), found.note) == (
        "Charte",
        "https://exemple.fr/b",
        "2026-03-01",
        "signée",
    )
    file = make(FileFactory, member.organisation)
    client.post(url(member.organisation, "edit", file.pk), said)
    with scope(member.organisation):
        assert Evidence.objects.get(pk=file.pk).url == ""


def test_deleting_says_first_which_questions_rely_on_it(client, member):
    link = make(LinkFactory, member.organisation)
    with scope(member.organisation):
        answer = OwnAnswerFactory(cycle=CycleFactory(organisation=member.organisation))
        answer.evidence.add(link)
    address = url(member.organisation, "delete", link.pk)
    assert "Énoncé de t1-d1-q1 pour le pilote" in client.get(address).content.decode()
    client.post(address)
    with scope(member.organisation):
        assert Evidence.objects.count() == 0
        answer.refresh_from_db()
        assert answer.level == 3


def test_another_organisations_evidence_is_not_found(client, member):
    other = MembershipFactory()
    theirs = make(FileFactory, other.organisation)
    for organisation in (member.organisation, other.organisation):
        for name in ("edit", "file", "delete"):
            assert client.get(url(organisation, name, theirs.pk)).status_code == 404
            assert client.post(url(organisation, name, theirs.pk)).status_code == 404
    with scope(other.organisation):
        assert Evidence.objects.count() == 1


def test_a_link_has_no_file_and_a_lost_file_is_not_found(client, member):
    link = make(LinkFactory, member.organisation)
    assert client.get(url(member.organisation, "file", link.pk)).status_code == 404
    file = make(FileFactory, member.organisation)
    file.file.storage.delete(file.file.name)
    assert client.get(url(member.organisation, "file", file.pk)).status_code == 404


def test_a_reader_opens_but_does_not_change(client):
    membership = MembershipFactory(role=Role.READER)
    client.force_login(membership.person)
    file = make(FileFactory, membership.organisation)
    pages = {"list": [], "file": [file.pk], "add": [], "edit": [file.pk], "delete": [file.pk]}
    found = {}
    for name, more in pages.items():
        response = client.get(url(membership.organisation, name, *more))
        found[name] = response.status_code
        response.close()
    assert found == {"list": 200, "file": 200, "add": 404, "edit": 404, "delete": 404}


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client, member, django_assert_num_queries, n):
    with scope(member.organisation):
        answer = OwnAnswerFactory(cycle=CycleFactory(organisation=member.organisation))
        answer.evidence.set([LinkFactory(organisation=member.organisation) for _ in range(n)])
    with django_assert_num_queries(5):
        client.get(url(member.organisation, "list"))
