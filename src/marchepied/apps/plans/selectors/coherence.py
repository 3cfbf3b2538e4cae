"""Reads of coherence: what the organisation exists for and does, and what serves it this year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.positions import add_served, positions_of
from marchepied.apps.organisations.selectors import Project, project_of, vocabulary_of
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.selectors.plan import plan_cycle
from marchepied.engines.referential import Question, WordedQuestion, word_question


@dataclass(frozen=True, slots=True)
class Decided:
    """What was agreed on a question: the question as it was asked, and what was agreed in words."""

    position: Any
    question: str
    words: str


@dataclass(frozen=True, slots=True)
class ServedLine:
    """A purpose or an activity, what serves it this year, and the actions that do not (yet).

    `dropped` are actions that served it and were given up: they serve nothing any more.
    """

    line: Any
    actions: tuple[Action, ...]
    dropped: tuple[Action, ...]
    decisions: tuple[Decided, ...]
    others: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Coherence:
    """A project beside the plan of a cycle (None before any): what serves each line, what serves none.

    Only purposes say what an action or a decision is for: one that serves an activity alone is loose too.
    """

    cycle: Any
    project: Project
    purposes: tuple[ServedLine, ...]
    activities: tuple[ServedLine, ...]
    actions: tuple[Action, ...]
    loose_actions: tuple[Action, ...]
    decisions: tuple[Decided, ...]
    loose_decisions: tuple[Decided, ...]

    @property
    def served(self) -> list[ServedLine]:
        """The purposes that one action or more serves, done or under way."""
        return [purpose for purpose in self.purposes if purpose.actions]

    @property
    def only_decided(self) -> list[ServedLine]:
        """The purposes that a decision serves and no action."""
        return [purpose for purpose in self.purposes if purpose.decisions and not purpose.actions]

    @property
    def unserved(self) -> list[ServedLine]:
        """The purposes that nothing serves, neither action nor decision."""
        return [purpose for purpose in self.purposes if not purpose.decisions and not purpose.actions]


def read_coherence(organisation: Any) -> Coherence:
    """The coherence of the plan that is shown; nine queries at most, two of them for its cycle."""
    cycle, project = plan_cycle(organisation), project_of(organisation)
    if cycle is None:
        return compare_project(cycle, project, actions=(), positions={})
    cycle.organisation = organisation
    actions = list(Action.objects.filter(cycle=cycle).select_related("owner", "objective"))
    return compare_project(cycle, project, actions=actions, positions=positions_of(cycle))


def compare_project(
    cycle: Any, project: Project, *, actions: Sequence[Action], positions: Mapping[str, Any]
) -> Coherence:
    """A project beside the actions and the positions (by question) of a cycle; four queries at most.

    Purposes, activities, actions and decisions each stay in their own order; among the actions that could
    serve a line, those that serve no purpose come first.
    """
    add_served_actions(actions)
    dropped = [action for action in actions if action.state == ActionState.DROPPED]
    actions = [action for action in actions if action.state != ActionState.DROPPED]
    decisions = _tell_decisions(cycle, positions) if positions else []
    loose = [action for action in actions if not action.purposes.all()]
    others = [*loose, *(action for action in actions if action.purposes.all())]

    def serve(lines: Sequence[Any], relation: str) -> tuple[ServedLine, ...]:
        return tuple(
            ServedLine(
                line=line,
                actions=_serving(actions, relation, line),
                dropped=_serving(dropped, relation, line),
                decisions=tuple(one for one in decisions if _serving([one.position], relation, line)),
                others=tuple(one for one in others if line not in getattr(one, relation).all()),
            )
            for line in lines
        )

    return Coherence(
        cycle=cycle,
        project=project,
        purposes=serve(project.purposes, "purposes"),
        activities=serve(project.activities, "activities"),
        actions=tuple(actions),
        loose_actions=tuple(loose),
        decisions=tuple(decisions),
        loose_decisions=tuple(one for one in decisions if not one.position.purposes.all()),
    )


def add_served_actions(actions: Sequence[Action]) -> None:
    """Read at once the purposes and activities that these serve (two queries), onto the records."""
    prefetch_related_objects(actions, "purposes", "activities")


def _serving(rows: Iterable[Any], relation: str, line: Any) -> tuple[Any, ...]:
    return tuple(row for row in rows if line in getattr(row, relation).all())


def _tell_decisions(cycle: Any, positions: Mapping[str, Any]) -> list[Decided]:
    """What was agreed, in the order of the questions; one that the cycle no longer asks comes last."""
    add_served(list(positions.values()))
    language = get_language() or "fr"
    vocabulary = vocabulary_of(cycle.organisation, language)
    questions: dict[str, Question] = {question.id: question for question in questions_of(cycle)}
    asked = [key for key in questions if key in positions]
    told = [_tell(positions[key], word_question(questions[key], language, vocabulary)) for key in asked]
    return told + [Decided(row, "", row.words) for key, row in positions.items() if key not in questions]


def _tell(position: Any, question: WordedQuestion) -> Decided:
    level = next((choice.text for choice in question.choices if choice.level == position.level), "")
    return Decided(position, question.wording, position.words or level)
