"""The meeting of a told year: round a table or with hands raised, what was said, what was agreed."""

from datetime import timedelta
from typing import Any

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.services.positions import point_to, take_position
from marchepied.apps.diagnosis.services.room import (
    correct_line,
    end_room,
    note_in_room,
    record_meeting,
    type_turn,
)
from marchepied.apps.diagnosis.services.table import gather_round_table
from marchepied.apps.diagnosis.services.workshop import meeting_of_workshop, prepare_workshop
from marchepied.apps.meetings.services.meetings import AttendeeContent
from marchepied.apps.restitution.services._demo_house import Year, date_back, read_serves


def hold_meeting(year: Year) -> None:
    """What is told of the meeting, then the positions taken there."""
    told = year.told.get("meeting")
    if told is None:
        return
    workshop = None
    if year.cycle.path == Path.TABLE:
        gather_round_table(cycle=year.cycle, people=told["people"], names=told["names"], by=year.pilot)
    else:
        workshop = _hold_workshop(year, told)
    _write_lines(year, told)
    _agree(year, told)
    _close(year, told, workshop)


def _hold_workshop(year: Year, told: dict[str, Any]) -> Any:
    """The questions prepared, who came, and the hands counted before and after talking."""
    stage = year.stage
    workshop = prepare_workshop(
        cycle=year.cycle,
        question_ids=list(told["positions"]),
        voices=told.get("voices", {}),
        minutes=told.get("minutes", 8),
        held_on=stage.day(told["held"]),
        by=year.pilot,
    )
    record_meeting(
        cycle=year.cycle,
        held_on=None,
        facilitator=told["facilitator"],
        secretary=told.get("secretary", ""),
        next_on=stage.day(told["next"]) if "next" in told else None,
        attendees=[AttendeeContent(standing=name, count=count) for name, count in told["present"].items()],
        by=year.pilot,
    )
    for question_id, turns in told.get("hands", {}).items():
        for turn, counts in enumerate((turns["first"], turns["second"]), start=1):
            type_turn(
                cycle=year.cycle,
                question_id=question_id,
                turn=turn,
                way=turns["way"],
                counts=counts,
                by=year.pilot,
            )
    return workshop


def _write_lines(year: Year, told: dict[str, Any]) -> None:
    for line in told.get("lines", ()):
        minute = note_in_room(
            cycle=year.cycle,
            question_id=line.get("question", ""),
            kind=line["kind"],
            text=line["text"],
            said_by=line.get("said_by", ""),
            by=year.pilot,
        )
        if "answer" in line:
            correct_line(
                cycle=year.cycle,
                minute=minute,
                text=line["text"],
                said_by=line.get("said_by", ""),
                answer=line["answer"],
                settled=line.get("settled", False),
                by=year.pilot,
            )


def _agree(year: Year, told: dict[str, Any]) -> None:
    for question_id, agreed in told["positions"].items():
        year.positions[question_id] = take_position(
            cycle=year.cycle,
            question_id=question_id,
            level=agreed["level"],
            words=agreed["words"],
            agreement=agreed["agreement"],
            disagreement_note=agreed.get("disagreement_note", ""),
            disagreement_by=agreed.get("disagreement_by", ""),
            counts=agreed.get("counts"),
            held_on=year.stage.day(told["held"]),
            by=year.pilot,
        )
        if serves := read_serves(year.stage, agreed):
            point_to(position=year.positions[question_id], project=serves, by=year.pilot)


def _close(year: Year, told: dict[str, Any], workshop: Any) -> None:
    """End the meeting, and give it, its hands and its lines the evening it was held."""
    day, evening = year.stage.day(told["held"]), year.stage.moment(told["held"], hour=18)
    if workshop is not None:
        end_room(cycle=year.cycle, by=year.pilot)
        date_back(workshop, held_on=day)
    meeting = meeting_of_workshop(cycle=year.cycle, by=year.pilot)
    date_back(meeting, planned_on=day, held_on=day, created_at=year.stage.moment(told["held"]))
    for place, line in enumerate(meeting.minutes.order_by("at", "id")):  # in the order they were written
        date_back(line, at=evening + timedelta(minutes=place))
    meeting.shows.update(opened_at=evening, closed_at=evening)
