"""Hostile sendings on the public form of a survey: no crash, no script, nothing half written."""

import os
import random

import pytest
from django.test import Client
from django.urls import reverse

from marchepied.apps.participation.models import Answer, Comment, SentForm
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope
from marchepied.engines.surveys import items_of
from tests.factories.hostile import HOSTILE
from tests.factories.organisations import OrganisationFactory
from tests.factories.surveys import EVERY_KIND, call_of, open_one

pytestmark = pytest.mark.django_db

SENDINGS = int(os.environ.get("MARCHEPIED_FUZZ", "150"))
CARRIED = (
    "",
    "{",
    "[]",
    '{"q1": 4}',
    '{"q8": "' + "a" * 3000 + '"}',
    "[" * 900,
    '{"q1": "\\ud800"}',
    '{"q99": "1"}',
)
STRANGE = (*HOSTILE, "", "0", "1", "2", "sp", "-1", "99999999999999999999", "2026-01-01", "1,5", "x" * 5000)


def test_whatever_is_sent_is_answered_and_nothing_is_half_written():
    organisation = OrganisationFactory()
    draw = random.Random(20261128)
    with scope(organisation):
        survey = open_one(organisation)
        url = reverse("listening:survey-answer", args=[token_of(call_of(survey).handle)])
    names = [item.id for item in items_of(EVERY_KIND)]
    client = Client(raise_request_exception=True)
    for _time in range(SENDINGS):
        fields = {name: draw.choice(STRANGE) for name in draw.sample(names, draw.randrange(len(names)))}
        fields |= {
            "page": draw.choice(("0", "1", "2", "9", "x", "")),
            "vers": draw.choice(("", "suite", "retour", "ailleurs")),
            "deja": draw.choice(CARRIED),
            "envoi": draw.choice(STRANGE),
        }
        response = client.post(draw.choice((url, url + "borne/")), fields)
        assert response.status_code in {200, 302, 422}
        assert b"<script>alert" not in response.content
    with scope(organisation):
        answered = call_of(survey).answered_count
        assert SentForm.objects.count() == answered
        assert Answer.objects.values("respondent").distinct().count() <= answered
        assert all(row.level is None or 1 <= row.level <= 4 for row in Answer.objects.all())
        assert not any("\x00" in row.text for row in Comment.objects.all())
