"""The picture of a history: which years are drawn, and where."""

from decimal import Decimal

import pytest

from marchepied.apps.plans.selectors.indicators import (
    Measure,
)
from marchepied.apps.plans.services.indicators import (
    save_targets,
)
from marchepied.web.templatetags.indicators import history_picture
from tests.apps.plans.indicators.measures import add, lines, note

pytestmark = pytest.mark.django_db


def draw(organisation, values, targets=()):
    indicator = add(organisation, "a")
    for year, value in values.items():
        note(organisation, year, a=value)
    save_targets(
        indicator=indicator, targets={year: Measure(Decimal(value)) for year, value in targets}, by=None
    )
    marks = history_picture(lines(organisation)["a"])["marks"]
    return [(mark.year, mark.x, mark.y, mark.said, mark.skipped, mark.target) for mark in marks]


def test_a_history_is_drawn_from_zero_and_skipped_years_are_dashed(organisation):
    assert draw(organisation, {2024: 10, 2025: 20, 2027: 40}, [(2028, 30)]) == [
        (2024, "6%", "97", "10", False, False),
        (2025, "28%", "76", "20", False, False),
        (2027, "72%", "34", "40", True, False),
        (2028, "94%", "55", "30", False, True),
    ]


def test_values_far_from_zero_are_drawn_from_the_lowest(organisation):
    assert [mark[2] for mark in draw(organisation, {2024: 90, 2025: 100})] == ["118", "34"]


def test_only_the_last_years_are_drawn_and_long_numbers_are_said_at_both_ends(organisation):
    shown = draw(organisation, {year: 100_000 + year for year in range(2015, 2028)})
    assert [mark[0] for mark in shown] == list(range(2020, 2028))
    assert [bool(mark[3]) for mark in shown] == [True, *[False] * 6, True]


@pytest.mark.parametrize(
    ("values", "targets"), [({}, [(2028, 3)]), ({2027: 3}, []), ({}, [(2028, 3), (2030, 4)])]
)
def test_too_little_to_draw(organisation, values, targets):
    assert draw(organisation, values, targets) == []
