"""Questions, their lines in the deposit, what is wrong in them, and which are asked."""

from decimal import Decimal

import pytest

from marchepied.engines.expressions import Kind
from marchepied.engines.surveys import (
    Fault,
    Question,
    check_conditions,
    find_asked,
    find_faults,
    items_of,
    names_before,
    pages_of,
    read_questions,
)
from tests.factories.surveys import EVERY_KIND, SCALE


def question(**changes):
    plain = {"id": "q1", "kind": "single", "wording": {"fr": "Où ?"}, "choices": SCALE}
    return read_questions([{**plain, **changes}])[0]


def test_a_question_is_read_as_it_was_written():
    assert read_questions(one.as_dict() for one in EVERY_KIND) == EVERY_KIND


def test_each_kind_has_its_lines():
    lines = {}
    for item in items_of(EVERY_KIND):
        lines.setdefault(item.question, []).append((item.id, item.part, item.levels))
    assert lines == {
        "q1": [("q1", 0, 4)],
        "q2": [("q2", 0, 3)],
        "q3": [("q3.1", 1, 2), ("q3.2", 2, 2), ("q3.3", 3, 2)],
        "q4": [("q4.1", 1, 3), ("q4.2", 2, 3), ("q4.3", 3, 3)],
        "q5": [("q5.1", 1, 4), ("q5.2", 2, 4)],
        "q6": [("q6", 0, 0)],
        "q7": [("q7", 0, 0)],
        "q8": [("q8", 0, 0)],
        "q9": [("q9", 0, 0)],
    }
    assert pages_of(EVERY_KIND) == (1, 2)


def test_a_whole_survey_has_no_fault():
    assert (find_faults(EVERY_KIND), check_conditions(EVERY_KIND)) == ((), ())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "slider"}, "kind"),
        ({"wording": {"en": "Where?"}}, "no_wording"),
        ({"choices": [{"fr": "Ici"}]}, "few_choices"),
        ({"choices": [{"fr": str(n)} for n in range(12)]}, "many_choices"),
        ({"choices": [{"fr": "Ici"}, {"en": "There"}]}, "empty_choice"),
        ({"choices": [{"fr": "Ici"}, {"fr": "ici "}]}, "choice_twice"),
        ({"kind": "matrix"}, "no_row"),
        ({"kind": "matrix", "rows": [{"fr": str(n)} for n in range(21)]}, "many_rows"),
        ({"kind": "matrix", "rows": [{"en": "Hello"}]}, "empty_row"),
        ({"page": 0}, "page_order"),
        ({"page": 21}, "page_order"),
    ],
)
def test_a_fault_is_found_where_it_is(changes, code):
    assert [(fault.code, fault.question) for fault in find_faults([question(**changes)])] == [(code, "q1")]


def test_faults_of_the_whole():
    assert find_faults([]) == (Fault("no_question"),)
    assert [fault.code for fault in find_faults([question(), question()])] == ["id_twice"]
    assert [f.code for f in find_faults([question(page=2), question(id="q2")])] == ["page_order"]
    many = [question(id=f"q{n}") for n in range(61)]
    assert find_faults(many) == (Fault("too_many_questions", params={"most": 60}),)


def test_a_condition_speaks_of_earlier_pages_only():
    assert names_before(EVERY_KIND, 1) == {}
    assert names_before(EVERY_KIND, 2) == {
        "q1": Kind.NUMBER,
        "q2": Kind.NUMBER,
        "q3": Kind.LIST,
        "q4_1": Kind.NUMBER,
        "q4_2": Kind.NUMBER,
        "q4_3": Kind.NUMBER,
        "q5_1": Kind.NUMBER,
        "q5_2": Kind.NUMBER,
    }


@pytest.mark.parametrize("when", ["q1 =", "q9 = 1", "q6 > 2", "q1", "q3 = 1", 'q1 = "Ici"'])
def test_a_condition_that_makes_no_sense_is_said(when):
    asked = [*EVERY_KIND[:6], Question("q8", "text", {"fr": "Quoi ?"}, page=2, when=when)]
    assert check_conditions(asked) == (Fault("condition", "q8", {"condition": when}),)


@pytest.mark.parametrize(
    ("levels", "numbers", "conditional"),
    [
        ({}, {}, set()),
        ({"q1": 1}, {}, {"q8"}),
        ({"q1": 3}, {}, set()),
        ({"q3.1": 2, "q3.2": 1, "q3.3": 1}, {}, {"q9"}),
        ({"q3.1": 1, "q3.2": 2, "q3.3": 1}, {}, set()),
        ({"q1": 2, "q3.1": 2, "q3.2": 1, "q3.3": 1}, {"q6": Decimal("12.5")}, {"q8", "q9"}),
    ],
)
def test_a_question_is_asked_when_its_condition_holds(levels, numbers, conditional):
    asked = find_asked(EVERY_KIND, levels, numbers)
    assert asked == {"q1", "q2", "q3", "q4", "q5", "q6", "q7"} | conditional


def test_what_was_not_asked_calls_for_nothing():
    chain = read_questions(
        [
            {"id": "q1", "kind": "single", "wording": {"fr": "A"}, "choices": SCALE},
            {"id": "q2", "kind": "number", "page": 2, "when": "q1 = 1", "wording": {"fr": "B"}},
            {"id": "q3", "kind": "text", "page": 3, "when": "q2 > 10", "wording": {"fr": "C"}},
        ]
    )
    assert find_asked(chain, {"q1": 1}, {"q2": Decimal(20)}) == {"q1", "q2", "q3"}
    assert find_asked(chain, {"q1": 2}, {"q2": Decimal(20)}) == {"q1"}
