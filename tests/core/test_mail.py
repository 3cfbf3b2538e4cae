"""Mails: rendered in one language, sent once the transaction holds, in plain text."""

import pytest
from django.core import mail as outbox
from django.db import transaction

from marchepied.core import mail

CODE = {"code": "BCD-FGH", "minutes": 15, "is_new": True}
INVITATION = {
    "organisation": "L’Étoile <b>& Cie</b>",
    "inviter": "Zoé\r\nBcc: tous@exemple.fr",
    "role": "Lecteur",
    "until": "",
    "days": 14,
    "link": "http://testserver/invitation/x.y/",
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("template", "context"), [("account_code", CODE), ("organisations_invitation", INVITATION)]
)
def test_a_mail_has_a_subject_on_one_line_and_nothing_undefined(language, template, context):
    subject, body = mail.render(template, language=language, context=context)
    assert subject
    assert "\n" not in subject
    assert "⟦undefined" not in subject + body
    assert "&lt;" not in subject + body
    assert "&amp;" not in subject + body


def test_the_code_is_alone_on_its_line():
    _, body = mail.render("account_code", language="fr", context=CODE)
    assert "    BCD-FGH" in body.splitlines()


@pytest.mark.django_db(transaction=True)
def test_a_mail_leaves_only_if_the_transaction_holds():
    class UndoneError(Exception):
        pass

    def send_then_fail():
        with transaction.atomic():
            mail.send("account_code", to="zoe@exemple.fr", language="fr", context=CODE)
            raise UndoneError

    with pytest.raises(UndoneError):
        send_then_fail()
    assert outbox.outbox == []
    with transaction.atomic():
        mail.send("account_code", to="zoe@exemple.fr", language="fr", context=CODE)
        assert outbox.outbox == []
    assert [message.to for message in outbox.outbox] == [["zoe@exemple.fr"]]


@pytest.mark.django_db(transaction=True)
def test_mail_held_back_never_leaves():
    with mail.hold_back("invented people have no mailbox"):
        mail.send("account_code", to="zoe@exemple.fr", language="fr", context=CODE)
    assert outbox.outbox == []
    with pytest.raises(ValueError, match="reason"), mail.hold_back(""):
        pass
