"""Our tables of indicators and actions: what import reads back exactly."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from marchepied.apps.plans.enums import Direction, IndicatorKind
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.selectors.columns import ACTION_COLUMNS, INDICATOR_COLUMNS, name_year_column
from marchepied.apps.plans.selectors.indicators import IndicatorLine, indicators_of, lines_of
from marchepied.engines.tables import write_csv, write_xlsx

Grid = tuple[list[str], list[list[Any]]]
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STATES = {
    "todo": ("à faire", "to do"),
    "doing": ("en cours", "in progress"),
    "done": ("faite", "done"),
    "dropped": ("abandonnée", "dropped"),
}
KINDS = {IndicatorKind.NUMBER: ("chiffre", "number"), IndicatorKind.WORDS: ("mots", "words")}
DIRECTIONS = {Direction.UP: ("hausse", "up"), Direction.DOWN: ("baisse", "down"), Direction.NONE: ("", "")}


def write_grid(grid: Grid, kind: str, *, sheet: str) -> bytes:
    """A table as a file, every text made harmless for spreadsheets."""
    headers, rows = grid
    if kind == XLSX:
        return write_xlsx(headers, rows, sheet=sheet)
    return write_csv(headers, rows, separator=";")


def indicator_grid(organisation: Any, language: str) -> Grid:
    """Every indicator, a row each, its values, targets and notes in columns of years."""
    return lay_out_lines(lines_of(indicators_of(organisation)), language)


def lay_out_lines(lines: Sequence[IndicatorLine], language: str) -> Grid:
    values = sorted({value.year for line in lines for value in line.values})
    targets = sorted({target.year for line in lines for target in line.targets})
    notes = sorted({value.year for line in lines for value in line.values if value.note})
    headers = [column.name(language) for column in INDICATOR_COLUMNS]
    headers += [name_year_column("value", year, language) for year in values]
    headers += [name_year_column("target", year, language) for year in targets]
    headers += [name_year_column("note", year, language) for year in notes]
    rows = [
        [
            *_describe_indicator(line.indicator, language),
            *(_value_cell(line.value_of(year)) for year in values),
            *(_value_cell(line.target_of(year)) for year in targets),
            *((value.note if (value := line.value_of(year)) else "") for year in notes),
        ]
        for line in lines
    ]
    return headers, rows


def _describe_indicator(indicator: Any, language: str) -> list[Any]:
    english = language == "en"
    return [
        indicator.name,
        indicator.key,
        indicator.definition,
        KINDS[indicator.kind][english],
        indicator.unit,
        indicator.formula,
        DIRECTIONS[indicator.direction][english],
        indicator.source,
        indicator.objective.text if indicator.objective else "",
    ]


def _value_cell(value: Any) -> Decimal | str:
    if value is None:
        return ""
    return value.words if value.number is None else _plain(value.number)


def _plain(number: Decimal) -> Decimal:
    """Without exponent nor useless zeros, and no more digits than a spreadsheet keeps."""
    rounded = round(number, 10).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def indicator_template(year: int, language: str) -> Grid:
    """An empty table to fill in, with one row as an example."""
    english = language == "en"
    headers = [column.name(language) for column in INDICATOR_COLUMNS]
    headers += [name_year_column("value", each, language) for each in (year - 1, year)]
    headers += [name_year_column("target", each, language) for each in (year + 1, year + 3)]
    headers.append(name_year_column("note", year, language))
    example = [
        "Answers given within a month" if english else "Réponses données sous un mois",
        "",
        "Share of the opinions received that were answered within thirty days."
        if english
        else "Part des avis reçus auxquels on a répondu en trente jours.",
        KINDS[IndicatorKind.NUMBER][english],
        "%",
        "",
        DIRECTIONS[Direction.UP][english],
        "register of opinions" if english else "cahier des avis",
        "",
    ]
    return headers, [
        [*example, 48, 62, 75, 90, "a second person answers" if english else "une personne de plus"]
    ]


def action_grid(cycle: Any, language: str) -> Grid:
    """Every action of the plan, a row each, in the order of the plan."""
    english = language == "en"
    actions = Action.objects.filter(cycle=cycle).select_related("owner", "objective")
    actions = actions.prefetch_related("purposes", "activities")
    rows = [
        [
            action.title,
            action.first_step,
            str(action.owner) if action.owner else action.owner_name,
            action.due_on,
            STATES[action.state][english],
            action.means,
            action.expected_result,
            action.result,
            action.objective.text if action.objective else "",
            "\n".join(line.text for line in [*action.purposes.all(), *action.activities.all()]),
            action.note,
        ]
        for action in actions
    ]
    return [column.name(language) for column in ACTION_COLUMNS], rows
