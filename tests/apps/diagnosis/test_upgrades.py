"""A running cycle goes on to another version of its guide: no answer is lost, and nothing is guessed."""

import copy
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.models import CycleUpgrade, OwnAnswer, Position
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.upgrades import (
    latest_upgrade,
    may_undo,
    plan_cycle_upgrade,
    set_aside_of,
    upgrade_targets,
)
from marchepied.apps.diagnosis.services.collection import prepare_collection
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.upgrades import undo_upgrade, upgrade_cycle
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.referentials.services import open_draft, publish_draft
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from marchepied.engines.referential.exchange import questionnaire_of
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.referentials import (
    OURS,
    ReferentialFactory,
    ReferentialVersionFactory,
    generated,
    question,
    text,
)

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = "t1-d1-q1", "t1-d1-q2", "t1-d1-q3"
RULE = {"question": FIRST, "from_version": "1.0.0", "map": {"1": 1, "2": 3, "3": 3, "4": 5, "5": 5}}


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def house():
    with scope(organisation := OrganisationFactory()):
        yield organisation


@pytest.fixture
def first():
    """The version that the cycle is on: a questionnaire, whose scales may have any length."""
    return ReferentialVersionFactory(number="1.0.0", content=questionnaire_of(generated()))


@pytest.fixture
def cycle(house, first, person):
    """Three questions: a level with words for the first two, a decision with hands on the first."""
    cycle = CycleFactory(organisation=house, version=first, question_ids=[FIRST, SECOND, THIRD], depth="full")
    for name, level in ((FIRST, 2), (SECOND, 4)):
        save_own_answer(
            cycle=cycle,
            question_id=name,
            kind="level",
            level=level,
            narrative=f"Mots de {name}",
            evidence=[],
            by=person,
        )
    take_position(
        cycle=cycle, question_id=FIRST, level=4, words="Ce qu’on a dit", agreement="consensus",
        counts={"4": 2, "5": 3}, by=person,
    )  # fmt: skip
    return cycle


def questions(data):
    return data["axes"][0]["domains"][0]["questions"]


def publish(first, change, number="2.0.0"):
    """A later version of the same guide, changed."""
    content = copy.deepcopy(first.content) | {"version": number}
    change(content)
    return ReferentialVersionFactory(
        referential=first.referential,
        number=number,
        content=content,
        published_at=first.published_at + timedelta(days=1),
    )


def own(cycle):
    return list(OwnAnswer.objects.filter(cycle=cycle).values_list("question_id", "level", "narrative"))


def agreed(cycle):
    return list(Position.objects.filter(cycle=cycle).values_list("question_id", "level", "words", "counts"))


def everything(cycle):
    return own(cycle), agreed(cycle), cycle.question_ids, cycle.axis_ids, cycle.version_id


def shorten(content):
    questions(content)[0]["levels"] = questions(content)[0]["levels"][:3]


def test_answers_stay_by_their_id_and_new_questions_come(cycle, first, person):
    later = publish(first, lambda content: questions(content).insert(0, _asked("neuve")))
    before = own(cycle), agreed(cycle)
    upgrade_cycle(cycle=cycle, version=later, by=person)
    cycle.refresh_from_db()
    assert (own(cycle), agreed(cycle)) == before
    assert cycle.version_id == later.pk
    assert [one.id for one in questions_of(cycle)] == ["neuve", FIRST, SECOND, THIRD]


def _asked(identity):
    whole = generated()
    questions(whole)[0] = question(identity, levers=["t1-d1-levier"])
    return questions(questionnaire_of(whole))[0]


def test_a_declared_rule_converts_levels_and_hands(cycle, first, person):
    later = publish(first, lambda content: content.update(rescales=[RULE]))
    upgrade_cycle(cycle=cycle, version=later, by=person)
    assert own(cycle) == [(FIRST, 3, f"Mots de {FIRST}"), (SECOND, 4, f"Mots de {SECOND}")]
    assert agreed(cycle) == [(FIRST, 5, "Ce qu’on a dit", {"5": 5})]


def test_a_scale_that_changed_without_a_rule_sets_its_answers_aside(cycle, first, person, plain):
    upgrade = upgrade_cycle(cycle=cycle, version=publish(first, shorten), by=person)
    assert own(cycle) == [(f"{FIRST}@1.0.0", 2, f"Mots de {FIRST}"), (SECOND, 4, f"Mots de {SECOND}")]
    assert agreed(cycle) == [(f"{FIRST}@1.0.0", 4, "Ce qu’on a dit", {"4": 2, "5": 3})]
    aside = set_aside_of(upgrade, "fr")
    assert [(one.what, one.level, one.words, one.reason) for one in aside] == [
        ("own", "Réponse 2", f"Mots de {FIRST}", "no-rule"),
        ("position", "Réponse 4", "Ce qu’on a dit", "no-rule"),
    ]
    assert plain(aside[0].question) == f"Énoncé de {FIRST} pour le pilote"


def test_hands_on_a_level_that_the_rule_forgets_are_set_aside_whole(cycle, first, person):
    rule = RULE | {"map": {"2": 1, "4": 2}}
    upgrade_cycle(
        cycle=cycle, version=publish(first, lambda content: content.update(rescales=[rule])), by=person
    )
    assert own(cycle)[0][:2] == (FIRST, 1)
    assert agreed(cycle) == [(f"{FIRST}@1.0.0", 4, "Ce qu’on a dit", {"4": 2, "5": 3})]


def test_the_answers_to_a_question_that_is_gone_are_set_aside(cycle, first, person):
    upgrade = upgrade_cycle(
        cycle=cycle, version=publish(first, lambda content: questions(content).pop(0)), by=person
    )
    cycle.refresh_from_db()
    assert cycle.question_ids == [SECOND, THIRD]
    assert own(cycle)[0] == (f"{FIRST}@1.0.0", 2, f"Mots de {FIRST}")
    assert [(one.what, one.reason) for one in set_aside_of(upgrade, "fr")] == [
        ("own", "gone"),
        ("position", "gone"),
    ]


@pytest.mark.parametrize(
    "change", [shorten, lambda c: c.update(rescales=[RULE]), lambda c: questions(c).pop(0)]
)
def test_undoing_gives_back_everything_as_it_was(cycle, first, person, change):
    before = everything(cycle)
    upgrade = upgrade_cycle(cycle=cycle, version=publish(first, change), by=person)
    assert may_undo(upgrade)
    undo_upgrade(upgrade=upgrade, by=person)
    cycle.refresh_from_db()
    assert everything(cycle) == before
    assert CycleUpgrade.objects.count() == 0


@pytest.mark.parametrize("what", ["own", "position", "questions"])
def test_nothing_is_undone_once_something_was_answered(cycle, first, person, what):
    upgrade = upgrade_cycle(cycle=cycle, version=publish(first, shorten), by=person)
    if what == "own":
        save_own_answer(
            cycle=cycle, question_id=FIRST, kind="level", level=1, narrative="", evidence=[], by=person
        )
    elif what == "position":
        take_position(cycle=cycle, question_id=SECOND, level=1, words="", agreement="consensus", by=person)
    else:
        cycle.question_ids = [SECOND]
        cycle.save()
    held = everything(cycle)
    with pytest.raises(ValidationError, match="perdrait ces réponses"):
        undo_upgrade(upgrade=CycleUpgrade.objects.get(), by=person)
    cycle.refresh_from_db()
    assert everything(cycle) == held
    assert CycleUpgrade.objects.get() == upgrade


def test_a_question_answered_again_can_be_set_aside_again(cycle, first, person):
    upgrade_cycle(cycle=cycle, version=publish(first, shorten), by=person)
    save_own_answer(
        cycle=cycle, question_id=FIRST, kind="level", level=3, narrative="", evidence=[], by=person
    )

    def lengthen(content):
        shorten(content)
        questions(content)[0]["levels"].append({"description": text("Plus."), "short": text("Plus")})

    third = publish(first, lengthen, "3.0.0")
    third.published_at += timedelta(days=1)
    third.save()
    upgrade_cycle(cycle=cycle, version=third, by=person)
    assert [row[0] for row in own(cycle)] == [f"{FIRST}@1.0.0", f"{FIRST}@2.0.0", SECOND]


def test_groups_that_answered_on_a_scale_block_its_change(cycle, first, person, plain):
    cycle.round = prepare_collection(cycle=cycle, by=person)
    cycle.round.state = RoundState.CLOSED
    cycle.round.save()
    before = everything(cycle)
    later = publish(first, shorten)
    with pytest.raises(ValidationError) as refused:
        upgrade_cycle(cycle=cycle, version=later, by=person)
    assert plain(refused.value.messages[0]).startswith(
        f"Des groupes ont été interrogés sur une échelle qui change : « Ici, que dit-on de {FIRST} ? »."
    )
    cycle.refresh_from_db()
    assert everything(cycle) == before


def test_a_questionnaire_in_preparation_is_written_again_and_back(cycle, first, person):
    round_ = prepare_collection(cycle=cycle, by=person)
    asked = copy.deepcopy(round_.form)
    upgrade = upgrade_cycle(cycle=cycle, version=publish(first, shorten), by=person)
    round_.refresh_from_db()
    assert [len(item["choices"]) for item in round_.form["items"]] == [3, 5, 5]
    undo_upgrade(upgrade=upgrade, by=person)
    round_.refresh_from_db()
    assert round_.form == asked


def test_what_happens_is_known_before_and_nothing_is_written(cycle, first):
    before = everything(cycle)
    planned = plan_cycle_upgrade(cycle, publish(first, shorten))
    assert [(aside.answer.question, aside.reason) for aside in planned.plan.set_aside] == [
        (FIRST, "no-rule")
    ] * 2
    assert (planned.added, planned.dropped, planned.blocked) == ((), (), ())
    assert everything(cycle) == before


def test_a_version_without_any_of_the_questions_is_refused(cycle, first, person):
    def replace_all(content):
        content["axes"][0]["id"] = "ailleurs"

    with pytest.raises(ValidationError, match="plus aucune des questions"):
        upgrade_cycle(cycle=cycle, version=publish(first, replace_all), by=person)


def test_only_later_versions_and_additions_are_offered(cycle, first, person):
    assert upgrade_targets(cycle) == []
    later = publish(first, shorten)
    ReferentialVersionFactory(referential=ReferentialFactory(slug="autre"), number="9.0.0")
    assert [version.pk for version in upgrade_targets(cycle)] == [later.pk]
    upgrade_cycle(cycle=cycle, version=later, by=person)
    cycle.refresh_from_db()
    assert upgrade_targets(cycle) == []
    with pytest.raises(ValidationError, match="ne peut pas passer"):
        upgrade_cycle(cycle=cycle, version=first, by=person)


def test_a_finished_cycle_does_not_change_version(cycle, first, person):
    cycle.state = "finished"
    cycle.save()
    with pytest.raises(ValidationError, match="ne peut pas passer"):
        upgrade_cycle(cycle=cycle, version=publish(first, shorten), by=person)


def test_one_audit_entry_says_what_became_of_the_answers(cycle, first, person):
    upgrade_cycle(cycle=cycle, version=publish(first, shorten), by=person)
    (entry,) = AuditEntry.objects.filter(organisation=cycle.organisation, verb="cycle.upgraded")
    assert entry.detail == {"before": "1.0.0", "after": "2.0.0", "kept": 1, "rescaled": 0, "set_aside": 2}
    assert AuditEntry.objects.filter(organisation=cycle.organisation).latest("at").pk == entry.pk


def test_the_upgrade_of_another_house_is_not_found(cycle, first, person):
    upgrade_cycle(cycle=cycle, version=publish(first, shorten), by=person)
    with scope(OrganisationFactory()):
        assert CycleUpgrade.objects.count() == 0
    assert latest_upgrade(cycle) is not None


def test_a_cycle_goes_on_to_an_addition_to_its_guide(house, person):
    base = ReferentialVersionFactory(number="1.0.0")
    cycle = CycleFactory(organisation=house, version=base, depth="full")
    save_own_answer(
        cycle=cycle, question_id=FIRST, kind="level", level=2, narrative="", evidence=[], by=person
    )
    added = question("ajoutee", levers=["t1-d1-levier"])
    content = {
        "id": "ajouts",
        "version": "1.0.0",
        "title": text("Ajouts"),
        "purpose": text("Pour nous."),
        "publisher": "Nous",
        "licence": "CC-BY-SA-4.0",
        "provenance": OURS,
        "extends": {"referential": "guide-ess", "version": "1.0.0"},
        "axes": [{"in": "theme-1", "domains": [{"in": "t1-d1", "questions": [added]}]}],
    }
    draft = open_draft(organisation=house, title="Ajouts", content=content, base=base, by=person)
    addition = publish_draft(draft=draft, number="1.0.0", by=person)
    assert upgrade_targets(cycle) == [addition]
    upgrade_cycle(cycle=cycle, version=addition, by=person)
    cycle.refresh_from_db()
    assert cycle.question_ids == [FIRST, SECOND, "ajoutee"]
    assert own(cycle) == [(FIRST, 2, "")]
