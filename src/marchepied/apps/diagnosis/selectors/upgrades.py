"""What a running cycle would become on another version of its guide: read before anything is written."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import CycleState, OwnAnswerKind
from marchepied.apps.diagnosis.models import ASIDE, Cycle, CycleUpgrade, OwnAnswer, Position, Workshop
from marchepied.apps.diagnosis.selectors.cycles import referential_of
from marchepied.apps.organisations.selectors import profile_of
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.referentials.selectors import (
    find_version,
    numbers_of,
    read_referential,
    versions_beyond,
    whole_content,
)
from marchepied.engines.referential import (
    NOT_IN_RULE,
    GivenAnswer,
    Referential,
    SetAside,
    UpgradePlan,
    applicable_questions,
    plan_upgrade,
)

OWN, POSITION = "own", "position"

Row = OwnAnswer | Position


@dataclass(frozen=True)
class CyclePlan:
    """What would happen: to each answer, to the questions asked, and why it may not happen at all.

    `blocked` are sentences; nothing can be written while there is one. `axis_ids` and `question_ids` are what
    the cycle would ask, `added` the questions that it did not ask before.
    """

    cycle: Cycle
    version: Any
    plan: UpgradePlan
    axis_ids: tuple[str, ...]
    question_ids: tuple[str, ...]
    added: tuple[str, ...]
    blocked: tuple[str, ...]

    @property
    def dropped(self) -> tuple[str, ...]:
        """The questions that the cycle asks, and that are gone."""
        return tuple(name for name in self.cycle.question_ids if name in self.plan.gone)


def upgrade_targets(cycle: Cycle) -> list[Any]:
    """The versions that a running cycle may go on to; none for one that is finished."""
    if cycle.state != CycleState.RUNNING:
        return []
    return versions_beyond(cycle.version_id, cycle.organisation)


def plan_cycle_upgrade(cycle: Cycle, version: Any) -> CyclePlan:
    """What the cycle becomes on this version, one of `upgrade_targets`. Nothing is written."""
    return plan_cycle_on(cycle, version, whole_content(version), read_referential(version))


def plan_cycle_on(cycle: Cycle, version: Any, after: Any, referential: Referential) -> CyclePlan:
    """The same on a content that may not be published yet: `version` is None then."""
    current = find_version(cycle.version_id)
    if current is None:
        raise LookupError(cycle.version_id)
    before = whole_content(current)
    answers = [_give(row) for row in rows_of(cycle)]
    plan = _mind_hands(plan_upgrade(before, after, answers, from_versions=numbers_of(current)))
    axis_ids = tuple(axis.id for axis in referential.axes if axis.id in set(cycle.axis_ids))
    question_ids = _choose_questions(cycle, referential, axis_ids)
    return CyclePlan(
        cycle=cycle,
        version=version,
        plan=plan,
        axis_ids=axis_ids,
        question_ids=tuple(question_ids),
        added=tuple(name for name in question_ids if name not in set(cycle.question_ids)),
        blocked=tuple(_find_blocks(cycle, plan, referential, question_ids)),
    )


def rows_of(cycle: Cycle) -> list[Row]:
    """What was answered and agreed on questions of the cycle's version (two queries).

    Not what is set aside already, nor what was said of questions that this version does not know.
    """
    known = {question.id for question in referential_of(cycle).walk_questions()}
    rows: list[Row] = [*OwnAnswer.objects.filter(cycle=cycle), *Position.objects.filter(cycle=cycle)]
    return [row for row in rows if row.question_id in known]


def _give(row: Row) -> GivenAnswer:
    if isinstance(row, OwnAnswer):
        return GivenAnswer(row.question_id, row.level if row.kind == OwnAnswerKind.LEVEL else None, row)
    # Hands that were counted are levels too: without a level of its own, the lowest of them stands for all.
    counted = [int(level) for level in row.counts]
    return GivenAnswer(
        row.question_id, row.level if row.level is not None else min(counted, default=None), row
    )


def _mind_hands(plan: UpgradePlan) -> UpgradePlan:
    """The same plan, save that hands whose levels a rule forgets set their whole position aside."""
    lost = [
        kept
        for kept in plan.kept
        if isinstance(kept.answer.key, Position)
        and kept.rescaled
        and any(int(level) not in plan.rules[kept.answer.question] for level in kept.answer.key.counts)
    ]
    if not lost:
        return plan
    aside = [SetAside(kept.answer, NOT_IN_RULE) for kept in lost]
    return replace(
        plan,
        kept=tuple(kept for kept in plan.kept if kept not in lost),
        set_aside=(*plan.set_aside, *aside),
    )


def _choose_questions(cycle: Cycle, referential: Referential, axis_ids: Sequence[str]) -> list[str]:
    """The questions asked that are still there, and those that are new at the cycle's depth, in order."""
    known = {question.id for question in referential_of(cycle).walk_questions()}
    asked = set(cycle.question_ids)
    applicable = applicable_questions(referential, profile_of(cycle.organisation), set(axis_ids), cycle.depth)
    fresh = {question.id for question in applicable} - known
    return [
        question.id
        for question in referential.walk_questions()
        if question.axis in set(axis_ids) and question.id in asked | fresh
    ]


def _find_blocks(
    cycle: Cycle, plan: UpgradePlan, referential: Referential, question_ids: Sequence[str]
) -> list[str]:
    """Groups that were called answered on a scale that does not change any more: theirs stays the measure."""
    if not question_ids:
        return [_("Cette version n’a plus aucune des questions de votre démarche.")]
    if cycle.round is None or cycle.round.state == RoundState.DRAFT:
        return []
    asked = {item["id"] for item in cycle.round.form["items"]}
    changed = asked & {*plan.rescaled, *plan.incomparable}
    names = [
        question.wording.read_in("fr") for question in referential.walk_questions() if question.id in changed
    ]
    if not names:
        return []
    told = _(
        "Des groupes ont été interrogés sur une échelle qui change : « %(name)s ». Leurs réponses ne se "
        "convertissent pas. Terminez cette démarche ; la prochaine prendra la nouvelle version."
    )
    return [told % {"name": names[0]}]


def latest_upgrade(cycle: Cycle) -> CycleUpgrade | None:
    """The last time that the cycle changed version, with both; None when it never did."""
    rows = CycleUpgrade.objects.filter(cycle=cycle).select_related(
        "before__referential", "after__referential"
    )
    return rows.defer("before__content", "after__content").first()


def may_undo(upgrade: CycleUpgrade) -> bool:
    """Whether nothing was answered, agreed or opened since: the cycle still holds what it held."""
    cycle = upgrade.cycle
    return (
        cycle.state == CycleState.RUNNING
        and cycle.version_id == upgrade.after_id
        and mark_of(cycle) == upgrade.mark
    )


def order_of_workshop(cycle: Cycle) -> list[str]:
    """The order in which the meeting was prepared; empty where it was not."""
    return list(Workshop.objects.filter(cycle=cycle).values_list("question_ids", flat=True).first() or ())


def mark_of(cycle: Cycle) -> str:
    """What changes as soon as something is answered, agreed, chosen or opened in a cycle."""
    own = [
        [
            str(row.pk),
            row.question_id,
            row.kind,
            row.level,
            row.narrative,
            row.at.isoformat(),
            sorted(str(e.pk) for e in row.evidence.all()),
        ]
        for row in OwnAnswer.objects.filter(cycle=cycle).prefetch_related("evidence").order_by("pk")
    ]
    agreed = [
        [
            str(row.pk),
            row.question_id,
            row.level,
            row.words,
            row.agreement,
            row.disagreement_note,
            row.disagreement_by,
            row.counts,
            str(row.held_on),
        ]
        for row in Position.objects.filter(cycle=cycle).order_by("pk")
    ]
    round_: Any = cycle.round
    called = (
        [round_.state, round_.form, [[str(call.pk), call.item_ids] for call in calls_of(round_)]]
        if round_
        else None
    )
    held = [
        str(cycle.version_id),
        cycle.axis_ids,
        cycle.question_ids,
        cycle.depth,
        own,
        agreed,
        called,
        order_of_workshop(cycle),
    ]
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class PutAside:
    """An answer that no longer counts: its question as it was asked, what was said, and why."""

    question: str
    what: str
    level: str
    words: str
    reason: str


def set_aside_of(upgrade: CycleUpgrade, language: str) -> list[PutAside]:
    """What an upgrade set aside and that is still there, in the words of the former version (two queries)."""
    asked = {question.id: question for question in read_referential(upgrade.before_id).walk_questions()}
    reasons = {entry["row"]: entry["reason"] for entry in upgrade.report.get("set_aside", ())}
    rows: list[Row] = [
        *OwnAnswer.objects.filter(pk__in=list(reasons)),
        *Position.objects.filter(pk__in=list(reasons)),
    ]
    found = []
    for row in rows:
        question = asked.get(row.question_id.partition(ASIDE)[0])
        if question is None:
            continue
        levels = {level.number: level.short.read_in(language) for level in question.levels}
        own = isinstance(row, OwnAnswer)
        found.append(
            PutAside(
                question=question.statement.read_in(language),
                what=OWN if own else POSITION,
                level=levels.get(row.level or 0, ""),
                words=row.narrative if isinstance(row, OwnAnswer) else row.words,
                reason=reasons[str(row.pk)],
            )
        )
    return found
