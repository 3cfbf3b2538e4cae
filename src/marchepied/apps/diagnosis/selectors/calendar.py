"""The dates and minutes of the steps, planned backwards from the assembly.

The intervals are ours: the guide says the order, not the pace. Twenty weeks leave each group three weeks to
answer, two weeks between what they said and the meeting, and the staff told three weeks before the assembly.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from marchepied.apps.diagnosis.enums import Path, StepKey

# Days before the assembly, in the order people live the steps.
DAYS_BEFORE: dict[StepKey, int] = {
    StepKey.SCOPE: 140,
    StepKey.TAKE_STOCK: 126,
    StepKey.COLLECT: 105,
    StepKey.CROSS: 70,
    StepKey.WORKSHOP: 56,
    StepKey.PLAN: 42,
    StepKey.STAFF: 21,
    StepKey.ASSEMBLY: 0,
}
WHOLE_CALENDAR = DAYS_BEFORE[StepKey.SCOPE]
# Round the table: everybody reads the sheet a week before, and the actions are chosen in the meeting itself.
DAYS_BEFORE_TABLE: dict[StepKey, int] = {
    StepKey.TAKE_STOCK: 28,
    StepKey.WORKSHOP: 21,
    StepKey.PLAN: 21,
    StepKey.ASSEMBLY: 0,
}
TABLE_CALENDAR = DAYS_BEFORE_TABLE[StepKey.TAKE_STOCK]
# Under three weeks, groups cannot be called, answer and be heard: these steps get no date.
TOO_SHORT = 21
WITH_OTHERS = frozenset({StepKey.COLLECT, StepKey.CROSS})

MINUTES: dict[StepKey, int] = {
    StepKey.SCOPE: 10,
    StepKey.COLLECT: 20,
    StepKey.CROSS: 15,
    StepKey.WORKSHOP: 120,
    StepKey.PLAN: 45,
    StepKey.STAFF: 10,
    StepKey.ASSEMBLY: 30,
}
MINUTES_PER_QUESTION = 2
MINUTES_TABLE: dict[StepKey, int] = {StepKey.TAKE_STOCK: 10, StepKey.PLAN: 20, StepKey.ASSEMBLY: 10}
# Welcoming, then ten minutes to read a question aloud, talk about it and agree.
MINUTES_OPENING, MINUTES_PER_TALK = 10, 10


@dataclass(frozen=True)
class PlannedStep:
    """A step as planned: `on` is None when time is too short for it."""

    key: StepKey
    on: date | None
    minutes: int


def keys_of(path: str) -> tuple[StepKey, ...]:
    """The steps of a path, in order: all eight with groups, four round a table."""
    return tuple(DAYS_BEFORE_TABLE if path == Path.TABLE else DAYS_BEFORE)


def plan_steps(
    *, today: date, assembly_on: date | None, n_questions: int, path: str = Path.GROUPS
) -> list[PlannedStep]:
    """The eight steps with their dates and minutes; those that the path does not take have no date.

    With an assembly at least twenty weeks away, each step keeps its usual distance before it; nearer, the
    distances shrink in proportion, so that nothing falls before today. Under three weeks the steps that
    need other people get no date. An assembly today or past: only its own date is kept. Without an
    assembly the same intervals run forwards from today.
    """
    return [
        PlannedStep(key, _date_of(key, today, assembly_on, path), minutes_of(key, n_questions, path))
        for key in StepKey
    ]


def minutes_of(key: StepKey, n_questions: int, path: str = Path.GROUPS) -> int:
    """Minutes to announce for a step.

    Taking stock alone takes two minutes a question, at least ten; round a table, ten minutes a question.
    """
    if path == Path.TABLE and key == StepKey.WORKSHOP:
        return MINUTES_OPENING + n_questions * MINUTES_PER_TALK
    if path == Path.TABLE and key in MINUTES_TABLE:
        return MINUTES_TABLE[key]
    if key == StepKey.TAKE_STOCK:
        return max(10, -(-n_questions * MINUTES_PER_QUESTION // 5) * 5)
    return MINUTES[key]


def _date_of(key: StepKey, today: date, assembly_on: date | None, path: str) -> date | None:
    table = path == Path.TABLE
    distances, whole = (DAYS_BEFORE_TABLE, TABLE_CALENDAR) if table else (DAYS_BEFORE, WHOLE_CALENDAR)
    if key not in distances:
        return None
    before = distances[key]
    if assembly_on is None:
        return today + timedelta(days=whole - before)
    if key == StepKey.ASSEMBLY:
        return assembly_on
    available = (assembly_on - today).days
    if available <= 0 or (available < TOO_SHORT and key in WITH_OTHERS):
        return None
    if available < whole:
        before = before * available // whole
    return assembly_on - timedelta(days=before)
