"""The idea box as a table brings it back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import DECIDED, IdeaState, Visibility
from marchepied.apps.listening.models import Idea, Register
from marchepied.apps.listening.selectors.brought.cells import RowReader, TableReader
from marchepied.apps.listening.selectors.brought.planning import (
    Planned,
    RegisterImport,
    find_known,
    give_numbers,
)
from marchepied.apps.listening.selectors.columns import IDEA_COLUMNS
from marchepied.apps.listening.validators import digest_text
from marchepied.engines.tables import Table

LONG, TITLE, REASON, SIGNED, GROUP = 3000, 120, 300, 60, 80
MOST_SUPPORTS = 10_000


def plan_ideas(register: Register, table: Table) -> RegisterImport:
    """What a table would bring to an idea box (five queries at most).

    A row is there already when the box holds the same title and text received the same day: it is left
    alone. Without a word on whether it is shown, an idea waits to be read; without a state, it is decided
    when it says which day, received otherwise.
    """
    reader = TableReader(table, IDEA_COLUMNS)
    if reader.lacks("title", "received_on"):
        return RegisterImport((), reader.list_refusals(), tuple(reader.unknown))
    rows = reader.rows()
    plans = [_plan(register, row) for row in rows]
    present = list(Idea.objects.filter(register=register).values_list("received_on", "text_digest", "number"))
    find_known(
        [(plan, (plan.fields["received_on"], plan.fields["text_digest"])) for plan in plans],
        [(day, digest) for day, digest, _number in present],
    )
    taken = {number for *_rest, number in present}
    by_row = {plan.row: row for plan, row in zip(plans, rows, strict=True)}
    for plan, sentence in give_numbers(plans, taken):
        by_row[plan.row].refuse("number", sentence)
    _check_merged(plans, by_row)
    return RegisterImport(tuple(plans), reader.list_refusals(), tuple(reader.unknown))


def _plan(register: Register, row: RowReader) -> Planned:
    return Planned(
        row.number,
        row.entry_number("number"),
        fields=_read(register, row),
        group=row.line("group", GROUP),
        supports=row.whole("supports", MOST_SUPPORTS) or 0,
        merged_into=row.entry_number("merged_into"),
    )


def _check_merged(plans: Sequence[Planned], rows: Mapping[int, RowReader]) -> None:
    """An idea is joined to another of the same table, which is joined to none."""
    by_number = {plan.given: plan for plan in plans if plan.given is not None}
    for plan in plans:
        if plan.merged_into is None:
            continue
        into = by_number.get(plan.merged_into)
        if into is None:
            rows[plan.row].refuse("merged_into", _("Aucune ligne de ce tableau ne porte ce numéro."))
        elif into is plan or into.merged_into is not None:
            rows[plan.row].refuse(
                "merged_into", _("Écrivez le numéro d’une autre idée, qui n’est réunie à aucune.")
            )


def _read(register: Register, row: RowReader) -> dict[str, Any]:
    title, text = row.line("title", TITLE), row.text("text", LONG)
    row.require("title", _("Dites l’idée en une phrase, ou videz la ligne."))
    received = row.day("received_on")
    row.require("received_on", _("Dites quel jour elle est arrivée : 12/03/2026."))
    since = received or row.reader.today
    commune, reach = row.place()
    fields = {
        "title": title,
        "text": text,
        "signed": row.line("signed", SIGNED),
        "commune": commune,
        "reach": reach,
        "theme_id": row.theme(),
        "received_on": received,
        "answer_by": row.day("answer_by", since=received, past=False)
        or since + timedelta(register.answer_days),
        "decided_on": row.day("decided_on", since=received),
        "done_on": row.day("done_on", since=received),
        "reason": row.text("reason", LONG),
        "told": row.text("told", LONG),
        "text_digest": digest_text(f"{title}\n{text}"),
    }
    return fields | _read_visibility(row) | {"state": _read_state(row)}


def _read_visibility(row: RowReader) -> dict[str, str]:
    visibility = row.choice("visibility", Visibility) or Visibility.WAITING
    held_for = row.text("held_for", REASON)  # our own sentence has no-break spaces
    if visibility == Visibility.REFUSED:
        row.require("held_for", _("Dites pourquoi elle n’est pas publiée."))
    if visibility == Visibility.SHOWN and held_for:
        row.refuse("held_for", _("Elle est visible de tous : videz cette case."))
    return {"visibility": str(visibility), "held_for": held_for}


def _read_state(row: RowReader) -> str:
    state = row.choice("state", IdeaState)
    if state is None and (row.cell("decided_on") or row.cell("reason")):
        row.refuse("state", _("Dites ce qui est décidé : « retenue », « pas retenue », « faite »…"))
    elif state in DECIDED:
        row.require("reason", _("Dites pourquoi c’est décidé ainsi."))
        row.require("decided_on", _("Dites quel jour c’est décidé."))
    elif state is not None:
        for role in ("reason", "decided_on"):
            if row.cell(role):
                row.refuse(role, _("Rien n’est décidé dans son état : changez l’état, ou videz cette case."))
    if state == IdeaState.DONE:
        row.require("done_on", _("Dites quel jour elle a été faite."))
    elif row.cell("done_on"):
        row.refuse("done_on", _("Elle n’est pas « faite » : changez l’état, ou videz cette case."))
    return str(state or IdeaState.RECEIVED)
