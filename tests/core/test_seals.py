"""Seals: the codes already printed stay the same, whatever each is for."""

import pytest

from marchepied.apps.diagnosis.validators import seal_kit, seal_room
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.rules import seal_calendar
from marchepied.core.seals import add_seal, open_seal


@pytest.fixture(autouse=True)
def _known_secret(settings):
    settings.SECRET_KEY = "known"


def test_codes_that_were_printed_do_not_change():
    assert token_of("4F7K9") == "4F7K-987G-BE7F"
    assert seal_room("4F7K9") == "4F7K-98C1-693W"
    assert seal_kit("4F7K9") == "4F7K-95HN-8YRV"
    assert seal_calendar("7H" * 8) == "7H7H7H7H7H7H7H7HHP96NCJ40GSXW6HE"


def test_a_seal_opens_for_its_own_purpose_and_length_only():
    code = add_seal("4F7K9", "one", 7)
    assert open_seal(code, "one", 7) == "4F7K9"
    assert open_seal(code, "two", 7) is None
    assert open_seal(code, "one", 6) is None
    assert open_seal(code[:-1], "one", 7) is None
