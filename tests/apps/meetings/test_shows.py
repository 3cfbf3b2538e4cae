"""Hands raised by phones are counted once each, then forgotten; hands counted in the room replace them."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.meetings.models import Hand
from marchepied.apps.meetings.selectors.meetings import count_hands, running_show
from marchepied.apps.meetings.services.shows import close_show, open_show, raise_hand, type_hands
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
    raise_hand(show=show, voter="a", level=5)
    close_show(show=show, by=by)
    assert (show.counts, Hand.objects.count(), running_show(meeting)) == ({"5": 1}, 0, None)
    with pytest.raises(ValidationError, match="les votes sont comptés"):
        raise_hand(show=show, voter="b", level=1)


def test_opening_another_show_closes_the_first(meeting):
    by = PersonFactory()
    first = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    raise_hand(show=first, voter="a", level=1)
    second = open_show(meeting=meeting, subject="q1", turn=2, levels=5, by=by)
    first.refresh_from_db()
    assert (first.state, first.counts, running_show(meeting)) == ("closed", {"1": 1}, second)


def test_a_second_turn_needs_a_first(meeting):
    with pytest.raises(ValidationError, match="premier tour"):
        open_show(meeting=meeting, subject="q1", turn=2, levels=5, by=PersonFactory())


def test_typed_hands_replace_those_of_the_phones(meeting):
    by = PersonFactory()
    show = open_show(meeting=meeting, subject="q1", turn=1, levels=5, by=by)
    raise_hand(show=show, voter="a", level=1)
    counts = {"2": 4, "3": 0, "none": 1}
    typed = type_hands(meeting=meeting, subject="q1", turn=1, levels=5, way="cards", counts=counts, by=by)
    assert (typed.pk, typed.counts, Hand.objects.count()) == (show.pk, {"2": 4, "none": 1}, 0)


@pytest.mark.parametrize("counts", [{"6": 1}, {"1": -1}, {}, {"1": 0}])
def test_impossible_counts_are_refused(meeting, counts):
    with pytest.raises(ValidationError):
        type_hands(
            meeting=meeting, subject="q1", turn=1, levels=5, way="cards", counts=counts, by=PersonFactory()
        )
