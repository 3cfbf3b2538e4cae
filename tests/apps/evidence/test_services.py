"""Adding, changing and removing evidence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from marchepied.apps.evidence.models import Evidence
from marchepied.apps.evidence.selectors import ended_evidence, evidence_of, find_evidence, known_ids
from marchepied.apps.evidence.services import add_file, add_link, delete_evidence, update_evidence
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.evidence import FileFactory, LinkFactory
from tests.factories.organisations import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory()


def test_a_file_lies_under_a_path_that_says_nothing(organisation, settings):
    person = PersonFactory()
    with scope(organisation):
        file = SimpleUploadedFile("../plainte de Mme X.pdf", b"%PDF-1.7")
        evidence = add_file(organisation=organisation, file=file, by=person)
        assert (evidence.title, evidence.file_name) == ("plainte de Mme X.pdf", "plainte de Mme X.pdf")
        assert evidence.file.name == f"evidence/{organisation.pk}/{evidence.pk}.pdf"
        assert (settings.MEDIA_ROOT / evidence.file.name).read_bytes() == b"%PDF-1.7"
        assert list(AuditEntry.objects.values_list("verb", "by")) == [("evidence.added", person.pk)]


def test_deleting_removes_the_file_once_committed(organisation, settings, django_capture_on_commit_callbacks):
    with scope(organisation):
        evidence = FileFactory(organisation=organisation)
        path = settings.MEDIA_ROOT / evidence.file.name
        with django_capture_on_commit_callbacks(execute=True):
            delete_evidence(evidence=evidence, by=PersonFactory())
            assert path.exists()
        assert not path.exists()
        assert Evidence.objects.count() == 0


def test_deleting_the_organisation_removes_its_files(
    organisation, settings, django_capture_on_commit_callbacks
):
    with scope(organisation):
        path = settings.MEDIA_ROOT / FileFactory(organisation=organisation).file.name
        with django_capture_on_commit_callbacks(execute=True):
            organisation.delete()
    assert not path.exists()


def test_a_link_keeps_its_address_as_title(organisation):
    with scope(organisation):
        link = add_link(organisation=organisation, url="https://exemple.fr/a", by=None)
        assert link.title == "https://exemple.fr/a"
        with pytest.raises(ValidationError):
            update_evidence(evidence=link, title="x", url="javascript:1", dated_on=None, note="", by=None)
        update_evidence(
            evidence=link, title=" Charte ", url="https://b.fr", dated_on=None, note=" n ", by=None
        )
        link.refresh_from_db()
        assert (link.title, link.url, link.note) == ("Charte", "https://b.fr", "n")


def test_another_organisations_evidence_is_not_found(organisation):
    other = OrganisationFactory()
    with scope(other):
        theirs = LinkFactory(organisation=other)
    with scope(organisation):
        ours = LinkFactory(organisation=organisation)
        assert find_evidence(organisation, theirs.pk) is None
        assert known_ids(organisation, {ours.pk, theirs.pk}) == {ours.pk}
        assert evidence_of(organisation) == [ours]


def test_evidence_that_no_longer_holds_is_listed_the_oldest_first(organisation):
    today = date(2027, 6, 1)
    ends = {"Agrément": date(2027, 5, 31), "Label": date(2026, 1, 1), "Charte": None, "Bail": today}
    with scope(organisation):
        for title, until in ends.items():
            add_link(
                organisation=organisation, url="https://exemple.fr", title=title, valid_until=until, by=None
            )
        assert [item.title for item in ended_evidence(organisation, today)] == ["Label", "Agrément"]
