"""What the organisation itself says."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.models import OwnAnswer
from marchepied.apps.diagnosis.selectors.own_answers import (
    evidence_ids_of,
    own_answers_of,
    say_uses,
    uses_of_evidence,
)
from marchepied.apps.diagnosis.services.own_answers import (
    OwnAnswerDraft,
    clear_own_answer,
    save_own_answer,
    save_own_answers,
)
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory, OwnAnswerFactory
from tests.factories.evidence import LinkFactory
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.referentials import ReferentialVersionFactory, generated

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    organisation = OrganisationFactory()
    with scope(organisation):
        yield CycleFactory(organisation=organisation)


def save(cycle, **more):
    said = {"question_id": "t1-d1-q1", "kind": "level", "level": 4, "narrative": "", "evidence": []}
    return save_own_answer(cycle=cycle, by=PersonFactory(), **(said | more))


def test_an_answer_replaces_the_former_one(cycle):
    link = LinkFactory(organisation=cycle.organisation)
    save(cycle, evidence=[link.pk], narrative=" Une réunion par mois. ")
    again = save(cycle, kind="dont_know", level=None)
    assert list(own_answers_of(cycle)) == ["t1-d1-q1"]
    assert (again.kind, again.level, evidence_ids_of(again)) == ("dont_know", None, set())


@pytest.mark.parametrize(
    "wrong",
    [
        {"question_id": "t1-d1-q3"},  # of the theme, but not asked in this cycle
        {"question_id": "ailleurs"},
        {"level": 6},
        {"level": 0},
        {"level": None},
        {"kind": "dont_know", "level": 2},
        {"kind": "invented", "level": None},
        {"kind": "covered", "level": None},  # by which document?
    ],
)
def test_what_makes_no_sense_is_refused(cycle, wrong):
    with pytest.raises(ValidationError):
        save(cycle, **wrong)
    assert OwnAnswer.objects.count() == 0


def test_another_document_may_answer(cycle):
    assert save(cycle, kind="covered", level=None, narrative="Le rapport d’activité, p. 4").level is None


def test_evidence_of_another_organisation_is_refused(cycle):
    other = OrganisationFactory()
    with scope(other):
        theirs = LinkFactory(organisation=other)
    with pytest.raises(ValidationError, match="pas dans votre espace"):
        save(cycle, evidence=[theirs.pk])
    assert OwnAnswer.objects.count() == 0


def test_uses_of_evidence_are_told(cycle, django_assert_num_queries):
    link = LinkFactory(organisation=cycle.organisation)
    save(cycle, evidence=[link.pk])
    save(cycle, question_id="t1-d1-q2", evidence=[link.pk])
    with django_assert_num_queries(1):
        uses = uses_of_evidence(cycle.organisation, [link.pk])
    assert say_uses(cycle.organisation, uses[link.pk]) == [
        "Énoncé de t1-d1-q1 pour le pilote (Démarche 2027)",
        "Énoncé de t1-d1-q2 pour le pilote (Démarche 2027)",
    ]


@pytest.mark.parametrize("n", [1, 3, 300])
def test_saving_a_list_costs_the_same_whatever_its_size(django_assert_num_queries, n):
    organisation = OrganisationFactory()
    with scope(organisation):
        version = ReferentialVersionFactory(content=generated(n_questions=n))
        ids = [f"t1-d1-q{number}" for number in range(1, n + 1)]
        cycle = CycleFactory(organisation=organisation, version=version, question_ids=ids)
        OwnAnswerFactory(cycle=cycle, question_id=ids[0], level=1)
        drafts = [OwnAnswerDraft(identity, "level", 3) for identity in ids]
        person = PersonFactory()
        own_answers_of(cycle)
        list(cycle.question_ids)
        save_own_answers(cycle=cycle, drafts=[], by=person)  # reads the referential once
        with django_assert_num_queries(4):  # savepoint, upsert, audit entry, release
            assert save_own_answers(cycle=cycle, drafts=drafts, by=person) == n
        assert {answer.level for answer in own_answers_of(cycle).values()} == {3}
        assert OwnAnswer.objects.count() == n


def test_saving_a_list_keeps_the_evidence(cycle):
    link = LinkFactory(organisation=cycle.organisation)
    save(cycle, evidence=[link.pk])
    save_own_answers(cycle=cycle, drafts=[OwnAnswerDraft("t1-d1-q1", "level", 5, "mieux")], by=None)
    answer = OwnAnswer.objects.get()
    assert (answer.level, answer.narrative, evidence_ids_of(answer)) == (5, "mieux", {link.pk})


def test_a_list_with_one_fault_saves_nothing(cycle):
    drafts = [OwnAnswerDraft("t1-d1-q1", "level", 5), OwnAnswerDraft("t1-d1-q2", "level", 9)]
    with pytest.raises(ValidationError):
        save_own_answers(cycle=cycle, drafts=drafts, by=None)
    assert OwnAnswer.objects.count() == 0


def test_an_answer_is_taken_back(cycle):
    save(cycle)
    clear_own_answer(cycle=cycle, question_id="t1-d1-q1", by=PersonFactory())
    assert own_answers_of(cycle) == {}
