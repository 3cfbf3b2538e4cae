"""What a spreadsheet must never run, and what it must read as a number."""

import csv
import io

import openpyxl
import pytest

from marchepied.apps.plans.enums import IndicatorKind
from marchepied.apps.plans.selectors.exports import (
    action_grid,
    indicator_grid,
    write_grid,
)
from marchepied.apps.plans.selectors.indicators import IndicatorContent, Measure
from marchepied.apps.plans.selectors.pending import read_plan_table
from marchepied.apps.plans.services import ActionContent, add_action, add_objective
from marchepied.apps.plans.services.indicators import add_indicator, save_targets, save_values
from tests.apps.plans.imports.measures import bring_measures

pytestmark = pytest.mark.django_db
HOSTILE = [
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1", "－1+1", "＠SUM(1)",
    " =1+1", "\u200b=1+1", "'=1+1", "''=1", "=HYPERLINK(\"http://exemple.fr\")", "|calc", "%0A=1",
]  # fmt: skip
OPENINGS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|", "%")


def fill_with(cycle, text):
    """The hostile text in every field that people write, and that goes out."""
    clean = text.strip() or "x"
    objective = add_objective(cycle=cycle, text=clean, horizon=1, by=None)
    add_action(
        cycle=cycle,
        content=ActionContent(
            title=clean, first_step=text, owner_name=text, means=text, expected_result=text, result=text,
            note=text, objective=objective,
        ),
        by=None,
    )  # fmt: skip
    indicator = add_indicator(
        organisation=cycle.organisation,
        content=IndicatorContent(
            name=text, key="a", definition=text, kind=IndicatorKind.WORDS, unit=text, source=text,
            objective=objective,
        ),
        by=None,
    )  # fmt: skip
    measures = {indicator.pk: Measure(words=text, note=text)}
    save_values(organisation=cycle.organisation, year=2026, measures=measures, by=None)
    save_targets(indicator=indicator, targets={2028: Measure(words=text)}, by=None)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_export_holds_anything_that_a_spreadsheet_would_run(cycle, text):
    fill_with(cycle, text)
    for grid in (action_grid(cycle, "fr"), indicator_grid(cycle.organisation, "fr")):
        table = read_plan_table(write_grid(grid, "csv", sheet="x"), "x.csv")
        wanted = [str(cell) if cell is not None else "" for cell in grid[1][0]]
        assert list(table.rows[0]) == wanted
        sheet = openpyxl.load_workbook(io.BytesIO(write_grid(grid, "xlsx", sheet="x"))).active
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        assert {cell.data_type for cell in cells} == {"s"}
        assert [cell.value for cell in cells if cell.value.lstrip(" \u200b").startswith(OPENINGS)] == []
        raw = write_grid(grid, "csv", sheet="x").decode("utf-8-sig")
        written = [cell for line in _split(raw) for cell in line]
        assert [cell for cell in written if cell.lstrip(" \u200b").startswith(OPENINGS)] == []


def _split(raw):
    return list(csv.reader(io.StringIO(raw, newline=""), delimiter=";"))


def test_numbers_go_out_as_numbers(cycle):
    bring_measures(cycle, "Indicateur;2026;2027\nSolde;-3;1 250,5\n")
    raw = write_grid(indicator_grid(cycle.organisation, "fr"), "csv", sheet="x").decode("utf-8-sig")
    assert raw.splitlines()[1].endswith(";-3;1250,5")
