"""What hangs on a topic once people decide: a proposal, its amendments, who said what of it, a decision."""

from typing import Any

from marchepied.apps.deliberation.enums import AmendmentState, ObjectionState, PollWay, TransferState
from marchepied.apps.deliberation.models import Amendment, Decision, Objection, Poll, Proposal, VoteImport


def live_in_deciding(topic: Any, *, settled: bool = False) -> dict[str, Any]:
    """One of each thing that the addresses name, running or `settled`. In the scope of the organisation."""
    owned = {"organisation_id": topic.organisation_id}
    proposal = Proposal.objects.create(
        **owned,
        topic=topic,
        title="Ouvrir le samedi",
        text="Nous ouvrons un samedi sur deux.",
        state="adopted" if settled else "discussed",
    )
    proposal.statements.set(topic.statements.filter(number=1))
    amendment = Amendment.objects.create(
        **owned,
        proposal=proposal,
        text="Nous ouvrons chaque samedi.",
        said_by="l’accueil",
        state=AmendmentState.REFUSED if settled else AmendmentState.WAITING,
        answer="Nous sommes trop peu." if settled else "",
    )
    poll = Poll.objects.create(
        **owned,
        proposal=proposal,
        way=PollWay.CONSENT,
        text=proposal.text,
        outcome=_settle(settled)["outcome"],
    )
    if settled:
        Poll.objects.filter(pk=poll.pk).update(**_settle(settled), closed_at=poll.opened_at)
    objection = Objection.objects.create(
        **owned,
        poll=poll,
        text="Qui ouvre ?",
        answer="Deux bénévoles.",
        state=ObjectionState.LIFTED if settled else ObjectionState.OPEN,
    )
    decision = Decision.objects.create(
        **owned, topic=topic, proposal=proposal, text=proposal.text, reasons="Voilà."
    )
    state = TransferState.FAILED if settled else TransferState.RUNNING
    transfer = VoteImport.objects.create(
        **owned,
        topic=topic,
        file_name="votes.csv",
        total=50_000,
        done=12_000,
        state=state,
        report={"error": "L’import s’est arrêté."} if settled else {},
    )
    rows = {
        "motion": proposal,
        "amendment": amendment,
        "poll": poll,
        "objection": objection,
        "decision": decision,
        "transfer": transfer,
    }
    return {name: row.pk for name, row in rows.items()}


def _settle(settled: bool) -> dict[str, Any]:
    if not settled:
        return {"outcome": ""}
    return {"outcome": "adopted", "people": 9, "in_favour": 9, "against": 0, "abstaining": 0}
