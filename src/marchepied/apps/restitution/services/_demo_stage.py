"""Living a told story through the services of every app, then giving its records their days.

The services date what they do today: a record is made by its service, then dated back. Nothing else is
written past them.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.selectors.calendar import plan_steps
from marchepied.apps.diagnosis.selectors.collection import propose_items
from marchepied.apps.diagnosis.services.account import write_account_words
from marchepied.apps.diagnosis.services.collection import close_collection, open_collection
from marchepied.apps.diagnosis.services.cycles import choose_questions, finish_cycle, start_cycle
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.steps import hand_step, set_step_date
from marchepied.apps.diagnosis.services.table import gather_round_table, note_at_table
from marchepied.apps.evidence.services import add_file, add_link
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.services import (
    accept_invitation,
    add_site,
    create_organisation,
    create_person,
    invite_member,
    set_activities,
    set_purposes,
    set_vocabulary,
    update_person,
    update_profile,
)
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import (
    CallRequest,
    CollegeChoice,
    choose_colleges,
    deposit_answers,
    invite_by_mail,
    make_slips,
)
from marchepied.apps.participation.validators import Address
from marchepied.apps.places.selectors import find_commune
from marchepied.apps.plans.services import ActionContent, add_action, add_objective, save_vision
from marchepied.apps.restitution.services._demo_data import count_day, deal_sheets, read_said
from marchepied.apps.restitution.services.packs import freeze_pack
from marchepied.apps.restitution.services.replies import publish_staff_sheet
from marchepied.core.folding import fold
from marchepied.core.scope import scope

MAIL_DOMAIN = "exemple.fr"
PROFILE = ("size_band", "sector", "presentation", "traits")


@dataclass
class Stage:
    """A story being lived: what is told, counted from which day, and the records made so far."""

    told: dict[str, Any]
    today: date
    people: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Any] = field(default_factory=dict)
    positions: dict[str, Any] = field(default_factory=dict)
    organisation: Any = None
    cycle: Any = None

    @property
    def pilot(self) -> Any:
        """The first person told: the one who does everything that nobody else is said to do."""
        return next(iter(self.people.values()))

    def day(self, told: Any) -> date:
        return count_day(self.today, told)

    def moment(self, told: Any) -> datetime:
        """Ten in the morning of that day."""
        return timezone.make_aware(datetime.combine(self.day(told), time(10)))


def live_story(told: dict[str, Any], today: date) -> Any:
    """The organisation of a story, lived as far as it is told."""
    stage = Stage(told, today)
    _open_house(stage)
    with scope(stage.organisation):
        _describe_house(stage)
        _gather_people(stage)
        _start_cycle(stage)
        _answer_alone(stage)
        _ask_colleges(stage)
        _agree(stage)
        _plan(stage)
        _tell(stage)
        _date_back(stage.organisation, created_at=stage.moment(told["known_since"]))
    return stage.organisation


def _date_back(row: Any, **days: Any) -> None:
    for name, value in days.items():
        setattr(row, name, value)
    row.save(update_fields=list(days))


def _open_house(stage: Stage) -> None:
    for key, told in stage.told["people"].items():
        person = create_person(email=told["email"], language="fr")
        stage.people[key] = update_person(name=told["name"], language="fr", by=person)
    stage.organisation = create_organisation(
        name=stage.told["name"], legal_form=stage.told["legal_form"], by=stage.pilot, is_demo=True
    )


def _describe_house(stage: Stage) -> None:
    told, owned = stage.told, {"organisation": stage.organisation, "by": stage.pilot}
    commune = find_commune(told.get("commune", ""))
    changes = {name: told[name] for name in PROFILE if name in told}
    update_profile(**owned, **changes, commune_id=commune.pk if commune else None)
    if words := told.get("vocabulary"):
        set_vocabulary(**owned, words=words)
    if "purposes" in told:
        set_purposes(**owned, texts=told["purposes"])
    if "activities" in told:
        set_activities(**owned, texts=told["activities"])
    for site in told.get("sites", ()):
        place = find_commune(site["commune"])
        add_site(**owned, name=site["name"], commune_id=place.pk if place else None)


def _gather_people(stage: Stage) -> None:
    """Invite everybody but the pilot, and have each of them accept; an accompagnement ends as told."""
    for key, told in list(stage.told["people"].items())[1:]:
        invitation = invite_member(
            organisation=stage.organisation,
            email=told["email"],
            role=told["role"],
            until=timezone.localdate() if told["role"] == Role.ACCOMPAGNATEUR else None,
            by=stage.pilot,
        )
        membership = accept_invitation(invitation=invitation, by=stage.people[key])
        if "until" in told:
            _date_back(membership, until=stage.day(told["until"]))


def _start_cycle(stage: Stage) -> None:
    told = stage.told["cycle"]
    started_on = stage.day(told["started"])
    assembly_on = stage.day(told["assembly"]) if "assembly" in told else None
    cycle = start_cycle(
        organisation=stage.organisation,
        axis_ids=told["axes"],
        depth=told["depth"],
        assembly_on=assembly_on,
        path=told.get("path", Path.GROUPS),
        by=stage.pilot,
    )
    if "questions" in told:
        choose_questions(cycle=cycle, question_ids=told["questions"], by=stage.pilot)
    _date_back(cycle, started_on=started_on)
    planned = plan_steps(
        today=started_on,
        assembly_on=assembly_on,
        n_questions=len(cycle.question_ids),
        path=cycle.path,
    )
    days: dict[str, date | None] = {step.key: step.on for step in planned}
    for step in cycle.steps.order_by("position"):
        _date_back(step, planned_on=days[step.key])
        _move_step(stage, step, told.get("steps", {}).get(step.key, {}))
    stage.cycle = cycle


def _move_step(stage: Stage, step: Any, told: dict[str, Any]) -> None:
    if "on" in told:
        set_step_date(step=step, on=stage.day(told["on"]), by=stage.pilot)
    if "owner" in told:
        hand_step(step=step, person=stage.people[told["owner"]], by=stage.pilot)


def _answer_alone(stage: Stage) -> None:
    for key, told in stage.told.get("evidence", {}).items():
        stage.evidence[key] = _add_evidence(stage, told)
    answered_at = stage.moment(stage.told["cycle"]["started"] + 21)
    for question_id, told in stage.told.get("own_answers", {}).items():
        answer = save_own_answer(
            cycle=stage.cycle,
            question_id=question_id,
            kind=told.get("kind", "level"),
            level=told.get("level"),
            narrative=told["narrative"],
            evidence=[stage.evidence[key].pk for key in told.get("evidence", ())],
            by=stage.pilot,
        )
        _date_back(answer, at=answered_at)


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


def _ask_colleges(stage: Stage) -> None:
    told = stage.told.get("collection")
    if told is None:
        return
    choices = [CollegeChoice(row["kind"], row["name"], row["expected"]) for row in told["colleges"]]
    colleges = choose_colleges(organisation=stage.organisation, choices=choices, by=stage.pilot)
    items = propose_items(stage.cycle, colleges)
    round_ = open_collection(
        cycle=stage.cycle,
        calls=[CallRequest(college, items[college.pk]) for college in colleges],
        closes_on=None,
        responsible=told["responsible"],
        title=told["title"],
        by=stage.pilot,
    )
    said = read_said(told["answers"])
    by_name = {row["name"]: row for row in told["colleges"]}
    for call in calls_of(round_):
        row = by_name[call.college.name]
        _fill_in(stage, call, said[row["name"]], _call_people(stage, call, row))
    _date_back(round_, opened_on=stage.day(told["opened"]), closes_on=stage.day(told["closes"]))
    if "closed" in told:
        close_collection(cycle=stage.cycle, by=stage.pilot)
        _date_back(round_, closed_on=stage.day(told["closed"]))
    if "release" in stage.told:
        _date_back(make_release(cycle=stage.cycle, by=stage.pilot), at=stage.moment(stage.told["release"]))


def _call_people(stage: Stage, call: Any, told: dict[str, Any]) -> list[Any]:
    """The single-use links of a call, by mail or on slips; none where people use the college's own link."""
    if "slips" in told:
        return make_slips(call=call, count=told["slips"], by=stage.pilot)
    if "mails" not in told:
        return []
    addresses = [Address(f"{fold(name).replace(' ', '.')}@{MAIL_DOMAIN}", name) for name in told["mails"]]
    invite_by_mail(call=call, addresses=addresses, by=stage.pilot)
    call.invitations.update(sent_on=stage.day(stage.told["collection"]["invited"]))
    return list(call.invitations.order_by("email"))


def _fill_in(stage: Stage, call: Any, said: dict[str, Any], invitations: list[Any]) -> None:
    rng = random.Random(f"{stage.told['name']} {call.college.name}")  # noqa: S311 (the same story every time)
    sheets = deal_sheets(said, rng)
    for number, (answers, comments) in enumerate(sheets):
        invitation = invitations[number] if number < len(invitations) else None
        deposit_answers(call=call, answers=answers, comments=comments, invitation=invitation)


def _agree(stage: Stage) -> None:
    told = stage.told.get("positions")
    if told is None:
        return
    held_on = stage.day(told["held"])
    if "round_table" in told:
        gather_round_table(cycle=stage.cycle, held_on=held_on, by=stage.pilot, **told["round_table"])
    for text in told.get("kept_for_later", ()):
        note_at_table(cycle=stage.cycle, text=text, by=stage.pilot)
    for question_id, agreed in told["taken"].items():
        stage.positions[question_id] = take_position(
            cycle=stage.cycle,
            question_id=question_id,
            level=agreed["level"],
            words=agreed["words"],
            agreement=agreed["agreement"],
            disagreement_note=agreed.get("disagreement_note", ""),
            disagreement_by=agreed.get("disagreement_by", ""),
            counts=agreed.get("counts"),
            held_on=held_on,
            by=stage.pilot,
        )


def _plan(stage: Stage) -> None:
    if "vision" in stage.told:
        save_vision(cycle=stage.cycle, text=stage.told["vision"], by=stage.pilot)
    objectives = {
        told["id"]: add_objective(
            cycle=stage.cycle, text=told["text"], horizon=told["horizon"], by=stage.pilot
        )
        for told in stage.told.get("objectives", ())
    }
    for told in stage.told.get("actions", ()):
        content = ActionContent(
            title=told["title"],
            first_step=told["first_step"],
            owner=stage.people[told["owner"]] if "owner" in told else None,
            owner_name=told.get("owner_name", ""),
            means=told["means"],
            due_on=stage.day(told["due"]),
            expected_result=told["expected"],
            result=told.get("result", ""),
            state=told["state"],
            objective=objectives[told["objective"]] if "objective" in told else None,
        )
        add_action(
            cycle=stage.cycle,
            content=content,
            question_id=told["question"],
            lever_id=told["lever"],
            position_of=stage.positions[told["question"]],
            by=stage.pilot,
        )


def _tell(stage: Stage) -> None:
    """The words for the assembly, the sheet, the pack, and the end of the cycle, where they are told."""
    told, cycle, pilot = stage.told["cycle"], stage.cycle, stage.pilot
    if "introduction" in told:
        write_account_words(
            cycle=cycle,
            introduction=told["introduction"],
            debate_questions=told["debate_questions"],
            by=pilot,
        )
    if "sheet" in stage.told:
        reply = publish_staff_sheet(cycle=cycle, by=pilot)
        _date_back(reply, published_at=stage.moment(stage.told["sheet"]))
    if "pack" in stage.told:
        freeze_pack(cycle=cycle, language="fr", on=stage.day(stage.told["pack"]), by=pilot)
    if "assembly" in told and cycle.assembly_on < stage.today:
        finish_cycle(cycle=cycle, by=pilot)
