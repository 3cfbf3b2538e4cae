"""Tables as they are typed, and the values that indicators take from them."""

from marchepied.apps.plans.models import IndicatorValue, Objective
from marchepied.apps.plans.selectors.import_indicators import plan_indicators
from marchepied.apps.plans.selectors.indicators import indicators_of
from marchepied.apps.plans.selectors.pending import read_plan_table
from marchepied.apps.plans.services.imports import (
    import_indicators,
)


def read(text: str):
    return read_plan_table(text.encode(), "table.csv")


def plan_measures(cycle, text):
    table = read(text)
    return plan_indicators(
        table, indicators_of(cycle.organisation), list(Objective.objects.filter(cycle=cycle))
    )


def bring_measures(cycle, text):
    return import_indicators(organisation=cycle.organisation, planned=plan_measures(cycle, text), by=None)


def values():
    rows = IndicatorValue.objects.order_by("indicator__key", "year")
    return [
        (row.indicator.key, row.year, _number(row.number) if row.number is not None else row.words, row.note)
        for row in rows.select_related("indicator")
    ]


def _number(number):
    return format(number.normalize(), "f")
