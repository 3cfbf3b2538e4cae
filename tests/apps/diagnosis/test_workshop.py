"""The meeting: which questions it holds, what may be read out, and the address that follows it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Workshop
from marchepied.apps.diagnosis.selectors.workshop import (
    find_workshop,
    follow_code,
    read_agenda,
    workshop_for_code,
)
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.workshop import close_following, open_following, prepare_workshop
from marchepied.apps.diagnosis.validators import open_room, seal_room
from marchepied.apps.participation.validators import handle_of, new_handle, token_of
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, heard

pytestmark = pytest.mark.django_db
LOW, HIGH, MIDDLE = [1] * 4 + [2] * 6 + [3] * 2, [3] * 2 + [4] * 7 + [5] * 3, [3] * 5 + [4] * 7


@pytest.fixture
def cycle():
    cycle = closed_cycle(questions=8)
    with scope(cycle.organisation):
        yield cycle


def prepare(cycle, ids=None, **fields):
    values = {"voices": {}, "minutes": 8, "held_on": None, "by": None} | fields
    return prepare_workshop(cycle=cycle, question_ids=ids or cycle.question_ids[:2], **values)


def own(cycle, place, level=None, kind="level"):
    save_own_answer(
        cycle=cycle,
        question_id=cycle.question_ids[place],
        kind=kind,
        level=level,
        narrative="",
        evidence=[],
        by=None,
    )


def order(cycle):
    return [cycle.question_ids.index(question.id) for question in read_agenda(cycle).questions]


def test_with_nothing_known_the_first_five_questions_are_proposed(cycle):
    assert order(cycle) == [0, 1, 2, 3, 4]


def test_alone_the_weakest_own_answers_are_proposed_first(cycle):
    own(cycle, 1, 5)
    own(cycle, 2, 3)
    own(cycle, 5, 1)
    own(cycle, 6, kind="dont_know")
    own(cycle, 7, kind="not_concerned")
    assert order(cycle) == [5, 6, 2]


def test_what_the_groups_call_for_comes_first(cycle):
    ids = cycle.question_ids
    heard(cycle, "Salariés", {ids[0]: MIDDLE, ids[1]: LOW, ids[2]: LOW, ids[3]: MIDDLE})
    heard(cycle, "Clients", {ids[0]: MIDDLE, ids[1]: HIGH, ids[2]: LOW, ids[3]: MIDDLE})
    own(cycle, 4, 1)
    make_release(cycle=cycle, by=None)
    assert order(cycle) == [1, 2, 4]


def test_what_was_prepared_holds(cycle):
    ids = cycle.question_ids
    prepare(cycle, [ids[3], ids[0], ids[3]], minutes=12, held_on=date(2027, 3, 1))
    agenda = read_agenda(cycle)
    assert (order(cycle), agenda.minutes, len(agenda.others)) == ([3, 0], 12, 6)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ids": ["autre"]}, "ne fait pas partie"),
        ({"minutes": 0}, "entre 1 et 60"),
        ({"minutes": 61}, "entre 1 et 60"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(cycle, fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        prepare(cycle, **fields)
    assert Workshop.objects.count() == 0


def test_no_question_at_all_is_refused(cycle):
    with pytest.raises(ValidationError, match="au moins une question"):
        prepare_workshop(cycle=cycle, question_ids=[], voices={}, minutes=8, held_on=None, by=None)


def test_three_voices_are_too_many(cycle):
    with pytest.raises(ValidationError, match="deux phrases au plus"):
        prepare(cycle, voices={cycle.question_ids[0]: ["a", "b", "c"]})


def test_only_words_that_a_release_printed_are_read_out(cycle):
    item = cycle.question_ids[0]
    heard(cycle, "Salariés", MIDDLE, comments={item: ["On nous répond."]})
    heard(cycle, "Élus", [1, 5], comments={item: ["Jamais montré."]})
    prepare(cycle, voices={item: ["On nous répond.", "Jamais montré."]})
    assert read_agenda(cycle).find(item).voices == ()
    make_release(cycle=cycle, by=None)
    assert read_agenda(cycle).find(item).voices == ("On nous répond.",)


def test_the_address_works_until_a_week_after_the_meeting(cycle):
    today = timezone.localdate()
    prepare(cycle, held_on=today + timedelta(days=30))
    workshop = open_following(cycle=cycle, by=None)
    assert workshop.follow_until == today + timedelta(days=37)
    assert workshop_for_code(follow_code(workshop)) == workshop


def test_the_address_stops_with_its_date_or_its_cycle(cycle):
    workshop = open_following(cycle=cycle, by=None)
    code = follow_code(workshop)
    Workshop.objects.update(follow_until=timezone.localdate() - timedelta(days=1))
    assert (workshop_for_code(code), follow_code(find_workshop(cycle))) == (None, "")
    Workshop.objects.update(follow_until=timezone.localdate())
    assert workshop_for_code(code) == workshop
    cycle.state = CycleState.FINISHED
    cycle.save()
    assert workshop_for_code(code) is None


def test_a_new_address_ends_the_earlier_one(cycle):
    first = follow_code(open_following(cycle=cycle, by=None))
    second = follow_code(open_following(cycle=cycle, by=None))
    assert (workshop_for_code(first), workshop_for_code(second)) == (None, find_workshop(cycle))
    assert close_following(cycle=cycle, by=None) is True
    assert close_following(cycle=cycle, by=None) is False
    assert workshop_for_code(second) is None


def test_the_code_of_a_questionnaire_opens_no_meeting_and_the_reverse():
    handle = new_handle()
    assert (open_room(seal_room(handle)), open_room(token_of(handle)), handle_of(seal_room(handle))) == (
        handle,
        None,
        None,
    )
    assert open_room(seal_room(handle).lower().replace("-", " ")) == handle
    assert [open_room(code) for code in ("", "AAAA", "AAAA-BBBB-CCCC", "é" * 12)] == [None] * 4
