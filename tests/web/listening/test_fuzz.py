"""Hostile sendings on every public form: no crash, no script, nothing half written.

`MARCHEPIED_FUZZ=10000 pytest tests/web/listening/test_fuzz.py` (scripts/fuzz.sh) sends more.
"""

import logging
import os
import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from marchepied.apps.listening.models import Complaint, Idea
from marchepied.apps.listening.selectors.registers import code_of
from marchepied.apps.listening.selectors.tracking import code_of_complaint, code_of_idea
from marchepied.apps.listening.services import add_idea_group
from marchepied.apps.listening.validators import relay_code
from marchepied.apps.participation.validators import token_of
from marchepied.engines.surveys import items_of
from marchepied.web.participation import attempts
from tests.factories.listening import complain, give_right, propose
from tests.factories.participation import RoundCollegeFactory, RoundFactory
from tests.factories.surveys import EVERY_KIND, call_of
from tests.factories.surveys import open_one as open_survey
from tests.web.listening.hostility import count_rows, draw_sending, judge, kept_texts

NUMBER = int(os.environ.get("MARCHEPIED_FUZZ", "300"))
A_DAY = 400


@pytest.fixture(autouse=True)
def no_brake(monkeypatch):
    """The brakes would stop the attack at once, and prove nothing of the forms behind."""
    monkeypatch.setattr(attempts, "WRONG_CODES", 10**9)
    logging.disable(logging.ERROR)  # refusals are expected, thousands of them
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def open_taps(settings):
    names = ("listen_by_link", "reply_by_code", "support_by_link")
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **dict.fromkeys(names, "100000/h/ip")}


@pytest.fixture
def call(house):
    return RoundCollegeFactory(organisation=house, round=RoundFactory(organisation=house, state="open"))


@pytest.fixture
def relay(house, call, complaints, ideas):
    return relay_code(give_right(house, call=call).handle)


@pytest.fixture
def doors(house, complaints, ideas, relay):
    """Every public address of the registers, and the fields that each has of its own."""
    box, survey = code_of(ideas), token_of(call_of(open_survey(house)).handle)
    asked = tuple(item.id for item in items_of(EVERY_KIND))
    group = add_idea_group(register=ideas, name="Les bénévoles", by=house.pilot)
    first, second = code_of_complaint(complain(complaints)), code_of_idea(propose(ideas))
    return {
        f"/dire/{code_of(complaints)}/": (),
        f"/idees/{box}/": (),
        f"/idees/{box}/proposer/": (),
        f"/idees/{box}/1/": (),
        f"/idees/{code_of(ideas, group)}/proposer/": (),
        f"/suivi/{first}/": (),
        f"/suivi/{second}/": (),
        "/suivi/": (),
        f"/r/{survey}/enquete/": asked,
        f"/r/{survey}/enquete/borne/": asked,
        f"/r/{survey}/enquete/merci/": (),
        f"/relais/{relay}/": ("q1", "q2", "q3", "c1", "c2"),
    }


def send(client, sending):
    arguments = dict(sending.arguments)
    if sending.method == "generic":  # any body under any name: the client would make it right
        return client.generic(arguments.pop("method"), sending.url, **arguments)
    return getattr(client, sending.method)(sending.url, **arguments)


def test_hostile_sendings_break_nothing(doors, relay):
    rng = random.Random(20261128)
    faults, met, first = [], Counter(), count_rows()
    client, before = Client(), first
    for number in range(NUMBER):
        if number % A_DAY == A_DAY - 1:  # a day goes by: registers take so many messages a day, and no more
            cache.clear()
            client = Client()
            for model in (Complaint, Idea):
                model.objects.update(received_on=timezone.localdate() - timedelta(days=1))
        sending = draw_sending(rng, doors, relay)
        response = send(client, sending)
        after = count_rows()
        made = {name: after[name] - before[name] for name in after}
        faults += judge(sending, response, made, relay)
        met[response.status_code] += 1
        before = after
    assert "\n".join(faults[:5]) == ""
    controls = [text for text in kept_texts() if any(ord(sign) < 32 and sign not in "\n\t" for sign in text)]
    assert controls == []
    # Enough got through to prove something.
    grown = {name for name in first if before[name] > first[name]}
    assert grown >= {"Complaint", "ComplaintPerson", "Idea", "ComplaintMessage", "Trace", "Answer", "sheets"}
    print(NUMBER, dict(sorted(met.items())), before)  # noqa: T201
