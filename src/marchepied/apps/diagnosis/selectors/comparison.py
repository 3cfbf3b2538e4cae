"""What changed from one cycle to another: only where the questions are the same, in words, with intervals.

Everything about groups comes from what the two releases printed (docs/methods/changes.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from marchepied.apps.diagnosis.models import Cycle, OwnAnswer, Position, Release
from marchepied.apps.diagnosis.selectors.comparison_words import tell_change, tell_level_change
from marchepied.apps.diagnosis.selectors.crossed import in_language
from marchepied.apps.diagnosis.selectors.crossed_words import Scale, name_group, place_cell
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.sameness import asked_alike, texts_of_item
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.participation.selectors import calls_of
from marchepied.engines.privacy import PrintedCell
from marchepied.engines.referential import WordedQuestion, word_question
from marchepied.engines.stats import Difference, difference_interval

MOST_YEARS = 3


@dataclass(frozen=True)
class GroupYear:
    """What one group was shown to say one year: `place` in words; `high` of `rated` people above the middle.

    `high` and `rated` are None where the counts were not printed.
    """

    name: str
    place: str
    high: int | None
    rated: int | None


@dataclass(frozen=True)
class QuestionYear:
    """A question as one cycle lived it: what was agreed, what the organisation said, what groups said.

    `same` says whether its texts are those of the latest cycle; `level` is the one agreed, otherwise the
    organisation's own. `by_meeting` says which of the two.
    """

    cycle: Cycle
    asked: bool
    same: bool
    level: int | None
    said: str
    by_meeting: bool
    groups: tuple[GroupYear, ...]


@dataclass(frozen=True)
class GroupChange:
    """How one group's answers changed: `difference` is None where it is told in words only."""

    name: str
    sentence: str
    difference: Difference | None


@dataclass(frozen=True)
class ComparedQuestion:
    """A question of the latest cycle beside the earlier ones, the latest first."""

    id: str
    wording: str
    choices: tuple[str, ...]
    years: tuple[QuestionYear, ...]
    same: bool  # as in the cycle before
    before: tuple[str, tuple[str, ...]] | None  # (wording, answers) of the cycle before, where they differ
    step: int | None  # by how many answers what was agreed went up; None where it cannot be told
    position: str  # the same in a sentence; empty where it cannot be told
    groups: tuple[GroupChange, ...]

    @property
    def moved(self) -> bool:
        """Whether the meeting settled on another level than the time before."""
        return self.step not in {None, 0}

    @property
    def sentences(self) -> list[str]:
        """Everything that is told of the change, the meeting's first."""
        return [text for text in (self.position, *(group.sentence for group in self.groups)) if text]

    @property
    def certain(self) -> list[GroupChange]:
        """The groups of which something may be said to have changed."""
        return [group for group in self.groups if group.difference and group.difference.is_certain]


@dataclass(frozen=True)
class Comparison:
    """A cycle and those it goes on from, the latest first (three at most)."""

    cycles: tuple[Cycle, ...]
    questions: tuple[ComparedQuestion, ...]

    @property
    def changed_texts(self) -> list[ComparedQuestion]:
        return [question for question in self.questions if question.before]


def comparison_of(cycle: Cycle) -> Comparison | None:
    """The cycle beside the two before it at most; None when it follows none.

    Fourteen queries for two cycles, and the same whatever the questions and the groups.
    """
    cycles = _go_back(cycle)
    if len(cycles) == 1:
        return None
    years = [_Year(one) for one in cycles]
    latest = years[0]
    return Comparison(tuple(cycles), tuple(_compare(question, years) for question in latest.worded.values()))


def _go_back(cycle: Cycle) -> list[Cycle]:
    """The cycle, the one it follows, and so on; never twice the same."""
    cycles, current = [cycle], cycle
    while len(cycles) < MOST_YEARS and current.follows_id is not None:
        found = (
            Cycle.objects.select_related("round").filter(pk=current.follows_id).exclude(pk=cycle.pk).first()
        )
        if found is None:
            break
        found.organisation = cycle.organisation
        cycles.append(found)
        current = found
    return cycles


class _Year:
    """What one cycle has to say, read once."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        language = get_language() or "fr"
        words = vocabulary_of(cycle.organisation, language)
        self.worded = {
            question.id: word_question(question, language, words) for question in questions_of(cycle)
        }
        self.positions = {row.question_id: row for row in Position.objects.filter(cycle=cycle)}
        self.own = {row.question_id: row for row in OwnAnswer.objects.filter(cycle=cycle)}
        self.release = Release.objects.filter(cycle=cycle).first() if cycle.round else None

    @cached_property
    def items(self) -> dict[str, Mapping[str, Any]]:
        """The frozen items of the round by id; empty before any release."""
        round_: Any = self.cycle.round
        return {item["id"]: item for item in round_.form["items"]} if self._shown else {}

    @property
    def _shown(self) -> bool:
        return self.release is not None and self.cycle.round is not None

    @cached_property
    def colleges(self) -> dict[str, str]:
        """{id of a call: id of its group}, to know the same group from one year to the next."""
        round_: Any = self.cycle.round
        return {str(call.pk): str(call.college_id) for call in calls_of(round_)}

    @cached_property
    def called(self) -> dict[str, Mapping[str, Any]]:
        return {row["id"]: row for row in self.release.content["colleges"]} if self.release else {}

    @cached_property
    def cells(self) -> dict[str, dict[frozenset[str], PrintedCell]]:
        """{question: {groups counted together: what was printed of them}}"""
        if not self._shown or self.release is None:
            return {}
        return {row["id"]: self._cells_of(row) for row in self.release.content["questions"]}

    def _cells_of(self, row: Mapping[str, Any]) -> dict[frozenset[str], PrintedCell]:
        cells = [PrintedCell.from_dict(cell) for cell in row["printed"]["cells"]]
        return {frozenset(self.colleges.get(call, call) for call in cell.colleges): cell for cell in cells}

    def name(self, cell: PrintedCell) -> str:
        return name_group(cell.colleges, {key: row["name"] for key, row in self.called.items()})

    def place(self, question_id: str, cell: PrintedCell) -> str:
        item = self.items[question_id]
        choices = tuple(in_language(choice) for choice in item["choices"])
        scale = Scale(choices, in_language(item["ends"]["low"]), in_language(item["ends"]["high"]))
        return place_cell(cell, scale)

    def population(self, cell: PrintedCell) -> int | None:
        """The head-count of the group, where it is known and everybody who answered chose a level."""
        counts = [self.called.get(call, {}).get("expected") for call in cell.colleges]
        known = [count for count in counts if count]
        rated = sum(cell.levels or ())
        if len(known) < len(counts) or cell.dont_know or cell.not_concerned or sum(known) < rated:
            return None
        return sum(known)


def _compare(question: WordedQuestion, years: Sequence[_Year]) -> ComparedQuestion:
    latest, before = years[0], years[1]
    same = _is_same(question.id, before, latest)
    known = before.worded.get(question.id)
    return ComparedQuestion(
        id=question.id,
        wording=question.wording,
        choices=_choices_of(question, latest),
        years=tuple(_read_year(question, year, latest) for year in years),
        same=same,
        before=(known.wording, _choices_of(known, before)) if known and not same else None,
        step=_step_of(question.id, before, latest) if same else None,
        position=_tell_position(question, before, latest) if same else "",
        groups=tuple(_compare_groups(question.id, before, latest)) if same else (),
    )


def _choices_of(question: WordedQuestion, year: _Year) -> tuple[str, ...]:
    """The answers as they were read: the short ones where groups were asked, otherwise the descriptions."""
    if question.id in year.items:
        return tuple(choice.text for choice in question.choices)
    return tuple(choice.description for choice in question.choices)


def _is_same(question_id: str, earlier: _Year, later: _Year) -> bool:
    """Whether both cycles asked it in the same words: the guide's, and those that groups read."""
    if question_id not in earlier.worded or not asked_alike(earlier.cycle, later.cycle).get(question_id):
        return False
    if question_id in earlier.items and question_id in later.items:
        return texts_of_item(earlier.items[question_id]) == texts_of_item(later.items[question_id])
    return True


def _read_year(question: WordedQuestion, year: _Year, latest: _Year) -> QuestionYear:
    asked = year.worded.get(question.id)
    position, own = year.positions.get(question.id), year.own.get(question.id)
    level = position.level if position else own.level if own else None
    said = next((choice.text for choice in asked.choices if choice.level == level), "") if asked else ""
    if not said and own is not None and position is None:
        said = str(own.get_kind_display()).capitalize()
    elif not said and position is not None:
        said = position.words
    return QuestionYear(
        cycle=year.cycle,
        asked=asked is not None,
        same=year is latest or _is_same(question.id, year, latest),
        level=level if asked else None,
        said=said,
        by_meeting=position is not None,
        groups=tuple(_read_groups(question.id, year)),
    )


def _read_groups(question_id: str, year: _Year) -> list[GroupYear]:
    if question_id not in year.items:
        return []
    rows = []
    for cell in year.cells.get(question_id, {}).values():
        place = year.place(question_id, cell)
        if place:
            high, rated = _count_high(cell) if cell.levels else (None, None)
            rows.append(GroupYear(year.name(cell), place, high, rated))
    return rows


def _count_high(cell: PrintedCell) -> tuple[int, int]:
    """(people above the middle of the scale, people who chose a level) of a cell printed exactly."""
    levels = cell.levels or ()
    middle = (len(levels) + 1) / 2
    return sum(count for level, count in enumerate(levels, start=1) if level > middle), sum(levels)


def _levels_agreed(question_id: str, earlier: _Year, later: _Year) -> tuple[int, int] | None:
    """The levels that the two meetings settled on; None where one of them settled on none."""
    before, now = (year.positions.get(question_id) for year in (earlier, later))
    if before is None or now is None or before.level is None or now.level is None:
        return None
    return before.level, now.level


def _step_of(question_id: str, earlier: _Year, later: _Year) -> int | None:
    agreed = _levels_agreed(question_id, earlier, later)
    return agreed[1] - agreed[0] if agreed else None


def _tell_position(question: WordedQuestion, earlier: _Year, later: _Year) -> str:
    agreed = _levels_agreed(question.id, earlier, later)
    texts = {choice.level: choice.text.rstrip(" .") for choice in question.choices}
    return tell_level_change(*agreed, texts) if agreed else ""


def _compare_groups(question_id: str, earlier: _Year, later: _Year) -> list[GroupChange]:
    """The groups printed both times, told in the order of the latest release."""
    if question_id not in earlier.items or question_id not in later.items:
        return []
    before = earlier.cells.get(question_id, {})
    changes = []
    for groups, cell in later.cells.get(question_id, {}).items():
        found = before.get(groups)
        places = (earlier.place(question_id, found), later.place(question_id, cell)) if found else ("", "")
        if found is None or not all(places):
            continue
        difference = _measure(found, cell, earlier, later) if found.levels and cell.levels else None
        name = later.name(cell)
        changes.append(GroupChange(name, tell_change(name, difference, places), difference))
    return changes


def _measure(before: PrintedCell, now: PrintedCell, earlier: _Year, later: _Year) -> Difference:
    return difference_interval(
        _count_high(before),
        _count_high(now),
        populations=(earlier.population(before), later.population(now)),
    )
