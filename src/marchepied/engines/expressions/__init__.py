"""One small language for formulas and conditions: read, checked, computed, written; bounded everywhere.

>>> formula = parse("arrondi(100 * réponses / effectif ; 1)")
>>> formula.names
('réponses', 'effectif')
>>> str(evaluate(formula, {"réponses": 31, "effectif": 48}).value)
'64.6'
>>> evaluate(formula, {"réponses": 31}).missing
('effectif',)
"""

from ._checking import check
from ._evaluation import Result, evaluate
from ._limits import USUAL_LIMITS, Limits
from ._messages import MESSAGES, ExpressionError, Message, Problem, Span, show_place
from ._names import RESERVED, find_close, fold_name, make_name, refuse_name
from ._parsing import parse
from ._terms import Term, bind, conjoin
from ._tree import (
    Call,
    Chain,
    Comparison,
    Expression,
    Function,
    Kind,
    ListOf,
    Name,
    Negation,
    Node,
    Number,
    Sign,
    TextValue,
    Truth,
)
from ._values import Between, Value
from ._writing import write, write_decimal, write_value

__all__ = [
    "MESSAGES",
    "RESERVED",
    "USUAL_LIMITS",
    "Between",
    "Call",
    "Chain",
    "Comparison",
    "Expression",
    "ExpressionError",
    "Function",
    "Kind",
    "Limits",
    "ListOf",
    "Message",
    "Name",
    "Negation",
    "Node",
    "Number",
    "Problem",
    "Result",
    "Sign",
    "Span",
    "Term",
    "TextValue",
    "Truth",
    "Value",
    "bind",
    "check",
    "conjoin",
    "evaluate",
    "find_close",
    "fold_name",
    "make_name",
    "parse",
    "refuse_name",
    "show_place",
    "write",
    "write_decimal",
    "write_value",
]
