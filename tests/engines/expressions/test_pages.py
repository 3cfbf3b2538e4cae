"""The formulas, results and limits that the pages show are computed here."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from marchepied.engines.expressions import Limits, evaluate, parse, write_value
from marchepied.engines.expressions._names import ENGLISH, FUNCTIONS
from tests.engines.worked_examples import read_numbers

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = (ROOT / "docs/reference/expressions.md").read_text()
METHOD = (ROOT / "docs/methods/expressions.md").read_text()


def read_rows() -> list[tuple[str, str, str]]:
    table = REFERENCE.split("<!-- formulas -->\n", 1)[1].split("\n\n", 1)[0]
    rows = [line.strip("|").split("|") for line in table.splitlines()[2:]]
    return [(formula.strip(" `"), values.strip(), result.strip()) for formula, values, result in rows]


@pytest.mark.parametrize(("formula", "given", "result"), read_rows())
def test_the_examples_of_the_reference(formula, given, result):
    values = {}
    for pair in given.split(" ; "):
        name, value = pair.split(" = ")
        values[name] = value.strip('"') if '"' in value else Decimal(value.replace(",", "."))
    assert write_value(evaluate(parse(formula), values).value) == result


def test_the_worked_example_of_the_method():
    answered, size, places, result = (
        Decimal(n.replace(",", ".")) for n in (*read_numbers("expressions.md", "rate")[:2], "1", "64.6")
    )
    assert places == 1
    formula = parse("arrondi(100 * réponses / effectif ; 1)")
    assert evaluate(formula, {"réponses": answered, "effectif": size}).value == result


def test_the_limits_shown_are_the_limits_kept():
    shown = [
        int(re.sub(r"\D", "", row.rpartition("|")[0].rpartition("|")[2]))
        for row in METHOD.split("## Limites de taille")[1].split("## Exemple")[0].strip().splitlines()[2:-1]
    ]
    limits = Limits()
    assert shown == [
        limits.length, limits.depth, limits.parts, limits.digits, limits.name, limits.text, limits.items,
        limits.cost,
    ]  # fmt: skip


def test_every_word_of_the_language_is_in_the_reference():
    words = set(FUNCTIONS.values()) | set(ENGLISH) | set(ENGLISH.values())
    assert {word for word in words if not re.search(rf"`[^`]*\b{word}\b[^`]*`", REFERENCE)} == set()
