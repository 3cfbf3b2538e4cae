"""Inviting a group: every way, and the words to copy."""

from datetime import timedelta

import pytest
import segno
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.participation.enums import AnswerMode
from marchepied.apps.participation.models import Invitation, RoundCollege
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import unscoped
from tests.factories.participation import InvitationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(add_group, open_with):
    return open_with(add_group(expected_count=12))[0]


@pytest.fixture
def read(client, plain):
    def get(url):
        response = client.get(url)
        assert response.status_code == 200
        soup = BeautifulSoup(response.content, "html.parser")
        return soup, plain(soup.main.get_text(" "))

    return get


def test_the_link_the_short_address_and_the_code_to_scan_are_the_same(pilot, page_of, call, read):
    soup, text = read(page_of("invite", call.pk))
    link = f"https://avis.exemple.fr/r/{token_of(call.handle)}/"

    assert soup.select_one(".address").get_text() == f"avis.exemple.fr/r/{token_of(call.handle)}"
    assert soup.select_one("[data-copy]")["data-copy"] == link
    expected = segno.make(link, error="m", micro=False)
    drawn = BeautifulSoup(
        expected.svg_inline(border=4, omitsize=True, svgclass="code"), "html.parser"
    ).select_one("path")["d"]
    assert soup.select_one("svg.code path")["d"] == drawn
    assert segno.make(link, error="m", micro=False).matrix == expected.matrix
    assert reverse("participation:kiosk", args=[token_of(call.handle)]) in str(soup)
    assert "Cette adresse ne marche que sur cet ordinateur." not in text


def test_on_ones_own_computer_the_page_says_that_the_link_goes_nowhere(settings, pilot, page_of, call, read):
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert "Cette adresse ne marche que sur cet ordinateur." in read(page_of("invite", call.pk))[1]


def test_the_words_to_copy_hold_the_link(pilot, page_of, call, read):
    soup, _ = read(page_of("invite", call.pk))
    link = f"https://avis.exemple.fr/r/{token_of(call.handle)}/"
    assert link in soup.select_one("#courriel").get_text()
    assert soup.select_one("#sms").get_text().endswith(link)
    assert len(soup.select_one("#sms").get_text()) <= 160


def test_a_collective_answer_has_no_slips_and_no_kiosk(pilot, page_of, add_group, open_with, read):
    (call,) = open_with(add_group(mode=AnswerMode.COLLECTIVE))
    soup, text = read(page_of("invite", call.pk))
    assert "réunissez-le, décidez ensemble" in text
    assert page_of("slips", call.pk) not in str(soup)
    assert "/borne/" not in str(soup)


def test_once_closed_only_the_link_remains(client, pilot, page_of, call, read):
    client.post(page_of("close"))
    soup, text = read(page_of("invite", call.pk))
    assert "ce lien montre ce qui en a été fait" in text
    assert not soup.select("form")
    for name in ("invite-mail", "remind", "paper-entry"):
        assert client.get(page_of(name, call.pk)).status_code == 404
    assert client.post(page_of("slips", call.pk), {"count": "3"}).status_code == 404


def test_addresses_are_read_again_before_anything_leaves(
    client, pilot, page_of, call, plain, django_capture_on_commit_callbacks
):
    InvitationFactory(call=call, email="bo@exemple.fr", used=True)
    InvitationFactory(email="awa@exemple.fr")
    pasted = "Awa <awa@exemple.fr>\nbo@exemple.fr\nSans adresse\nAWA@exemple.fr\ncleo@exemple.fr"
    checked = client.post(page_of("invite-mail", call.pk), {"addresses": pasted})
    text = plain(BeautifulSoup(checked.content, "html.parser").main.get_text(" "))

    assert "2 personnes vont recevoir une invitation." in text
    assert "Ligne 3, « Sans adresse » : il n’y a pas d’adresse" in text
    assert "Une adresse était écrite plusieurs fois" in text
    assert "Une adresse a déjà été invitée, elle ne recevra rien cette fois : bo@exemple.fr" in text
    assert mail.outbox == []
    again = BeautifulSoup(checked.content, "html.parser").select_one("textarea[name=addresses]").get_text()
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(page_of("invite-mail", call.pk), {"addresses": again, "send": "1"}, follow=True)
    assert [message.to[0] for message in mail.outbox] == ["awa@exemple.fr", "cleo@exemple.fr"]
    assert "2 invitations partent par courriel." in plain(sent.content.decode())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of("invite-mail", call.pk), {"addresses": again, "send": "1"})
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_file_does_as_well(client, pilot, page_of, call, plain, encoding):
    content = "Nom;Courriel\nZoé;zoe@exemple.fr\nRené;rene@exemple.fr\n".encode(encoding)
    file = SimpleUploadedFile("liste.csv", content)
    checked = client.post(page_of("invite-mail", call.pk), {"file": file})
    assert [a.name for a in checked.context["fresh"]] == ["Zoé", "René"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Collez des adresses, ou choisissez un fichier."),
        ({"file": SimpleUploadedFile("x.csv", b"a" * (1024 * 1024 + 1))}, "Ce fichier dépasse 1 Mo."),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04\x81\x8d\x8f")}, "Ce fichier n’est pas du texte."),
    ],
)
def test_what_is_not_a_list_is_explained(client, pilot, page_of, call, plain, sent, sentence):
    response = client.post(page_of("invite-mail", call.pk), sent)
    assert sentence in plain(response.content.decode())


def test_a_list_without_any_address_sends_nothing(client, pilot, page_of, call, plain):
    response = client.post(page_of("invite-mail", call.pk), {"addresses": "Jean\nPaul", "send": "1"})
    text = plain(response.content.decode())
    assert "Personne à inviter dans cette liste." in text
    assert "2 lignes n’ont pas été comprises" in text


def test_a_reminder_says_to_how_many_before_it_leaves(
    client, pilot, page_of, call, read, plain, django_capture_on_commit_callbacks
):
    before = timezone.localdate() - timedelta(days=4)
    for name, used in (("awa", False), ("bo", True), ("cleo", False)):
        InvitationFactory(call=call, email=f"{name}@exemple.fr", used=used, sent_on=before)
    _, text = read(page_of("remind", call.pk))
    assert "Le rappel partira vers 2 adresses." in text
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(page_of("remind", call.pk), follow=True)
    assert "Le rappel part vers 2 adresses." in plain(done.content.decode())
    assert {message.to[0] for message in mail.outbox} == {"awa@exemple.fr", "cleo@exemple.fr"}
    assert "Pas de rappel aujourd’hui." in read(page_of("remind", call.pk))[1]
    with unscoped("a test writes"):
        Invitation.objects.update(used=True)
        RoundCollege.objects.update(answered_count=3)
    assert "Toutes les invitations par courriel ont servi." in read(page_of("remind", call.pk))[1]


@pytest.mark.parametrize("count", [0, 3, 60])
def test_the_page_costs_the_same_whatever_was_sent(
    client, pilot, page_of, call, django_assert_num_queries, count
):
    for _ in range(count):
        InvitationFactory(call=call, sent_on=timezone.localdate())
    with django_assert_num_queries(6):
        client.get(page_of("invite", call.pk))


def test_mailboxes_are_not_flooded_from_a_space(client, pilot, page_of, call):
    """Anybody may open a space: so many sendings in an hour, then a pause that is said."""
    for number in range(10):
        client.post(page_of("invite-mail", call.pk), {"addresses": f"awa{number}@exemple.fr", "send": "1"})
    response = client.post(
        page_of("invite-mail", call.pk), {"addresses": "bo@exemple.fr", "send": "1"}, follow=True
    )
    assert "Beaucoup d’invitations sont parties" in response.content.decode()
    with unscoped("a test reads everything"):
        assert Invitation.objects.count() == 10
