"""Where several organisations stand, in one sentence each."""

import pytest

from marchepied.apps.diagnosis.enums import Agreement, CycleState
from marchepied.apps.diagnosis.selectors.stages import stages_in_scope
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.participation.enums import RoundState
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.participation import RoundCollegeFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    organisation = OrganisationFactory()
    with scope(organisation):
        yield CycleFactory(organisation=organisation)


def stage(cycle, plain):
    return plain(stages_in_scope()[cycle.organisation_id])


def answer(cycle):
    save_own_answer(
        cycle=cycle, question_id="t1-d1-q1", kind="level", level=2, narrative="", evidence=[], by=None
    )


def call_groups(cycle, state):
    cycle.round = RoundFactory(organisation=cycle.organisation, state=state)
    cycle.save()
    for answered in (3, 1):
        RoundCollegeFactory(round=cycle.round, answered_count=answered)


def decide(cycle):
    take_position(
        cycle=cycle, question_id="t1-d1-q1", level=2, words="", agreement=Agreement.CONSENSUS, by=None
    )


def finish(cycle):
    cycle.state = CycleState.FINISHED
    cycle.save()


@pytest.mark.parametrize(
    ("gestures", "sentence"),
    [
        ([], "La démarche commence."),
        ([answer], "L’organisation dit où elle en est."),
        ([lambda c: call_groups(c, RoundState.OPEN)], "Les groupes répondent : 4 réponses."),
        (
            [lambda c: call_groups(c, RoundState.CLOSED)],
            "Le questionnaire est clos ; il reste à regarder les avis.",
        ),
        ([answer, decide], "Des décisions sont prises ; il reste à en rendre compte."),
        ([decide, finish], "La dernière démarche est terminée."),
    ],
)
def test_each_stage_has_its_sentence(cycle, gestures, sentence, plain):
    for gesture in gestures:
        gesture(cycle)
    assert stage(cycle, plain) == sentence


def test_the_running_cycle_speaks_for_the_organisation(cycle, plain):
    finish(cycle)
    CycleFactory(organisation=cycle.organisation, version=cycle.version)
    assert stage(cycle, plain) == "La démarche commence."


@pytest.mark.parametrize("count", [1, 3])
def test_many_organisations_cost_one_query(count, django_assert_num_queries):
    organisations = OrganisationFactory.create_batch(count)
    version = None
    for organisation in organisations:
        with scope(organisation):
            cycle = CycleFactory(organisation=organisation, **({"version": version} if version else {}))
            version = cycle.version
    other = OrganisationFactory()
    with scope(other):
        CycleFactory(organisation=other, version=version)
    with scope(*organisations), django_assert_num_queries(1):
        assert set(stages_in_scope()) == {organisation.pk for organisation in organisations}
