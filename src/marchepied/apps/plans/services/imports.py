"""Tables of indicators and of actions: put aside, checked, then written whole or not at all."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.plans.enums import Horizon
from marchepied.apps.plans.models import Indicator, PendingTable
from marchepied.apps.plans.selectors.import_actions import ActionImport, PlannedAction
from marchepied.apps.plans.selectors.import_indicators import IndicatorImport, PlannedIndicator
from marchepied.apps.plans.services.indicators import (
    add_indicator,
    save_targets,
    save_values,
    update_indicator,
)
from marchepied.apps.plans.services.plan import ActionContent, add_action, add_objective, update_action
from marchepied.core.aside import erase_aside
from marchepied.core.audit import record
from marchepied.core.folding import fold

CONTENT = tuple(ActionContent.__dataclass_fields__)


@transaction.atomic
def keep_pending_table(
    *, organisation: Any, data: bytes, file_name: str, what: str, sheet: str = "", by: Any
) -> PendingTable:
    """Put a table aside until it is checked; replaces those of the same kind that the person left there."""
    for left in PendingTable.objects.filter(organisation=organisation, what=what, by=by):
        left.delete()
    pending = PendingTable(
        organisation=organisation, file_name=file_name[-200:], what=what, choices={"sheet": sheet}, by=by
    )
    pending.file.save("table", ContentFile(data), save=False)
    pending.save(force_insert=True)
    return pending


@transaction.atomic
def set_table_choices(*, pending: PendingTable, choices: dict[str, Any], by: Any) -> PendingTable:
    """Remember what the columns mean, and what to do with the actions already in the plan."""
    pending.choices = {**pending.choices, **choices}
    pending.save(update_fields=["choices"])
    return pending


@transaction.atomic
def discard_pending_table(*, pending: PendingTable, by: Any) -> None:
    """Erase a table that was put aside; the file itself goes once this is committed."""
    pending.delete()


def erase_pending_tables(*, by: Any = None, now: datetime | None = None) -> int:
    """Erase the tables put aside for more than a day, on the whole instance; returns how many."""
    return erase_aside(PendingTable, now=now)


@transaction.atomic
def import_indicators(*, organisation: Any, planned: IndicatorImport, by: Any) -> int:
    """Write all that a table changes, or nothing; returns how many indicators were added or changed.

    Raises ValidationError while a row is refused.
    """
    if planned.refusals:
        raise ValidationError(_("Ce tableau a changé : vérifiez-le de nouveau."))
    moving = planned.added + planned.changed
    # Formulas may name indicators that stand lower in the table: they are written once all are there.
    rows = [(plan, _write_definition(organisation, plan, by)) for plan in moving]
    for plan, indicator in rows:
        if indicator.formula != plan.content.formula:
            update_indicator(indicator=indicator, content=plan.content, by=by)
    for plan, indicator in rows:
        for year, measure in plan.values.items():
            save_values(organisation=organisation, year=year, measures={indicator.pk: measure}, by=by)
        if plan.targets:
            save_targets(indicator=indicator, targets=plan.targets, by=by)
    if rows:
        record("indicators.imported", rows[0][1], by=by, count=len(rows))
    return len(rows)


def _write_definition(organisation: Any, plan: PlannedIndicator, by: Any) -> Indicator:
    if plan.known is None:
        return add_indicator(organisation=organisation, content=replace(plan.content, formula=""), by=by)
    formula = plan.known.formula
    return update_indicator(
        indicator=plan.known, content=replace(plan.content, formula=formula, key=plan.known.key), by=by
    )


@transaction.atomic
def import_actions(*, cycle: Any, planned: ActionImport, by: Any) -> int:
    """Write the actions of a table in the plan, all or none; returns how many were added or changed.

    Objectives that the plan lacks are added, at one year. Raises ValidationError while a row is refused.
    """
    if planned.refusals:
        raise ValidationError(_("Ce tableau a changé : vérifiez-le de nouveau."))
    moving = planned.added + planned.changed
    wanted = {fold(plan.objective): plan.objective for plan in moving if plan.objective}
    objectives = {
        key: add_objective(cycle=cycle, text=text, horizon=Horizon.ONE_YEAR, by=by)
        for key, text in wanted.items()
    }
    for plan in moving:
        fields = dict(plan.fields)
        if plan.objective:
            fields["objective"] = objectives[fold(plan.objective)]
        _write_action(cycle, plan, fields, by)
    return len(moving)


def _write_action(cycle: Any, plan: PlannedAction, fields: dict[str, Any], by: Any) -> None:
    if plan.known is None:
        add_action(cycle=cycle, content=ActionContent(**fields), serves=plan.serves, by=by)
        return
    kept = {name: getattr(plan.known, name) for name in CONTENT}
    content = ActionContent(**{**kept, **fields})
    update_action(action=plan.known, content=content, serves=plan.serves, by=by)
