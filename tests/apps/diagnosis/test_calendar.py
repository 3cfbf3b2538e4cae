"""Dates planned backwards from the assembly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.diagnosis.enums import StepKey
from marchepied.apps.diagnosis.selectors.calendar import minutes_of, plan_steps

TODAY = date(2026, 9, 1)
COLUMNS = ("scope", "take_stock", "collect", "cross", "workshop", "plan", "staff", "assembly")


def planned(assembly_on: date | None) -> dict[str, date | None]:
    return {
        str(step.key): step.on for step in plan_steps(today=TODAY, assembly_on=assembly_on, n_questions=5)
    }


def test_far_assembly_keeps_the_usual_distances():
    assert planned(date(2027, 2, 6)) == {
        "scope": date(2026, 9, 19),
        "take_stock": date(2026, 10, 3),
        "collect": date(2026, 10, 24),
        "cross": date(2026, 11, 28),
        "workshop": date(2026, 12, 12),
        "plan": date(2026, 12, 26),
        "staff": date(2027, 1, 16),
        "assembly": date(2027, 2, 6),
    }


def test_near_assembly_shrinks_in_proportion():
    assert planned(date(2026, 11, 10)) == {  # 70 days: half of the usual calendar
        "scope": date(2026, 9, 1),
        "take_stock": date(2026, 9, 8),
        "collect": date(2026, 9, 19),
        "cross": date(2026, 10, 6),
        "workshop": date(2026, 10, 13),
        "plan": date(2026, 10, 20),
        "staff": date(2026, 10, 31),
        "assembly": date(2026, 11, 10),
    }


def test_no_assembly_runs_forwards():
    assert planned(None) == {
        "scope": date(2026, 9, 1),
        "take_stock": date(2026, 9, 15),
        "collect": date(2026, 10, 6),
        "cross": date(2026, 11, 10),
        "workshop": date(2026, 11, 24),
        "plan": date(2026, 12, 8),
        "staff": date(2026, 12, 29),
        "assembly": date(2027, 1, 19),
    }


@pytest.mark.parametrize("on", [date(2026, 9, 2), date(2026, 9, 21)])
def test_under_three_weeks_nobody_is_called(on):
    dates = planned(on)
    assert [key for key in COLUMNS if dates[key] is None] == ["collect", "cross"]


@pytest.mark.parametrize("on", [date(2026, 9, 1), date(2026, 8, 1)])
def test_today_or_past_keeps_only_the_assembly(on):
    assert {key: day for key, day in planned(on).items() if day} == {"assembly": on}


@given(st.integers(min_value=1, max_value=900))
def test_dates_never_fall_before_today_nor_out_of_order(days):
    assembly_on = date.fromordinal(TODAY.toordinal() + days)
    dates = [on for on in planned(assembly_on).values() if on is not None]
    assert dates == sorted(dates)
    assert dates[0] >= TODAY
    assert dates[-1] == assembly_on


@pytest.mark.parametrize(("questions", "minutes"), [(0, 10), (5, 10), (6, 15), (13, 30), (300, 600)])
def test_taking_stock_takes_two_minutes_a_question(questions, minutes):
    assert minutes_of(StepKey.TAKE_STOCK, questions) == minutes
