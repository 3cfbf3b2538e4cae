"""The life of a round: what may be done in each state, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.models import RoundCollege
from marchepied.apps.participation.services import (
    CallRequest,
    add_call,
    close_round,
    create_round,
    deposit_answers,
    deposit_organisation_answer,
    extend_round,
    open_round,
    reopen_round,
    set_call_items,
    set_calls,
    update_draft,
)
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.participation import CollegeFactory, RoundCollegeFactory, RoundFactory, form_of
from tests.sentences import said

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON, LATER, PAST = TODAY + timedelta(days=7), TODAY + timedelta(days=21), TODAY - timedelta(days=1)


@pytest.fixture
def organisation():
    organisation = OrganisationFactory()
    with scope(organisation):
        yield organisation


@pytest.fixture
def by():
    return PersonFactory()


def round_in(organisation, state):
    round_ = RoundFactory(organisation=organisation, state=state, closes_on=SOON)
    RoundCollegeFactory(round=round_)
    return round_


GESTURES = {
    "open": lambda round_, by: open_round(round=round_, by=by),
    "close": lambda round_, by: close_round(round=round_, by=by),
    "extend": lambda round_, by: extend_round(round=round_, closes_on=LATER, by=by),
    "reopen": lambda round_, by: reopen_round(round=round_, closes_on=LATER, by=by),
    "rewrite": lambda round_, by: update_draft(
        round=round_, title={"fr": "x"}, form=form_of(1), closes_on=SOON, responsible="Léa", by=by
    ),
    "call": lambda round_, by: set_calls(round=round_, calls=[], by=by),
    "choose": lambda round_, by: set_call_items(
        round=round_, college=round_.calls.get().college, item_ids=["q2"], by=by
    ),
    "add": lambda round_, by: add_call(
        round=round_,
        request=CallRequest(CollegeFactory(organisation=round_.organisation), ["q1"]),
        by=by,
    ),
    "answer": lambda round_, by: deposit_answers(call=round_.calls.get(), answers={"q1": 3}, comments={}),
}
ALLOWED = {
    RoundState.DRAFT: {"open", "rewrite", "call", "choose"},
    RoundState.OPEN: {"close", "extend", "answer", "add"},
    RoundState.CLOSED: {"reopen"},
}


@pytest.mark.parametrize("gesture", GESTURES)
@pytest.mark.parametrize("state", RoundState)
def test_each_gesture_belongs_to_its_states(organisation, by, state, gesture):
    round_ = round_in(organisation, state)
    if gesture in ALLOWED[state]:
        GESTURES[gesture](round_, by)
        return
    with pytest.raises(ValidationError):
        GESTURES[gesture](round_, by)
    round_.refresh_from_db()
    assert round_.state == state


def test_a_round_goes_through_its_life(organisation, by):
    college = CollegeFactory(organisation=organisation, mode=AnswerMode.COLLECTIVE, expected_count=3)
    round_ = create_round(
        organisation=organisation,
        title={"fr": "Votre avis", "en": "Your view"},
        form=form_of(3),
        calls=[CallRequest(college, ["q3", "q1"])],
        closes_on=SOON,
        responsible=" Léa ",
        by=by,
    )
    call = round_.calls.get()
    assert (round_.state, round_.responsible, round_.opened_on) == (RoundState.DRAFT, "Léa", None)
    assert (call.item_ids, call.expected_count, call.mode) == (["q3", "q1"], 3, AnswerMode.COLLECTIVE)
    open_round(round=round_, by=by)
    assert (round_.state, round_.opened_on, round_.closes_on) == (RoundState.OPEN, TODAY, SOON)
    extend_round(round=round_, closes_on=LATER, by=by)
    close_round(round=round_, by=by)
    assert (round_.state, round_.closed_on, round_.closes_on) == (RoundState.CLOSED, TODAY, LATER)
    reopen_round(round=round_, closes_on=LATER, by=by)
    assert (round_.state, round_.closed_on) == (RoundState.OPEN, None)
    assert call.handle == round_.calls.get().handle
    assert [entry.verb for entry in AuditEntry.objects.order_by("at")] == [
        "round.created",
        "round.opened",
        "round.extended",
        "round.closed",
        "round.reopened",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"closes_on": PAST}, "Choisissez une date de clôture à venir."),
        ({"responsible": ""}, "Dites qui est responsable des données : les participants le liront."),
    ],
)
def test_a_round_that_cannot_be_announced_does_not_open(organisation, by, change, sentence):
    round_ = RoundFactory(organisation=organisation, state=RoundState.DRAFT, **change)
    RoundCollegeFactory(round=round_)
    with pytest.raises(ValidationError) as refusal:
        open_round(round=round_, by=by)
    assert said(refusal) == [sentence]


def test_a_round_opens_only_with_groups_that_have_questions(organisation, by):
    round_ = RoundFactory(organisation=organisation, state=RoundState.DRAFT)
    with pytest.raises(ValidationError) as refusal:
        open_round(round=round_, by=by)
    assert said(refusal) == ["Choisissez au moins un groupe avant d’ouvrir le questionnaire."]
    RoundCollegeFactory(round=round_, item_ids=[], college__name="Voisins")
    with pytest.raises(ValidationError) as refusal:
        open_round(round=round_, by=by)
    assert said(refusal) == ["Aucune question n’est choisie pour le groupe « Voisins »."]


def test_a_date_is_moved_later_only(organisation, by):
    round_ = round_in(organisation, RoundState.OPEN)
    for day in (SOON, TODAY, PAST):
        with pytest.raises(ValidationError):
            extend_round(round=round_, closes_on=day, by=by)
    assert round_.closes_on == SOON


def test_a_round_whose_keys_are_erased_is_not_reopened(organisation, by):
    round_ = round_in(organisation, RoundState.CLOSED)
    round_.respondent_keys_erased_on = TODAY
    with pytest.raises(ValidationError) as refusal:
        reopen_round(round=round_, closes_on=LATER, by=by)
    assert said(refusal) == ["Ce questionnaire est clos depuis trop longtemps pour être rouvert."]


def test_calls_are_checked_before_anything_is_written(organisation, by):
    college, foreign = CollegeFactory(organisation=organisation), CollegeFactory()
    round_ = RoundFactory(organisation=organisation, state=RoundState.DRAFT)
    for calls, sentence in [
        ([CallRequest(foreign, ["q1"])], "Ce groupe n’est pas à vous."),
        ([CallRequest(college, ["q9"])], "Le questionnaire ne contient pas la question q9."),
        ([CallRequest(college, ["q1"])] * 2, "Un groupe ne peut être appelé qu’une fois."),
    ]:
        with pytest.raises(ValidationError) as refusal:
            set_calls(round=round_, calls=calls, by=by)
        assert said(refusal) == [sentence]
    assert not RoundCollege.objects.exists()


@pytest.mark.parametrize("kind", ["employees", "pathway_employees", "beneficiaries", "staff_representatives"])
def test_those_who_depend_on_the_enterprise_never_sign_whatever_asks(organisation, kind):
    call = RoundCollegeFactory(round=RoundFactory(organisation=organisation), college__kind=kind)
    with pytest.raises(ValidationError):
        deposit_organisation_answer(call=call, name="Awa Diallo", answers={"q1": 3}, comments={})
    call.refresh_from_db()
    assert (call.answered_count, call.organisation_answers.count()) == (0, 0)
