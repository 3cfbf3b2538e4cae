"""Text messages that fit in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.organisations.models import Organisation
from marchepied.apps.participation.models import Round, RoundCollege
from marchepied.web.participation.texts import GSM, SMS_LENGTH, write_mail, write_sms

LINK = "https://avis.exemple.fr/r/4F7K-92HD-XM3T/"


def call_of(name, closes_on=None):
    return RoundCollege(
        organisation=Organisation(name=name), round=Round(closes_on=closes_on), item_ids=["q1", "q2"]
    )


@given(st.text(min_size=1, max_size=120))
def test_a_text_message_fits_in_one_and_keeps_its_link(name):
    message = write_sms(call_of(name), LINK)
    assert len(message) <= SMS_LENGTH
    assert set(message) <= GSM
    assert message.endswith(f" {LINK}")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "L’Atelier « Été »",
            'L\'Atelier "Été" : votre avis compte. 2 minutes, sans compte ni nom.',
        ),
        ("Cœur de l’île 🏝", "Coeur de l'ile : votre avis compte. 2 minutes, sans compte ni nom."),
    ],
)
def test_signs_that_would_cost_two_messages_are_replaced(name, message):
    assert write_sms(call_of(name), LINK) == f"{message} {LINK}"


def test_a_long_name_leaves_the_rest_out_rather_than_the_link():
    assert write_sms(call_of("A" * 110), LINK) == f"Votre avis compte. {LINK}"


def test_a_link_too_long_for_one_message_is_never_cut():
    link = "https://" + "x" * 200
    assert write_sms(call_of("L’Atelier"), link) == f"Votre avis compte. {link}"


def test_the_mail_to_copy_holds_the_link_alone_on_its_line():
    assert LINK in write_mail(call_of("L’Atelier"), LINK).split("\n")


@pytest.mark.parametrize(("mode", "promised"), [("individual", True), ("collective", False)])
def test_the_mail_to_copy_promises_nothing_anonymous_of_a_common_answer(mode, promised):
    call = call_of("L’Atelier")
    call.mode = mode
    text = write_mail(call, LINK)
    assert ("anonyme" in text) is promised
    assert ("Une seule réponse, celle de votre groupe." in text) is not promised
