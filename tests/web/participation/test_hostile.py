"""What a program may send to the questionnaire's address, and what the log may keep of it."""

import pytest
from django.urls import reverse

from marchepied.apps.participation.models import Answer, Comment
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import unscoped
from tests.factories.participation import InvitationFactory, RoundCollegeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    call = RoundCollegeFactory(college__kind="partners")
    return reverse("participation:answer", args=[token_of(call.handle)])


def count_stored():
    with unscoped("a test reads everything"):
        return Answer.objects.count(), Comment.objects.count()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"partie": "9" * 5000}, 200),
        ({"partie": "-1", "q1": "3"}, 200),
        ({"deja": "[" * 200_000}, 422),
        ({"deja": "9" * 5000}, 422),
        ({"deja": '{"c1": "\\ud800", "q1": 3}', "partie": "1"}, 200),
        ({"signature": "organisation", "nom": "\0", "q1": "1"}, 422),
        ({"q1": "\0"}, 422),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_in_words(client, address, sent, status):
    assert client.post(address, sent).status_code == status
    assert count_stored() == (0, 0)


def test_half_signs_are_replaced_before_they_are_kept(client, address):
    client.post(address, {"deja": '{"c1": "\\ud800 bonjour"}', "q1": "3"})
    with unscoped("a test reads everything"):
        assert Comment.objects.get().text == "? bonjour"


def test_a_page_address_with_a_huge_part_shows_the_first(client, address):
    assert client.get(address, {"partie": "9" * 5000}).status_code == 200


def test_the_log_of_refusals_holds_no_code(client, caplog):
    """With its time in the system's journal, a code would say when its holder answered."""
    invitation = InvitationFactory()
    code = token_of(invitation.handle)
    link = reverse("participation:answer", args=[code])
    client.post(link, {})
    client.post(link, {"q1": "3", "envoi": "un"})
    client.post(link, {"q1": "3", "envoi": "deux"}, headers={"accept": "application/json"})
    client.post(reverse("participation:receipt", args=[code]))
    client.get(reverse("diagnosis:follow", args=["ABCD-EFGH-JKMN"]))
    client.get(reverse("organisations:invitation", args=["jeton"]))

    assert [record.getMessage() for record in caplog.records if record.name == "django.request"] == [
        "Unprocessable Content: /r/…/",
        "Conflict: /r/…/",
        "Method Not Allowed (POST): /r/…/merci/",
        "Not Found: /suivre/…/",
        "Not Found: /invitation/…/",
    ]


def test_the_log_of_a_failure_holds_no_code(client, caplog):
    client.raise_request_exception = False
    call = RoundCollegeFactory(round__form={"items": [{"id": "q1", "levels": 5}]})
    code = token_of(call.handle)
    assert client.get(reverse("participation:answer", args=[code])).status_code == 500
    assert "Internal Server Error: /r/…/" in caplog.text
    assert code not in caplog.text
