"""What words say of values: trends, targets, gaps, numbers."""

from decimal import Decimal

import pytest

from marchepied.apps.plans.enums import Direction
from marchepied.apps.plans.selectors.indicator_words import (
    describe_target,
    describe_trend,
    show_gap,
    show_number,
)
from marchepied.apps.plans.selectors.indicators import (
    Measure,
)
from marchepied.apps.plans.services.indicators import (
    save_targets,
)
from tests.apps.plans.indicators.measures import add, lines, note

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "direction", "trend"),
    [
        ({2026: 40}, Direction.UP, ""),
        ({2025: 40, 2026: 52}, Direction.UP, "12 points de plus qu’en 2025, dans le bon sens"),
        (
            {2025: 40, 2026: 52},
            Direction.DOWN,
            "12 points de plus qu’en 2025, dans l’autre sens que celui voulu",
        ),
        ({2024: 40, 2026: 30}, Direction.DOWN, "10 points de moins qu’en 2024, dans le bon sens"),
        ({2025: 40, 2026: 52}, Direction.NONE, "12 points de plus qu’en 2025"),
        ({2025: 40, 2026: 40}, Direction.UP, "comme en 2025"),
    ],
)
def test_the_trend_in_words(organisation, values, direction, trend, plain):
    add(organisation, "a", unit="%", direction=direction)
    for year, value in values.items():
        note(organisation, year, a=value)
    assert plain(describe_trend(lines(organisation)["a"])) == trend


@pytest.mark.parametrize(
    ("value", "direction", "told"),
    [
        (None, Direction.UP, "80 % en 2028"),
        (62, Direction.UP, "80 % en 2028, encore 18 points à gagner"),
        (80, Direction.UP, "80 % en 2028, c’est atteint"),
        (92, Direction.UP, "80 % en 2028, c’est atteint"),
        (92, Direction.DOWN, "80 % en 2028, encore 12 points à réduire"),
        (62, Direction.DOWN, "80 % en 2028, c’est atteint"),
        (62, Direction.NONE, "80 % en 2028, à 18 points de là"),
    ],
)
def test_the_target_in_words(organisation, value, direction, told, plain):
    indicator = add(organisation, "a", unit="%", direction=direction)
    if value is not None:
        note(organisation, 2027, a=value)
    targets = {2026: Measure(Decimal(50)), 2028: Measure(Decimal(80)), 2030: Measure(Decimal(95))}
    save_targets(indicator=indicator, targets=targets, by=None)
    if value is None:
        save_targets(indicator=indicator, targets={2026: Measure()}, by=None)
    assert plain(describe_target(lines(organisation)["a"])) == told


@pytest.mark.parametrize(
    ("gap", "unit", "shown"),
    [
        ("0.5", "%", "0,5 point"),
        ("1.99", "%", "1,99 point"),
        ("-2", "%", "2 points"),
        ("-2", "jours", "2 jours"),
    ],
)
def test_between_two_shares_there_are_points(gap, unit, shown, plain):
    assert plain(show_gap(Decimal(gap), unit)) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("12500.5", "12\u202f500,5"),
        ("-3", "−3"),
        ("0.6458", "0,6458"),
        ("1E+3", "1\u202f000"),
        ("5.0000", "5"),
    ],
)
def test_numbers_as_the_language_writes_them(number, shown):
    assert show_number(Decimal(number)).replace("\u00a0", "\u202f") == shown
