"""What the room agreed: written, written again, withdrawn."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.models import Position
from marchepied.apps.diagnosis.selectors.positions import find_position, positions_of
from marchepied.apps.diagnosis.selectors.steps import facts_of
from marchepied.apps.diagnosis.services.positions import take_position, withdraw_position
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    cycle = closed_cycle(questions=3)
    with scope(cycle.organisation):
        yield cycle


def take(cycle, place=0, **fields):
    values = {"level": 3, "words": "", "agreement": "consensus", "by": None} | fields
    return take_position(cycle=cycle, question_id=cycle.question_ids[place], **values)


def verbs(cycle):
    entries = AuditEntry.objects.filter(target_type="diagnosis.position").order_by("at")
    return list(entries.values_list("verb", flat=True))


def test_a_position_is_kept_with_its_hands_and_its_disagreement(cycle):
    take(
        cycle,
        level=2,
        words="  On commence par le dire.  ",
        agreement="disagreement",
        disagreement_note=" Des clients pensent que non. ",
        counts={"1": 3, "2": 14},
        held_on=date(2027, 3, 12),
    )
    kept = find_position(cycle, cycle.question_ids[0])
    assert (kept.level, kept.words, kept.agreement, kept.disagreement_note, kept.held_on, kept.hands) == (
        2,
        "On commence par le dire.",
        "disagreement",
        "Des clients pensent que non.",
        date(2027, 3, 12),
        17,
    )


def test_writing_again_replaces_and_forgets_a_disagreement_that_is_over(cycle):
    first = take(cycle, agreement="disagreement", disagreement_note="Non.", counts={"1": 2})
    second = take(cycle, level=4, agreement="consent", disagreement_note="Non.")
    assert first.pk == second.pk
    assert (second.level, second.disagreement_note, second.counts) == (4, "", {})
    assert verbs(cycle) == ["position.taken", "position.changed"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"level": 0}, "un des niveaux proposés"),
        ({"level": 6}, "un des niveaux proposés"),
        ({"level": None, "words": "   "}, "écrivez ce que vous avez décidé"),
        ({"agreement": "majority"}, "Dites si la salle est d’accord"),
        ({"counts": {"6": 1}}, "mains levées"),
        ({"counts": {"1": -1}}, "mains levées"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(cycle, fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        take(cycle, **fields)
    assert Position.objects.count() == 0


def test_a_question_that_the_cycle_does_not_ask_is_refused(cycle):
    with pytest.raises(ValidationError, match="ne fait pas partie"):
        take_position(cycle=cycle, question_id="autre", level=1, words="", agreement="consent", by=None)


def test_words_alone_are_a_position(cycle):
    assert take(cycle, level=None, words="On en reparle en juin.").level is None


def test_withdrawing_forgets_and_says_whether_there_was_something(cycle):
    take(cycle)
    assert withdraw_position(cycle=cycle, question_id=cycle.question_ids[0], by=None) is True
    assert withdraw_position(cycle=cycle, question_id=cycle.question_ids[0], by=None) is False
    assert (positions_of(cycle), verbs(cycle)) == ({}, ["position.taken", "position.withdrawn"])


def test_the_step_of_the_meeting_counts_positions(cycle):
    take(cycle)
    take(cycle, place=1)
    take(cycle, place=1, level=5)
    assert facts_of(cycle).positions == 2


@pytest.mark.parametrize("hostile", ["<b>gras</b>", "{{ settings }}", "#let x = 1", "🙂\u202e"])
def test_hostile_words_are_kept_as_they_are(cycle, hostile):
    assert take(cycle, words=hostile).words == hostile
