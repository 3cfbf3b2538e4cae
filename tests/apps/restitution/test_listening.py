"""What was heard all year, in the account to the assembly: counted with care, without anybody's name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.listening.services import Assessment, Closing, answer, assess, close, decide, finish
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.apps.restitution.compute import build_document, build_pack
from marchepied.apps.restitution.compute.listening import find_days
from marchepied.core.scope import scope
from tests.factories.listening import open_one, phone, propose
from tests.factories.organisations import PersonFactory


@pytest.fixture
def cycle(db):
    load_shipped_referentials()
    cycle = open_space(name="La Table", legal_form="association", axis_id="theme-5", by=PersonFactory())
    cycle.assembly_on = timezone.localdate() + timedelta(days=30)
    cycle.save()
    with scope(cycle.organisation):
        yield cycle


def settle(row, cause="delay", changed=""):
    answer(complaint=row, text="Voilà.", by=None)
    assess(complaint=row, assessment=Assessment(1, "", cause), by=None)
    close(complaint=row, closing=Closing("settled", cause, "", changed), by=None)


def test_nothing_is_said_while_nothing_came(cycle):
    open_one(cycle.organisation, "complaints")
    open_one(cycle.organisation, "ideas")
    assert build_pack(cycle, "fr").listening == ()
    assert "listening" not in [section.key for section in build_document(cycle, "fr").sections]


def test_few_difficulties_are_told_without_counting_their_causes(cycle, plain):
    register = open_one(cycle.organisation, "complaints")
    settle(phone(register, "Le café.", days_ago=2, name="Nadia"), changed="Une machine neuve.")
    phone(register, "Le thé.", days_ago=3)
    (table,) = build_pack(cycle, "fr").listening
    assert plain(table.sentence) == (
        "2 difficultés nous ont été dites. Accusés de réception dans le délai annoncé : 1 sur 1. "
        "Réponses dans le délai annoncé : 1 sur 1. La moitié ont eu leur réponse en 2 jours ou moins. "
        "Une attend encore. Causes : un délai, une attente."
    )
    assert (table.head, table.rows) == ((), ())
    assert [plain(line) for line in table.notes] == ["Ce qui a changé : Une machine neuve."]


def test_from_five_on_causes_are_counted(cycle):
    register = open_one(cycle.organisation, "complaints")
    for place in range(5):
        settle(phone(register, f"Le café {place}."), cause="quality" if place else "outside")
    (table,) = build_pack(cycle, "fr").listening
    assert [number for _words, number in table.rows] == ["4", "1"]


def test_ideas_are_told_with_what_they_changed(cycle, plain):
    box = open_one(cycle.organisation, "ideas")
    done = propose(box, "Un banc")
    decide(idea=done, accepted=True, reason="Oui.", by=None)
    finish(idea=done, told="Trois bancs.", by=None)
    propose(box, "Un puits")
    (table,) = build_pack(cycle, "fr").listening
    assert plain(table.sentence) == (
        "2 idées nous ont été proposées. 1 a eu sa réponse, dont 1 dans le délai annoncé ; "
        "1 retenue, 1 faite."
    )
    assert table.rows == (("Un banc", "Trois bancs."),)


def test_the_section_comes_after_the_indicators_and_is_in_every_language(cycle):
    phone(open_one(cycle.organisation, "complaints"), "Le café.")
    for language in ("fr", "en"):
        sections = {section.key: section.title for section in build_document(cycle, language).sections}
        assert sections["listening"] == {
            "fr": "Ce que nous avons entendu toute l’année", "en": "What we heard all year",
        }[language]  # fmt: skip


def test_a_round_table_keeps_its_two_pages(cycle):
    phone(open_one(cycle.organisation, "complaints"), "Le café.")
    cycle.path = Path.TABLE
    assert build_pack(cycle, "fr").listening == ()


def test_the_year_ends_with_the_assembly_or_today(cycle):
    today = timezone.localdate()
    assert find_days(cycle) == (today - timedelta(days=364), today)
    cycle.assembly_on = today - timedelta(days=10)
    assert find_days(cycle) == (today - timedelta(days=374), today - timedelta(days=10))
