"""What a told year gave account of: the page at people's link, the pack and who signs it, the assembly."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.diagnosis.services.account import write_account_words
from marchepied.apps.diagnosis.services.cycles import finish_cycle
from marchepied.apps.meetings.services.minutes import DecisionContent, write_decision
from marchepied.apps.restitution.services._demo_house import Year, date_back
from marchepied.apps.restitution.services.assemblies import AssemblyContent, close_assembly, note_assembly
from marchepied.apps.restitution.services.drafts import hide_section
from marchepied.apps.restitution.services.packs import freeze_pack
from marchepied.apps.restitution.services.replies import publish_staff_sheet
from marchepied.engines.documents import Signatory


def give_account(year: Year) -> None:
    """The words for the assembly, the sheet, the pack, the assembly and the end of the cycle, where told."""
    told, cycle, stage = year.told, year.cycle, year.stage
    if "introduction" in told:
        write_account_words(
            cycle=cycle,
            introduction=told["introduction"],
            debate_questions=told["debate_questions"],
            by=year.pilot,
        )
    if "sheet" in told:
        reply = publish_staff_sheet(cycle=cycle, by=year.pilot)
        date_back(reply, published_at=stage.moment(told["sheet"]))
    if "pack" in told:
        _freeze(year, told["pack"])
    if "held" in told:
        _hold_assembly(year, told["held"])
    if cycle.assembly_on is not None and cycle.assembly_on < stage.today:
        finish_cycle(cycle=cycle, by=year.pilot)


def _freeze(year: Year, told: dict[str, Any]) -> None:
    for key in told.get("hidden", ()):
        hide_section(cycle=year.cycle, key=key, hidden=True, language="fr", by=year.pilot)
    signed_on = year.stage.day(told["on"]) + timedelta(days=1)
    # Nobody signs after this very day: in a story of the future, the lines are left for the hand.
    day = signed_on if signed_on <= timezone.localdate() else None
    signatories = [Signatory(row["name"], row["quality"], day) for row in told.get("signatories", ())]
    freeze_pack(
        cycle=year.cycle,
        language="fr",
        signatories=signatories,
        on=year.stage.day(told["on"]),
        by=year.pilot,
    )


def _hold_assembly(year: Year, told: dict[str, Any]) -> None:
    """Who came and what was decided; the services take no day to come, so the day is given afterwards."""
    content = AssemblyContent(
        held_on=timezone.localdate(),
        place=told["place"],
        present=told["present"],
        represented=told.get("represented", 0),
    )
    meeting = note_assembly(cycle=year.cycle, content=content, by=year.pilot)
    for row in told["decisions"]:
        in_favour, against, abstained = row.get("votes", (None, None, None))
        decision = DecisionContent(
            text=row["text"],
            outcome=row["outcome"],
            in_favour=in_favour,
            against=against,
            abstained=abstained,
        )
        write_decision(meeting=meeting, content=decision, by=year.pilot)
    date_back(meeting, held_on=year.cycle.assembly_on)
    close_assembly(cycle=year.cycle, by=year.pilot)
