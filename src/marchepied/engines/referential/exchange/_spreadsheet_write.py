"""A referential as a workbook or as one CSV table, and an empty workbook to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marchepied.engines.referential.codes import COLLEGES, EFFECTS, LEGAL_FORMS, SECTORS
from marchepied.engines.tables import SheetToWrite, TableError, write_csv, write_workbook

from ._columns import LEFTOVERS, README, SHEETS
from ._grids import Grid, build_grids
from ._sentences import Sentence, refuse

LONG_COLUMNS = ("Feuille", "Ligne", "Colonne", "Valeur")
_WIDE, _NARROW = 40, 16
_HOW = (
    "Ce classeur tient un guide : ses thèmes, ses questions et ce qui les accompagne.",
    "Chaque feuille est une liste. Une ligne est un élément, une colonne est un de ses champs.",
    "« Identifiant » est un nom court, en minuscules, chiffres et tirets : accueil, premier-jour. "
    "Il ne change plus jamais : c’est lui qui garde les réponses d’une version à l’autre.",
    "« Dans » dit où se range la ligne : l’identifiant du thème, du domaine ou de la question.",
    "Les textes ont une colonne par langue : (fr) pour le français, (en) pour l’anglais.",
    "Quand un champ a plusieurs textes, ajoutez des colonnes : Idée 1 (fr), Idée 2 (fr), Idée 3 (fr)…",
    "L’ordre des lignes est l’ordre du guide.",
    "Laissez vide ce qui est facultatif. Ne changez ni le nom des feuilles, ni le titre des colonnes.",
    "Une fois rempli, importez ce fichier dans « Nos guides » : rien n’est écrit avant que vous confirmiez.",
)
_README_COLUMNS = ("Feuille", "Colonne", "À savoir")


def write_spreadsheet(data: Any) -> bytes:
    """A workbook (XLSX) that holds the whole referential: `read_spreadsheet` gives the same data back.

    `data` may be a draft that is not complete yet, or an extension. Raises FileRefusedError, in a sentence,
    for what cannot be written: no block of data, an item without id, a text too long for a cell.
    """
    return _write_book(build_grids(data))


def write_template() -> bytes:
    """An empty workbook to fill in: every sheet, its titles, and how to use it."""
    head = {"format": 1, "version": "1.0.0", "languages": ["fr", "en"]}
    return _write_book(build_grids(head))


def write_long_csv(data: Any) -> bytes:
    """The same content as one CSV table: a row for each cell that is filled. Read back the same."""
    rows = [
        (grid.name, number, header, value)
        for grid in build_grids(data)
        for number, row in enumerate(grid.rows, start=2)
        for header, value in row.items()
        if value not in (None, "")
    ]
    return write_csv(LONG_COLUMNS, rows, separator=";")


def _write_book(grids: Sequence[Grid]) -> bytes:
    sheets = [SheetToWrite(README, _README_COLUMNS, _readme_rows(), (22, 34, 100))]
    for grid in grids:
        widths = [_NARROW if len(header) < 14 and "(" not in header else _WIDE for header in grid.headers]
        sheets.append(SheetToWrite(grid.name, grid.headers, grid.cells(), widths))
    try:
        return write_workbook(sheets)
    except TableError as error:
        raise refuse(Sentence(error.message.template, error.message.params)) from error


def _readme_rows() -> list[tuple[str, str, str]]:
    rows = [("", "", line) for line in _HOW]
    for sheet in SHEETS:
        rows.append((sheet.name, "", sheet.help))
        rows += [(sheet.name, column.title, column.help) for column in sheet.columns if column.help]
    rows.append((LEFTOVERS, "", "Ce qu’aucune colonne ne tient. Laissez cette feuille comme elle est."))
    codes = (
        ("Groupes", COLLEGES),
        ("Formes", LEGAL_FORMS),
        ("Secteurs", SECTORS),
        ("Effets", EFFECTS),
    )
    rows += [("Codes", name, " ; ".join(values)) for name, values in codes]
    return rows
