"""Choosing, naming, ordering, merging and setting aside groups."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.organisations.enums import LegalForm
from marchepied.apps.participation.enums import AnswerMode, CollegeKind, RoundState
from marchepied.apps.participation.models import RoundCollege
from marchepied.apps.participation.rules import may_answer_as_organisation
from marchepied.apps.participation.selectors import colleges_of, find_college, propose_colleges
from marchepied.apps.participation.services import (
    CollegeChoice,
    add_college,
    archive_college,
    choose_colleges,
    merge_colleges,
    move_college,
    rename_college,
    restore_college,
    update_college,
)
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.participation import CollegeFactory, RoundCollegeFactory, RoundFactory
from tests.sentences import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    organisation = OrganisationFactory()
    OrganisationFactory()
    CollegeFactory(name="Salariés d’une autre maison")
    with scope(organisation):
        yield organisation


@pytest.fixture
def by():
    return PersonFactory()


def names(organisation, **options):
    return [college.name for college in colleges_of(organisation, **options)]


def test_groups_are_chosen_in_order_and_a_group_set_aside_comes_back(organisation, by):
    first = [CollegeChoice("employees", "Salariés", 9), CollegeChoice("members", "Sociétaires")]
    choose_colleges(organisation=organisation, choices=first, by=by)
    archive_college(college=colleges_of(organisation)[0], by=by)
    again = [CollegeChoice("employees", "Salariés", 12), CollegeChoice("other", "Voisins du dessus", 6)]
    choose_colleges(organisation=organisation, choices=again, by=by)

    rows = colleges_of(organisation)
    assert [(row.name, row.kind, row.expected_count) for row in rows] == [
        ("Salariés", "employees", 12),
        ("Sociétaires", "members", None),
        ("Voisins du dessus", "other", 6),
    ]
    assert [entry.verb for entry in AuditEntry.objects.order_by("at")] == [
        "colleges.chosen",
        "college.archived",
        "colleges.chosen",
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("  \n ", "Donnez un nom à ce groupe."),
        ("x" * 81, "Ce nom est trop long : 80 caractères au plus."),
        ("bénévoles", "Un groupe s’appelle déjà « bénévoles »."),
        ("Voisins", "Vous avez mis de côté un groupe qui s’appelle « Voisins » : reprenez-le."),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_a_sentence(organisation, by, name, sentence):
    CollegeFactory(organisation=organisation, name="Bénévoles")
    CollegeFactory(organisation=organisation, name="Voisins", archived=True)
    with pytest.raises(ValidationError) as refusal:
        add_college(organisation=organisation, kind="other", name=name, by=by)
    assert said(refusal) == [sentence]


def test_a_name_loses_its_control_characters(organisation, by):
    college = add_college(organisation=organisation, kind="other", name=" Amis\u0000 du\n parc 🌳 ", by=by)
    assert college.name == "Amis du parc 🌳"
    assert rename_college(college=college, name="Amis du parc", by=by).name == "Amis du parc"


def test_a_group_set_aside_does_not_move(organisation, by):
    a, b = (CollegeFactory(organisation=organisation, name=name, position=n) for n, name in enumerate("AB"))
    archive_college(college=a, by=by)
    move_college(college=a, up=True, by=by)
    assert names(organisation) == ["B"]
    assert names(organisation, archived=True) == ["A"]
    assert b.position == 1


def test_groups_move_one_place_and_stop_at_the_ends(organisation, by):
    for place, name in enumerate("abc"):
        CollegeFactory(organisation=organisation, name=name, position=place)
    b = next(college for college in colleges_of(organisation) if college.name == "b")
    move_college(college=b, up=True, by=by)
    assert names(organisation) == ["b", "a", "c"]
    move_college(college=b, up=True, by=by)
    assert names(organisation) == ["b", "a", "c"]
    move_college(college=b, up=False, by=by)
    assert names(organisation) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("state", "count", "mode"),
    [("draft", 14, "collective"), ("open", 14, "individual"), ("closed", 12, "individual")],
)
def test_a_head_count_follows_into_rounds_that_are_not_closed(organisation, by, state, count, mode):
    round_ = RoundFactory(organisation=organisation, state=RoundState(state))
    call = RoundCollegeFactory(round=round_)
    update_college(college=call.college, name="Équipe", expected_count=14, mode=AnswerMode.COLLECTIVE, by=by)
    call.refresh_from_db()
    assert (call.expected_count, call.mode, call.college.name) == (count, mode, "Équipe")


def test_a_group_that_is_answering_is_not_set_aside(organisation, by):
    call = RoundCollegeFactory(round=RoundFactory(organisation=organisation))
    with pytest.raises(ValidationError) as refusal:
        archive_college(college=call.college, by=by)
    assert said(refusal) == [
        "Le questionnaire de ce groupe est ouvert : on ne peut pas le mettre de côté maintenant."
    ]


def test_a_group_set_aside_leaves_the_round_in_preparation_and_comes_back(organisation, by):
    call = RoundCollegeFactory(round=RoundFactory(organisation=organisation, state=RoundState.DRAFT))
    archive_college(college=call.college, by=by)
    assert names(organisation) == []
    assert names(organisation, archived=True) == [call.college.name]
    assert not RoundCollege.objects.exists()
    restore_college(college=call.college, by=by)
    assert names(organisation) == [call.college.name]


@pytest.mark.parametrize(
    ("kinds", "merged_kind"),
    [
        (("administrators", "administrators"), "administrators"),
        (("administrators", "volunteers"), "other"),
        (("employees", "partners"), "other"),
        (("partners", "partners"), "partners"),
    ],
)
def test_merged_groups_add_up_and_never_gain_a_right_to_sign(organisation, by, kinds, merged_kind):
    rows = [
        CollegeFactory(organisation=organisation, kind=kind, name=f"Groupe {n}", expected_count=3, position=n)
        for n, kind in enumerate(kinds)
    ]
    merged = merge_colleges(colleges=rows, name="Ensemble", by=by)

    assert (merged.kind, merged.expected_count, merged.position) == (merged_kind, 6, 0)
    assert names(organisation) == ["Ensemble"]
    assert names(organisation, archived=True) == ["Groupe 0", "Groupe 1"]
    assert may_answer_as_organisation(merged) == (set(kinds) == {"partners"})


def test_a_merged_group_may_take_the_name_of_one_of_them(organisation, by):
    rows = [CollegeFactory(organisation=organisation, name=name) for name in ("Bureau", "Conseil")]
    rows[1].expected_count = None
    merged = merge_colleges(colleges=rows, name="Bureau", by=by)
    assert (merged.name, merged.expected_count) == ("Bureau", None)
    assert sorted(names(organisation, archived=True)) == ["Bureau 2", "Conseil"]


def test_one_group_alone_is_not_merged(organisation, by):
    college = CollegeFactory(organisation=organisation)
    with pytest.raises(ValidationError) as refusal:
        merge_colleges(colleges=[college, college], name="Ensemble", by=by)
    assert said(refusal) == ["Choisissez au moins deux groupes à réunir."]


def test_groups_are_proposed_in_the_organisations_own_words(organisation):
    organisation.legal_form = LegalForm.MUTUELLE
    proposed = propose_colleges(organisation, "fr")
    assert len(proposed) == 12
    assert proposed[0].kind == CollegeKind.MEMBERS
    assert {p.kind: p.name for p in proposed}["members"] == "Adhérents"
    organisation.vocabulary = {"members": "sociétaires"}
    assert propose_colleges(organisation, "fr")[0].name == "Sociétaires"
    assert {p.kind: p.name for p in propose_colleges(organisation, "en")}["inhabitants"] == "Local residents"


def test_another_organisations_group_is_not_found(organisation):
    other = CollegeFactory()
    assert find_college(organisation, other.pk) is None
    assert names(organisation) == []
