"""Which questions are asked, given what was answered on the pages before."""

from collections.abc import Mapping, Sequence

from marchepied.engines.expressions import ExpressionError, Kind, Value, check, evaluate, parse

from ._questions import MATRIX, MULTIPLE, NUMBER, RANKING, SCALE, SINGLE, Fault, Question

# What a name is worth in a condition: the rank of the choice, the number, or the ranks ticked.
_KINDS = {SCALE: Kind.NUMBER, SINGLE: Kind.NUMBER, NUMBER: Kind.NUMBER, MULTIPLE: Kind.LIST}


def names_before(questions: Sequence[Question], page: int) -> dict[str, Kind | None]:
    """The names that a condition of this page may use, with their kinds.

    A scale or a single choice is worth the rank of the choice from 1, a number itself, a multiple choice the
    list of the ranks ticked; a line of a matrix or of a ranking (« q5_2 ») its rank.
    """
    known: dict[str, Kind | None] = {}
    for question in questions:
        if question.page >= page:
            continue
        if question.kind in {MATRIX, RANKING}:
            known |= {item.id.replace(".", "_"): Kind.NUMBER for item in question.items}
        elif question.kind in _KINDS:
            known[question.id] = _KINDS[question.kind]
    return known


def check_conditions(questions: Sequence[Question]) -> tuple[Fault, ...]:
    """Conditions that cannot be read, or that speak of something else than an earlier page (`condition`)."""
    faults = []
    for question in questions:
        if not question.when:
            continue
        try:
            expression = parse(question.when)
        except ExpressionError:
            faults.append(Fault("condition", question.id, {"condition": question.when}))
            continue
        if check(expression, names_before(questions, question.page), Kind.TRUTH):
            faults.append(Fault("condition", question.id, {"condition": question.when}))
    return tuple(faults)


def find_asked(
    questions: Sequence[Question], levels: Mapping[str, int], numbers: Mapping[str, Value]
) -> set[str]:
    """The ids of the questions that are asked.

    `levels` is {item id: rank chosen}, 2 for a choice ticked in a multiple choice; `numbers` the numbers
    typed, by question. An answer to a question that is not asked itself counts for nothing. A condition
    that cannot be known, because nothing was answered, does not ask.
    """
    asked: set[str] = set()
    values: dict[str, Value] = {}
    for question in questions:
        if question.when and not _holds(question.when, values):
            continue
        asked.add(question.id)
        _learn(question, levels, numbers, values)
    return asked


def _learn(
    question: Question, levels: Mapping[str, int], numbers: Mapping[str, Value], values: dict[str, Value]
) -> None:
    if question.kind == NUMBER and question.id in numbers:
        values[question.id] = numbers[question.id]
    elif question.kind == MULTIPLE:
        if any(item.id in levels for item in question.items):
            values[question.id] = [item.part for item in question.items if levels.get(item.id) == 2]
    else:
        for item in question.items:
            if item.id in levels:
                values[item.id.replace(".", "_")] = levels[item.id]


def _holds(condition: str, values: Mapping[str, Value]) -> bool:
    try:
        return evaluate(parse(condition), values).value is True
    except ExpressionError:
        return False
