"""Whatever is written: the same tree again, the right number, or a sentence; and never without bound."""

import random
import unicodedata
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.expressions import (
    USUAL_LIMITS,
    ExpressionError,
    Limits,
    check,
    evaluate,
    fold_name,
    make_name,
    parse,
    refuse_name,
    show_place,
    write,
)
from marchepied.engines.expressions._tree import (
    Call,
    Chain,
    Comparison,
    Expression,
    Function,
    ListOf,
    Name,
    Negation,
    Number,
    Sign,
    TextValue,
    Truth,
    walk,
)

WIDE = Limits(length=100_000, depth=200, parts=10_000)
NAMES = ("a", "b", "c", "d")

numbers = st.builds(
    Number, st.integers(0, 10**9).flatmap(lambda n: st.integers(0, 6).map(lambda p: Decimal(n).scaleb(-p))),
    st.booleans(),
)  # fmt: skip
names = st.sampled_from([*NAMES, "effectif_é", "profil.taille", "x1"]).map(Name)
texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12).map(
    lambda text: TextValue(unicodedata.normalize("NFC", text))
)
places = st.integers(-6, 10).map(
    lambda n: Number(Decimal(n)) if n >= 0 else Negation(False, Number(Decimal(-n)))
)


def chains(parts, signs):
    rest = st.lists(st.tuples(st.sampled_from(signs), parts), min_size=1, max_size=4)
    return st.builds(Chain, parts, rest.map(tuple))


def extend(parts):
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        chains(parts, [Sign.ADD, Sign.SUBTRACT]),
        chains(parts, [Sign.MULTIPLY, Sign.DIVIDE]),
        chains(parts, [Sign.AND]),
        chains(parts, [Sign.OR]),
        st.builds(Negation, st.booleans(), parts),
        st.builds(Comparison, parts, st.sampled_from(
            [Sign.EQUAL, Sign.DIFFERENT, Sign.LESS, Sign.AT_MOST, Sign.MORE, Sign.AT_LEAST,
             Sign.IN, Sign.CONTAINS]
        ), parts),
        st.builds(ListOf, st.lists(parts, max_size=3).map(tuple)),
        st.builds(Call, st.just(Function.IF), st.tuples(parts, parts, parts)),
        st.builds(Call, st.sampled_from([Function.MIN, Function.MAX, Function.SUM, Function.MEAN]), several),
        st.builds(Call, st.just(Function.ABS), st.tuples(parts)),
        st.builds(Call, st.just(Function.ROUND), st.tuples(parts, places)),
        st.builds(Call, st.just(Function.MISSING), st.tuples(names)),
    )  # fmt: skip


trees = st.recursive(st.one_of(numbers, names, texts, st.booleans().map(Truth)), extend, max_leaves=25)


@settings(max_examples=600, deadline=None)
@given(tree=trees, language=st.sampled_from(["fr", "en"]))
def test_what_is_written_reads_to_the_same_tree(tree, language):
    text = write(tree, language)
    again = parse(text, WIDE)
    assert again == Expression(tree)
    assert write(again, language) == text
    for part in walk(again.root):
        place = text[part.span.offset : part.span.offset + part.span.length]
        assert parse(place, WIDE).root == part


# An oracle that shares nothing with the engine: Python's fractions on arithmetic alone.

arithmetic = st.recursive(
    st.one_of(numbers, st.sampled_from(NAMES).map(Name)),
    lambda parts: st.one_of(
        chains(parts, [Sign.ADD, Sign.SUBTRACT]),
        chains(parts, [Sign.MULTIPLY, Sign.DIVIDE]),
        st.builds(Negation, st.just(False), parts),
        st.builds(Call, st.just(Function.SUM), st.tuples(parts, parts)),
        st.builds(Call, st.just(Function.MAX), st.tuples(parts, parts)),
    ),
    max_leaves=8,
)


def reckon(node, values):
    match node:
        case Number(value=value, percent=percent):
            return Fraction(str(value)) / (100 if percent else 1)
        case Name(value=name):
            return Fraction(str(values[name]))
        case Negation(operand=operand):
            return -reckon(operand, values)
        case Call(function=function, arguments=arguments):
            found = [reckon(part, values) for part in arguments]
            return sum(found) if function is Function.SUM else max(found)
        case Chain(first=first, rest=rest):
            total = reckon(first, values)
            for sign, part in rest:
                number = reckon(part, values)
                total = {
                    Sign.ADD: total + number,
                    Sign.SUBTRACT: total - number,
                    Sign.MULTIPLY: total * number,
                    Sign.DIVIDE: None if sign is Sign.DIVIDE and number == 0 else total / (number or 1),
                }[sign]
                if total is None:
                    raise ZeroDivisionError
            return total


def within_bounds(node, values):
    """Whether no step passes the largest number that the engine keeps."""
    return all(abs(reckon(part, values)) < 10**30 for part in walk(node)) and all(
        abs(reckon(Chain(part.first, part.rest[:length]), values)) < 10**30
        for part in walk(node) if isinstance(part, Chain)
        for length in range(1, len(part.rest) + 1)
    )  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(
    tree=arithmetic,
    values=st.fixed_dictionaries({name: st.decimals(-1000, 1000, places=3) for name in NAMES}),
)
def test_numbers_agree_with_exact_fractions(tree, values):
    result = evaluate(parse(write(tree), WIDE), values)
    try:
        exact = reckon(tree, values)
        bounded = within_bounds(tree, values)
    except ZeroDivisionError:
        assert not result.known
        assert {problem.code for problem in result.problems} <= {"division_by_zero", "too_large"}
        return
    if not bounded:
        assert [problem.code for problem in result.problems] != []
        return
    assert result.missing == result.problems == ()
    assert abs(Fraction(result.value) - exact) <= abs(exact) / 10**27


# Three values of truth.

TRUTH_VALUES = (True, False, None)


def worth(text, **values):
    return evaluate(parse(text), values).value


def test_the_laws_of_three_valued_logic():
    for p in TRUTH_VALUES:
        assert worth("non non p", p=p) == worth("p", p=p)
        assert worth("p et p", p=p) == worth("p ou p", p=p) == p
        assert worth("p et vrai", p=p) == p
        assert worth("p ou faux", p=p) == p
        assert worth("p et faux", p=p) is False
        assert worth("p ou vrai", p=p) is True
        for q in TRUTH_VALUES:
            both = {"p": p, "q": q}
            assert worth("p et q", **both) == worth("q et p", **both)
            assert worth("p ou q", **both) == worth("q ou p", **both)
            assert worth("non (p et q)", **both) == worth("non p ou non q", **both)
            assert worth("non (p ou q)", **both) == worth("non p et non q", **both)
            assert worth("p ou (p et q)", **both) == p
            for r in TRUTH_VALUES:
                three = {**both, "r": r}
                assert worth("p et (q et r)", **three) == worth("p et q et r", **three)
                assert worth("p et (q ou r)", **three) == worth("(p et q) ou (p et r)", **three)
                assert worth("p ou (q et r)", **three) == worth("(p ou q) et (p ou r)", **three)


conditions = st.recursive(
    st.one_of(st.sampled_from(NAMES).map(Name), st.booleans().map(Truth)),
    lambda parts: st.one_of(
        chains(parts, [Sign.AND]), chains(parts, [Sign.OR]), st.builds(Negation, st.just(True), parts)
    ),
    max_leaves=10,
)


@settings(max_examples=400, deadline=None)
@given(tree=conditions, values=st.fixed_dictionaries({name: st.sampled_from(TRUTH_VALUES) for name in NAMES}))
def test_what_is_known_stays_so_whatever_the_missing_values_turn_out_to_be(tree, values):
    expression = parse(write(tree), WIDE)
    before = evaluate(expression, values)
    assert set(before.missing) <= {name for name in NAMES if values[name] is None}
    assert before.known != bool(before.missing)
    for truth in (True, False):
        filled = {name: truth if value is None else value for name, value in values.items()}
        after = evaluate(expression, filled)
        assert after.known
        assert not before.known or after.value == before.value


@settings(max_examples=300, deadline=None)
@given(tree=arithmetic)
def test_the_cost_grows_with_the_parts_and_is_known_beforehand(tree):
    values = dict.fromkeys(NAMES, 1)
    whole = parse(write(tree), WIDE)
    costs = [evaluate(Expression(part), values).cost for part in walk(tree)]
    assert max(costs) == evaluate(whole, values).cost
    longer = parse(f"({write(tree)}) + 1", WIDE)
    assert evaluate(longer, values).cost > evaluate(whole, values).cost


# Hostile texts.

SEEDS = [
    "arrondi(100 * réponses / effectif ; 1)",
    'si(forme dans ["association" ; « scic »] et effectif ≥ 10 ; 15 % ; 0,5)',
    "non (a < 1 ou activités contient \"x\") et manque(b)",
    "somme([1 ; 2 500,75] ; -a) - moyenne(b ; c) / (d - d)",
    "profil.taille ≠ 3 et max(a ; b) = min(a ; b)",
]  # fmt: skip
PIECES = [
    *"()[];,.%+-*/=<>≤≥≠«»\"“”'!&|^{}#$\\@~`?:_ \t\n\u00a0\u200b\u202e\x00é\u0301İßﬁ٣²𝟙9",
    "et", "ou", "non", "si(", "min(", "999999999999", "1e9", "0x1", "__import__", "import os", "lambda",
    "a.b.c", "a..b", "((((((((", "- - - -", "non non non", "\ud800", "vrai", "faux", " ; ", "manque(",
]  # fmt: skip
VALUES = {
    "a": 1, "b": None, "c": Decimal("2.5"), "d": 0, "réponses": 3, "effectif": 4, "forme": "scic",
    "activités": ["x", None], "profil.taille": True,
}  # fmt: skip


def mutate(source: random.Random) -> str:
    text = source.choice(SEEDS)
    for _ in range(source.randrange(1, 8)):
        start = source.randrange(len(text) + 1)
        end = min(len(text), start + source.randrange(0, 6))
        gesture = source.randrange(4)
        if gesture == 0:
            text = text[:start] + text[end:]
        elif gesture == 1:
            text = text[:start] + source.choice(PIECES) + text[end:]
        elif gesture == 2:
            text = text[:start] + source.choice(SEEDS)[: source.randrange(30)] + text[start:]
        else:
            text = text[:start] + text[start:end] * source.randrange(1, 60) + text[end:]
    return text


def survive(text: str) -> str:
    """Run everything on a text; anything but a result or the one typed error fails. Says how it went."""
    try:
        expression = parse(text)
    except ExpressionError as error:
        check_error(error, text)
        return "refused"
    assert expression.size <= USUAL_LIMITS.parts
    assert parse(write(expression), WIDE) == expression
    for problem in check(expression, dict.fromkeys(VALUES)):
        show_place(text, problem.span)
    try:
        result = evaluate(expression, VALUES)
    except ExpressionError as error:
        check_error(error, text)
        return "ill-typed"
    assert result.cost <= USUAL_LIMITS.cost
    assert result.known != bool(result.missing or result.problems)
    assert set(result.missing) <= set(expression.names)
    return "computed"


def check_error(error: ExpressionError, text: str) -> None:
    assert str(error) == error.message.template % error.params
    assert 0 <= error.offset <= len(text)
    assert error.length >= 1
    excerpt, carets = error.show_place().split("\n")
    assert len(excerpt) <= 60
    assert len(carets) <= 61


def test_ten_thousand_mutated_texts():
    source = random.Random(11)
    seen = [survive(mutate(source)) for _ in range(10_000)]
    # The three ends are really visited.
    assert min(seen.count(end) for end in ("refused", "ill-typed", "computed")) > 50


@settings(max_examples=800, deadline=None)
@given(text=st.text(max_size=120))
def test_random_texts(text):
    survive(text)


@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
def test_random_pieces(pieces):
    survive("".join(pieces))


@settings(max_examples=400, deadline=None)
@given(title=st.text(max_size=80), taken=st.sets(st.sampled_from(["valeur", "a", "valeur_2"])))
def test_a_name_can_be_made_from_any_title(title, taken):
    name = make_name(title, taken)
    assert refuse_name(name) is None
    assert name not in taken
    assert len(name) <= 40
    assert fold_name(name) == name
    assert parse(name).names == (name,)
