"""The simplest file: one row a question, in a CSV or on the only sheet of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from marchepied.engines.tables import Table, name_column

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, build, has_scale
from ._naming import fold
from ._sentences import Fault, FileRefusedError, Sentence, Understood, cell_fault, gettext_noop, sentence

_LEVEL = re.compile(r"(niveau|reponse|level|answer) ?(?:n[°o]\.? ?)?(\d{1,2})\Z")
_NAMES: Mapping[str, str] = {
    "theme": "theme",
    "domaine": "domain",
    "domain": "domain",
    "question": "question",
    "pourquoi": "why",
    "why": "why",
}
_ENGLISH = frozenset({"domain", "why", "level", "answer"})
_FRENCH = frozenset({"domaine", "pourquoi", "niveau", "reponse"})
_MOST_FAULTS = 200

Name = str | int
"""What a column holds: theme, domain, question, why, or the number of a level."""


@dataclass(slots=True)
class _Reading:
    """Where each thing stands in a table, and what is met on the way."""

    table: Table
    columns: dict[Name, int]
    language: str
    themes: dict[str, AskedTheme] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    theme: str = ""
    domain: str = ""
    filled: dict[str, int] = field(default_factory=dict)

    @property
    def levels(self) -> list[tuple[int, int]]:
        """(number, column) of each level, in order."""
        return sorted((name, place) for name, place in self.columns.items() if isinstance(name, int))


def is_question_table(table: Table) -> bool:
    """Whether a table has a column of questions and columns of levels."""
    names = {name for header in table.headers if (name := _name(header)) is not None}
    return "question" in names and any(isinstance(name, int) for name in names)


def read_question_table(table: Table, filename: str) -> Understood:
    """A questionnaire: columns Thème, Domaine (both optional), Question, Pourquoi, Niveau 1, Niveau 2…

    Levels go from the least to the most favourable; those that are empty at the end of a row are not asked.
    An empty theme or domain is that of the row above, as in merged cells. The titles of the columns say the
    language, French or English. Columns that are not read, and a level that is missing between two, are said
    in the notes. Raises FileRefusedError with the cell of each fault, and for two columns that say the same.
    """
    reading = _Reading(table, _find_columns(table), _find_language(table))
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        _take(reading, number, row)
    if reading.faults:
        raise FileRefusedError(reading.faults[:_MOST_FAULTS])
    name = filename.rpartition(".")[0] or "Questionnaire"
    data, told = build(Cover(name, {reading.language: name}, nature="network"), reading.themes.values())
    return Understood("table", data, (*_tell(reading), *told))


def _name(header: str) -> Name | None:
    title = fold(header)
    level = _LEVEL.match(title)
    return int(level[2]) if level else _NAMES.get(title)


def _find_columns(table: Table) -> dict[Name, int]:
    """{what a column holds: its place}; two that hold the same are refused, with both."""
    columns: dict[Name, int] = {}
    faults = []
    for place, header in enumerate(table.headers):
        name = _name(header)
        if name is None:
            continue
        if name in columns:
            text = gettext_noop("les colonnes %(first)s et %(second)s disent la même chose : « %(name)s ».")
            first, second = name_column(columns[name]), name_column(place)
            faults.append(
                cell_fault(
                    sentence(text, first=first, second=second, name=table.headers[columns[name]]),
                    sentence(gettext_noop("Renommez l’une des deux, ou retirez-la.")),
                    sheet=table.sheet or "",
                    row=1,
                    column=header,
                    letter=second,
                )
            )
        columns.setdefault(name, place)
    if faults:
        raise FileRefusedError(faults[:_MOST_FAULTS])
    return columns


def _find_language(table: Table) -> str:
    """The language of the titles: English when they say so and none is French."""
    titles = {re.sub(r" ?(?:n[°o]\.? ?)?\d*\Z", "", fold(header)) for header in table.headers}
    return "en" if titles & _ENGLISH and not titles & _FRENCH else "fr"


def _take(reading: _Reading, number: int, row: tuple[str, ...]) -> None:
    cells = [row[place].strip() for _, place in reading.levels]
    while cells and not cells[-1]:
        cells.pop()
    asked, why = _pick(reading, row, "question"), _pick(reading, row, "why")
    domain = _find_domain(reading, _pick(reading, row, "theme"), _pick(reading, row, "domain"))
    if not asked or not has_scale(cells) or not all(cells):
        reading.faults.append(_fault(reading, number, cells, asked))
        return
    language = reading.language
    levels = [AskedLevel({language: cell}) for cell in cells]
    place = f"ligne {number}"
    question = AskedQuestion(asked, {language: asked}, levels, {language: why} if why else {}, place)
    domain.questions.append(question)


def _pick(reading: _Reading, row: tuple[str, ...], name: str) -> str:
    place = reading.columns.get(name)
    return "" if place is None else row[place].strip()


def _find_domain(reading: _Reading, theme_name: str, domain_name: str) -> AskedDomain:
    """Where a row goes; an empty cell is the one above, until a theme begins."""
    if theme_name and theme_name != reading.theme:
        reading.theme, reading.domain = theme_name, ""
    elif reading.theme and not theme_name:
        reading.filled["theme"] = reading.filled.get("theme", 0) + 1
    if domain_name:
        reading.domain = domain_name
    elif reading.domain:
        reading.filled["domain"] = reading.filled.get("domain", 0) + 1
    title = reading.theme or "Questions"
    theme = reading.themes.setdefault(title, AskedTheme(title, {reading.language: title}))
    inner = reading.domain or title
    domain = next((one for one in theme.domains if one.name == inner), None)
    if domain is None:
        domain = AskedDomain(inner, {reading.language: inner})
        theme.domains.append(domain)
    return domain


def _fault(reading: _Reading, row: int, cells: list[str], asked: str) -> Fault:
    levels = reading.levels
    if not asked:
        place = reading.columns["question"]
        message = sentence(gettext_noop("la question n’est pas écrite."))
        advice = sentence(gettext_noop("Écrivez-la, ou retirez cette ligne."))
    else:
        blank = next((i for i, cell in enumerate(cells) if not cell), len(cells))
        place = levels[min(blank, len(levels) - 1)][1]
        message = sentence(
            gettext_noop("il faut de 2 à 11 niveaux écrits à la suite, on en lit %(count)s."),
            count=blank,
        )
        advice = sentence(gettext_noop("Écrivez les niveaux dans l’ordre, sans case vide entre deux."))
    header, sheet = reading.table.headers[place], reading.table.sheet or ""
    return cell_fault(message, advice, sheet=sheet, row=row, column=header, letter=name_column(place))


def _tell(reading: _Reading) -> Iterator[Sentence]:
    """What the table holds that is not taken, and what was understood of it."""
    table = reading.table
    if reading.language == "en":
        yield sentence(
            gettext_noop(
                "Les titres des colonnes sont en anglais : les textes sont rangés comme de l’anglais."
            )
        )
    numbers = [number for number, _ in reading.levels]
    for missing in sorted(set(range(min(1, *numbers), max(numbers))) - set(numbers)):
        text = gettext_noop(
            "La colonne du niveau %(number)s manque : les autres niveaux se suivent sans lui, vérifiez-les."
        )
        yield sentence(text, number=missing)
    for name, count in reading.filled.items():
        text = gettext_noop(
            "Cases vides de la colonne « %(column)s », lues comme celle du dessus : %(count)s."
        )
        yield sentence(text, column=table.headers[reading.columns[name]], count=count)
    for place, header in enumerate(table.headers):
        if _name(header) is None and any(row[place].strip() for row in table.rows):
            text = gettext_noop("La colonne « %(column)s » (%(letter)s) n’est pas reprise.")
            yield sentence(text, column=header, letter=name_column(place))
    for warning in table.warnings:
        yield Sentence(warning.template, warning.params)
