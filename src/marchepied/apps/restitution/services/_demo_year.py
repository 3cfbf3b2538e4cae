"""One year of a told story: it begins, the organisation and its groups answer, their views are shown."""

import random
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.selectors.calendar import plan_steps
from marchepied.apps.diagnosis.selectors.collection import propose_items
from marchepied.apps.diagnosis.services.collection import close_collection, open_collection
from marchepied.apps.diagnosis.services.cycles import choose_questions, start_cycle
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.steps import hand_step, set_step_date
from marchepied.apps.evidence.services import add_file, add_link
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import (
    CallRequest,
    CollegeChoice,
    choose_colleges,
    deposit_answers,
    forget_respondents,
    invite_by_mail,
    make_slips,
)
from marchepied.apps.participation.validators import Address
from marchepied.apps.plans.selectors.next_year import unfinished_actions
from marchepied.apps.plans.services.next_year import NextYear, start_next_year
from marchepied.apps.restitution.services._demo_data import deal_sheets, read_said
from marchepied.apps.restitution.services._demo_house import Stage, Year, date_back
from marchepied.core.folding import fold

MAIL_DOMAIN = "exemple.fr"
# The pilot answers for the organisation three weeks after the start.
ANSWERED_AFTER = timedelta(days=21)


def begin_year(stage: Stage, told: dict[str, Any], last: Year | None) -> Year:
    """The cycle with its questions, dates and hands; after another one, what it takes from it."""
    assembly_on = stage.day(told["assembly"]) if "assembly" in told else None
    year = Year(stage, told)
    year.cycle = _start(year, assembly_on, last)
    started_on = stage.day(told["started"])
    date_back(year.cycle, started_on=started_on)
    if stage.earlier_guide is not None and told.get("guide") == "before":
        date_back(year.cycle, version=stage.earlier_guide)
    _carry_over(year, last)
    if "questions" in told:
        choose_questions(cycle=year.cycle, question_ids=told["questions"], by=stage.pilot)
    _plan_steps(year, started_on, assembly_on)
    return year


def _start(year: Year, assembly_on: date | None, last: Year | None) -> Any:
    told, stage = year.told, year.stage
    scope = {
        "axis_ids": told["axes"],
        "depth": told["depth"],
        "path": told.get("path", Path.GROUPS),
        "assembly_on": assembly_on,
    }
    if last is None:
        return start_cycle(organisation=stage.organisation, **scope, by=stage.pilot)
    taken = told.get("from_last", {})
    content = NextYear(
        **scope,
        kept=[last.actions[key].pk for key in taken.get("kept", ())],
        dropped={last.actions[key].pk: why for key, why in taken.get("dropped", {}).items()},
    )
    return start_next_year(last=last.cycle, content=content, by=stage.pilot)


def _carry_over(year: Year, last: Year | None) -> None:
    """The actions that the new plan took from the last one keep their names in the story."""
    carried = {action.title: action for action in unfinished_actions(year.cycle)}
    for key, action in last.actions.items() if last else ():
        if action.title in carried:
            year.actions[key] = carried[action.title]


def _plan_steps(year: Year, started_on: date, assembly_on: date | None) -> None:
    cycle = year.cycle
    planned = plan_steps(
        today=started_on, assembly_on=assembly_on, n_questions=len(cycle.question_ids), path=cycle.path
    )
    days: dict[str, date | None] = {step.key: step.on for step in planned}
    for step in cycle.steps.order_by("position"):
        date_back(step, planned_on=days[step.key])
        told = year.told.get("steps", {}).get(step.key, {})
        if "on" in told:
            set_step_date(step=step, on=year.stage.day(told["on"]), by=year.pilot)
        if "owner" in told:
            hand_step(step=step, person=year.stage.people[told["owner"]], by=year.pilot)


def answer_alone(year: Year) -> None:
    """What the organisation says of itself, with its documents."""
    stage = year.stage
    for key, told in year.told.get("evidence", {}).items():
        stage.evidence[key] = _add_evidence(stage, told)
    answered_at = stage.moment(year.told["started"]) + ANSWERED_AFTER
    for question_id, told in year.told.get("own_answers", {}).items():
        answer = save_own_answer(
            cycle=year.cycle,
            question_id=question_id,
            kind=told.get("kind", "level"),
            level=told.get("level"),
            narrative=told["narrative"],
            evidence=[stage.evidence[key].pk for key in told.get("evidence", ())],
            by=year.pilot,
        )
        date_back(answer, at=answered_at)


def _add_evidence(stage: Stage, told: dict[str, Any]) -> Any:
    common = {
        "organisation": stage.organisation,
        "title": told["title"],
        "dated_on": stage.day(told["dated"]),
        "note": told.get("note", ""),
        "by": stage.pilot,
    }
    if told["kind"] == "link":
        return add_link(**common, url=told["url"])
    # The mark that spreadsheets need to read accents.
    content = ContentFile(told["content"].encode("utf-8-sig"), name=told["file"])
    return add_file(**common, file=content)


def ask_colleges(year: Year) -> None:
    """The groups answer; what they said is shown once the questionnaire is closed."""
    told, stage = year.told.get("collection"), year.stage
    if told is None:
        return
    round_ = _open(year, told)
    said = read_said(told["answers"])
    rows = {row["name"]: row for row in told["colleges"]}
    for call in calls_of(round_):
        row = rows[call.college.name]
        _fill_in(year, call, said[row["name"]], _call_people(year, call, row))
    date_back(round_, opened_on=stage.day(told["opened"]), closes_on=stage.day(told["closes"]))
    if "closed" in told:
        close_collection(cycle=year.cycle, by=year.pilot)
        date_back(round_, closed_on=stage.day(told["closed"]))
    if "release" in year.told:
        date_back(make_release(cycle=year.cycle, by=year.pilot), at=stage.moment(year.told["release"]))
    if "forgotten" in told:
        forget_respondents(round=round_, by=year.pilot, today=stage.day(told["forgotten"]))


def _open(year: Year, told: dict[str, Any]) -> Any:
    choices = [CollegeChoice(row["kind"], row["name"], row["expected"]) for row in told["colleges"]]
    colleges = choose_colleges(organisation=year.stage.organisation, choices=choices, by=year.pilot)
    items = propose_items(year.cycle, colleges)
    return open_collection(
        cycle=year.cycle,
        calls=[CallRequest(college, items[college.pk]) for college in colleges],
        closes_on=None,
        responsible=told["responsible"],
        title=told["title"],
        by=year.pilot,
    )


def _call_people(year: Year, call: Any, told: dict[str, Any]) -> list[Any]:
    """The single-use links of a call, by mail or on slips; none where people use the college's own link."""
    if "slips" in told:
        return make_slips(call=call, count=told["slips"], by=year.pilot)
    if "mails" not in told:
        return []
    addresses = [Address(f"{fold(name).replace(' ', '.')}@{MAIL_DOMAIN}", name) for name in told["mails"]]
    invite_by_mail(call=call, addresses=addresses, by=year.pilot)
    call.invitations.update(sent_on=year.stage.day(year.told["collection"]["invited"]))
    return list(call.invitations.order_by("email"))


def _fill_in(year: Year, call: Any, said: dict[str, Any], invitations: list[Any]) -> None:
    seed = f"{year.stage.told['name']} {year.told['started']} {call.college.name}"
    sheets = deal_sheets(said, random.Random(seed))  # noqa: S311 (the same story every time)
    for number, (answers, comments) in enumerate(sheets):
        invitation = invitations[number] if number < len(invitations) else None
        deposit_answers(call=call, answers=answers, comments=comments, invitation=invitation)
