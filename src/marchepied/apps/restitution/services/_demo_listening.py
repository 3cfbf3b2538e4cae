"""A told year of the registers: complaints and ideas, lived through their services, then given their days."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.listening.selectors.complaints import messages_of
from marchepied.apps.listening.services import (
    Assessment,
    Closing,
    ComplaintContent,
    IdeaContent,
    RegisterContent,
    acknowledge,
    add_idea_group,
    answer,
    assess,
    close,
    decide,
    discuss,
    finish,
    follow_action,
    merge_ideas,
    note,
    note_complaint,
    open_register,
    receive_complaint,
    reply_as_author,
    send_idea,
    show_idea,
    support_idea,
)
from marchepied.apps.places.selectors import find_commune
from marchepied.apps.plans.services.listening import STATES
from marchepied.apps.restitution.services._demo_house import Stage, Year, date_back
from marchepied.core.audit import trace

SETTLED = ("acknowledge_days", "answer_days", "person_roles", "erase_months", "openness", "moderation")


def listen_all_year(stage: Stage, year: Year | None) -> None:
    """The registers of a story, where it tells of some; actions are those of its last year."""
    told = stage.told["registers"]
    if "complaints" in told:
        register = _open(stage, "complaints", told["complaints"])
        for row in told["complaints"]["rows"]:
            _complain(stage, year, register, row)
    if "ideas" in told:
        box = _open(stage, "ideas", told["ideas"])
        groups = {
            name: add_idea_group(register=box, name=name, by=stage.pilot)
            for name in told["ideas"].get("groups", ())
        }
        ideas: dict[str, Any] = {}
        for row in told["ideas"]["rows"]:
            ideas[row["title"]] = _propose(stage, year, box, row, groups, ideas)


def _open(stage: Stage, kind: str, told: dict[str, Any]) -> Any:
    content = RegisterContent(
        introduction=told["introduction"],
        keeper=stage.people[told["keeper"]],
        **{name: told[name] for name in SETTLED if name in told},
    )
    row = open_register(organisation=stage.organisation, kind=kind, content=content, by=stage.pilot)
    date_back(row, opened_on=stage.day(told["opened"]))
    return row


def _complain(stage: Stage, year: Year | None, register: Any, told: dict[str, Any]) -> None:
    names = ("what", "when_where", "wanted", "name", "contact")
    content = ComplaintContent(**{name: told[name] for name in names if name in told})
    if told["channel"] == "online":
        row = receive_complaint(register=register, content=content)
    else:
        row = note_complaint(register=register, content=content, channel=told["channel"], by=stage.pilot)
    by = stage.people[told["assessed"]["owner"]] if "assessed" in told else stage.pilot
    days = _answer(stage, row, told, by)
    received = stage.day(told["on"])
    date_back(
        row,
        received_on=received,
        acknowledge_by=received + timedelta(days=register.acknowledge_days),
        answer_by=received + timedelta(days=register.answer_days),
        **days,
    )
    if "action" in told and year is not None:
        trace(row, year.actions[told["action"]], by=stage.pilot)


def _answer(stage: Stage, row: Any, told: dict[str, Any], by: Any) -> dict[str, date]:
    """What was done with it, in its order; the days of the row itself."""
    days = {}
    if "acknowledged" in told:
        acknowledge(complaint=row, text=told["acknowledged"]["text"], by=by)
        days["acknowledged_on"] = stage.day(told["acknowledged"]["on"])
    if "assessed" in told:
        assess(complaint=row, assessment=_read_assessment(stage, told["assessed"]), by=by)
    if "note" in told:
        note(complaint=row, text=told["note"]["text"], by=by)
    if "author" in told:
        reply_as_author(complaint=row, text=told["author"]["text"])
    if "answered" in told:
        answer(complaint=row, text=told["answered"]["text"], by=by)
        days["answered_on"] = stage.day(told["answered"]["on"])
    if "closed" in told:
        closing = {name: words for name, words in told["closed"].items() if name != "on"}
        close(complaint=row, closing=Closing(**closing), by=by)
        days["closed_on"] = stage.day(told["closed"]["on"])
    _date_messages(stage, row, told)
    return days


def _read_assessment(stage: Stage, told: dict[str, Any]) -> Assessment:
    return Assessment(
        seriousness=told["seriousness"],
        theme_id=told.get("theme", ""),
        cause=told["cause"],
        owner=stage.people[told["owner"]],
    )


def _date_messages(stage: Stage, row: Any, told: dict[str, Any]) -> None:
    said = [told[name] for name in ("acknowledged", "note", "author", "answered") if name in told]
    by_text = {one["text"]: one["on"] for one in said}
    for message in messages_of(row):
        date_back(message, at=_moment(stage.day(by_text[message.text])))


def _propose(
    stage: Stage,
    year: Year | None,
    box: Any,
    told: dict[str, Any],
    groups: dict[str, Any],
    ideas: dict[str, Any],
) -> Any:
    commune = find_commune(told.get("commune", ""))
    content = IdeaContent(
        title=told["title"],
        text=told.get("text", ""),
        signed=told.get("signed", ""),
        commune=commune,
        reach=told.get("reach", "") if commune else "",
        theme_id=told.get("theme", ""),
    )
    row = send_idea(register=box, content=content, group=groups.get(told.get("group", "")))
    received = stage.day(told["on"])
    date_back(row, received_on=received, answer_by=received + timedelta(days=box.answer_days))
    if told.get("waiting"):
        return row
    show_idea(idea=row, by=stage.pilot)
    for number in range(told.get("supports", 0)):
        support_idea(idea=row, device=f"{told['title']} {number}")
    _talk(stage, row, told.get("said", ()))
    _decide(stage, year, row, told)
    if "merged" in told:
        merge_ideas(idea=row, into=ideas[told["merged"]], by=stage.pilot)
    return row


def _talk(stage: Stage, row: Any, said: Any) -> None:
    for one in said:
        word = discuss(idea=row, text=one["text"], by=stage.pilot)
        date_back(word, at=_moment(stage.day(one["on"])))


def _decide(stage: Stage, year: Year | None, row: Any, told: dict[str, Any]) -> None:
    if "decided" not in told:
        return
    decided = told["decided"]
    decide(idea=row, accepted=decided["accepted"], reason=decided["reason"], by=stage.pilot)
    date_back(row, decided_on=stage.day(decided["on"]))
    if "action" in told and year is not None:
        action = year.actions[told["action"]]
        trace(row, action, by=stage.pilot)
        follow_action(idea=row, state=STATES[action.state], by=stage.pilot)
    if "done" in told:
        finish(idea=row, told=told["done"]["told"], by=stage.pilot)
        date_back(row, done_on=stage.day(told["done"]["on"]))
    _talk(stage, row, [told["word"]] if "word" in told else ())


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
