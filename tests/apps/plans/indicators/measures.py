"""Indicators added, filled in and read, by their short names."""

from decimal import Decimal

from marchepied.apps.plans.models import Indicator
from marchepied.apps.plans.selectors.indicators import (
    IndicatorContent,
    Measure,
    indicators_of,
    lines_of,
)
from marchepied.apps.plans.services.indicators import (
    add_indicator,
    save_values,
)


def add(organisation, name, **fields):
    return add_indicator(organisation=organisation, content=IndicatorContent(name=name, **fields), by=None)


def note(organisation, year, **values):
    """Write values by the short name of their indicator."""
    rows = {row.key: row.pk for row in Indicator.objects.all()}
    measures = {
        rows[key]: value if isinstance(value, Measure) else Measure(number=Decimal(value))
        for key, value in values.items()
    }
    return save_values(organisation=organisation, year=year, measures=measures, by=None)


def lines(organisation):
    return {line.indicator.key: line for line in lines_of(indicators_of(organisation))}
