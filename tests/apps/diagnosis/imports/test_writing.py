"""What an import writes: all or none, in a new cycle or in one that waits."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.imports import ImportChoices, decide_mapping, fillable_cycle
from marchepied.apps.diagnosis.services.collection import prepare_collection
from marchepied.apps.diagnosis.services.imports import (
    import_answers,
)
from marchepied.apps.participation.enums import CollegeKind
from marchepied.apps.participation.models import College, RoundCollege
from marchepied.apps.participation.selectors import calls_of, counts_by_item
from marchepied.apps.participation.services import reopen_round
from marchepied.core.scope import unscoped
from tests.apps.diagnosis.imports.answers import bring, count_everything, table_of
from tests.factories.diagnosis import CycleFactory
from tests.factories.participation import CollegeFactory, InvitationFactory, RoundCollegeFactory, RoundFactory

pytestmark = pytest.mark.django_db


def test_one_bad_cell_and_nothing_at_all_is_written(organisation):
    before = count_everything()
    rows = "".join(f"Salariés;{1 + n % 5};{1 + n % 5}\n" for n in range(30))
    outcome = bring(organisation, f"groupe;Q1;Q2\n{rows}Salariés;2;quarante\n", scale=(1, 5))
    assert not outcome.ok
    assert [(bad.row_number, bad.column, bad.value) for bad in outcome.extraction.rejected] == [
        (32, "Q2", "quarante")
    ]
    assert count_everything() == before


def test_the_columns_make_a_questionnaire_and_a_cycle(organisation):
    outcome = bring(
        organisation,
        "groupe;Accueil;Note\nSalariés;Souvent;10\nSalariés;Jamais;NSP\nÉlus;Parfois;0\n",
        title=" Enquête\n2025 ",
    )
    cycle = outcome.cycle
    assert (cycle.title, cycle.state) == ("Enquête 2025", CycleState.RUNNING)
    questions = questions_of(cycle)
    assert [(question.id, len(question.levels)) for question in questions] == [("accueil", 4), ("note", 11)]
    assert [level.short.read_in("fr") for level in questions[0].levels] == [
        "Jamais", "Parfois", "Souvent", "Toujours",
    ]  # fmt: skip
    assert [level.short.read_in("fr") for level in questions[1].levels] == [str(n) for n in range(11)]
    calls = calls_of(cycle.round)
    assert [(call.college.name, call.answered_count, call.college.kind) for call in calls] == [
        ("Élus", 1, CollegeKind.OTHER),
        ("Salariés", 2, CollegeKind.OTHER),
    ]
    note = counts_by_item(cycle.round)["note"]
    assert note[calls[1].pk].everything == (0,) * 10 + (1,) + (1, 0)
    assert cycle.version.referential.owner == organisation


def test_a_second_import_beside_a_running_cycle_is_a_past_one(organisation):
    running = CycleFactory(organisation=organisation)
    outcome = bring(organisation, "groupe;Q1\nA;1\nA;2\n")
    assert outcome.cycle.state == CycleState.FINISHED
    assert bring(organisation, "groupe;Q1\nA;1\nA;2\n").cycle.version != outcome.cycle.version
    running.refresh_from_db()
    assert running.state == CycleState.RUNNING


def test_groups_of_the_same_name_are_those_of_the_space(organisation):
    own = CollegeFactory(organisation=organisation, name="Salariés", expected_count=40)
    other = CollegeFactory(name="Bénévoles")  # of another organisation
    outcome = bring(organisation, "groupe;Q1\nsalaries;1\nBénévoles;2\n")
    by_name = {call.college.name: call for call in calls_of(outcome.cycle.round)}
    assert by_name["Salariés"].college == own
    assert by_name["Salariés"].expected_count == 40
    assert by_name["Bénévoles"].college != other
    assert College.objects.count() == 2


def test_the_answers_fill_a_cycle_nobody_was_called_to(organisation):
    cycle = CycleFactory(organisation=organisation)
    prepare_collection(cycle=cycle, by=None)
    draft = cycle.round
    outcome = bring(organisation, "groupe;T1-D1-Q2;t1-d1-q1\nA;1;5\nA;NC;4\n", cycle=cycle)
    assert outcome.cycle == cycle
    assert not type(draft).objects.filter(pk=draft.pk).exists()
    assert [item["id"] for item in cycle.round.form["items"]] == ["t1-d1-q1", "t1-d1-q2"]
    counts = {item: next(iter(cells.values())) for item, cells in counts_by_item(cycle.round).items()}
    assert counts["t1-d1-q1"].everything == (0, 0, 0, 1, 1, 0, 0)
    assert counts["t1-d1-q2"].everything == (1, 0, 0, 0, 0, 0, 1)
    assert fillable_cycle(organisation) is None


def test_a_cycle_that_was_answered_takes_no_import(organisation):
    cycle = CycleFactory(organisation=organisation, round=RoundFactory(organisation=organisation))
    before = count_everything()
    with pytest.raises(ValidationError, match="a déjà ses réponses"):
        bring(organisation, "groupe;t1-d1-q1\nA;1\n", cycle=cycle)
    assert count_everything() == before


def test_invitations_made_ready_are_not_lost(organisation):
    cycle = CycleFactory(organisation=organisation)
    prepare_collection(cycle=cycle, by=None)
    InvitationFactory(call=RoundCollegeFactory(round=cycle.round, organisation=organisation))
    with pytest.raises(ValidationError, match="invitations sont déjà prêtes"):
        bring(organisation, "groupe;t1-d1-q1\nA;1\n", cycle=cycle)


def test_the_cycle_of_another_organisation_is_refused(organisation):
    other = CycleFactory()
    with unscoped("the attack of a caller that forgot its scope"), pytest.raises(ValidationError):
        bring(organisation, "groupe;t1-d1-q1\nA;1\n", cycle=other)


def test_imported_answers_are_never_reopened(organisation):
    round_ = bring(organisation, "groupe;Q1\nA;1\nA;2\n").cycle.round
    with pytest.raises(ValidationError, match="ne se rouvrent pas"):
        reopen_round(round=round_, closes_on=timezone.localdate(), by=None)


@pytest.mark.parametrize("groups", [2, 49])
def test_the_number_of_groups_adds_no_query(organisation, groups, django_assert_num_queries):
    text = "groupe;Q1\n" + "".join(f"G{n % groups};{1 + n % 5}\n" for n in range(500))
    table = table_of(text)
    mapping = decide_mapping(table, ImportChoices())
    with django_assert_num_queries(27):
        import_answers(organisation=organisation, table=table, mapping=mapping, by=None)
    assert RoundCollege.objects.count() == groups
