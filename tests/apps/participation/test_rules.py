"""What a college allows, and which groups come to mind."""

import pytest

from marchepied.apps.organisations.enums import LegalForm
from marchepied.apps.participation.enums import CollegeKind, RoundState
from marchepied.apps.participation.models import College, Round, RoundCollege
from marchepied.apps.participation.rules import (
    has_more_than_expected,
    may_answer_as_organisation,
    propose_kinds,
    takes_answers,
)

NAMED = {CollegeKind.PARTNERS, CollegeKind.SUPPLIERS, CollegeKind.LOCAL_AUTHORITIES, CollegeKind.FUNDERS}


@pytest.mark.parametrize("kind", CollegeKind)
def test_only_other_organisations_may_answer_in_their_own_name(kind):
    assert may_answer_as_organisation(College(kind=kind)) == (kind in NAMED)


@pytest.mark.parametrize(("state", "open_"), [("draft", False), ("open", True), ("closed", False)])
def test_a_round_takes_answers_while_it_is_open(state, open_):
    assert takes_answers(Round(state=RoundState(state))) == open_


@pytest.mark.parametrize(
    ("expected", "answered", "above"), [(None, 50, False), (9, 9, False), (9, 10, True), (0, 1, True)]
)
def test_more_answers_than_people_is_noticed(expected, answered, above):
    call = RoundCollege(expected_count=expected, answered_count=answered)
    assert has_more_than_expected(call) == above


@pytest.mark.parametrize("form", LegalForm)
def test_every_legal_form_has_three_to_six_groups_to_think_of_first(form):
    for sector in ("", "insertion"):
        kinds = propose_kinds(form, sector=sector)
        assert 3 <= len(set(kinds)) == len(kinds) <= 6
        assert CollegeKind.OTHER not in kinds


@pytest.mark.parametrize(
    ("form", "sector", "traits", "there", "absent"),
    [
        ("association", "insertion", {}, {"pathway_employees"}, set()),
        ("association", "", {"has_employees": False}, {"volunteers"}, {"employees"}),
        ("association", "", {"has_volunteers": False}, {"employees"}, {"volunteers"}),
        ("association", "", {"has_employees": None}, {"employees"}, set()),
        ("cooperative_scic", "", {"has_volunteers": True}, {"local_authorities", "volunteers"}, set()),
        ("foundation", "", {"has_members": True}, {"members", "funders"}, set()),
    ],
)
def test_what_is_known_of_an_organisation_changes_the_groups_proposed(form, sector, traits, there, absent):
    kinds = {str(kind) for kind in propose_kinds(form, sector=sector, traits=traits)}
    assert there <= kinds
    assert not absent & kinds
