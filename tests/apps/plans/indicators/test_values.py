"""Values and targets: written, changed, taken away, asked for."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.plans.enums import IndicatorKind
from marchepied.apps.plans.models import Indicator, IndicatorTarget, IndicatorValue
from marchepied.apps.plans.selectors.indicators import (
    Measure,
    asked_year,
    years_without_value,
)
from marchepied.apps.plans.services.indicators import (
    archive_indicator,
    save_targets,
    save_values,
)
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.apps.plans.indicators.measures import add, lines, note
from tests.factories.organisations import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_values_are_written_changed_and_taken_away_with_a_trace(organisation):
    add(organisation, "a")
    add(organisation, "m", kind=IndicatorKind.WORDS)
    person = PersonFactory()
    rows = {row.key: row.pk for row in Indicator.objects.all()}

    def write(**measures):
        return [
            row.key
            for row in save_values(
                organisation=organisation,
                year=2027,
                measures={rows[key]: measure for key, measure in measures.items()},
                by=person,
            )
        ]

    assert write(a=Measure(Decimal("1.5"), note="relevé"), m=Measure(words="calme")) == ["a", "m"]
    assert write(a=Measure(Decimal("1.50"), note="relevé")) == []
    assert write(a=Measure(Decimal(2))) == ["a"]
    assert write(a=Measure()) == ["a"]
    assert list(IndicatorValue.objects.values_list("words", flat=True)) == ["calme"]
    entries = AuditEntry.objects.filter(verb="indicator.measured", target_id=str(rows["a"])).order_by("at")
    told = [(entry.detail["before"], entry.detail["after"]) for entry in entries]
    assert [(_short(before), _short(after)) for before, after in told] == [
        ("", "1.5"),
        ("1.5", "2"),
        ("2", ""),
    ]


def _short(text):
    return str(Decimal(text).normalize()) if text else ""


def test_ids_of_elsewhere_bring_nothing(organisation):
    other = OrganisationFactory()
    with scope(other):
        stranger = add(other, "a")
    assert (
        save_values(
            organisation=organisation, year=2027, measures={stranger.pk: Measure(Decimal(1))}, by=None
        )
        == []
    )


@pytest.mark.parametrize("year", [1949, 2101])
def test_a_year_out_of_time_is_refused(organisation, year):
    with pytest.raises(ValidationError):
        save_values(organisation=organisation, year=year, measures={}, by=None)


def test_targets_are_taken_away_one_by_one(organisation):
    indicator = add(organisation, "a")
    save_targets(indicator=indicator, targets={2028: Measure(Decimal(8)), 2030: Measure(Decimal(9))}, by=None)
    save_targets(indicator=indicator, targets={2028: Measure()}, by=None)
    assert list(IndicatorTarget.objects.values_list("year", "number")) == [(2030, Decimal(9))]


@pytest.mark.parametrize(("today", "year"), [(date(2027, 1, 2), 2026), (date(2027, 12, 31), 2026)])
def test_the_year_that_is_asked(today, year):
    assert asked_year(today) == year


def test_only_what_is_typed_can_be_missing(organisation):
    add(organisation, "a")
    add(organisation, "b", formula="a + 1")
    add(organisation, "c")
    note(organisation, 2026, c=1)
    missing = years_without_value(list(lines(organisation).values()), 2026)
    assert [line.indicator.key for line in missing] == ["a"]


def test_archiving_keeps_everything(organisation):
    indicator = add(organisation, "a")
    note(organisation, 2026, a=1)
    archive_indicator(indicator=indicator, archived=True, by=None)
    archive_indicator(indicator=indicator, archived=False, by=None)
    assert (Indicator.objects.get().archived, IndicatorValue.objects.count()) == (False, 1)
