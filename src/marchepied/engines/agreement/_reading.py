"""Read the answers of a CSV file, saying exactly what is wrong and where."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ",;\t"
MISSING = frozenset({"", "na", "n/a", "nan", "null", "."})


class ReadingError(ValueError):
    """The file cannot be used; the message says why, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Columns read from a file: answers people × items (NaN where missing), groups, weights."""

    table: npt.NDArray[np.float64]
    groups: tuple[str, ...]
    weights: npt.NDArray[np.float64] | None
    encoding: str
    separator: str


def read_answers(
    path: Path,
    *,
    group: str,
    items: tuple[str, ...],
    weight: str | None = None,
    labels: tuple[str, ...] = (),
) -> Answers:
    """Read the named columns of a CSV file (comma, semicolon or tab; UTF-8 or Windows-1252).

    With `labels`, answers are these words, the first standing for level 1, the next for 2, and so on.
    Raises ReadingError, naming the line and the column, for anything that is not a whole number or missing.
    """
    text, encoding = _decode(path)
    separator = _find_separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ReadingError(f"Ligne {reader.line_num} : ce n’est pas du CSV lisible ({error}).") from error
    if len(rows) < 2:
        raise ReadingError(f"{path.name} n’a pas de ligne de réponses sous la ligne de titres.")
    header = [title.strip() for title in rows[0][1]]
    _check_widths(rows, len(header))
    wanted = [group, *items, *([weight] if weight else [])]
    places = {title: _find_column(header, title) for title in wanted}
    ranks = {label.casefold(): float(rank) for rank, label in enumerate(labels, start=1)}
    table = [[_read_level(row[places[item]], line, item, ranks) for item in items] for line, row in rows[1:]]
    weights = [_read_weight(row[places[weight]], line, weight) for line, row in rows[1:]] if weight else None
    return Answers(
        table=np.array(table, dtype=float),
        groups=tuple(_read_group(row[places[group]]) for _, row in rows[1:]),
        weights=None if weights is None else np.array(weights, dtype=float),
        encoding=encoding,
        separator=separator,
    )


def _decode(path: Path) -> tuple[str, str]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path} ne s’ouvre pas : {error.strerror or error}.") from error
    if b"\0" in content:
        raise ReadingError(f"{path.name} n’est pas un fichier texte : enregistrez-le en CSV.")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ReadingError(f"{path.name} n’est ni en UTF-8 ni en Windows-1252 : enregistrez-le en CSV UTF-8.")


def _find_separator(text: str) -> str:
    """The separator that cuts the title line in the most columns; the comma when none does."""
    title = text.lstrip("\r\n").split("\n", 1)[0]
    return max(SEPARATORS, key=lambda sign: len(next(csv.reader([title], delimiter=sign), [])))


def _check_widths(rows: list[tuple[int, list[str]]], width: int) -> None:
    for line, row in rows[1:]:
        if len(row) != width:
            raise ReadingError(
                f"Ligne {line} : {len(row)} colonnes au lieu de {width}. "
                "Mettez entre guillemets un texte qui contient le séparateur."
            )


def _find_column(header: list[str], title: str) -> int:
    if header.count(title) > 1:
        raise ReadingError(f"La colonne « {title} » est deux fois dans la ligne de titres : renommez-en une.")
    if title not in header:
        raise ReadingError(f"Il n’y a pas de colonne « {title} ». Colonnes du fichier : {', '.join(header)}.")
    return header.index(title)


def _read_group(cell: str) -> str:
    name = cell.strip()
    return "" if name.lower() in MISSING else name


def _read_number(cell: str) -> float | None:
    try:
        number = float(cell.strip().replace(",", "."))
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _read_level(cell: str, line: int, item: str, ranks: Mapping[str, float]) -> float:
    if cell.strip().lower() in MISSING:
        return float("nan")
    if ranks:
        rank = ranks.get(cell.strip().casefold())
        if rank is None:
            raise ReadingError(
                f"Ligne {line}, colonne « {item} » : « {cell.strip()} » n’est pas dans --labels. "
                "Donnez toutes les réponses possibles, de la plus basse à la plus haute."
            )
        return rank
    number = _read_number(cell)
    if number is None or number != int(number):
        raise ReadingError(
            f"Ligne {line}, colonne « {item} » : « {cell.strip()} » n’est pas un niveau. "
            "Écrivez un nombre entier, ou laissez vide s’il n’y a pas de réponse."
        )
    return number


def _read_weight(cell: str, line: int, column: str) -> float:
    number = _read_number(cell)
    if number is None or number < 0:
        raise ReadingError(
            f"Ligne {line}, colonne « {column} » : « {cell.strip()} » n’est pas un poids. "
            "Écrivez un nombre positif ou nul."
        )
    return number
