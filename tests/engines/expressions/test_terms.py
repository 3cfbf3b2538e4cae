"""Numbers known by their bounds, and closed vocabularies: names in two languages, words with a code."""

from decimal import Decimal

import pytest

from marchepied.engines.expressions import (
    MESSAGES,
    Between,
    Expression,
    Kind,
    Term,
    bind,
    conjoin,
    evaluate,
    parse,
    write,
)

TERMS = (
    Term("forme", Kind.TEXT, ("form",), {"scic": "c1", "scop": "c2", "autre coopérative": "c3"}),
    Term("effectif", Kind.NUMBER, ("headcount",)),
    Term("ag", Kind.TRUTH, ("assembly",)),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n ≥ 5", True),
        ("n ≥ 10", True),
        ("n > 10", None),
        ("n > 9", True),
        ("n ≥ 11", None),
        ("n ≥ 50", False),
        ("n > 49", False),
        ("n ≥ 49", None),
        ("n < 10", False),
        ("n ≤ 9", False),
        ("n ≤ 49", True),
        ("n < 49", None),
        ("n < 50", True),
        ("5 ≤ n", True),
        ("50 > n", True),
        ("n = 50", False),
        ("n = 20", None),
        ("n ≠ 50", True),
        ("n ≠ 20", None),
        ("n dans [1 ; 50]", False),
        ("n dans [1 ; 20]", None),
        ("manque(n)", False),
        ("n + 1 ≥ 5", None),
        ("-n < 0", None),
        ("abs(n) ≥ 5", None),
        ("arrondi(n) ≥ 5", None),
        ("n ≥ m", None),
        ("si(vrai ; n ; 1) ≥ 5", True),
    ],
)
def test_a_number_between_bounds_is_known_where_they_are_enough(text, value):
    result = evaluate(parse(text), {"n": Between(10, 49)})
    assert (result.value, set(result.missing) >= {"n"}) == (value, value is None)


@pytest.mark.parametrize(
    ("bounds", "at_least", "below"),
    [
        (Between(250, None), True, False),
        (Between(None, 9), False, True),
        (Between(None, None), None, None),
        (Between(50, 50), True, False),
        (Between(Decimal("49.5"), 300), None, None),
    ],
)
def test_a_bound_may_be_missing_and_two_may_meet(bounds, at_least, below):
    values = {"n": bounds}
    assert evaluate(parse("n ≥ 50"), values).value is at_least
    assert evaluate(parse("n < 50"), values).value is below


def test_bounds_that_meet_are_a_number():
    assert evaluate(parse("n * 2"), {"n": Between(7, 7)}).value == 14


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ('form = "scic"', 'forme = "c1"'),
        ('"SCOP" = forme', '"c2" = forme'),
        ('forme dans ["scic" ; "Autre coopérative"]', 'forme dans ["c1" ; "c3"]'),
        ('["scic"] contient form', '["c1"] contient forme'),
        ("not assembly or headcount > 3", "non ag ou effectif > 3"),
        ("si(ag ; effectif ; 0) > 2", "si(ag ; effectif ; 0) > 2"),
        ('non (forme ≠ "scic")', 'non forme ≠ "c1"'),
    ],
)
def test_names_and_words_take_their_usual_form(text, bound):
    expression, problems = bind(parse(text), TERMS)
    assert (expression, problems) == (parse(bound), ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('forme = "sic"', [("word_close", 8, 5)]),
        ('forme = "loin"', [("word_unknown", 8, 6)]),
        ('ag et "scic"', [("text_alone", 6, 6), ("kind", 6, 6)]),
        ("effectifs > 3", [("name_close", 0, 9)]),
        ("effectif + 3", [("kind", 0, 12)]),
        ("effectif", [("kind", 0, 8)]),
        ("ag > 2", [("order_of_texts", 0, 6)]),
        ('forme dans ["scic" ; "sic"] et assemblee', [("word_close", 21, 5), ("name_unknown", 31, 9)]),
    ],
)
def test_what_the_vocabulary_lacks_is_pointed_at(text, found):
    _, problems = bind(parse(text), TERMS)
    assert sorted((p.code, p.span.offset, p.span.length) for p in problems) == sorted(found)
    assert all(str(problem) == MESSAGES[problem.code] % problem.message.params for problem in problems)


def test_conditions_are_joined_without_parentheses_that_nothing_needs():
    parts = [parse("a et b"), parse("c ou d"), parse("non e")]
    whole = conjoin(parts)
    assert isinstance(whole, Expression)
    assert write(whole) == "a et b et (c ou d) et non e"
    assert (conjoin([]), conjoin(parts[:1])) == (None, parts[0])
