"""A running cycle goes on to another version of its guide: answers kept, converted by rule, or set aside."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.models import ASIDE, Cycle, CycleUpgrade, OwnAnswer, Position, Workshop
from marchepied.apps.diagnosis.selectors.collection import build_form
from marchepied.apps.diagnosis.selectors.upgrades import (
    CyclePlan,
    mark_of,
    may_undo,
    order_of_workshop,
    plan_cycle_upgrade,
    upgrade_targets,
)
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import set_call_items, update_draft
from marchepied.apps.referentials.selectors import find_version
from marchepied.core.audit import record
from marchepied.engines.referential import KeptAnswer, SetAside


@transaction.atomic
def upgrade_cycle(*, cycle: Cycle, version: Any, by: Any) -> CycleUpgrade:
    """Go on to this version: questions found again by their ids, levels converted by a declared rule only.

    An answer whose question is gone, or whose scale changed without a rule, keeps its row under the name of
    its question in the former version, and is listed in the report. A questionnaire in preparation is written
    again; one that was opened stays as it was asked. Raises ValidationError when the
    version is not one that the cycle may go on to, or for each reason that `plan_cycle_upgrade` gives.
    """
    if version.pk not in {target.pk for target in upgrade_targets(cycle)}:
        raise ValidationError(_("Cette démarche ne peut pas passer à cette version."))
    planned = plan_cycle_upgrade(cycle, version)
    if planned.blocked:
        raise ValidationError(list(planned.blocked))
    former = find_version(cycle.version_id)
    if former is None:
        raise ValidationError(_("La version que suit cette démarche n’existe plus."))
    report = _write_answers(cycle, planned, former.number)
    cycle.version = version
    cycle.axis_ids, cycle.question_ids = list(planned.axis_ids), list(planned.question_ids)
    cycle.save(update_fields=["version", "axis_ids", "question_ids"])
    _ask_again(cycle, report["calls"], by)
    kept = [name for name in report["workshop"] if name in set(cycle.question_ids)]
    Workshop.objects.filter(cycle=cycle).update(question_ids=kept, current_id="", rings_at=None)
    upgrade = CycleUpgrade.objects.create(
        organisation=cycle.organisation,
        cycle=cycle,
        before=former,
        after=version,
        report=report,
        mark=mark_of(cycle),
        by=by,
    )
    counts = {name: len(report[name]) for name in ("rescaled", "set_aside")}
    numbers = {"before": former.number, "after": version.number}
    record("cycle.upgraded", cycle, by=by, **numbers, kept=report["kept"], **counts)
    return upgrade


def _write_answers(cycle: Cycle, planned: CyclePlan, former: str) -> dict[str, Any]:
    """Convert what a rule converts, set the rest aside; what was there before, to come back to it."""
    return {
        "axis_ids": cycle.axis_ids,
        "question_ids": cycle.question_ids,
        "rescaled": [_rescale(kept, planned) for kept in planned.plan.kept if kept.rescaled],
        "set_aside": [_set_aside(aside, former) for aside in planned.plan.set_aside],
        "kept": len(planned.plan.kept),
        "calls": _items_of_calls(cycle),
        "workshop": order_of_workshop(cycle),
    }


@transaction.atomic
def undo_upgrade(*, upgrade: CycleUpgrade, by: Any) -> Cycle:
    """Come back to the former version, with every answer as it was.

    Raises ValidationError once something was answered, agreed or opened since.
    """
    cycle = upgrade.cycle
    if not may_undo(upgrade):
        raise ValidationError(_("On a répondu depuis : revenir en arrière perdrait ces réponses."))
    for entry in upgrade.report["rescaled"]:
        _find_row(cycle, entry).update(**entry["was"])
    for entry in upgrade.report["set_aside"]:
        _find_row(cycle, entry).update(**entry["was"])
    cycle.version = upgrade.before
    cycle.axis_ids, cycle.question_ids = upgrade.report["axis_ids"], upgrade.report["question_ids"]
    cycle.save(update_fields=["version", "axis_ids", "question_ids"])
    _ask_again(cycle, upgrade.report["calls"], by)
    Workshop.objects.filter(cycle=cycle).update(question_ids=upgrade.report["workshop"], current_id="")
    upgrade.delete()
    record("cycle.upgrade_undone", cycle, by=by)
    return cycle


_TABLES: dict[str, Any] = {"own": OwnAnswer, "position": Position}


def _find_row(cycle: Cycle, entry: dict[str, Any]) -> Any:
    return _TABLES[entry["table"]].objects.filter(cycle=cycle, pk=entry["row"])


def _name(row: Any) -> dict[str, str]:
    return {"table": "own" if isinstance(row, OwnAnswer) else "position", "row": str(row.pk)}


def _rescale(kept: KeptAnswer, planned: CyclePlan) -> dict[str, Any]:
    """Write the new level, and the hands on their new levels; returns what the row said before."""
    row, rule = kept.answer.key, planned.plan.rules[kept.answer.question]
    was: dict[str, Any] = {"level": row.level}
    if isinstance(row, Position):
        was["counts"] = row.counts
        counts: dict[str, int] = {}
        for level, hands in row.counts.items():
            became = str(rule[int(level)])
            counts[became] = counts.get(became, 0) + hands
        Position.objects.filter(pk=row.pk).update(
            level=rule[row.level] if row.level is not None else None, counts=counts
        )
    else:
        OwnAnswer.objects.filter(pk=row.pk).update(level=kept.level)
    return {**_name(row), "was": was}


def _set_aside(aside: SetAside, number: str) -> dict[str, Any]:
    """Give the row the name of its question in the former version: no page reads it as an answer any more."""
    row = aside.answer.key
    entry = {**_name(row), "reason": aside.reason, "was": {"question_id": row.question_id}}
    name = f"{row.question_id}{ASIDE}{number}"
    table = OwnAnswer if isinstance(row, OwnAnswer) else Position
    # Set aside a second time: what was there before keeps its place.
    place, taken = 1, set(table.objects.filter(cycle=row.cycle_id).values_list("question_id", flat=True))
    while name in taken:
        place += 1
        name = f"{row.question_id}{ASIDE}{number}-{place}"
    table.objects.filter(pk=row.pk).update(question_id=name[:80])
    return entry


def _items_of_calls(cycle: Cycle) -> dict[str, list[str]]:
    """{call: what is asked to it} of a questionnaire in preparation."""
    if cycle.round is None or cycle.round.state != RoundState.DRAFT:
        return {}
    return {str(call.pk): call.item_ids for call in calls_of(cycle.round)}


def _ask_again(cycle: Cycle, calls: dict[str, list[str]], by: Any) -> None:
    """Write a questionnaire in preparation again, in the words of the cycle's version."""
    round_: Any = cycle.round
    if round_ is None or round_.state != RoundState.DRAFT:
        return
    update_draft(
        round=round_,
        title=round_.title,
        form=build_form(cycle, cycle.question_ids),
        closes_on=round_.closes_on,
        responsible=round_.responsible,
        by=by,
    )
    for call in calls_of(round_):
        wanted = calls.get(str(call.pk), call.item_ids)
        kept = [name for name in wanted if name in set(cycle.question_ids)]
        set_call_items(round=round_, college=call.college, item_ids=kept, by=by)
