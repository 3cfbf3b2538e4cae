"""Looks back: the plan moves at once or not at all, and what was learned stays."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action, Review, ReviewedAction
from marchepied.apps.plans.selectors.reviews import learned_in, next_review_on, reviews_of
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.plans.services.reviews import (
    ActionLook,
    ReviewContent,
    delete_review,
    hold_review,
    update_review,
)
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.models import AuditEntry, Trace
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db
DAY = date(2027, 3, 12)


@pytest.fixture
def cycle():
    load_shipped_referentials()
    found = open_space(name="L’Atelier", legal_form="association", axis_id="theme-5", by=PersonFactory())
    with scope(found.organisation):
        yield found


def act(cycle, title, **fields):
    return add_action(cycle=cycle, content=ActionContent(title=title, **fields), by=None)


def test_a_look_back_moves_the_actions_and_remembers_them_all(cycle):
    begun, still = act(cycle, "Former"), act(cycle, "Ouvrir", state="doing")
    looks = {
        begun.pk: ActionLook(ActionState.DONE, " En mai. "),
        still.pk: ActionLook(words="Il manque une salle."),
    }
    review = hold_review(
        cycle=cycle, content=ReviewContent(held_on=DAY, worked="Le rythme"), looks=looks, by=None
    )
    lines = ReviewedAction.objects.order_by("action__title").values_list("action__title", "state", "words")
    assert list(lines) == [("Former", "done", "En mai."), ("Ouvrir", "doing", "Il manque une salle.")]
    assert list(Action.objects.order_by("title").values_list("state", flat=True)) == ["done", "doing"]
    traces = Trace.objects.filter(source_id=str(review.pk)).values_list("target_id", flat=True)
    assert list(traces) == [str(begun.pk)]
    assert AuditEntry.objects.filter(verb="action.changed").count() == 1
    assert AuditEntry.objects.filter(verb="review.held").count() == 1


def test_a_state_left_alone_is_the_one_of_now(cycle):
    action = act(cycle, "Former")
    looks = {action.pk: ActionLook(words="vu")}
    Action.objects.update(state=ActionState.DOING)  # a colleague, while the page was open
    hold_review(cycle=cycle, content=ReviewContent(held_on=DAY), looks=looks, by=None)
    assert ReviewedAction.objects.get().state == ActionState.DOING
    assert Action.objects.get().state == ActionState.DOING


def test_nothing_is_written_when_one_action_cannot_move(cycle):
    first, second = act(cycle, "A"), act(cycle, "B")
    looks = {first.pk: ActionLook(ActionState.DONE), second.pk: ActionLook("nowhere")}
    with pytest.raises(ValidationError):
        hold_review(cycle=cycle, content=ReviewContent(held_on=DAY), looks=looks, by=None)
    assert Review.objects.count() == ReviewedAction.objects.count() == 0
    assert set(Action.objects.values_list("state", flat=True)) == {ActionState.TODO}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ReviewContent(held_on=DAY), "Dites au moins une chose"),
        (ReviewContent(held_on=DAY, worked="x", next_on=DAY), "vient après celui-ci"),
    ],
)
def test_a_look_back_that_says_nothing_or_goes_back_is_refused(cycle, content, message):
    with pytest.raises(ValidationError, match=message):
        hold_review(cycle=cycle, content=content, looks={act(cycle, "A").pk: ActionLook()}, by=None)


def test_an_action_of_another_cycle_is_left_out(cycle):
    other = open_space(name="Ailleurs", legal_form="association", axis_id="theme-5", by=PersonFactory())
    with scope(other.organisation):
        stranger = act(other, "Ailleurs")
    content = ReviewContent(held_on=DAY, worked="x")
    hold_review(cycle=cycle, content=content, looks={stranger.pk: ActionLook(ActionState.DONE)}, by=None)
    assert ReviewedAction.objects.count() == 0
    with scope(other.organisation):
        assert Action.objects.get().state == ActionState.TODO


def test_what_was_learned_in_the_year(cycle, plain):
    content = ReviewContent(held_on=DAY, worked="Le rythme", changes="Deux réunions")
    hold_review(cycle=cycle, content=content, looks={}, by=None)
    action = act(cycle, "A")
    silent = ReviewContent(held_on=date(2027, 9, 1), next_on=date(2027, 12, 1))
    hold_review(cycle=cycle, content=silent, looks={action.pk: ActionLook(ActionState.DOING)}, by=None)
    (learned,) = learned_in(cycle)
    assert learned.held_on == DAY
    assert [plain(line) for line in learned.lines] == [
        "Ce qui a marché : Le rythme", "Ce que l’on change : Deux réunions",
    ]  # fmt: skip
    assert next_review_on(reviews_of(cycle)) == date(2027, 12, 1)


def test_a_look_back_is_written_again_and_removed(cycle):
    action = act(cycle, "A")
    content = ReviewContent(held_on=DAY, stuck="La salle")
    review = hold_review(
        cycle=cycle, content=content, looks={action.pk: ActionLook(ActionState.DONE)}, by=None
    )
    update_review(review=review, content=ReviewContent(held_on=DAY, stuck="Le temps"), by=None)
    assert Review.objects.get().stuck == "Le temps"
    delete_review(review=review, by=None)
    assert (Review.objects.count(), Action.objects.get().state) == (0, ActionState.DONE)
