"""Answers that people gave elsewhere become a closed round, its groups and, where needed, its questions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import CycleState, Depth
from marchepied.apps.diagnosis.models import Cycle, PendingImport
from marchepied.apps.diagnosis.selectors.collection import build_form
from marchepied.apps.diagnosis.selectors.imports import (
    ImportChoices,
    preview_import,
)
from marchepied.apps.diagnosis.services.cycles import plan_cycle_steps
from marchepied.apps.participation.services.imports import ImportedAnswers, import_round
from marchepied.apps.referentials.services import publish_own_referential
from marchepied.core.aside import erase_aside
from marchepied.core.audit import record
from marchepied.engines.referential import InvalidReferentialError, QuestionnaireItem, build_questionnaire
from marchepied.engines.tables import Extraction, Mapping, Table, label_levels

TITLE_LENGTH = Cycle._meta.get_field("title").max_length


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did. `cycle` is None, and nothing was written, when rows are rejected."""

    extraction: Extraction
    cycle: Cycle | None = None

    @property
    def ok(self) -> bool:
        return self.cycle is not None


@transaction.atomic
def import_answers(
    *, organisation: Any, table: Table, mapping: Mapping, title: str = "", cycle: Cycle | None = None, by: Any
) -> ImportOutcome:
    """Bring all the answers of a table in, as a closed round, or none of them.

    With `cycle`, one that nobody was called to answer, they answer its questions. Without it the columns
    make a questionnaire of the organisation and a cycle of its own, running when no other is. Levels are
    stored from the least to the most favourable: a reversed question has its answers turned over, and the
    words of its levels with them. Identifiers of people are not kept, nor the order of the file.

    When a row is rejected, the outcome explains it and nothing is written. Raises TableError when the
    mapping does not fit the table, ValidationError with a sentence when the cycle cannot take answers or a
    name is too long.
    """
    if cycle is not None and cycle.organisation_id != organisation.pk:
        raise ValidationError(_("Cette démarche n’est pas à vous."))
    extraction = preview_import(table, mapping, cycle)
    if not extraction.ok:
        return ImportOutcome(extraction)
    title = " ".join(title.split())[:TITLE_LENGTH] or _("Réponses importées")
    if cycle is None:
        cycle, form = _start_imported_cycle(organisation, table, mapping, title, by)
        order = list(range(len(mapping.items)))
    else:
        form = build_form(cycle, [item.item_id for item in mapping.items])
        places = {item.item_id: place for place, item in enumerate(mapping.items)}
        order = [places[item["id"]] for item in form["items"]]
    draft = cycle.round
    cycle.round = import_round(
        organisation=organisation,
        title={"fr": title, "en": title},
        form=form,
        answers=_gather_answers(extraction, order),
        replaces=draft,
        by=by,
    )
    cycle.save(update_fields=["round"])
    record("answers.imported", cycle, by=by, answers=int(np.count_nonzero(extraction.levels)))
    return ImportOutcome(extraction, cycle)


def _gather_answers(extraction: Extraction, order: list[int]) -> ImportedAnswers:
    """The answers, columns in the order of the form, reversed items turned over."""
    rank = {place: column for column, place in enumerate(order)}
    return ImportedAnswers(
        levels=extraction.orient_levels()[:, order],
        groups=extraction.colleges_of,
        weights=extraction.weights,
        comments={(person, rank[place]): text for (person, place), text in extraction.comments.items()},
    )


def _start_imported_cycle(
    organisation: Any, table: Table, mapping: Mapping, title: str, by: Any
) -> tuple[Cycle, dict[str, Any]]:
    """A questionnaire from the columns and a cycle that asks it; with the form of its round."""
    labels = label_levels(table, mapping)
    items = [
        QuestionnaireItem(
            item.label,
            labels[item.item_id][::-1] if item.reversed else labels[item.item_id],
            item.reversed,
        )
        for item in mapping.items
    ]
    content, ids = build_questionnaire(slug=title, title=title, items=items, publisher=organisation.name)
    try:
        version = publish_own_referential(owner=organisation, title=content["title"], content=content, by=by)
    except InvalidReferentialError as error:
        raise ValidationError(str(error.problems[0])) from error
    axis = content["axes"][0]
    running = Cycle.objects.filter(organisation=organisation, state=CycleState.RUNNING).exists()
    cycle = Cycle.objects.create(
        organisation=organisation,
        title=title,
        version=version,
        axis_ids=[axis["id"]],
        depth=Depth.FULL,
        question_ids=list(ids),
        state=CycleState.FINISHED if running else CycleState.RUNNING,
    )
    plan_cycle_steps(cycle=cycle, by=by)
    record("cycle.started", cycle, by=by, themes=cycle.axis_ids)
    questions = axis["domains"][0]["questions"]
    return cycle, {"items": [_build_item(question) for question in questions]}


def _build_item(question: dict[str, Any]) -> dict[str, Any]:
    """An item of a round from a question of a questionnaire, whose words are nobody's vocabulary."""
    return {
        "id": question["id"],
        "wording": question["wording"],
        "why": question["why"],
        "choices": [level["short"] for level in question["levels"]],
        "ends": question["ends"],
        "levels": len(question["levels"]),
        "reversed": question["reversed"],
    }


@transaction.atomic
def keep_pending_import(
    *, organisation: Any, data: bytes, file_name: str, sheet: str = "", by: Any
) -> PendingImport:
    """Put a file of answers aside until its columns are understood; replaces those the person left there."""
    for left in PendingImport.objects.filter(organisation=organisation, by=by):
        left.delete()
    pending = PendingImport(organisation=organisation, file_name=file_name[-200:], sheet=sheet, by=by)
    pending.file.save("answers", ContentFile(data), save=False)
    pending.save(force_insert=True)
    return pending


@transaction.atomic
def set_import_choices(
    *, pending: PendingImport, choices: ImportChoices, title: str, cycle: Cycle | None, by: Any
) -> PendingImport:
    """Remember what the columns of a pending file mean."""
    pending.choices, pending.title, pending.cycle = choices.as_dict(), title, cycle
    pending.save(update_fields=["choices", "title", "cycle"])
    return pending


@transaction.atomic
def discard_pending_import(*, pending: PendingImport, by: Any) -> None:
    """Erase a file that was put aside; the file itself goes once this is committed."""
    pending.delete()


def erase_pending_imports(*, by: Any = None, now: datetime | None = None) -> int:
    """Erase the files put aside for more than a day, on the whole instance; returns how many."""
    return erase_aside(PendingImport, now=now)
