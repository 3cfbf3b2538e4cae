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
MOST_SUPPORTS, MOST_IN_ALL = 10_000, 50_000


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
    present = list(
        Idea.objects.filter(register=register)
        .order_by("number", "id")
        .values("pk", "number", "received_on", "text_digest", "merged_into")
    )
    find_known(
        [(plan, (plan.fields["received_on"], plan.fields["text_digest"])) for plan in plans],
        [(known["pk"], (known["received_on"], known["text_digest"])) for known in present],
    )
    by_row = {plan.row: row for plan, row in zip(plans, rows, strict=True)}
    for plan, sentence in give_numbers(plans, [known["number"] for known in present]):
        by_row[plan.row].refuse("number", sentence)
    _find_joined(plans, by_row, present)
    _check_supports(plans, by_row)
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


def _find_joined(
    plans: Sequence[Planned], rows: Mapping[int, RowReader], present: Sequence[Mapping[str, Any]]
) -> None:
    """An idea is joined to another row, joined to none itself; or to an idea of the box by its number.

    An idea of the box may have been joined since: what is brought goes where it went.
    """
    by_number = {plan.given: plan for plan in plans if plan.given is not None}
    ends = {known["pk"]: known["merged_into"] or known["pk"] for known in present}
    there = {known["number"]: ends[known["pk"]] for known in present}
    for plan in plans:
        if plan.merged_into is None:
            continue
        into = by_number.get(plan.merged_into)
        if into is plan or (into is not None and into.merged_into is not None):
            rows[plan.row].refuse(
                "merged_into", _("Écrivez le numéro d’une autre idée, qui n’est réunie à aucune.")
            )
        elif into is not None and not into.known:
            plan.into = into
        elif into is not None:
            plan.into_present = ends[into.present]
        elif plan.merged_into in there:
            plan.into_present = there[plan.merged_into]
        else:
            rows[plan.row].refuse(
                "merged_into", _("Aucune idée de ce tableau ni de la boîte ne porte ce numéro.")
            )


def _check_supports(plans: Sequence[Planned], rows: Mapping[int, RowReader]) -> None:
    """Refuse the row from which the table brings more supports than a page writes at once."""
    total = 0
    for plan in plans:
        total += 0 if plan.known else plan.supports
        if total > MOST_IN_ALL:
            sentence = _("Ce tableau porte plus de %(most)s soutiens en tout. Coupez-le en deux.")
            rows[plan.row].refuse("supports", sentence % {"most": MOST_IN_ALL})
            return


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
