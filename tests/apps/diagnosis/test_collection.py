"""The collection of a cycle: what is asked to whom, and what may be done with it when."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.models import Release
from marchepied.apps.diagnosis.selectors.collection import (
    build_form,
    collection_of,
    propose_items,
)
from marchepied.apps.diagnosis.selectors.cycles import find_cycle, questions_of
from marchepied.apps.diagnosis.services.collection import (
    choose_college_questions,
    close_collection,
    extend_collection,
    open_collection,
    prepare_collection,
    reopen_collection,
)
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.participation.enums import AnswerMode, CollegeKind, RoundState
from marchepied.apps.participation.models import RoundCollege
from marchepied.apps.participation.services import CallRequest
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory
from tests.factories.participation import CollegeFactory
from tests.sentences import said

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=21)


@pytest.fixture
def by():
    return PersonFactory()


@pytest.fixture
def cycle(by):
    load_shipped_referentials()
    cycle = open_space(name="L’Atelier", legal_form="association", axis_id="theme-5", by=by)
    with scope(cycle.organisation):
        yield find_cycle(cycle.organisation, cycle.pk)


def college(cycle, kind=CollegeKind.EMPLOYEES, **fields):
    return CollegeFactory(organisation=cycle.organisation, kind=kind, **fields)


def open_with(cycle, by, *colleges):
    items = propose_items(cycle, colleges)
    return open_collection(
        cycle=cycle,
        calls=[CallRequest(row, items[row.pk]) for row in colleges],
        closes_on=SOON,
        responsible="Léa Roy",
        by=by,
    )


@pytest.mark.parametrize("kind", CollegeKind)
def test_each_kind_of_group_is_asked_eight_questions_at_most_in_order(cycle, kind):
    row = college(cycle, kind)
    items = propose_items(cycle, [row])[row.pk]
    asked = {question.id: question.colleges for question in questions_of(cycle)}

    assert 1 <= len(items) <= 8
    assert list(items) == [identity for identity in cycle.question_ids if identity in items]
    assert kind == CollegeKind.OTHER or all(kind in asked[identity] for identity in items)


def test_the_form_speaks_both_languages_in_the_organisations_words(cycle):
    cycle.organisation.vocabulary = {"users": "personnes accueillies"}
    form = build_form(cycle, cycle.question_ids[:2])

    assert [item["id"] for item in form["items"]] == list(cycle.question_ids[:2])
    for item in form["items"]:
        assert set(item) == {"id", "wording", "why", "choices", "ends", "levels"}
        assert len(item["choices"]) == item["levels"] == 5
        for text in (item["wording"], item["why"], *item["choices"], *item["ends"].values()):
            assert set(text) == {"fr", "en"}
            assert all(words and "{" not in words for words in text.values())
    assert "personnes accueillies" in str(form)


def test_before_opening_groups_have_proposed_questions_unless_chosen(cycle, by):
    first, second = college(cycle, name="A"), college(cycle, name="B", position=1)
    proposed = propose_items(cycle, [first, second])
    choose_college_questions(cycle=cycle, college=second, item_ids=[cycle.question_ids[1], "?"], by=by)

    collection = collection_of(cycle)
    assert [line.item_ids for line in collection.lines] == [proposed[first.pk], (cycle.question_ids[1],)]
    assert (collection.state, collection.lines[1].minutes) == (RoundState.DRAFT, 2)
    with pytest.raises(ValidationError) as refusal:
        choose_college_questions(cycle=cycle, college=second, item_ids=["?"], by=by)
    assert said(refusal) == ["Gardez au moins une question pour ce groupe."]


def test_opening_freezes_what_is_asked_and_to_whom(cycle, by):
    first, second = (
        college(cycle, name="A", expected_count=9),
        college(cycle, "partners", name="B", position=1),
    )
    college(cycle, name="Mis de côté", archived=True)
    prepare_collection(cycle=cycle, by=by)
    round_ = open_with(cycle, by, first, second)

    items = propose_items(cycle, [first, second])
    assert (round_.state, round_.title["fr"], round_.responsible) == (RoundState.OPEN, cycle.title, "Léa Roy")
    asked = {item["id"] for item in round_.form["items"]}
    assert asked == {*items[first.pk], *items[second.pk]}
    fresh = find_cycle(cycle.organisation, cycle.pk)
    collection = collection_of(fresh)
    assert [(line.college.name, line.item_ids) for line in collection.lines] == [
        ("A", items[first.pk]),
        ("B", items[second.pk]),
    ]
    assert len({line.call.handle for line in collection.lines}) == 2
    with pytest.raises(ValidationError):
        open_with(fresh, by, first)


def test_closing_extending_and_reopening(cycle, by):
    for gesture in (
        lambda: close_collection(cycle=cycle, by=by),
        lambda: extend_collection(cycle=cycle, closes_on=SOON, by=by),
        lambda: reopen_collection(cycle=cycle, closes_on=SOON, by=by),
    ):
        with pytest.raises(ValidationError) as refusal:
            gesture()
        assert said(refusal) == ["Aucun questionnaire n’a été ouvert."]
    open_with(cycle, by, college(cycle))
    extend_collection(cycle=cycle, closes_on=SOON + timedelta(days=7), by=by)
    assert not collection_of(cycle).may_reopen
    close_collection(cycle=cycle, by=by)
    assert collection_of(cycle).may_reopen
    reopen_collection(cycle=cycle, closes_on=SOON, by=by)
    assert cycle.round.state == RoundState.OPEN


def test_nothing_is_reopened_once_something_was_shown(cycle, by):
    open_with(cycle, by, college(cycle))
    close_collection(cycle=cycle, by=by)
    Release.objects.create(
        organisation=cycle.organisation, cycle=cycle, number=1, content={}, engine_version="1"
    )
    assert not collection_of(cycle).may_reopen
    with pytest.raises(ValidationError) as refusal:
        reopen_collection(cycle=cycle, closes_on=SOON, by=by)
    assert said(refusal) == [
        "Les avis ont déjà été montrés : rouvrir permettrait de deviner qui répond ensuite."
    ]
    assert cycle.round.state == RoundState.CLOSED


@pytest.mark.parametrize(
    ("expected", "mode", "answered", "small", "missing", "waiting", "above"),
    [
        (None, "individual", 0, False, 5, True, 0),
        (9, "individual", 3, False, 2, True, 0),
        (9, "individual", 5, False, 0, False, 0),
        (9, "individual", 11, False, 0, False, 2),
        (4, "individual", 0, True, 5, True, 0),
        (4, "individual", 2, True, 3, False, 0),
        (4, "collective", 0, False, 0, True, 0),
        (4, "collective", 1, False, 0, False, 0),
    ],
)
def test_what_a_line_says_of_a_group(cycle, by, expected, mode, answered, small, missing, waiting, above):
    row = college(cycle, expected_count=expected, mode=AnswerMode(mode))
    open_with(cycle, by, row)
    RoundCollege.objects.update(answered_count=answered)
    line = collection_of(cycle).find_line(row.pk)
    assert (line.is_small, line.missing, line.is_waiting, line.above) == (small, missing, waiting, above)


def test_a_group_under_five_is_known_before_opening(cycle):
    college(cycle, name="Bureau", expected_count=4)
    college(cycle, name="Équipe", expected_count=5, position=1)
    college(cycle, name="Conseil", expected_count=4, mode=AnswerMode.COLLECTIVE, position=2)
    college(cycle, name="Voisins", expected_count=None, position=3)
    collection = collection_of(cycle)
    assert [line.college.name for line in collection.small] == ["Bureau"]
    assert collection.expected is None


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_collection_costs_the_same_whatever_the_number_of_groups(
    cycle, by, count, django_assert_num_queries
):
    rows = [college(cycle, name=f"Groupe {n}", position=n) for n in range(count)]
    with django_assert_num_queries(1):
        assert len(collection_of(cycle).lines) == count
    open_with(cycle, by, *rows)
    cycle = find_cycle(cycle.organisation, cycle.pk)
    with django_assert_num_queries(2):
        assert len(collection_of(cycle).lines) == count
    close_collection(cycle=cycle, by=by)
    with django_assert_num_queries(3):
        assert len(collection_of(cycle).lines) == count
