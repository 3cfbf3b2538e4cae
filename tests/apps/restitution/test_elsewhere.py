"""The pack tells what was done elsewhere as evidence with its source, never as a conformity."""

from datetime import date

import pytest

from marchepied.apps.diagnosis.services.elsewhere import spare_covered, take_up_credit
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.restitution.compute import build_pack
from marchepied.core.scope import scope
from tests.factories.diagnosis import DeclaredFactory
from tests.factories.elsewhere import full_theme

pytestmark = pytest.mark.django_db
NAME = "ISO 9001, management de la qualité"


@pytest.fixture
def cycle(db):
    made = full_theme()
    with scope(made.organisation):
        DeclaredFactory(organisation=made.organisation, obtained_on=date(2026, 5, 2))
        yield made


def told(cycle, question_id, language="fr"):
    questions = {question.key: question for question in build_pack(cycle, language).themes[0].questions}
    return questions.get(question_id)


def answer(cycle, question_id, level):
    save_own_answer(
        cycle=cycle, question_id=question_id, kind="level", level=level, narrative="", evidence=(), by=None
    )


def test_a_certificate_stands_beside_an_answer_with_what_it_covers(cycle, plain):
    answer(cycle, "t5-needs-today", 4)
    evidence = told(cycle, "t5-needs-today").evidence
    assert [(item.title, item.dated) for item in evidence] == [(NAME, date(2026, 5, 2))]
    assert plain(evidence[0].scope) == (
        "répond à : les besoins auxquels on répond sont décrits ; on sait d’où vient ce qu’on dit. "
        "Une correspondance n’est pas une conformité"
    )


def test_a_question_not_asked_is_told_with_what_answers_it(cycle, plain):
    spare_covered(cycle=cycle, by=None)
    result = told(cycle, "t5-relevance")
    assert plain(result.own_level) == "Un autre document y répond déjà."
    assert (result.own_narrative, len(result.evidence)) == ("", 1)
    assert plain(build_pack(cycle, "fr").perimeter).endswith(
        "2 autres n’ont pas été posées : ce qui est fait ailleurs y répond déjà."
    )


def test_what_is_answered_in_part_says_what_remains(cycle, plain):
    result = told(cycle, "t5-quality")
    assert plain(result.own_level) == "Un autre document y répond en partie."
    assert plain(result.own_narrative) == "Il reste : la relation avec les personnes est regardée."


def test_a_credit_taken_up_is_not_told_twice(cycle):
    take_up_credit(cycle=cycle, question_id="t5-quality", narrative="Notre ISO 9001.", evidence=(), by=None)
    result = told(cycle, "t5-quality")
    assert (result.own_narrative, result.evidence) == ("Notre ISO 9001.", ())


def test_what_nothing_speaks_of_is_left_out(cycle):
    assert told(cycle, "t5-scale") is None
