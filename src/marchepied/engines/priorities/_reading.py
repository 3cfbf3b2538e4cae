"""Read ballots from a CSV file: one ballot a line, one proposal a column."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ._tally import FEWEST_GRADES, MOST_GRADES, Tally

ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ",;\t"
NO_OPINION = frozenset({"", "na", "n/a", "nan", "null", ".", "-"})


class ReadingError(ValueError):
    """The file cannot be used; the message says why, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Ballots:
    """Ballots read from a file: {proposal: {college: tally}}, and how many there were.

    Without a column of colleges, everybody is in the college « ».
    """

    tallies: dict[str, dict[str, Tally]]
    grades: tuple[str, ...]
    count: int


def read_ballots(
    path: Path, *, grades: Sequence[str] = (), college: str | None = None, proposals: Sequence[str] = ()
) -> Ballots:
    """Read ballots (comma, semicolon or tab; UTF-8 or Windows-1252); an empty cell is no opinion.

    Cells hold the words of `grades`, from the worst to the best, or their numbers from 1. Without `grades`
    cells are numbers and the scale goes up to the largest. Without `proposals` every column but the
    college's is one. Raises ReadingError, naming the line and the column.
    """
    header, rows = _read_rows(path)
    wanted = list(proposals) or [title for title in header if title != college]
    places = {title: _find_column(header, title) for title in [*wanted, *([college] if college else [])]}
    scale = tuple(grades) or _infer_grades(rows, places, wanted)
    ranks = {word.casefold(): rank for rank, word in enumerate(scale)}
    counts: dict[str, dict[str, list[int]]] = {title: {} for title in wanted}
    for line, row in rows:
        group = row[places[college]].strip() if college else ""
        for title in wanted:
            column = counts[title].setdefault(group, [0] * (len(scale) + 1))
            column[_read_cell(row[places[title]], ranks, line, title)] += 1
    tallies = {
        title: {group: Tally(tuple(column[:-1]), column[-1]) for group, column in groups.items()}
        for title, groups in counts.items()
    }
    return Ballots(tallies, scale, len(rows))


def _read_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    text = _decode(path)
    title = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=title.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        # An empty line is a blank ballot only where there is one column; elsewhere it is the file's end.
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise ReadingError(f"Ligne {reader.line_num} : ce n’est pas du CSV lisible ({error}).") from error
    if len(rows) < 2:
        raise ReadingError(f"{path.name} n’a pas de bulletin sous la ligne de titres.")
    header = [cell.strip() for cell in rows[0][1]]
    for line, row in rows[1:]:
        if len(row) != len(header):
            raise ReadingError(
                f"Ligne {line} : {len(row)} colonnes au lieu de {len(header)}. "
                "Mettez entre guillemets un texte qui contient le séparateur."
            )
    return header, rows[1:]


def _decode(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path} ne s’ouvre pas : {error.strerror or error}.") from error
    if b"\0" in content:
        raise ReadingError(f"{path.name} n’est pas un fichier texte : enregistrez-le en CSV.")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError(f"{path.name} n’est ni en UTF-8 ni en Windows-1252 : enregistrez-le en CSV UTF-8.")


def _find_column(header: Sequence[str], title: str) -> int:
    if header.count(title) > 1:
        raise ReadingError(f"La colonne « {title} » est deux fois dans la ligne de titres : renommez-en une.")
    if title not in header:
        raise ReadingError(f"Il n’y a pas de colonne « {title} ». Colonnes du fichier : {', '.join(header)}.")
    return header.index(title)


def _infer_grades(
    rows: Sequence[tuple[int, list[str]]], places: dict[str, int], wanted: Sequence[str]
) -> tuple[str, ...]:
    best = 0
    for line, row in rows:
        for title in wanted:
            cell = row[places[title]].strip()
            if cell.casefold() in NO_OPINION:
                continue
            if not cell.isdecimal() or not 1 <= int(cell) <= MOST_GRADES:
                raise ReadingError(
                    f"Ligne {line}, colonne « {title} » : « {cell} » n’est pas un nombre de 1 à "
                    f"{MOST_GRADES}. Donnez les mentions avec --grades, de la moins bonne à la meilleure."
                )
            best = max(best, int(cell))
    if best < FEWEST_GRADES:
        raise ReadingError("Les bulletins ne montrent pas d’échelle : donnez les mentions avec --grades.")
    return tuple(str(grade) for grade in range(1, best + 1))


def _read_cell(cell: str, ranks: dict[str, int], line: int, title: str) -> int:
    """The place of the grade; the last place is for no opinion."""
    word = cell.strip().casefold()
    if word in NO_OPINION:
        return len(ranks)
    if word in ranks:
        return ranks[word]
    if word.isdecimal() and 1 <= int(word) <= len(ranks):
        return int(word) - 1
    raise ReadingError(
        f"Ligne {line}, colonne « {title} » : « {cell.strip()} » n’est pas une mention. "
        f"Mentions, de la moins bonne à la meilleure : {', '.join(ranks)}. Laissez vide sans avis."
    )
