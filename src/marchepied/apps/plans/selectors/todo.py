"""Everything that waits for the organisation, in one list, sorted by what matters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.deliberation.enums import Phase
from marchepied.apps.deliberation.rules import is_late as is_topic_late
from marchepied.apps.deliberation.rules import last_day
from marchepied.apps.deliberation.selectors.topics import topics_of
from marchepied.apps.listening.enums import IdeaState, RegisterKind, Visibility
from marchepied.apps.listening.selectors import registers_of
from marchepied.apps.listening.selectors.complaints import EVERYTHING, ComplaintLine, list_complaints
from marchepied.apps.listening.selectors.ideas import IdeaLine, read_box
from marchepied.apps.listening.selectors.surveys.waiting import SurveyWait, surveys_waiting
from marchepied.apps.participation.selectors.open_calls import round_owes_reply
from marchepied.apps.plans.enums import TodoKind, TodoWeight
from marchepied.apps.plans.selectors.listening import actions_from
from marchepied.apps.plans.selectors.plan import late_actions
from marchepied.apps.plans.selectors.reviews import next_review_on, reviews_of

MATTERING = 3
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Todo:
    """One thing that waits: what it is, on which row, by when, and whether the plan holds it already.

    `row` is a complaint, an idea, a survey, a topic, an action or a cycle; `n` counts where several are said
    at once.
    """

    kind: TodoKind
    weight: TodoWeight
    row: Any
    due_on: date | None = None
    n: int = 1
    in_plan: bool = False

    @property
    def may_become_action(self) -> bool:
        """Whether one gesture puts it in the plan: what people wrote, and that no action came from yet."""
        return self.kind in FROM_PEOPLE and not self.in_plan


COMPLAINT_KINDS = (
    TodoKind.DANGER, TodoKind.COMPLAINT_REPLY, TodoKind.ACKNOWLEDGE, TodoKind.ANSWER, TodoKind.CLOSE,
)  # fmt: skip
IDEA_KINDS = (TodoKind.IDEA_READ, TodoKind.IDEA_REPLY, TodoKind.IDEA_DECIDE)
FROM_PEOPLE = frozenset({*COMPLAINT_KINDS, *IDEA_KINDS} - {TodoKind.CLOSE, TodoKind.IDEA_READ})


def read_todo(organisation: Any, cycle: Any, today: date | None = None) -> list[Todo]:
    """All that waits, what matters most first (fourteen queries at most, whatever waits).

    `cycle` is the one whose plan is shown, or None. First what may hurt somebody, then promises to people
    that are past, then words owed to somebody who wrote, then work that is past its day, then what has just
    come, then what comes within a week or has no day.
    """
    day = today or timezone.localdate()
    found = [
        *_from_registers(organisation),
        *_from_surveys(organisation, day),
        *_from_topics(organisation, day),
        *(_from_cycle(cycle, day) if cycle is not None else ()),
    ]
    return sorted(found, key=_rank)


def _rank(one: Todo) -> tuple[Any, ...]:
    """What went wrong comes before what could be better, then the oldest day."""
    well = one.kind not in COMPLAINT_KINDS
    return one.weight, well, one.due_on or date.max, str(one.kind), str(one.row.pk)


def _from_registers(organisation: Any) -> Iterable[Todo]:
    registers = registers_of(organisation)
    complaints, ideas = registers.get(RegisterKind.COMPLAINTS), registers.get(RegisterKind.IDEAS)
    if complaints is not None:
        lines: Sequence[ComplaintLine] = list_complaints(complaints, EVERYTHING).lines
        taken = actions_from([line.complaint for line in lines])
        yield from (one for line in lines if (one := _tell_complaint(line, line.complaint.pk in taken)))
    if ideas is not None:
        rows: Sequence[IdeaLine] = read_box(ideas).lines
        kept = actions_from([line.idea for line in rows])
        yield from (one for line in rows if (one := _tell_idea(line, line.idea.pk in kept)))


def _tell_complaint(line: ComplaintLine, in_plan: bool) -> Todo | None:
    row = line.complaint
    if line.next_step == "acknowledge" and row.urgent:
        return Todo(TodoKind.DANGER, TodoWeight.DANGER, row, line.due_on, in_plan=in_plan)
    if row.author_waits and not line.late:
        return Todo(TodoKind.COMPLAINT_REPLY, TodoWeight.OWED, row, line.due_on, in_plan=in_plan)
    steps = {"acknowledge": TodoKind.ACKNOWLEDGE, "answer": TodoKind.ANSWER, "close": TodoKind.CLOSE}
    kind = steps.get(line.next_step)
    if kind is None:
        return None
    weight = TodoWeight.NEW if kind == TodoKind.ACKNOWLEDGE else TodoWeight.COMING
    return Todo(kind, TodoWeight.PROMISED if line.late else weight, row, line.due_on, in_plan=in_plan)


def _tell_idea(line: IdeaLine, in_plan: bool) -> Todo | None:
    row = line.idea
    if row.merged_into_id is not None or row.visibility == Visibility.REFUSED:
        return None
    if row.author_waits or row.needs_word:
        return Todo(TodoKind.IDEA_REPLY, TodoWeight.OWED, row, in_plan=in_plan)
    if row.visibility == Visibility.WAITING:
        weight = TodoWeight.PROMISED if line.late else TodoWeight.NEW
        return Todo(TodoKind.IDEA_READ, weight, row, row.answer_by, in_plan=in_plan)
    if row.state in (IdeaState.RECEIVED, IdeaState.DISCUSSED):
        weight = TodoWeight.PROMISED if line.late else TodoWeight.COMING
        return Todo(TodoKind.IDEA_DECIDE, weight, row, row.answer_by, in_plan=in_plan)
    return None


def _from_surveys(organisation: Any, today: date) -> Iterable[Todo]:
    """What ends within a week, what may be closed, and answers of which nobody said what became."""
    for wait, survey in surveys_waiting(organisation, today, today + SOON):
        kind, weight = _SURVEYS[wait]
        ends = None if wait == SurveyWait.REPLY else survey.closes_on
        yield Todo(kind, weight, survey, ends)


_SURVEYS = {
    SurveyWait.ENDS: (TodoKind.SURVEY_ENDS, TodoWeight.COMING),
    SurveyWait.FULL: (TodoKind.SURVEY_CLOSE, TodoWeight.NEW),
    SurveyWait.LATE: (TodoKind.SURVEY_CLOSE, TodoWeight.PAST),
    SurveyWait.REPLY: (TodoKind.SURVEY_REPLY, TodoWeight.OWED),
}


def _from_topics(organisation: Any, today: date) -> Iterable[Todo]:
    for topic in topics_of(organisation):
        waiting = getattr(topic, "to_read", 0)
        if waiting:
            yield Todo(TodoKind.STATEMENTS, TodoWeight.NEW, topic, n=waiting)
        ends = last_day(topic) if topic.phase not in (Phase.DRAFT, Phase.DONE) else None
        if ends is not None and ends <= today + SOON:
            weight = TodoWeight.PAST if is_topic_late(topic, today) else TodoWeight.COMING
            yield Todo(TodoKind.TOPIC, weight, topic, ends)


def _from_cycle(cycle: Any, today: date) -> Iterable[Todo]:
    for action in late_actions(cycle):
        yield Todo(TodoKind.ACTION, TodoWeight.PAST, action, action.due_on, in_plan=True)
    review = next_review_on(reviews_of(cycle))
    if review is not None and review <= today + SOON:
        weight = TodoWeight.PAST if review < today else TodoWeight.COMING
        yield Todo(TodoKind.REVIEW, weight, cycle, review)
    if cycle.round_id is not None and round_owes_reply(cycle.round):
        yield Todo(TodoKind.ROUND_REPLY, TodoWeight.OWED, cycle)


def pick_mattering(todo: Sequence[Todo]) -> list[Todo]:
    """The three that matter most, of kinds that differ where possible: one does not hide all the others."""
    first: list[Todo] = []
    for one in todo:
        if len(first) < MATTERING and one.kind not in {kept.kind for kept in first}:
            first.append(one)
    rest = [one for one in todo if one not in first]
    return sorted([*first, *rest[: MATTERING - len(first)]], key=list(todo).index)
