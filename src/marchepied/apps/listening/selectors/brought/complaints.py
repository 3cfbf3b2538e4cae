"""The register of complaints as a table brings it back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import Cause, Channel, ComplaintState, Outcome, Seriousness
from marchepied.apps.listening.models import Complaint, Register
from marchepied.apps.listening.selectors.brought.cells import RowReader, TableReader
from marchepied.apps.listening.selectors.brought.planning import (
    Planned,
    RegisterImport,
    find_known,
    give_numbers,
)
from marchepied.apps.listening.selectors.channels import speaks_of_danger
from marchepied.apps.listening.selectors.columns import COMPLAINT_COLUMNS
from marchepied.apps.listening.validators import digest_text
from marchepied.engines.tables import Table

LONG, LINE = 5000, 200


def plan_complaints(register: Register, table: Table) -> RegisterImport:
    """What a table would bring to a register of complaints (six queries at most).

    A row is there already when the register holds the same words received the same day: it is left alone.
    Without a state, the days and the outcome say it; without a way, it came on paper. The words of what was
    set aside may be blank (they were erased): such a row is known by its day.
    """
    reader = TableReader(table, COMPLAINT_COLUMNS)
    if reader.lacks("what", "received_on"):
        return RegisterImport((), reader.list_refusals(), tuple(reader.unknown))
    rows = reader.rows()
    plans = [Planned(row.number, row.entry_number("number"), fields=_read(register, row)) for row in rows]
    rows_there = Complaint.objects.filter(register=register).order_by("number", "id")
    present = list(rows_there.values("pk", "number", "received_on", "text_digest", "outcome"))
    _find_known(plans, present)
    _number(plans, rows, [known["number"] for known in present])
    return RegisterImport(tuple(plans), reader.list_refusals(), tuple(reader.unknown))


def _number(plans: list[Planned], rows: Sequence[RowReader], taken: list[int]) -> None:
    by_plan = dict(zip((id(plan) for plan in plans), rows, strict=True))
    for plan, sentence in give_numbers(plans, taken):
        by_plan[id(plan)].refuse("number", sentence)


def _find_known(plans: list[Planned], present: list[dict[str, Any]]) -> None:
    """The same words the same day; what was set aside, whose words may be erased since, by its day alone."""
    told = [(known["pk"], (known["received_on"], known["text_digest"])) for known in present]
    find_known([(plan, (plan.fields["received_on"], plan.fields["text_digest"])) for plan in plans], told)
    taken = {plan.present for plan in plans}
    aside = [known for known in present if known["outcome"] == Outcome.NOT_ONE and known["pk"] not in taken]
    find_known(
        [(plan, plan.fields["received_on"]) for plan in plans if plan.fields["outcome"] == Outcome.NOT_ONE],
        [(known["pk"], known["received_on"]) for known in aside],
    )


def _read(register: Register, row: RowReader) -> dict[str, Any]:
    outcome = row.choice("outcome", Outcome)
    what = row.text("what", LONG)
    if outcome != Outcome.NOT_ONE:
        row.require("what", _("Dites en quelques mots ce qui s’est passé, ou videz la ligne."))
    when_where, wanted = row.line("when_where", LINE), row.text("wanted", LONG)
    commune, reach = row.place()
    fields = {
        "channel": row.choice("channel", Channel) or Channel.PAPER,
        "what": what,
        "when_where": when_where,
        "wanted": wanted,
        "commune": commune,
        "reach": reach,
        "seriousness": row.choice("seriousness", Seriousness),
        "theme_id": row.theme(),
        "cause": row.choice("cause", Cause) or "",
        "outcome": outcome or "",
        "learned": row.text("learned", LONG),
        "changed": row.text("changed", LONG),
        "urgent": speaks_of_danger(what, when_where, wanted),
        "text_digest": digest_text(what) if what else "",
        **_read_days(register, row),
    }
    fields["state"] = _read_state(row, fields)
    erased = not what and outcome == Outcome.NOT_ONE
    fields["erased_on"] = fields["closed_on"] if erased else None
    return fields


def _read_days(register: Register, row: RowReader) -> dict[str, Any]:
    received = row.day("received_on")
    row.require("received_on", _("Dites quel jour elle est arrivée : 12/03/2026."))
    since = received or row.reader.today
    days = {role: row.day(role, since=received) for role in ("acknowledged_on", "answered_on", "closed_on")}
    announced = {
        role: row.day(role, since=received, past=False)
        for role in ("acknowledge_by", "extended_from", "answer_by")
    }
    announced["acknowledge_by"] = announced["acknowledge_by"] or since + timedelta(register.acknowledge_days)
    announced["answer_by"] = announced["answer_by"] or since + timedelta(register.answer_days)
    return {"received_on": received, **days, **announced}


def _read_state(row: RowReader, fields: dict[str, Any]) -> str:
    said = row.choice("state", ComplaintState)
    state = said or _deduce(fields)
    closed, outcome = fields["closed_on"], fields["outcome"]
    if state == ComplaintState.CLOSED:
        row.require("closed_on", _("Dites quel jour elle a été close."))
        row.require("outcome", _("Dites comment elle s’est terminée, par exemple « réglée »."))
    elif closed is not None or outcome:
        row.refuse("state", _("Elle a un jour de clôture ou une issue : écrivez « close », ou videz-les."))
    elif state == ComplaintState.ANSWERED:
        row.require("answered_on", _("Dites quel jour elle a eu sa réponse."))
    elif state == ComplaintState.ACKNOWLEDGED:
        row.require("acknowledged_on", _("Dites quel jour l’accusé de réception est parti."))
    return str(state)


def _deduce(fields: dict[str, Any]) -> str:
    if fields["closed_on"] is not None or fields["outcome"]:
        return ComplaintState.CLOSED
    if fields["answered_on"] is not None:
        return ComplaintState.ANSWERED
    return ComplaintState.RECEIVED if fields["acknowledged_on"] is None else ComplaintState.ACKNOWLEDGED
