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
from ._evaluation import Result, Value, evaluate
from ._limits import USUAL_LIMITS, Limits
from ._messages import MESSAGES, ExpressionError, Message, Problem, Span, show_place
from ._names import RESERVED, find_close, fold_name, make_name, refuse_name
from ._parsing import parse
from ._tree import Expression, Kind
from ._writing import write, write_decimal, write_value

__all__ = [
    "MESSAGES",
    "RESERVED",
    "USUAL_LIMITS",
    "Expression",
    "ExpressionError",
    "Kind",
    "Limits",
    "Message",
    "Problem",
    "Result",
    "Span",
    "Value",
    "check",
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
