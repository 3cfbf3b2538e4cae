"""Guessing codes: after twenty wrong ones, the address waits."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from marchepied.apps.participation.validators import token_of
from tests.factories.participation import RoundCollegeFactory

pytestmark = pytest.mark.django_db
PAGE = "/r/"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()
    yield
    cache.clear()


def attempt(client, code, **extra):
    return client.post(PAGE, {"code": code}, **extra).status_code


def test_twenty_wrong_codes_then_a_pause_for_that_address_only(client, plain):
    code = token_of(RoundCollegeFactory().handle)
    assert [attempt(client, "0000-0000-0000") for _ in range(20)] == [404] * 20
    response = client.post(PAGE, {"code": code})
    assert response.status_code == 429
    assert "Patientez dix minutes." in plain(response.content.decode())
    assert attempt(client, code, REMOTE_ADDR="192.0.2.7") == 302
    assert client.get(PAGE).status_code == 200
    assert client.get(reverse("participation:answer", args=[code])).status_code == 200


def test_right_codes_are_never_counted(client):
    code = token_of(RoundCollegeFactory().handle)
    assert [attempt(client, code) for _ in range(30)] == [302] * 30


def test_a_look_at_the_page_counts_for_nothing(client):
    for _ in range(30):
        assert client.get(PAGE, {"code": "0000-0000-0000"}).status_code == 200
    assert attempt(client, "0000-0000-0000") == 404


def test_no_address_is_kept_in_the_cache(client):
    attempt(client, "0000-0000-0000", REMOTE_ADDR="192.0.2.7")
    assert "192.0.2.7" not in str(cache._cache)
