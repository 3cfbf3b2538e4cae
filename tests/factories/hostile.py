"""A space whose every text was typed by somebody who means harm, through the same services as anybody's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.collection import propose_items
from marchepied.apps.diagnosis.selectors.workshop import follow_code
from marchepied.apps.diagnosis.services.account import write_account_words
from marchepied.apps.diagnosis.services.collection import close_collection, open_collection
from marchepied.apps.diagnosis.services.cycles import finish_cycle, open_space, start_next_cycle
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.room import correct_line, note_in_room, record_meeting
from marchepied.apps.diagnosis.services.workshop import open_following, prepare_workshop
from marchepied.apps.evidence.services import add_file, add_link
from marchepied.apps.meetings.enums import MinuteKind
from marchepied.apps.meetings.services.meetings import AttendeeContent
from marchepied.apps.meetings.services.minutes import DecisionContent, write_decision
from marchepied.apps.organisations.selectors import project_of
from marchepied.apps.organisations.services import (
    add_site,
    set_activities,
    set_purposes,
    set_vocabulary,
    update_person,
    update_profile,
)
from marchepied.apps.participation.models import College
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import (
    CallRequest,
    CollegeChoice,
    choose_colleges,
    deposit_answers,
)
from marchepied.apps.plans.enums import IndicatorKind, Rhythm
from marchepied.apps.plans.rules import seal_calendar
from marchepied.apps.plans.selectors.indicators import IndicatorContent, Measure
from marchepied.apps.plans.services import ActionContent, add_action, add_objective, save_vision
from marchepied.apps.plans.services.acts import ActContent, add_act, tick_act
from marchepied.apps.plans.services.feeds import open_feed
from marchepied.apps.plans.services.indicators import add_indicator, save_targets, save_values
from marchepied.apps.plans.services.reviews import ActionLook, ReviewContent, hold_review
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.apps.restitution.services import freeze_pack, meeting_of_assembly, publish_staff_sheet
from marchepied.core.scope import scope
from marchepied.engines.documents import Signatory
from tests.factories.brought import write_hostile_guides
from tests.factories.hostile_talk import talk_hostile
from tests.factories.listening import listen_to
from tests.factories.organisations import PersonFactory
from tests.factories.surveys import survey_hostile
from tests.factories.votes import cast, content_of, open_one

# What a spreadsheet, a word processor, a browser, a calendar or a typesetter could be made to run.
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\uff1d1+1",
    '=HYPERLINK("https://mal.exemple","clic")',
    'DDE("cmd";"/C calc";"x")',
    'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"',
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script>",
    "\u202etxt.exe\u2066",
    "a\x01\x08\x1b\x0b\x7f\ufffe fin",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:faux",
    "x\nEND:VCARD\nBEGIN:VCARD",
    'x\r\nContent-Type: text/html\r\n\r\n"; filename="mal.exe',
    "\ufeff=1+1",
    "'=1+1",
    '#read("/etc/passwd") $x$ #image("https://mal.exemple") \\',
    "\\b0\\field{\\*\\fldinst DDE} {=1+1}",
    "javascript:alert(1)",
    "_x003D_1+1",
)
LONG = "=" + "x" * 5_000
GROUPS = ("employees", "volunteers", "administrators")


@dataclass
class HostileSpace:
    """The space, its pilot, what its addresses may name, and how many dates its calendar holds."""

    organisation: Any
    pilot: Any
    known: dict[str, Any] = field(default_factory=dict)


class Typist:
    """Gives the hostile texts one after the other, cut to what a field takes."""

    def __init__(self) -> None:
        self.turns = count()

    def type(self, length: int = 120) -> str:
        return HOSTILE[next(self.turns) % len(HOSTILE)][:length]

    def write(self) -> str:
        """A long text: everything at once, on lines of their own, and a word without end."""
        first = self.type()
        return "\n".join([first, *HOSTILE, LONG])


def hostile_space() -> HostileSpace:
    """Two years of a space that was filled with such texts everywhere that a person may write."""
    load_shipped_referentials()
    typist, pilot = Typist(), PersonFactory()
    last = open_space(name=HOSTILE[0], legal_form="association", axis_id="theme-5", by=pilot)
    space = HostileSpace(last.organisation, update_person(name=HOSTILE[7], language="fr", by=pilot))
    with scope(space.organisation):
        _describe_house(space, typist)
        _ask(last, typist, pilot)
        finish_cycle(cycle=last, by=pilot)
        cycle = start_next_cycle(
            last=last, axis_ids=last.axis_ids, depth=last.depth, path=last.path, by=pilot
        )
        cycle.assembly_on = timezone.localdate() + timedelta(days=60)
        cycle.save()
        calls = _ask(cycle, typist, pilot)
        space.known |= {"space": space.organisation.slug, "cycle": cycle.pk, "call": calls[0].pk}
        space.known["code"] = follow_code(_meet(cycle, typist, pilot))
        space.known["evidence"] = _answer_alone(cycle, typist, pilot).pk
        _plan(cycle, typist, pilot)
        _measure(cycle, typist, pilot)
        _vote(cycle, typist, pilot)
        space.known["feed_seal"] = seal_calendar(open_feed(organisation=space.organisation, by=pilot).handle)
        listen_to(space.organisation, HOSTILE, typist.write, pilot)
        space.known |= survey_hostile(space.organisation, HOSTILE, typist.write, pilot)
        space.known |= talk_hostile(space.organisation, HOSTILE, pilot)
        space.known["pack"] = _tell(cycle, typist, pilot).pk
        space.known |= write_hostile_guides(space.organisation, typist.type, by=pilot)
    return space


def _describe_house(space: HostileSpace, typist: Typist) -> None:
    owned = {"organisation": space.organisation, "by": space.pilot}
    update_profile(**owned, presentation=typist.write())
    set_vocabulary(**owned, words={"members": {"singular": HOSTILE[10], "plural": HOSTILE[11]}})
    set_purposes(**owned, texts=HOSTILE)
    set_activities(**owned, texts=HOSTILE)
    for text in HOSTILE[:3]:
        add_site(**owned, name=text, commune_id=None)


def _ask(cycle: Cycle, typist: Typist, pilot: Any) -> list[Any]:
    """Groups with such names answer, with such comments; the questionnaire is closed and shown."""
    choices = [CollegeChoice(kind, typist.type(80), 12) for kind in GROUPS]
    if not College.objects.exists():
        choose_colleges(organisation=cycle.organisation, choices=choices, by=pilot)
    colleges = list(College.objects.order_by("position"))
    items = propose_items(cycle, colleges)
    round_ = open_collection(
        cycle=cycle,
        calls=[CallRequest(college, items[college.pk]) for college in colleges],
        closes_on=None,
        responsible=typist.type(),
        title=typist.type(),
        by=pilot,
    )
    for place, call in enumerate(calls_of(round_)):
        for person in range(12):
            level = 1 + (place * 2 + person) % 5
            comments = {call.item_ids[0]: typist.write()[:800], call.item_ids[1]: typist.type()}
            deposit_answers(call=call, answers=dict.fromkeys(call.item_ids, level), comments=comments)
    close_collection(cycle=cycle, by=pilot)
    make_release(cycle=cycle, by=pilot)
    return calls_of(round_)


def _meet(cycle: Cycle, typist: Typist, pilot: Any) -> Any:
    """A meeting where everything was said, noted, decided in such words; it may be followed."""
    first = cycle.question_ids[0]
    prepare_workshop(
        cycle=cycle,
        question_ids=cycle.question_ids,
        voices={first: [text.strip() for text in HOSTILE[:2]]},
        minutes=5,
        held_on=None,
        by=pilot,
    )
    for kind in MinuteKind.values:
        for text in HOSTILE:
            line = note_in_room(
                cycle=cycle, question_id=first, kind=kind, text=text, said_by=typist.type(), by=pilot
            )
            correct_line(
                cycle=cycle,
                minute=line,
                text=text,
                said_by=typist.type(),
                answer=typist.type(),
                settled=False,
                by=pilot,
            )
    record_meeting(
        cycle=cycle,
        held_on=timezone.localdate(),
        facilitator=typist.type(),
        secretary=typist.type(),
        next_on=timezone.localdate() + timedelta(days=7),
        attendees=[AttendeeContent(name=text[:120], standing=text[:120]) for text in HOSTILE],
        by=pilot,
    )
    for question_id in cycle.question_ids:
        take_position(
            cycle=cycle,
            question_id=question_id,
            level=2,
            words=typist.write(),
            agreement="disagreement",
            disagreement_note=typist.write(),
            disagreement_by=typist.type(),
            held_on=timezone.localdate(),
            by=pilot,
        )
    return open_following(cycle=cycle, by=pilot)


def _answer_alone(cycle: Cycle, typist: Typist, pilot: Any) -> Any:
    owned = {"organisation": cycle.organisation, "by": pilot}
    add_link(**owned, url="https://exemple.fr/?q==1+1", title=typist.type(), note=typist.write())
    content = ContentFile(b"=1+1;@SUM(1)\r\n", name='=1+1"\r\nSet-Cookie: a=b;\u202e.csv')
    kept = add_file(**owned, file=content, title=typist.type(), note=typist.write())
    for question_id in cycle.question_ids:
        save_own_answer(
            cycle=cycle,
            question_id=question_id,
            kind="level",
            level=2,
            narrative=typist.write(),
            evidence=[kept.pk],
            by=pilot,
        )
    return kept


def _plan(cycle: Cycle, typist: Typist, pilot: Any) -> None:
    """A vision, objectives, an action and an act for each text, looks back."""
    save_vision(cycle=cycle, text=typist.write(), by=pilot)
    objectives = [add_objective(cycle=cycle, text=typist.type(), horizon=3, by=pilot) for _n in range(3)]
    actions = [_add_action(cycle, text, objectives[place % 3], typist, pilot) for place, text in _titles()]
    for _place, text in _titles():
        content = ActContent(text, Rhythm.WEEKLY, timezone.localdate(), owner=pilot, owner_name=typist.type())
        act = add_act(organisation=cycle.organisation, content=content, by=pilot)
        tick_act(act=act, on=timezone.localdate(), note=typist.type(), by=pilot)
    content = ReviewContent(
        held_on=timezone.localdate(), worked=typist.write(), stuck=typist.write(), changes=typist.write()
    )
    looks = {action.pk: ActionLook(words=typist.type()) for action in actions}
    hold_review(cycle=cycle, content=content, looks=looks, by=pilot)


def _titles() -> Iterator[tuple[int, str]]:
    """Each text, told apart so that none is a double of another."""
    yield from enumerate(HOSTILE)


def _add_action(cycle: Cycle, text: str, objective: Any, typist: Typist, pilot: Any) -> Any:
    content = ActionContent(
        title=text,
        first_step=typist.type(),
        owner=pilot,
        owner_name=typist.type(),
        means=typist.type(),
        due_on=timezone.localdate() + timedelta(days=30),
        expected_result=typist.type(),
        result=typist.write(),
        objective=objective,
        note=typist.write(),
    )
    return add_action(
        cycle=cycle,
        content=content,
        question_id=cycle.question_ids[0],
        serves=project_of(cycle.organisation),
        by=pilot,
    )


def _measure(cycle: Cycle, typist: Typist, pilot: Any) -> None:
    for place, text in _titles():
        words = place % 2 == 0
        content = IndicatorContent(
            name=text,
            definition=typist.write(),
            kind=IndicatorKind.WORDS if words else IndicatorKind.NUMBER,
            unit=typist.type(20),
            source=typist.type(),
        )
        row = add_indicator(organisation=cycle.organisation, content=content, by=pilot)
        told = Measure(words=typist.type()) if words else Measure(number=Decimal(-place), note=typist.type())
        save_values(organisation=cycle.organisation, year=2026, measures={row.pk: told}, by=pilot)
        aim = Measure(words=typist.type()) if words else Measure(number=Decimal(-1))
        save_targets(indicator=row, targets={2028: aim}, by=pilot)


def _vote(cycle: Cycle, typist: Typist, pilot: Any) -> None:
    content = content_of()
    vote = open_one(cycle, by=pilot, title=typist.type(), responsible=typist.type())
    cast(vote, [[1] * len(content.proposals)] * 6)


def _tell(cycle: Cycle, typist: Typist, pilot: Any) -> Any:
    """The words for the assembly, its decisions, the sheet at people's link, and an edition signed."""
    write_account_words(cycle=cycle, introduction=typist.write(), debate_questions=HOSTILE[:6], by=pilot)
    meeting = meeting_of_assembly(cycle=cycle, by=pilot)
    for text in HOSTILE:
        write_decision(meeting=meeting, content=DecisionContent(text=text, subject=text[:80]), by=pilot)
    publish_staff_sheet(cycle=cycle, by=pilot)
    signatories = [
        Signatory(name=text.strip(), quality=text, signed_on=date(2026, 1, 1)) for text in HOSTILE[:12]
    ]
    return freeze_pack(cycle=cycle, language="fr", signatories=signatories, by=pilot)
