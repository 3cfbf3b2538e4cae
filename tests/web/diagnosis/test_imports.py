"""The pages of import: the file, its columns, what would come in."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle, PendingImport
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.models import Answer, College, Round
from marchepied.core.scope import unscoped
from marchepied.engines.tables import write_xlsx
from tests.factories.organisations import MembershipFactory, OrganisationFactory

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
        return {model.__name__: model.objects.count() for model in (Answer, College, Cycle, PendingImport, Round)}


def test_three_screens_bring_the_answers_in(pilot, space, plain, messages_of):
    sent = send(pilot, space, WIDE)
    page = pilot.get(sent.url)
    text = plain(page.content.decode())
    assert "24 lignes, 4 colonnes" in text
    assert "Séparateur : point-virgule." in text
    assert [column.role.value() for column in page.context["columns"]] == ["college", "participant", "item", "item"]
    checked = columns_of(pilot, sent.url, title="Enquête 2025")
    assert checked.context["found"]["ok"]
    assert "48 réponses vont être importées." in plain(checked.content.decode())
    assert count_rows() == {"Answer": 0, "College": 0, "Cycle": 0, "PendingImport": 1, "Round": 0}
    done = pilot.post(checked.request["PATH_INFO"], follow=True)
    assert messages_of(done) == ["48 réponses importées. Le fichier est effacé."]
    assert count_rows() == {"Answer": 48, "College": 2, "Cycle": 1, "PendingImport": 0, "Round": 1}
    with unscoped("a test reads"):
        assert Cycle.objects.get().title == "Enquête 2025"
