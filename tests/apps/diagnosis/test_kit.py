"""Kits: sealed, received before anything is written, then written once and whole."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Kit, Position, Workshop
from marchepied.apps.diagnosis.selectors.kit import (
    asked_in,
    find_kit_of_code,
    kit_for_code,
    kits_of,
    read_kit_content,
)
from marchepied.apps.diagnosis.selectors.kit_notes import read_notes
from marchepied.apps.diagnosis.selectors.kit_review import read_review
from marchepied.apps.diagnosis.services.kit import (
    discard_kit,
    erase_unwritten_kits,
    make_kit,
    receive_kit,
    write_kit,
)
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.workshop import meeting_of_workshop
from marchepied.apps.diagnosis.validators import open_kit, open_room, seal_kit, seal_room
from marchepied.apps.meetings.models import Attendee, Decision, Minute, ShowOfHands
from marchepied.apps.meetings.services.meetings import AttendeeContent, set_attendance
from marchepied.apps.meetings.services.shows import open_show, raise_hand, type_hands
from marchepied.apps.participation.validators import handle_of
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.kits import CHOSEN, notes_of, prepared_cycle, take_kit

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    cycle = prepared_cycle()
    with scope(cycle.organisation):
        yield cycle


@pytest.fixture
def kit(cycle):
    return take_kit(cycle)


def send(kit, questions=None, **fields):
    notes = read_notes(notes_of(kit, questions, **fields), asked_in(kit.workshop.cycle))
    received = receive_kit(kit=kit, notes=notes)
    kit.refresh_from_db(fields=["notes", "came_back_at", "written_at"])
    return received


def confirm(kit, keep=None, agreements=None, seen=None):
    review = read_review(kit)
    return write_kit(
        kit=kit,
        keep=keep or {},
        agreements=agreements or {},
        seen=seen or (review.seen if review else ""),
        by=None,
    )


def decided(level="2", agreement="consensus", **fields):
    return {"level": level, "agreement": agreement, **fields}


def positions():
    return {p.question_id: (p.level, p.words, p.agreement) for p in Position.objects.all()}


def hands():
    return {(s.subject, s.turn): (s.way, s.counts) for s in ShowOfHands.objects.all()}


def test_a_kits_code_opens_nothing_else(kit):
    code = seal_kit(kit.handle)
    assert open_kit(code.lower().replace("-", " ")) == kit.handle
    assert (open_room(code), handle_of(code), open_kit(seal_room(kit.handle))) == (None, None, None)
    assert kit_for_code(code) == kit
    assert kit_for_code(code[:-1] + ("0" if code[-1] != "0" else "1")) is None


def test_a_former_secret_still_opens(kit, settings):
    code = seal_kit(kit.handle)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret, long enough"
    assert kit_for_code(code) == kit


def test_a_kit_of_another_organisation_is_not_found(cycle, kit):
    other = prepared_cycle(name="La Source")
    with scope(other.organisation):
        assert find_kit_of_code(other, seal_kit(kit.handle)) is None
    assert find_kit_of_code(cycle, seal_kit(kit.handle)) == kit


def test_a_kit_holds_what_the_room_may_see(cycle, django_assert_num_queries):
    with django_assert_num_queries(6):
        content = read_kit_content(cycle)
    assert content.groups == ("Salariés", "Élus", "Bénévoles")
    assert [question.id for question in content.agenda.questions] == cycle.question_ids
    assert content.agenda.questions[0].voices == (CHOSEN,)


def test_receiving_writes_nothing_and_replaces_what_waited(cycle, kit):
    item = cycle.question_ids[0]
    assert send(kit, {item: decided()})
    assert send(kit, {item: decided(level="3")})
    assert kit.notes["questions"][item]["level"] == "3"
    assert (positions(), hands(), Minute.objects.count()) == ({}, {}, 0)
    assert [entry.verb for entry in AuditEntry.objects.filter(target_id=kit.pk).order_by("at", "pk")] == [
        "kit.made",
        "kit.came_back",
        "kit.came_back",
    ]


def test_an_empty_kit_and_a_finished_cycle_are_refused(cycle, kit):
    with pytest.raises(ValidationError, match="vides"):
        send(kit)
    cycle.state = CycleState.FINISHED
    cycle.save()
    with pytest.raises(ValidationError, match="terminée"):
        send(kit, note="Trop tard")
    with pytest.raises(ValidationError, match="terminée"):
        make_kit(cycle=cycle, by=None)
    assert kit.notes == {}


def test_everything_is_written_at_once(cycle, kit):
    first, second, third = cycle.question_ids
    yesterday = timezone.localdate() - timedelta(days=1)
    send(
        kit,
        {
            first: decided(
                agreement="disagreement",
                words="On commence par le dire.",
                disagreement_note="Des élus trouvent que si.",
                disagreement_by="Deux élus",
                first={"1": 5, "2": 3, "none": 1},
                second={"2": 9},
                note="On a parlé du panneau.",
                objections=[
                    {"text": "Trop long", "said_by": "Des salariés", "answer": "Six mois", "settled": True},
                    {"text": "Trop cher"},
                ],
                parking=[{"text": "Les horaires"}],
            ),
            second: {"first": {"4": 9}, "agreement": "disagreement", "disagreement_note": "Rien à faire."},
        },
        held_on=yesterday.isoformat(),
        attendance=[{"standing": "Salariés", "count": 6}, {"standing": "Élus", "count": 3}],
        parking=[{"text": "Le local"}],
        actions=[{"text": "Un panneau"}],
        note="Salle froide",
    )
    review = confirm(kit)
    assert review.waiting == (second, third)
    taken = Position.objects.get()
    assert (taken.question_id, taken.level, taken.words, taken.held_on) == (
        first,
        2,
        "On commence par le dire.",
        yesterday,
    )
    assert (taken.disagreement_note, taken.disagreement_by) == ("Des élus trouvent que si.", "Deux élus")
    assert taken.counts == {"1": 0, "2": 9, "3": 0, "4": 0, "5": 0}
    assert hands() == {
        (first, 1): ("cards", {"1": 5, "2": 3, "none": 1}),
        (first, 2): ("cards", {"2": 9}),
        (second, 1): ("cards", {"4": 9}),
    }
    assert [(a.standing, a.count) for a in Attendee.objects.all()] == [("Salariés", 6), ("Élus", 3)]
    lines = {(m.kind, m.subject, m.text, m.said_by, m.answer, m.settled) for m in Minute.objects.all()}
    assert lines == {
        ("objection", first, "Trop long", "Des salariés", "Six mois", True),
        ("objection", first, "Trop cher", "", "", False),
        ("note", first, "On a parlé du panneau.", "", "", False),
        ("parking", first, "Les horaires", "", "", False),
        ("note", second, "Rien à faire.", "", "", False),
        ("parking", "", "Le local", "", "", False),
        ("note", "", "Salle froide", "", "", False),
    }
    assert [decision.text for decision in Decision.objects.all()] == ["Un panneau"]
    kit.refresh_from_db()
    assert (kit.notes, kit.written_at is not None) == ({}, True)
    workshop = Workshop.objects.get()
    assert workshop.meeting.held_on is None  # the meeting goes on, where it was left
    assert (workshop.current_id, workshop.phase) == (second, "read")


def test_once_written_nothing_comes_back(cycle, kit):
    item = cycle.question_ids[0]
    send(kit, {item: decided()})
    confirm(kit)
    before = positions()
    assert send(kit, {item: decided(level="5")}) is False
    assert kit.notes == {}
    with pytest.raises(ValidationError, match="déjà écrit"):
        confirm(kit)
    assert discard_kit(kit=kit, by=None) is False
    assert positions() == before


def test_a_meeting_whose_every_question_is_decided_is_over(cycle, kit):
    day = timezone.localdate() - timedelta(days=3)
    send(kit, {key: decided() for key in cycle.question_ids}, held_on=day.isoformat())
    assert confirm(kit).waiting == ()
    assert Workshop.objects.get().meeting.held_on == day


def test_nothing_was_decided_tomorrow(cycle, kit):
    send(kit, {cycle.question_ids[0]: decided()}, held_on="2999-01-01")
    confirm(kit)
    assert Position.objects.get().held_on == timezone.localdate()


def online(cycle):
    """The same meeting, written from the other side meanwhile."""
    item = cycle.question_ids[0]
    meeting = meeting_of_workshop(cycle=cycle, by=None)
    set_attendance(meeting=meeting, attendees=[AttendeeContent(standing="Élus", count=2)], by=None)
    type_hands(meeting=meeting, subject=item, turn=1, levels=5, way="hands", counts={"5": 2}, by=None)
    take_position(cycle=cycle, question_id=item, level=5, words="En ligne.", agreement="consent", by=None)
    return item


def conflicting(kit, item):
    send(
        kit,
        {item: decided(words="Au kit.", first={"1": 4}, second={"2": 4})},
        attendance=[{"standing": "Salariés", "count": 4}],
    )


@pytest.mark.parametrize("side", ["kit", "online"])
def test_where_they_differ_the_side_chosen_is_kept(cycle, kit, side, plain):
    item = online(cycle)
    conflicting(kit, item)
    review = read_review(kit)
    keys = ["attendance", f"hands/{item}/1", f"position/{item}"]
    assert [conflict.key for conflict in review.conflicts] == keys
    assert [(plain(c.lines[0]), plain(c.online[0])) for c in review.conflicts] == [
        ("Salariés : 4", "Élus : 2"),
        ("Non, jamais : 4", "Oui, et on décide ensemble de certaines choses : 2"),
        ("Parfois, quand il y a un problème", "Oui, et on décide ensemble de certaines choses"),
    ]
    confirm(kit, keep=dict.fromkeys(keys, side))
    kept = {
        "kit": ([("Salariés", 4)], {"1": 4}, (2, "Au kit.", "consensus")),
        "online": ([("Élus", 2)], {"5": 2}, (5, "En ligne.", "consent")),
    }[side]
    assert [(a.standing, a.count) for a in Attendee.objects.all()] == kept[0]
    assert hands()[item, 1][1] == kept[1]
    assert hands()[item, 2][1] == {"2": 4}  # nobody had counted it online
    assert positions() == {item: kept[2]}


def test_a_choice_left_out_writes_nothing(cycle, kit):
    item = online(cycle)
    conflicting(kit, item)
    with pytest.raises(ValidationError, match="Choisissez ce qu’on garde"):
        confirm(kit, keep={"attendance": "kit"})
    kit.refresh_from_db()
    assert (kit.written_at, bool(kit.notes)) == (None, True)
    assert positions() == {item: (5, "En ligne.", "consent")}


def test_what_is_the_same_is_not_asked_nor_written_twice(cycle, kit):
    item = online(cycle)
    send(
        kit,
        {
            item: decided(
                level="5", words="En ligne.", agreement="consent", first={"5": 2}, note="Dit une fois"
            )
        },
        attendance=[{"standing": "Élus", "count": 2}],
    )
    assert read_review(kit).conflicts == ()
    confirm(kit)
    other = take_kit(cycle)
    send(other, {item: {"note": "Dit une fois"}})
    confirm(other)
    assert [line.text for line in Minute.objects.all()] == ["Dit une fois"]
    assert hands()[item, 1] == ("hands", {"5": 2})


def test_what_was_read_must_still_be_there(cycle, kit):
    item = cycle.question_ids[0]
    send(kit, {item: decided()})
    seen = read_review(kit).seen
    online(cycle)
    with pytest.raises(ValidationError, match="relisez-la"):
        confirm(kit, seen=seen)
    seen = read_review(kit).seen
    send(kit, {item: decided(level="1")})
    with pytest.raises(ValidationError, match="relisez-la"):
        confirm(kit, seen=seen)
    assert positions()[item] == (5, "En ligne.", "consent")


def test_notes_that_came_back_while_others_were_confirmed_are_not_lost(cycle, kit):
    item = cycle.question_ids[0]
    send(kit, {item: decided()})
    read = Kit.objects.select_related("workshop").get(pk=kit.pk)
    read.workshop.cycle = cycle
    send(kit, {item: decided(level="1")})
    with pytest.raises(ValidationError, match="relisez-la"):
        confirm(read)
    kit.refresh_from_db()
    assert (kit.written_at, kit.notes["questions"][item]["level"]) == (None, "1")


def test_few_phones_are_never_told_by_a_comparison(cycle, kit):
    item = cycle.question_ids[0]
    meeting = meeting_of_workshop(cycle=cycle, by=None)
    show = open_show(meeting=meeting, subject=item, turn=1, levels=5, by=None)
    raise_hand(show=show, voter="a", level=1)
    send(kit, {item: {"first": {"2": 3}}})
    (conflict,) = read_review(kit).conflicts
    assert conflict.online == ("1 vote par téléphone",)


def test_an_agreement_left_out_is_asked(cycle, kit):
    item = cycle.question_ids[0]
    send(kit, {item: {"level": "2"}})
    assert [row.lacks_agreement for row in read_review(kit).questions] == [True]
    with pytest.raises(ValidationError, match="Dites si la salle est d’accord"):
        confirm(kit)
    assert kit.written_at is None
    confirm(kit, agreements={item: "consent"})
    assert positions() == {item: (2, "", "consent")}


def test_a_question_taken_out_since_is_left_out(cycle, kit):
    first, second, _third = cycle.question_ids
    send(kit, {first: decided(), second: decided()})
    cycle.question_ids = [second]
    cycle.save()
    confirm(kit)
    assert list(positions()) == [second]


def test_notes_that_nobody_confirmed_are_erased_after_sixty_days(cycle, kit, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    recent = take_kit(cycle)
    written = take_kit(cycle)
    for each in (kit, recent, written):
        send(each, {cycle.question_ids[0]: {"note": f"Note {each.handle}"}})
    confirm(written)
    Kit.objects.exclude(pk=recent.pk).update(came_back_at=timezone.now() - timedelta(days=61))
    call_command("maintain", verbosity=0)
    found = {row.pk: (bool(row.notes), row.came_back_at is None) for row in kits_of(cycle)}
    assert found == {kit.pk: (False, True), recent.pk: (True, False), written.pk: (False, False)}
    assert erase_unwritten_kits() == 0
    assert send(kit, note="Encore là")  # the file still has them


def test_reviewing_asks_as_much_for_one_question_as_for_three(cycle, kit, django_assert_num_queries):
    online(cycle)
    counts = {"first": {"1": 4}, "second": {"2": 4}}
    send(kit, {cycle.question_ids[0]: decided(**counts)})
    with django_assert_num_queries(7):
        read_review(kit)
    send(kit, {key: decided(**counts) for key in cycle.question_ids})
    with django_assert_num_queries(7):
        read_review(kit)
