"""Where a cycle stands, deduced from what was done."""

from datetime import date

import pytest

from marchepied.apps.diagnosis.enums import CycleState, StepKey, StepState
from marchepied.apps.diagnosis.models import Cycle, CycleStep
from marchepied.apps.diagnosis.selectors.gestures import next_step
from marchepied.apps.diagnosis.selectors.steps import CallFacts, StepFacts, look_at_steps

TODAY = date(2026, 9, 1)
BEGUN = StepFacts(questions=5)
STOCKED = StepFacts(questions=5, own_answers=5)


def steps(**states: str) -> list[CycleStep]:
    return [
        CycleStep(key=key, position=n, minutes=30, planned_on=TODAY, state=states.get(key, StepState.TODO))
        for n, key in enumerate(StepKey)
    ]


def progress(facts: StepFacts, cycle: Cycle | None = None, **states: str) -> dict[str, str]:
    views = look_at_steps(cycle or Cycle(), steps(**states), facts, TODAY)
    return {view.key: str(view.progress) for view in views}


def gesture(facts: StepFacts, cycle: Cycle | None = None, **states: str) -> tuple[str, str]:
    cycle = cycle or Cycle()
    found = next_step(cycle, look_at_steps(cycle, steps(**states), facts, TODAY), facts, TODAY)
    return str(found.key), found.url_name


def test_a_new_cycle_has_its_scope_done():
    assert progress(BEGUN) == {
        "scope": "done",
        "take_stock": "ahead",
        "collect": "ahead",
        "cross": "ahead",
        "workshop": "ahead",
        "plan": "ahead",
        "staff": "ahead",
        "assembly": "ahead",
    }


@pytest.mark.parametrize(
    ("facts", "key", "expected"),
    [
        (StepFacts(), "scope", "underway"),
        (StepFacts(questions=5, own_answers=2), "take_stock", "underway"),
        (StepFacts(questions=5, own_answers=5), "take_stock", "done"),
        (StepFacts(questions=5, round_state="draft"), "collect", "underway"),
        (StepFacts(questions=5, round_state="open"), "collect", "underway"),
        (StepFacts(questions=5, round_state="closed"), "collect", "done"),
        (StepFacts(questions=5, releases=1), "cross", "done"),
        (StepFacts(questions=13, positions=4), "workshop", "underway"),
        (StepFacts(questions=13, positions=5), "workshop", "done"),
        (StepFacts(questions=2, positions=2), "workshop", "done"),
        (StepFacts(questions=13, positions=1, actions=1), "workshop", "done"),
        (StepFacts(questions=5, actions=1), "plan", "done"),
        (StepFacts(questions=5, staff_sheet=True), "staff", "done"),
        (StepFacts(questions=5, packs=1), "assembly", "underway"),
    ],
)
def test_progress_is_deduced(facts, key, expected):
    assert progress(facts)[key] == expected


def test_what_is_said_by_hand_comes_first():
    said = progress(StepFacts(questions=5, own_answers=5), take_stock="skipped", workshop="done")
    assert (said["take_stock"], said["workshop"]) == ("skipped", "done")


def test_without_groups_there_is_nothing_to_cross():
    assert progress(STOCKED, collect="skipped")["cross"] == "skipped"
    assert progress(StepFacts(questions=5, round_state="open"), collect="skipped")["cross"] == "ahead"


def test_a_finished_cycle_is_all_done():
    finished = progress(BEGUN, Cycle(state=CycleState.FINISHED), collect="skipped")
    assert finished == dict.fromkeys(finished, "done") | {"collect": "skipped"}


def test_late_steps_are_the_open_ones_of_a_running_cycle():
    views = look_at_steps(Cycle(), steps(collect="skipped"), STOCKED, date(2026, 9, 2))
    assert [view.key for view in views if view.is_late] == ["workshop", "plan", "staff", "assembly"]
    ended = look_at_steps(Cycle(state=CycleState.FINISHED), steps(), STOCKED, date(2026, 9, 2))
    assert [view.key for view in ended if view.is_late] == []


@pytest.mark.parametrize(
    ("facts", "states", "expected"),
    [
        (StepFacts(), {}, ("scope", "diagnosis:scope")),
        (BEGUN, {}, ("take_stock", "diagnosis:questions")),
        (STOCKED, {}, ("collect", "participation:colleges")),
        (STOCKED, {"collect": "skipped"}, ("workshop", "diagnosis:workshop")),
        (StepFacts(questions=5, own_answers=5, round_state="closed"), {}, ("cross", "diagnosis:crossed")),
        (StepFacts(5, 5, "closed", releases=1, positions=5), {}, ("plan", "plans:plan")),
        (
            StepFacts(5, 5, "closed", releases=1, positions=5, actions=3),
            {},
            ("staff", "restitution:sheet"),
        ),
        (
            StepFacts(5, 5, "closed", releases=1, positions=5, actions=3, staff_sheet=True),
            {},
            ("assembly", "restitution:pack"),
        ),
        # What is left of the own answers waits once people have met.
        (StepFacts(5, 2, "closed", releases=1, positions=2), {}, ("workshop", "diagnosis:workshop")),
        (STOCKED, dict.fromkeys(list(StepKey), "done"), ("assembly", "diagnosis:finish")),
    ],
)
def test_one_thing_to_do_now(facts, states, expected):
    assert gesture(facts, **states) == expected


def test_actions_of_the_year_before_do_not_stand_for_this_years_choice():
    carried = StepFacts(5, 5, "closed", releases=1, positions=5, actions=3, carried_actions=3)
    assert progress(carried)["plan"] == "ahead"
    one_more = StepFacts(5, 5, "closed", releases=1, positions=5, actions=4, carried_actions=3)
    assert progress(one_more)["plan"] == "done"


@pytest.mark.parametrize(
    ("packs", "button"), [(0, "Préparer le dossier de l’assemblée"), (1, "Envoyer le dossier figé")]
)
def test_a_frozen_pack_is_to_be_sent(packs, button):
    facts = StepFacts(5, 5, "closed", releases=1, positions=5, actions=3, staff_sheet=True, packs=packs)
    assert next_step(Cycle(), look_at_steps(Cycle(), steps(), facts, TODAY), facts, TODAY).sentence == button


def test_after_the_assembly_one_notes_what_it_decided_then_ends_the_cycle():
    held = Cycle(assembly_on=date(2026, 8, 31))
    assert gesture(BEGUN, held) == ("assembly", "restitution:assembly")
    assert gesture(StepFacts(questions=5, assembly_told=True), held) == ("assembly", "diagnosis:finish")
    assert gesture(BEGUN, Cycle(assembly_on=TODAY)) == ("take_stock", "diagnosis:questions")


def test_a_step_without_time_is_not_proposed():
    short = steps()
    for step in short:
        step.planned_on = None if step.key in {"collect", "cross"} else TODAY
    views = look_at_steps(Cycle(assembly_on=date(2026, 9, 5)), short, STOCKED, TODAY)
    assert next_step(Cycle(), views, STOCKED, TODAY).key == "workshop"


def test_the_group_that_lacks_answers_is_named(plain):
    calls = (CallFacts("Salariés", 12, 20), CallFacts("Administrateurs", 3, 9))
    facts = StepFacts(5, 5, "open", calls=calls)
    found = next_step(Cycle(), look_at_steps(Cycle(), steps(), facts, TODAY), facts, TODAY)
    assert plain(found.explanation) == (
        "Administrateurs : 3 réponses sur 9. "
        "Il en faut 5 pour montrer un avis sans que l’on devine qui a dit quoi."
    )


def test_minutes_shrink_with_the_questions_that_remain():
    facts = StepFacts(questions=10, own_answers=5)
    found = next_step(Cycle(), look_at_steps(Cycle(), steps(), facts, TODAY), facts, TODAY)
    assert found.minutes == 15  # half of the 30 minutes of the step


def test_a_collective_answer_is_enough_for_its_group():
    assert CallFacts("Bureau", 1, 4, collective=True).is_heard
    assert not CallFacts("Bureau", 4, 4).is_heard
