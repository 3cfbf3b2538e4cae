"""What something done elsewhere already answers, question by question: live, never copied.

A correspondence is not a conformity: a part that is covered need not be told twice, and nothing more.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState, OwnAnswerKind
from marchepied.apps.diagnosis.selectors.cycles import questions_of, referential_of
from marchepied.apps.diagnosis.selectors.elsewhere import counts_on, declared_of, spared_questions_of
from marchepied.apps.referentials.compute import GUIDE, read_network, read_parts, read_standards
from marchepied.engines.bridges import Carried, CarriedItem, Link, Source, State, carry_over
from marchepied.engines.bridges import Declared as Given
from marchepied.engines.referential import Part, Question, Standard, StandardItem, Text

HOPS = 2
"""Links in a row: straight to a question, or through one other standard, which is then named."""


class Reach(StrEnum):
    """How far a question is answered: every part of it, some, or none although it is spoken of."""

    WHOLE = "whole"
    PARTLY = "partly"
    TOUCHED = "touched"


@dataclass(frozen=True, slots=True)
class CreditSource:
    """One thing that speaks of a question: `parts` are those it answers; none when it only touches it.

    `topic` is the topic of the standard it goes through; a duty of the guide has none, and says in `part`
    what it answers. `path` are the correspondences that it follows, each with its reason, none for a duty;
    where there are two, `through` is the standard between them.
    """

    declared: Any
    topic: StandardItem | None = None
    parts: tuple[Part, ...] = ()
    part: Text | None = None
    path: tuple[Link, ...] = ()
    through: Standard | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """What is already answered of a question, by what, and what remains.

    `clashes` when the organisation's own answer says less than what was done elsewhere says, and
    `clashes_decided` when what it agreed in the room does, `decided` then being the level agreed: both sides
    are shown, neither is hidden.
    """

    question: Question
    reach: Reach
    sources: tuple[CreditSource, ...]
    covered: tuple[Part, ...]
    remaining: tuple[Part, ...]
    clashes: bool = False
    clashes_decided: bool = False
    decided: Text | None = None

    @property
    def answering(self) -> tuple[CreditSource, ...]:
        """The sources that answer a part at least."""
        return tuple(source for source in self.sources if source.parts)


@dataclass(frozen=True, slots=True)
class Spoken:
    """How many questions something would answer whole, in part, and only touch."""

    whole: int
    partly: int
    touched: int


def credits_of(
    questions: Iterable[Question],
    declared: Sequence[Any],
    *,
    answers: Mapping[str, Any] | None = None,
    decided: Mapping[str, Any] | None = None,
    today: date | None = None,
) -> dict[str, Credit]:
    """What these declarations answer of these questions, by question id; a question without any is left out.

    Only those that count on `today` (now by default) are carried. `answers` are the organisation's own ones,
    `decided` what it agreed in the room, by question id: one that says less than what is declared clashes.
    No query.
    """
    today = today or timezone.localdate()
    valid = [row for row in declared if counts_on(row, today)]
    if not valid:
        return {}
    by_item = _rows_by_item(valid)
    given = [Given(item, 1.0, 1.0) for item in by_item]
    carried = carry_over(read_network(), given, max_hops=HOPS)
    asked = list(questions)
    against = _carry_beside(given, _values(asked, answers or {}, _value))
    decision = _carry_beside(given, _values(asked, decided or {}, _decided_value))
    found = (_credit(question, carried, by_item, valid) for question in asked)
    return {
        credit.question.id: _with_clashes(credit, against, decision, decided or {})
        for credit in found
        if credit is not None
    }


def read_cycle_credits(cycle: Any, answers: Mapping[str, Any] | None = None) -> dict[str, Credit]:
    """The credits of all the questions of a cycle, those set apart among them (one query)."""
    return credits_of(
        [*questions_of(cycle), *spared_questions_of(cycle)], declared_of(cycle.organisation), answers=answers
    )


def covered_ids_of(cycle: Any) -> set[str]:
    """The questions of a cycle, asked or set apart, of which nothing remains to be told."""
    found = read_cycle_credits(cycle)
    return {name for name, credit in found.items() if credit.reach is Reach.WHOLE}


def ask_ended_again(cycle: Any) -> None:
    """Make this record of a running cycle ask what was set apart and is answered whole no longer.

    A certificate that ends is so felt at once, on every page; nothing is written, the daily upkeep does that.
    One query, none for a cycle that set no question apart.
    """
    if cycle.state != CycleState.RUNNING or not cycle.spares_covered or not cycle.spared_ids:
        return
    back = set(cycle.spared_ids) - covered_ids_of(cycle)
    if back:
        held = {*cycle.question_ids, *back}
        cycle.question_ids = [q.id for q in referential_of(cycle).walk_questions() if q.id in held]
        cycle.spared_ids = [name for name in cycle.spared_ids if name not in back]


def count_spoken(standard_id: str, questions: Iterable[Question]) -> Spoken:
    """What a standard, satisfied as a whole, would answer of these questions. No query."""
    reached = [reach for question in questions if (reach := _reach(standard_id).get(question.id))]
    return Spoken(*(reached.count(reach) for reach in (Reach.WHOLE, Reach.PARTLY, Reach.TOUCHED)))


@cache
def _reach(standard_id: str) -> Mapping[str, Reach]:
    """How far each question of the guide is answered by a whole standard; read once a process."""
    standard = read_standards()[standard_id]
    given = [Given(f"{standard_id}:{item.id}", 1.0, 1.0) for item in standard.leaves]
    carried = carry_over(read_network(), given, max_hops=HOPS)
    states = {name: carried.state(f"{GUIDE}:{name}") for name in read_parts().parts}
    return {name: _REACHES[state] for name, state in states.items() if state in _REACHES}


_REACHES = {State.COVERED: Reach.WHOLE, State.PARTLY: Reach.PARTLY, State.TOUCHED: Reach.TOUCHED}


def _rows_by_item(valid: Iterable[Any]) -> dict[str, list[Any]]:
    """{topic of a standard, as the bridges name it: the declarations that satisfy it}."""
    found: dict[str, list[Any]] = {}
    for row in valid:
        standard = read_standards().get(row.standard_id)
        for item in standard.leaves if standard else ():
            if not row.item_ids or item.id in row.item_ids:
                found.setdefault(f"{row.standard_id}:{item.id}", []).append(row)
    return found


def _credit(
    question: Question, carried: Carried, by_item: Mapping[str, list[Any]], valid: Sequence[Any]
) -> Credit | None:
    sources = _list_duties(question, valid)
    named = read_parts().parts.get(question.id, ())
    covered: tuple[Part, ...] = ()
    if named:
        item = carried[f"{GUIDE}:{question.id}"]
        sources = [*_list_sources(carried, item, named, by_item), *sources]
        full = {part.part for part in item.parts if part.state is State.COVERED}
        covered = tuple(part for part in named if part.id in full)
    if not sources:
        return None
    remaining = tuple(part for part in named if part not in covered)
    reach = Reach.TOUCHED if not covered else Reach.PARTLY if remaining else Reach.WHOLE
    return Credit(question, reach, tuple(sources), covered, remaining)


def _list_sources(
    carried: Carried, item: CarriedItem, named: Sequence[Part], by_item: Mapping[str, list[Any]]
) -> list[CreditSource]:
    return [
        CreditSource(
            declared=row,
            topic=_find_topic(source.item),
            parts=tuple(part for part in named if part.id in source.parts and _covers(carried, source)),
            path=source.path,
            through=_find_between(source),
        )
        for source in item.sources
        for row in by_item.get(source.item, ())
    ]


def _covers(carried: Carried, source: Source) -> bool:
    """Every link states what it covers, and what stands between is itself answered whole."""
    between = source.path[1:]
    return (
        bool(source.path)
        and all(link.covers for link in source.path)
        and all(carried.state(link.source) is State.COVERED for link in between)
    )


def _find_between(source: Source) -> Standard | None:
    """The standard between what was declared and the question; None where the way is direct."""
    if len(source.path) < HOPS:
        return None
    return read_standards()[source.path[-1].source.partition(":")[0]]


def _find_topic(item: str) -> StandardItem | None:
    standard_id, _colon, item_id = item.partition(":")
    return read_standards()[standard_id].find(item_id)


def _list_duties(question: Question, valid: Sequence[Any]) -> list[CreditSource]:
    """What the law or custom asks touches a question: the guide says which part, in words that vary."""
    return [
        CreditSource(declared=row, part=answered.part)
        for row in valid
        for answered in question.answered_by
        if row.duty_id and answered.duty == row.duty_id
    ]


def _values(
    questions: Iterable[Question], said: Mapping[str, Any], read: Callable[[Question, Any], Given | None]
) -> list[Given]:
    """What was said of the questions that bridges know, between 0 and 1."""
    known = read_parts().parts
    return [
        value
        for question in questions
        if question.id in known and question.id in said and (value := read(question, said[question.id]))
    ]


def _carry_beside(given: Sequence[Given], own: Sequence[Given]) -> Carried | None:
    """What was declared, with what the organisation says itself beside; None when it says nothing."""
    return carry_over(read_network(), [*given, *own], max_hops=HOPS) if own else None


def _value(question: Question, answer: Any) -> Given | None:
    """An answer between 0 and 1; None for one without a level: it says nothing that could clash."""
    if answer is None or answer.kind not in {OwnAnswerKind.LEVEL, OwnAnswerKind.NOT_CONCERNED}:
        return None
    if answer.level is None:
        return Given(f"{GUIDE}:{question.id}", applicable=False)
    return _share(question, answer.level)


def _decided_value(question: Question, position: Any) -> Given | None:
    """What was agreed in the room, between 0 and 1; None where it has no level."""
    return None if position.level is None else _share(question, position.level)


def _share(question: Question, level: int) -> Given:
    share = min((level - 1) / (max(len(question.levels), 2) - 1), 1.0)
    return Given(f"{GUIDE}:{question.id}", share, share)


def _with_clashes(
    credit: Credit, against: Carried | None, decision: Carried | None, decided: Mapping[str, Any]
) -> Credit:
    if not _clashes(credit, decision):
        return replace(credit, clashes=_clashes(credit, against))
    level = decided[credit.question.id].level
    words = (each.description for each in credit.question.levels if each.number == level)
    return replace(credit, clashes=_clashes(credit, against), clashes_decided=True, decided=next(words, None))


def _clashes(credit: Credit, against: Carried | None) -> bool:
    if against is None or not credit.covered:
        return False
    name = f"{GUIDE}:{credit.question.id}"
    return name in against.declared and bool(against[name].contradictions)
