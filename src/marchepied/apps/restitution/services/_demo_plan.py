"""The plan of a told year: vision, objectives, actions, a vote, acts that come back, looks back, measures."""

import random
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import deposit_answers
from marchepied.apps.plans.selectors.indicators import IndicatorContent, Measure
from marchepied.apps.plans.selectors.votes import Offered
from marchepied.apps.plans.services import (
    ActionContent,
    add_action,
    add_objective,
    save_vision,
    update_action,
)
from marchepied.apps.plans.services.acts import ActContent, add_act, tick_act
from marchepied.apps.plans.services.indicators import add_indicator, save_targets, save_values
from marchepied.apps.plans.services.reviews import ActionLook, ReviewContent, hold_review
from marchepied.apps.plans.services.votes import (
    VoteContent,
    adopt_proposals,
    close_vote,
    open_vote,
    prepare_vote,
)
from marchepied.apps.restitution.services._demo_data import deal_sheets
from marchepied.apps.restitution.services._demo_house import Stage, Year, date_back, read_serves

WEEK = timedelta(weeks=1)


def make_plan(year: Year) -> None:
    """What was wanted and decided, chosen by a vote where one is told, then done week after week."""
    told = year.told
    if "vision" in told:
        save_vision(cycle=year.cycle, text=told["vision"], by=year.pilot)
    for row in told.get("objectives", ()):
        year.stage.objectives[row["id"]] = add_objective(
            cycle=year.cycle, text=row["text"], horizon=row["horizon"], by=year.pilot
        )
    for row in told.get("actions", ()):
        year.actions[row["key"]] = _add_action(year, row)
    if "vote" in told:
        _hold_vote(year, told["vote"])
    for row in told.get("acts", ()):
        _repeat_act(year, row)
    for row in told.get("reviews", ()):
        _look_back(year, row)


def _add_action(year: Year, told: dict[str, Any]) -> Any:
    people, objectives = year.stage.people, year.stage.objectives
    content = ActionContent(
        title=told["title"],
        first_step=told["first_step"],
        owner=people[told["owner"]] if "owner" in told else None,
        owner_name=told.get("owner_name", ""),
        means=told["means"],
        due_on=year.stage.day(told["due"]),
        expected_result=told["expected"],
        result=told.get("result", ""),
        state=told["state"],
        objective=objectives[told["objective"]] if "objective" in told else None,
    )
    action = add_action(
        cycle=year.cycle,
        content=content,
        question_id=told["question"],
        lever_id=told.get("lever", ""),
        position_of=year.positions.get(told["question"]),
        serves=read_serves(year.stage, told),
        by=year.pilot,
    )
    date_back(action, created_at=year.stage.moment(year.told["planned"]))
    return action


def _hold_vote(year: Year, told: dict[str, Any]) -> None:
    """A vote put to everybody by one link; ballots are dealt from their counts, as answers are."""
    content = VoteContent(
        title=told["title"],
        proposals=[_offer(year, key, row) for key, row in told["proposals"].items()],
        closes_on=None,
        responsible=told["responsible"],
        expected_count=told["expected"],
    )
    vote = open_vote(vote=prepare_vote(cycle=year.cycle, content=content, by=year.pilot), by=year.pilot)
    _cast_ballots(year, vote, told)
    stage, round_ = year.stage, vote.round
    date_back(vote, created_at=stage.moment(told["opened"]))
    date_back(round_, opened_on=stage.day(told["opened"]), closes_on=stage.day(told["closes"]))
    if "closed" not in told:
        return
    vote = close_vote(vote=vote, by=year.pilot)
    date_back(vote, closed_at=stage.moment(told["closed"], hour=19))
    closed_on = stage.day(told["closed"])
    date_back(vote.round, closed_on=closed_on, respondent_keys_erased_on=closed_on)
    ids = _ids_of(vote, told)
    adopt_proposals(vote=vote, chosen=[ids[key] for key in told["adopted"]], by=year.pilot)


def _offer(year: Year, key: str, told: dict[str, Any]) -> Offered:
    action = year.actions.get(key)
    if action is None:
        return Offered(key, told["title"], told.get("note", ""), question_id=told.get("question", ""))
    return Offered(key, action.title, action.first_step, action.pk, action.question_id, action.lever_id)


def _ids_of(vote: Any, told: dict[str, Any]) -> dict[str, str]:
    """{key in the story: id on the ballot}"""
    return {
        proposal["key"]: proposal["id"] for proposal in vote.proposals if proposal["key"] in told["proposals"]
    }


def _cast_ballots(year: Year, vote: Any, told: dict[str, Any]) -> None:
    ids = _ids_of(vote, told)
    said = {
        "answered": told["ballots"],
        "counts": {
            ids[key]: [*row["grades"], row.get("silent", 0), 0] for key, row in told["proposals"].items()
        },
        "comments": {},
    }
    (call,) = calls_of(vote.round)
    seed = f"{year.stage.told['name']} {told['title']}"
    for answers, comments in deal_sheets(said, random.Random(seed)):  # noqa: S311 (the same every time)
        deposit_answers(call=call, answers=answers, comments=comments)


def _repeat_act(year: Year, told: dict[str, Any]) -> None:
    """A weekly act, with the weeks it was ticked and what was noted then."""
    stage = year.stage
    starts_on = stage.day(told["starts"]) - stage.shift
    owner = stage.people[told["owner"]] if "owner" in told else None
    content = ActContent(
        told["title"], told["rhythm"], starts_on, owner=owner, owner_name=told.get("owner_name", "")
    )
    act = add_act(
        organisation=stage.organisation, content=content, action=year.actions[told["action"]], by=year.pilot
    )
    for week, note in told.get("done", {}).items():
        done = tick_act(act=act, on=starts_on + int(week) * WEEK, note=note, by=owner)
        date_back(done, on=done.on + stage.shift)
    date_back(act, starts_on=starts_on + stage.shift, created_at=stage.moment(told["starts"]))


def go_on(year: Year) -> None:
    """What came of the plan once account was given of it."""
    for row in year.told.get("later_reviews", ()):
        _look_back(year, row)
    for key, told in year.told.get("outcomes", {}).items():
        action = year.actions[key]
        as_it_was = ActionContent(**{part.name: getattr(action, part.name) for part in fields(ActionContent)})
        update_action(action=action, content=replace(as_it_was, **told), by=year.pilot)


def _look_back(year: Year, told: dict[str, Any]) -> None:
    content = ReviewContent(
        held_on=year.stage.day(told["held"]),
        worked=told["worked"],
        stuck=told["stuck"],
        changes=told["changes"],
        next_on=year.stage.day(told["next"]) if "next" in told else None,
    )
    looks = {
        year.actions[key].pk: ActionLook(look.get("state", ""), look["words"])
        for key, look in told["actions"].items()
    }
    hold_review(cycle=year.cycle, content=content, looks=looks, by=year.pilot)


def choose_indicators(stage: Stage) -> None:
    """What the house follows, before any year is measured."""
    for told in stage.told.get("indicators", ()):
        content = IndicatorContent(
            name=told["name"],
            key=told["key"],
            definition=told["definition"],
            unit=told.get("unit", ""),
            formula=told.get("formula", ""),
            source=told.get("source", ""),
            direction=told["direction"],
        )
        stage.indicators[told["key"]] = add_indicator(
            organisation=stage.organisation, content=content, by=stage.pilot
        )


def measure_year(year: Year) -> None:
    """What was found in the year of the assembly, and where it should be one and three years later."""
    stage, this_year = year.stage, year.cycle.assembly_on.year if year.cycle.assembly_on else 0
    if told := year.told.get("measures"):
        measures = {
            stage.indicators[key].pk: Measure(number=Decimal(found["number"]), note=found.get("note", ""))
            for key, found in told.items()
        }
        save_values(organisation=stage.organisation, year=this_year, measures=measures, by=stage.pilot)
    for key, goals in year.told.get("targets", {}).items():
        targets = {this_year + row["in"]: Measure(number=Decimal(row["number"])) for row in goals}
        save_targets(indicator=stage.indicators[key], targets=targets, by=stage.pilot)
