"""Mail held back: nothing leaves, and leaving it needs no gesture."""

import pytest
from django.core import mail as outbox

from marchepied.core import mail

pytestmark = pytest.mark.django_db

CONTEXT = {"person": "Nadia", "by": "Claire", "organisation": "L’Établi", "space": "l-etabli",
           "step": "Recueillir les avis", "minutes": 20, "on": ""}  # fmt: skip


def send_one() -> None:
    mail.send("step_handed", to="nadia@exemple.fr", language="fr", context=CONTEXT)


def test_nothing_leaves_while_mail_is_held_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with mail.hold_back("invented people have no mailbox"):
            send_one()
        send_one()
    assert [message.to for message in outbox.outbox] == [["nadia@exemple.fr"]]


def test_holding_mail_back_needs_a_reason():
    with pytest.raises(ValueError, match="needs a reason"), mail.hold_back(""):
        pass
