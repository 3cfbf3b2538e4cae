"""Editions: frozen with their day, their signatories and a fingerprint; nothing changes them."""

import io
from datetime import date, timedelta

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.organisations.services import delete_organisation
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.restitution.models import FrozenEditionError, Pack
from marchepied.apps.restitution.selectors import EditionAlteredError, find_pack, read_pack
from marchepied.apps.restitution.services import freeze_pack, write_section
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from marchepied.engines.documents import Signatory, list_texts
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db
SIGNED = {
    "signataire-TOTAL_FORMS": "4",
    "signataire-INITIAL_FORMS": "0",
    "signataire-0-name": "Awa Diallo",
    "signataire-0-quality": "présidente",
    "signataire-0-signed_on": "2026-01-15",
    "signataire-1-name": "Luc Perrin",
    "signataire-1-quality": "secrétaire",
}


def file_address(cycle, pack, kind="pdf"):
    return reverse(f"restitution:file-{kind}", args=[cycle.organisation.slug, pack.pk])


def freeze(cycle, pilot, **more):
    with scope(cycle.organisation):
        return freeze_pack(cycle=cycle, language="fr", by=pilot, **more)


def test_an_edition_is_frozen_with_its_signatories(answered, pilot, client, address, plain):
    page = client.post(address("pack-freeze"), SIGNED, follow=True)
    said = plain(page.content.decode())
    assert "L’édition 1 est figée : elle ne changera plus." in said
    assert "Awa Diallo (présidente), Luc Perrin (secrétaire)" in said
    with scope(answered.organisation):
        made = Pack.objects.get()
        assert AuditEntry.objects.filter(verb="pack.frozen").count() == 1
    assert made.short_fingerprint in said
    file = docx.Document(io.BytesIO(client.get(file_address(answered, made, "docx")).content))
    assert [[cell.text for cell in row.cells] for row in file.tables[-1].rows] == [
        ["Nom", "Qualité", "Date", "Signature"],
        ["Awa Diallo", "présidente", "15 janvier 2026", ""],
        ["Luc Perrin", "secrétaire", "", ""],
    ]
    texts = [plain(paragraph.text) for paragraph in file.paragraphs]
    assert f"Empreinte du contenu : {made.short_fingerprint}" in texts


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"signataire-1-name": ""}, "Ligne 2 : écrivez le nom de qui signe."),
        (
            {"signataire-1-signed_on": (date.today() + timedelta(days=9)).isoformat()},  # noqa: DTZ011
            "Ligne 2 : on signe aujourd’hui ou avant.",
        ),
    ],
)
def test_a_wrong_signatory_is_refused_and_nothing_is_lost(answered, client, address, plain, wrong, said):
    page = client.post(address("pack-freeze"), SIGNED | wrong)
    assert said in plain(page.content.decode())
    assert 'value="Awa Diallo"' in page.content.decode()
    with scope(answered.organisation):
        assert Pack.objects.count() == 0


def test_an_edition_says_the_same_in_every_format_after_everything_changes(answered, pilot, client):
    made = freeze(answered, pilot, signatories=[Signatory("Awa Diallo", "présidente")])
    files = {
        kind: client.get(file_address(answered, made, kind)).content
        for kind in ("pdf", "docx", "odt", "pptx")
    }
    with scope(answered.organisation):
        before = read_pack(find_pack(answered.organisation, made.pk))
        add_action(cycle=answered, content=ActionContent(title="Tout changer"), by=pilot)
        write_section(
            cycle=answered,
            key="foreword",
            language="fr",
            title="Autrement",
            texts={"foreword.text": "Bonjour."},
            read_at="",
            by=pilot,
        )
        answered.organisation.name = "Un autre nom"
        answered.organisation.save()
        assert read_pack(find_pack(answered.organisation, made.pk)) == before
    assert "Tout changer" not in list_texts(before)
    for kind, data in files.items():
        assert client.get(file_address(answered, made, kind)).content == data, kind


def test_what_was_arranged_is_frozen_as_it_was(answered, pilot):
    with scope(answered.organisation):
        write_section(
            cycle=answered,
            key="plan",
            language="fr",
            title="Nos pas",
            texts={"plan.words": "Voici."},
            read_at="",
            by=pilot,
        )
    made = freeze(answered, pilot)
    with scope(answered.organisation):
        assert {"Nos pas", "Voici."} <= set(list_texts(read_pack(find_pack(answered.organisation, made.pk))))


def test_nobody_changes_nor_deletes_a_frozen_edition(answered, pilot):
    made = freeze(answered, pilot)
    with scope(answered.organisation):
        made.content = {}
        with pytest.raises(FrozenEditionError):
            made.save()
        with pytest.raises(FrozenEditionError):
            made.delete()
        with pytest.raises(RestrictedError):
            answered.delete()
        assert Pack.objects.get().content["organisation"] == "L’Atelier du Pont"


def test_a_space_that_is_deleted_takes_its_editions(answered, pilot):
    freeze(answered, pilot, signatories=[Signatory("Awa Diallo")])
    delete_organisation(organisation=answered.organisation, typed_name="l’atelier du pont", by=pilot)
    assert Pack._base_manager.count() == 0


@pytest.mark.parametrize("change", ["content", "day", "number", "signature"])
def test_an_edition_altered_in_the_database_is_not_handed_over(answered, pilot, client, plain, change):
    made = freeze(answered, pilot, signatories=[Signatory("Awa Diallo")])
    with scope(answered.organisation):
        if change == "content":
            Pack.objects.update(content={**made.content, "facts": "Autre chose"})
        elif change == "day":
            Pack.objects.update(content={**made.content, "issued_on": "hier"})
        elif change == "number":
            Pack.objects.update(number=7)
        else:
            made.signatures.update(name="Quelqu’un d’autre")
        with pytest.raises(EditionAlteredError):
            read_pack(find_pack(answered.organisation, made.pk))
    page = client.get(file_address(answered, made), follow=True)
    assert "n’a plus le contenu de son empreinte" in plain(page.content.decode())


def test_an_edition_stays_the_same_when_the_server_changes_its_time_zone(answered, pilot):
    made = freeze(answered, pilot, signatories=[Signatory("Awa Diallo")])
    day = timezone.localdate(made.frozen_at)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # it is never the same day in both
        with scope(answered.organisation), timezone.override(zone):
            assert read_pack(find_pack(answered.organisation, made.pk)).issued_on == day


def test_editions_are_numbered_and_dated(answered, pilot):
    day = timezone.localdate() - timedelta(days=30)
    first, second = freeze(answered, pilot, on=day), freeze(answered, pilot)
    assert [first.number, second.number] == [1, 2]
    assert first.content["issued_on"] == day.isoformat()
    with scope(answered.organisation):
        assert read_pack(find_pack(answered.organisation, first.pk)).issued_on == day
    assert first.fingerprint != second.fingerprint


def test_a_button_pressed_twice_makes_one_edition(answered, pilot):
    signed = [Signatory("Awa Diallo", "présidente")]
    first, again = (freeze(answered, pilot, signatories=signed) for _turn in range(2))
    assert (first.pk, Pack._base_manager.count()) == (again.pk, 1)
    assert freeze(answered, pilot).number == 2
    with scope(answered.organisation):
        add_action(cycle=answered, content=ActionContent(title="Du neuf"), by=pilot)
    assert freeze(answered, pilot).number == 3


def test_too_many_signatories_are_refused(answered, pilot):
    with pytest.raises(ValidationError):
        freeze(answered, pilot, signatories=[Signatory(f"Nom {n}") for n in range(13)])


def test_the_words_of_the_house_are_said(answered, pilot):
    hostile = "👍 漢字 \x00 =1+1"
    made = freeze(answered, pilot, signatories=[Signatory(hostile, "<b>")])
    with scope(answered.organisation):
        texts = list_texts(read_pack(find_pack(answered.organisation, made.pk)))
    assert "<b>" in texts


def test_another_organisation_meets_404(answered, pilot, client):
    made = freeze(answered, pilot)
    stranger = MembershipFactory()
    client.force_login(stranger.person)
    for slug in (answered.organisation.slug, stranger.organisation.slug):
        for kind in ("pdf", "docx", "odt", "pptx"):
            url = reverse(f"restitution:file-{kind}", args=[slug, made.pk])
            assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_the_editions(
    answered, pilot, client, address, count, django_assert_num_queries
):
    for turn in range(count):
        freeze(answered, pilot, signatories=[Signatory("Awa"), Signatory(f"Luc {turn}")])
    client.get(address("pack"))
    with django_assert_num_queries(24):
        client.get(address("pack"))
