"""`marchepied expressions`: read a formula, check it, compute it, without a database."""

import argparse
import sys
from collections.abc import Sequence

from ._evaluation import Result, evaluate
from ._messages import ExpressionError, Problem, show_place
from ._parsing import parse
from ._tree import Expression
from ._writing import write, write_value

DONE, REFUSED, MISUSED = 0, 1, 2


def run(arguments: Sequence[str]) -> int:
    """Run the command on its arguments (without `marchepied expressions`) and return the exit code.

    0: a value was found; 1: the formula is refused or its value is not known, and the error output says
    why; 2: wrong options.
    """
    parser = argparse.ArgumentParser(prog="marchepied expressions", description="Calcule une formule.")
    parser.add_argument("formule", help="par exemple « 100 * réponses / effectif »")
    parser.add_argument("--values", nargs="*", default=[], metavar="NOM=VALEUR", help="valeurs des noms")
    options = parser.parse_args(list(arguments))
    values = {}
    for pair in options.values:
        name, equals, value = pair.partition("=")
        if not equals:
            sys.stderr.write(f"« {pair} » : écrivez un nom, le signe = et une valeur.\n")
            return MISUSED
        values[name.strip()] = value
    try:
        return _compute(options.formule, values)
    except ExpressionError as error:
        sys.stderr.write(f"{error}\n{error.show_place()}\n")
        return REFUSED


def _compute(text: str, values: dict[str, str]) -> int:
    expression = parse(text)
    given = {name: evaluate(_read_value(value), {}).value for name, value in values.items()}
    result = evaluate(expression, given)
    if result.known:
        sys.stdout.write(f"{write_value(result.value)}\n")
        return DONE
    sys.stderr.write(_explain(expression, result))
    return REFUSED


def _read_value(value: str) -> Expression:
    """What was given for a name: a value of the language, or else the text itself."""
    try:
        expression = parse(value)
    except ExpressionError:
        return parse(write_value(value))
    return parse(write_value(value)) if expression.names else expression


def _explain(expression: Expression, result: Result) -> str:
    lines = [f"Il manque : {', '.join(result.missing)}."] if result.missing else []
    lines += [_place(expression, problem) for problem in result.problems]
    return "\n".join([f"{write(expression)} : pas de valeur.", *lines, ""])


def _place(expression: Expression, problem: Problem) -> str:
    return f"{problem}\n{show_place(expression.text, problem.span)}"
