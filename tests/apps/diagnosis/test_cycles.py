"""Starting a cycle, changing its scope, its dates and its steps."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState, StepState
from marchepied.apps.diagnosis.models import Cycle, CycleStep
from marchepied.apps.diagnosis.selectors.cycles import (
    current_cycle,
    find_cycle,
    other_cycles,
    possible_questions,
    questions_of,
    themes_of,
)
from marchepied.apps.diagnosis.services import cycles, steps
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.models import Membership
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.referentials import (
    ReferentialVersionFactory,
    announced,
    axis,
    domain,
    generated,
    question,
    referential,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot():
    return PersonFactory(name="Léa")


@pytest.fixture
def organisation():
    organisation = OrganisationFactory()
    with scope(organisation):
        yield organisation


def test_a_name_a_form_and_a_theme_open_a_space(pilot):
    ReferentialVersionFactory()
    cycle = cycles.open_space(name="La Passerelle", legal_form="association", axis_id="theme-1", by=pilot)
    assert Membership.objects.get(organisation=cycle.organisation).role == Role.PILOT
    with scope(cycle.organisation):
        assert cycle.question_ids == ["t1-d1-q1", "t1-d1-q2"]
        assert CycleStep.objects.filter(cycle=cycle).count() == 8
        assert AuditEntry.objects.filter(verb="cycle.started", by=pilot).count() == 1
        assert current_cycle(cycle.organisation) == cycle


@pytest.mark.parametrize("axis_id", ["theme-2", "nowhere"])
def test_a_theme_without_questions_opens_nothing(pilot, axis_id):
    content = generated()
    content["axes"].append(announced(2))
    ReferentialVersionFactory(content=content)
    with pytest.raises(ValidationError):
        cycles.open_space(name="La Passerelle", legal_form="association", axis_id=axis_id, by=pilot)
    assert Membership.objects.count() == 0


def test_questions_that_cannot_apply_are_left_out(organisation, pilot):
    organisation.legal_form = "foundation"
    asked = [question("commune"), question("avec-ag", applicability={"has_ag": True})]
    ReferentialVersionFactory(content=referential([axis(1, [domain("d", asked)])]))
    cycle = cycles.start_cycle(organisation=organisation, axis_ids=["theme-1"], by=pilot)
    assert cycle.question_ids == ["commune"]
    assert [q.id for q in possible_questions(cycle)] == ["commune"]


def test_scope_changes_keep_what_was_chosen_by_hand(organisation, pilot):
    version = ReferentialVersionFactory(content=generated(n_axes=2))
    cycle = CycleFactory(organisation=organisation, version=version)
    cycles.choose_questions(cycle=cycle, question_ids=["t1-d1-q3", "t1-d1-q1"], by=pilot)
    assert cycle.question_ids == ["t1-d1-q1", "t1-d1-q3"]
    cycles.change_scope(cycle=cycle, axis_ids=["theme-2", "theme-1"], depth="express", by=pilot)
    assert cycle.axis_ids == ["theme-1", "theme-2"]
    assert cycle.question_ids == ["t1-d1-q1", "t1-d1-q3", "t2-d1-q1", "t2-d1-q2"]
    cycles.change_scope(cycle=cycle, axis_ids=["theme-1"], depth="full", by=pilot)
    assert cycle.question_ids == ["t1-d1-q1", "t1-d1-q2", "t1-d1-q3"]
    assert [theme.id for theme in themes_of(cycle)] == ["theme-1"]


def test_scope_refuses_no_theme_no_question_and_a_foreign_question(organisation, pilot):
    cycle = CycleFactory(organisation=organisation)
    with pytest.raises(ValidationError, match="au moins un thème"):
        cycles.change_scope(cycle=cycle, axis_ids=[], depth="express", by=pilot)
    with pytest.raises(ValidationError, match="au moins une question"):
        cycles.choose_questions(cycle=cycle, question_ids=[], by=pilot)
    with pytest.raises(ValidationError, match="pas dans vos thèmes"):
        cycles.choose_questions(cycle=cycle, question_ids=["t9-d1-q1"], by=pilot)
    cycle.refresh_from_db()
    assert cycle.question_ids == ["t1-d1-q1", "t1-d1-q2"]


def test_questions_follow_the_cycles_order_and_forget_unknown_ones(organisation):
    cycle = CycleFactory(organisation=organisation, question_ids=["t1-d1-q3", "gone", "t1-d1-q1"])
    assert [q.id for q in questions_of(cycle)] == ["t1-d1-q3", "t1-d1-q1"]


def test_a_new_assembly_date_moves_all_but_dates_set_by_hand(organisation, pilot):
    cycle = CycleFactory(organisation=organisation)
    today = timezone.localdate()
    workshop = CycleStep.objects.get(cycle=cycle, key="workshop")
    steps.set_step_date(step=workshop, on=today + timedelta(days=9), by=pilot)
    on = today + timedelta(days=150)
    cycles.set_assembly_date(cycle=cycle, assembly_on=on, by=pilot)
    dates = dict(CycleStep.objects.filter(cycle=cycle).values_list("key", "planned_on"))
    assert (dates["workshop"], dates["plan"], dates["assembly"]) == (
        today + timedelta(days=9),
        on - timedelta(days=42),
        on,
    )
    workshop.refresh_from_db()
    workshop.cycle = cycle
    steps.set_step_date(step=workshop, on=None, by=pilot)
    assert (workshop.planned_on, workshop.date_by_hand) == (on - timedelta(days=56), False)


def test_a_step_is_skipped_resumed_and_done(organisation, pilot):
    step = CycleStep.objects.get(cycle=CycleFactory(organisation=organisation), key="collect")
    for service, state in [
        (steps.skip_step, StepState.SKIPPED),
        (steps.resume_step, StepState.TODO),
        (steps.complete_step, StepState.DONE),
    ]:
        service(step=step, by=pilot)
        step.refresh_from_db()
        assert step.state == state
    verbs = AuditEntry.objects.order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["step.skipped", "step.resumed", "step.done"]


def test_a_step_is_handed_to_someone_of_the_space(
    organisation, pilot, plain, django_capture_on_commit_callbacks
):
    samir = MembershipFactory(
        organisation=organisation, person=PersonFactory(name="Samir", email="samir@exemple.fr")
    ).person
    step = CycleStep.objects.get(cycle=CycleFactory(organisation=organisation), key="workshop")
    with django_capture_on_commit_callbacks(execute=True):
        steps.hand_step(step=step, person=samir, by=pilot)
    (sent,) = mail.outbox
    assert sent.to == ["samir@exemple.fr"]
    assert plain(sent.subject) == f"{organisation.name} : Léa vous confie une étape"
    assert f"/e/{organisation.slug}/" in sent.body
    with django_capture_on_commit_callbacks(execute=True):
        steps.hand_step(step=step, person=samir, by=pilot)  # already theirs
        steps.hand_step(step=step, person=None, by=pilot)
    assert len(mail.outbox) == 1
    step.refresh_from_db()
    assert step.owner is None


def test_a_step_is_not_handed_to_a_stranger(organisation, pilot):
    stranger = MembershipFactory().person
    step = CycleStep.objects.get(cycle=CycleFactory(organisation=organisation), key="workshop")
    with pytest.raises(ValidationError, match="pas dans votre espace"):
        steps.hand_step(step=step, person=stranger, by=pilot)


def test_a_cycle_ends_and_resumes_unless_another_runs(organisation, pilot):
    first = CycleFactory(organisation=organisation, started_on=date(2025, 9, 1))
    cycles.finish_cycle(cycle=first, by=pilot)
    assert current_cycle(organisation) is None
    cycles.resume_cycle(cycle=first, by=pilot)
    assert current_cycle(organisation) == first
    cycles.finish_cycle(cycle=first, by=pilot)
    second = CycleFactory(organisation=organisation, version=first.version)
    with pytest.raises(ValidationError, match="en cours"):
        cycles.resume_cycle(cycle=first, by=pilot)
    assert other_cycles(organisation, second) == [first]


def test_another_organisations_cycle_is_not_found(organisation):
    other = OrganisationFactory()
    with scope(other):
        theirs = CycleFactory(organisation=other)
    assert find_cycle(organisation, theirs.pk) is None
    assert Cycle.objects.filter(state=CycleState.RUNNING).count() == 0
