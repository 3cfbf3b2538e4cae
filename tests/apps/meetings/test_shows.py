"""Hands raised by phones are counted once each, then forgotten; hands counted in the room replace them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.meetings.models import Hand, ShowOfHands
from marchepied.apps.meetings.selectors.meetings import count_hands, running_show, shows_of
from marchepied.apps.meetings.services import shows
from marchepied.apps.meetings.services.shows import (
    close_show,
    forget_show,
    open_show,
    raise_hand,
    type_hands,
)
from marchepied.core.scope import scope
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    meeting = MeetingFactory()
    with scope(meeting.organisation):
        yield meeting


def test_a_phone_that_changes_its_mind_counts_once(meeting):
    by = PersonFactory()
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    for voter, level in (("a", 2), ("b", 4), ("a", 3), ("c", None)):
        raise_hand(show=show, voter=voter, level=level)
    assert count_hands(show) == {"3": 1, "4": 1, "none": 1}


def test_closing_keeps_the_numbers_and_forgets_the_phones(meeting):
    by = PersonFactory()
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    for voter in "abcde":
        raise_hand(show=show, voter=voter, level=5)
    counted = close_show(show=show, by=by)
    assert (counted.counts, counted.raised) == ({"5": 5}, 5)
    assert (Hand.objects.count(), running_show(meeting)) == (0, None)
    with pytest.raises(ValidationError, match="les votes sont comptés"):
        raise_hand(show=show, voter="b", level=1)


@pytest.mark.parametrize(("phones", "counts"), [(0, {}), (4, {}), (5, {"2": 4, "none": 1})])
def test_under_five_phones_only_their_number_is_kept(meeting, phones, counts):
    by = PersonFactory()
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    for number in range(phones):
        raise_hand(show=show, voter=str(number), level=None if number == 0 else 2)
    counted = close_show(show=show, by=by)
    assert (counted.counts, counted.raised, counted.state) == (counts, phones, "closed")


def test_counting_twice_changes_nothing(meeting):
    by = PersonFactory()
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    for voter in "abcde":
        raise_hand(show=show, voter=voter, level=3)
    first = close_show(show=show, by=by)
    again = close_show(show=show, by=by)  # `show` still says that it is open
    assert (again.counts, again.raised, again.closed_at) == ({"3": 5}, 5, first.closed_at)


def test_a_hand_that_comes_too_late_is_refused_and_not_kept(meeting):
    by = PersonFactory()
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    close_show(show=show, by=by)
    with pytest.raises(ValidationError, match="les votes sont comptés"):
        raise_hand(show=show, voter="a", level=1)
    assert Hand.objects.count() == 0


@pytest.mark.parametrize("level", [0, 6])
def test_a_level_that_was_not_proposed_is_refused(meeting, level):
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=PersonFactory())
    with pytest.raises(ValidationError, match="une des réponses proposées"):
        raise_hand(show=show, voter="a", level=level)


def test_more_phones_than_a_room_holds_are_refused(meeting, monkeypatch):
    monkeypatch.setattr(shows, "MOST_PHONES", 2)
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=PersonFactory())
    for voter in ("a", "b", "a"):
        raise_hand(show=show, voter=voter, level=1)
    with pytest.raises(ValidationError, match="Trop de téléphones"):
        raise_hand(show=show, voter="c", level=1)
    assert count_hands(show) == {"1": 2}


def test_forgetting_the_first_turn_takes_the_second(meeting):
    by = PersonFactory()
    values = {"meeting": meeting, "levels": 3, "way": "hands", "by": by}
    first = type_hands(subject="q1", turn=1, counts={"1": 4}, **values)
    second = type_hands(subject="q1", turn=2, counts={"2": 4}, **values)
    other = type_hands(subject="q2", turn=1, counts={"3": 4}, **values)
    forget_show(show=second, by=by)
    assert shows_of(meeting, "q1") == [first]
    type_hands(subject="q1", turn=2, counts={"2": 4}, **values)
    forget_show(show=first, by=by)
    assert shows_of(meeting) == [other]


def test_opening_another_show_closes_the_first(meeting):
    by = PersonFactory()
    first = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    raise_hand(show=first, voter="a", level=1)
    second = open_show(meeting=meeting, subject="q1", turn=2, levels=5, by=by)
    first.refresh_from_db()
    assert (first.state, first.raised, running_show(meeting)) == ("closed", 1, second)


def test_a_second_turn_needs_a_first(meeting):
    with pytest.raises(ValidationError, match="premier tour"):
        open_show(meeting=meeting, subject="q1", turn=2, levels=5, by=PersonFactory())


def test_typed_hands_replace_those_of_the_phones(meeting):
    by = PersonFactory()
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    raise_hand(show=show, voter="a", level=1)
    counts = {"2": 4, "3": 0, "none": 1}
    typed = type_hands(meeting=meeting, subject="q1", turn=1, levels=5, way="cards", counts=counts, by=by)
    assert (typed.pk, typed.counts, typed.raised) == (show.pk, {"2": 4, "none": 1}, 5)
    assert Hand.objects.count() == 0


@pytest.mark.parametrize("counts", [{"6": 1}, {"1": -1}, {}, {"1": 0}, {"1": 100_001}])
def test_impossible_counts_are_refused(meeting, counts):
    with pytest.raises(ValidationError):
        type_hands(
            meeting=meeting, subject="q1", turn=1, levels=5, way="cards", counts=counts, by=PersonFactory()
        )


def test_a_show_that_everybody_forgot_is_counted_after_half_a_day(meeting):
    by = PersonFactory()
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    for voter in "abcdef":
        raise_hand(show=show, voter=voter, level=2)
    assert shows.close_forgotten_shows() == 0
    ShowOfHands.objects.update(opened_at=timezone.now() - timedelta(hours=13))
    assert (shows.close_forgotten_shows(), Hand.objects.count()) == (1, 0)
    show.refresh_from_db()
    assert (show.state, show.counts) == ("closed", {"2": 6})
