"""The room: where it is, what its devices hear, what its turns show."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState, Path, Phase
from marchepied.apps.diagnosis.models import Workshop
from marchepied.apps.diagnosis.selectors.room import next_phase, previous_phase, pulse_for_code, read_room
from marchepied.apps.diagnosis.selectors.workshop import follow_code
from marchepied.apps.diagnosis.services.cycles import finish_cycle
from marchepied.apps.diagnosis.services.positions import take_position, withdraw_position
from marchepied.apps.diagnosis.services.room import (
    close_turn,
    end_room,
    forget_turn,
    move_room,
    note_in_room,
    open_turn,
    set_timer,
    type_turn,
)
from marchepied.apps.diagnosis.services.workshop import (
    meeting_of_workshop,
    open_following,
    prepare_workshop,
)
from marchepied.apps.meetings.models import Hand, Meeting
from marchepied.apps.meetings.selectors.meetings import running_show
from marchepied.apps.meetings.services.shows import raise_hand
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    cycle = closed_cycle(questions=3)
    with scope(cycle.organisation):
        yield cycle


def do(cycle, service, place=0, **fields):
    return service(cycle=cycle, question_id=cycle.question_ids[place], by=None, **fields)


def revision():
    return Workshop.objects.get().revision


def test_a_cycle_has_one_meeting_however_often_it_is_asked_for(cycle):
    first = meeting_of_workshop(cycle=cycle, by=None)
    assert meeting_of_workshop(cycle=cycle, by=None) == first
    assert (Meeting.objects.count(), first.kind, first.title) == (1, "workshop", cycle.title)


def test_round_a_table_the_meeting_says_so(cycle):
    cycle.path = Path.TABLE
    cycle.save()
    assert meeting_of_workshop(cycle=cycle, by=None).kind == "table"


def test_the_day_prepared_is_the_day_of_the_meeting_until_it_is_held(cycle):
    meeting = meeting_of_workshop(cycle=cycle, by=None)
    values = {"question_ids": cycle.question_ids[:1], "voices": {}, "minutes": 8, "by": None}
    tomorrow = timezone.localdate() + timedelta(days=1)
    prepare_workshop(cycle=cycle, held_on=tomorrow, **values)
    meeting.refresh_from_db()
    assert meeting.planned_on == tomorrow
    end_room(cycle=cycle, by=None)
    prepare_workshop(cycle=cycle, held_on=None, **values)
    meeting.refresh_from_db()
    assert (meeting.planned_on, meeting.held_on) == (tomorrow, timezone.localdate())


@pytest.mark.parametrize(
    ("phase", "voted", "after", "before"),
    [
        (Phase.READ, False, Phase.FIRST, None),
        (Phase.FIRST, False, Phase.TALK, Phase.READ),
        (Phase.TALK, True, Phase.SECOND, Phase.FIRST),
        (Phase.TALK, False, Phase.DECIDE, Phase.FIRST),
        (Phase.SECOND, True, Phase.DECIDE, Phase.TALK),
        (Phase.DECIDE, True, None, Phase.SECOND),
        (Phase.DECIDE, False, None, Phase.TALK),
    ],
)
def test_the_order_of_phases(phase, voted, after, before):
    assert (next_phase(phase, voted=voted), previous_phase(phase, voted=voted)) == (after, before)


def test_the_room_is_where_it_was_brought(cycle):
    assert read_room(cycle) is None
    do(cycle, move_room, 1, phase="talk")
    room = read_room(cycle)
    assert (room.question.id, room.phase, room.current) == (cycle.question_ids[1], "talk", True)
    other = read_room(cycle, cycle.question_ids[0])
    assert (other.phase, other.current) == ("read", False)
    assert read_room(cycle, "autre") is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"question_id": "autre", "phase": "read"}, "ne fait pas partie"),
        ({"phase": "vote"}, "une des étapes"),
        ({"phase": "second"}, "premier tour"),
    ],
)
def test_the_room_goes_nowhere_that_does_not_exist(cycle, fields, sentence):
    values = {"question_id": cycle.question_ids[0], **fields}
    with pytest.raises(ValidationError, match=sentence):
        move_room(cycle=cycle, by=None, **values)
    assert not Workshop.objects.exclude(current_id="").exists()


def test_phones_are_opened_only_where_they_follow(cycle):
    do(cycle, move_room, phase="first")
    assert running_show(meeting_of_workshop(cycle=cycle, by=None)) is None
    open_following(cycle=cycle, by=None)
    do(cycle, move_room, 1, phase="first")
    assert running_show(meeting_of_workshop(cycle=cycle, by=None)).subject == cycle.question_ids[1]


def test_a_counted_turn_is_not_opened_again_by_coming_back(cycle):
    open_following(cycle=cycle, by=None)
    do(cycle, type_turn, turn=1, way="cards", counts={"2": 3})
    do(cycle, move_room, phase="talk")
    do(cycle, move_room, phase="first")
    assert read_room(cycle).turn.turn.levels == (0, 3, 0, 0, 0)


def test_a_turn_is_hidden_while_open_and_under_five(cycle):
    show = do(cycle, open_turn, turn=1)
    for voter in "abcd":
        raise_hand(show=show, voter=voter, level=2)
    turn = read_room(cycle).turn
    assert (turn.is_open, turn.raised, turn.turn, turn.too_few) == (True, 4, None, False)
    do(cycle, close_turn, turn=1)
    turn = read_room(cycle).turn
    assert (turn.is_open, turn.raised, turn.turn, turn.too_few) == (False, 4, None, True)
    assert read_room(cycle).hands.draw(["a", "b", "c", "d", "e"]) == []


def test_the_shift_needs_two_turns_that_may_be_shown(cycle):
    show = do(cycle, open_turn, turn=1)
    raise_hand(show=show, voter="a", level=2)
    do(cycle, type_turn, turn=2, way="hands", counts={"3": 7})
    assert read_room(cycle).hands.shift is None
    do(cycle, type_turn, turn=1, way="hands", counts={"2": 7})
    hands = read_room(cycle).hands
    assert (hands.shift.first.top, hands.shift.second.top, hands.last.median) == ((2,), (3,), 3)


def test_bars_of_both_turns_share_one_scale(cycle):
    do(cycle, type_turn, turn=1, way="hands", counts={"2": 2, "none": 1})
    do(cycle, type_turn, turn=2, way="hands", counts={"3": 8})
    rows = read_room(cycle).hands.draw(["a", "b", "c", "d", "e"])
    assert [(row.level, row.first, row.second) for row in rows] == [
        (1, 0, 0),
        (2, 2, 0),
        (3, 0, 8),
        (4, 0, 0),
        (5, 0, 0),
        (None, 1, 0),
    ]
    assert (rows[1].first_width, rows[2].second_width, rows[0].first_width) == ("25%", "100%", "0%")


def test_the_end_closes_hands_and_leaves_no_phone(cycle):
    show = do(cycle, open_turn, turn=1)
    for voter in "abcde":
        raise_hand(show=show, voter=voter, level=2)
    end_room(cycle=cycle, by=None)
    show.refresh_from_db()
    assert (show.counts, Hand.objects.count(), read_room(cycle)) == ({"2": 5}, 0, None)
    with pytest.raises(ValidationError, match="aujourd’hui ou avant"):
        end_room(cycle=cycle, held_on=timezone.localdate() + timedelta(days=1), by=None)


def test_every_gesture_the_room_may_see_is_told(cycle):
    open_following(cycle=cycle, by=None)
    told = [revision()]
    for gesture in (
        lambda: do(cycle, move_room, phase="first"),
        lambda: do(cycle, close_turn, turn=1),
        lambda: do(cycle, type_turn, turn=1, way="cards", counts={"1": 2}),
        lambda: do(cycle, open_turn, turn=2),
        lambda: do(cycle, forget_turn, turn=2),
        lambda: set_timer(cycle=cycle, minutes=3, by=None),
        lambda: do(cycle, note_in_room, kind="note", text="Noté"),
        lambda: do(cycle, take_position, level=2, words="", agreement="consent"),
        lambda: do(cycle, withdraw_position),
        lambda: end_room(cycle=cycle, by=None),
    ):
        gesture()
        told.append(revision())
    assert told == sorted(set(told))


def test_a_timer_belongs_to_its_phase(cycle):
    do(cycle, move_room, phase="talk")
    set_timer(cycle=cycle, minutes=8, by=None)
    do(cycle, type_turn, turn=1, way="hands", counts={"1": 1})
    assert read_room(cycle).rings_at is None


@pytest.mark.parametrize("minutes", [-1, 61])
def test_a_timer_that_makes_no_sense_is_refused(cycle, minutes):
    with pytest.raises(ValidationError, match="entre 1 et 60"):
        set_timer(cycle=cycle, minutes=minutes, by=None)


def test_a_pulse_stops_with_the_address(cycle):
    workshop = open_following(cycle=cycle, by=None)
    code = follow_code(workshop)
    assert pulse_for_code(code).mark == str(revision())
    Workshop.objects.update(rings_at=timezone.now() - timedelta(seconds=1))
    assert pulse_for_code(code).mark == f"{revision()}r"
    cycle.state = CycleState.FINISHED
    cycle.save()
    assert pulse_for_code(code) is None
    assert pulse_for_code("AAAA-BBBB-CCCC") is None


def test_who_disagrees_is_kept_only_with_a_disagreement(cycle):
    values = {"level": 2, "words": "", "disagreement_note": "Non.", "disagreement_by": " deux élus "}
    kept = do(cycle, take_position, agreement="disagreement", **values)
    assert kept.disagreement_by == "deux élus"
    assert do(cycle, take_position, agreement="consent", **values).disagreement_by == ""
    with pytest.raises(ValidationError, match="200 lettres"):
        do(cycle, take_position, agreement="disagreement", **{**values, "disagreement_by": "x" * 201})


def test_a_finished_cycle_leaves_no_hand_in_the_air(cycle):
    do(cycle, open_turn, turn=1)
    show = running_show(Workshop.objects.select_related("meeting").get().meeting)
    for voter in "abcd":
        raise_hand(show=show, voter=voter, level=2)
    finish_cycle(cycle=cycle, by=None)
    show.refresh_from_db()
    assert (show.state, show.raised, show.counts, Hand.objects.count()) == ("closed", 4, {}, 0)
