"""What the command reads beside the links: a CSV of values, and of the parts of each item."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ._model import ALL_PARTS, BridgeError, Declared, Framework, Item, Link

ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ";,\t"
COLUMNS = {
    "item": ("item", "question", "élément"),
    "value": ("value", "valeur"),
    "low": ("low", "bas", "au moins"),
    "high": ("high", "haut", "au plus"),
    "applicable": ("applicable", "concerne", "s’applique", "s'applique"),
    "parts": ("parts", "parties"),
}
YES, NO = frozenset({"", "oui", "yes", "1", "true", "vrai"}), frozenset({"non", "no", "0", "false", "faux"})
MOST_BYTES = 20_000_000


class ReadingError(ValueError):
    """A file that cannot be read; the sentence says where and why, in French."""


@dataclass(frozen=True, slots=True)
class Values:
    """What is declared, and the parts of the items that name them."""

    declared: tuple[Declared, ...]
    parts: Mapping[str, tuple[str, ...]]
    items: tuple[str, ...]


def read_text(path: Path) -> str:
    """The text of a file, in UTF-8 or Windows-1252."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ReadingError(f"{path.name} est trop gros.")
        content = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path} ne s’ouvre pas : {error.strerror or error}.") from error
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError(f"{path.name} n’est ni en UTF-8 ni en Windows-1252.")


def read_values(path: Path) -> Values:
    """Columns `item`, `value` or `low` and `high`, `applicable`, `parts` (a number, or names with `|`)."""
    text = read_text(path)
    separator = max(SEPARATORS, key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except csv.Error as error:
        raise ReadingError(f"Ligne {reader.line_num} : ce n’est pas du CSV lisible ({error}).") from error
    places = _find_columns(rows[0][1] if rows else [])
    declared, parts, items = [], {}, []
    for line, row in rows[1:]:
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        item = cells["item"]
        if not item:
            raise ReadingError(f"Ligne {line} : il manque l’identifiant de la question.")
        try:
            if cells.get("parts"):
                parts[item] = _read_parts(item, cells["parts"])
            declared += _read_declared(cells)
        except (BridgeError, ReadingError) as error:
            raise ReadingError(f"Ligne {line} : {error}") from error
        items.append(item)
    return Values(tuple(declared), parts, tuple(dict.fromkeys(items)))


def _find_columns(titles: Sequence[str]) -> dict[str, int]:
    folded = [title.casefold() for title in titles]
    places = {
        name: folded.index(word) for name, words in COLUMNS.items() for word in words[::-1] if word in folded
    }
    if "item" not in places:
        raise ReadingError("Ligne 1 : il manque une colonne « item ».")
    return places


def _read_parts(item: str, cell: str) -> tuple[str, ...]:
    number = int(cell) if cell.isdecimal() and len(cell) < 5 else None
    parts = number if number is not None else tuple(name.strip() for name in cell.split("|"))
    return Item(item, parts).part_names


def _read_declared(cells: Mapping[str, str]) -> list[Declared]:
    word = cells.get("applicable", "").casefold()
    if word in NO:
        return [Declared(cells["item"], applicable=False)]
    if word not in YES:
        raise ReadingError(f"« {word} » n’est ni oui ni non.")
    value = cells.get("value", "")
    low, high = cells.get("low", "") or value, cells.get("high", "") or value
    if not low and not high:
        return []
    return [Declared(cells["item"], _read_number(low or "0"), _read_number(high or "1"))]


def _read_number(cell: str) -> float:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        raise ReadingError(f"« {cell} » n’est pas un nombre.") from None


def make_frameworks(links: Iterable[Link], values: Values) -> tuple[tuple[Framework, ...], list[str]]:
    """Frameworks out of identifiers, one a prefix; parts as given, else those that the links name.

    Also French sentences: items whose parts had to be guessed.
    """
    named: dict[str, set[str]] = {item: set() for item in values.items}
    for link in links:
        named.setdefault(link.source, set())
        named.setdefault(link.target, set()).update(set(link.covers or ()) - {ALL_PARTS})
    guessed = sum(bool(parts) for item, parts in named.items() if item not in values.parts)
    groups: dict[str, list[Item]] = {}
    for item, parts in named.items():
        names = values.parts.get(item) or tuple(sorted(parts)) or 1
        groups.setdefault(item.partition(":")[0], []).append(Item(item, names))
    frameworks = tuple(Framework(prefix, tuple(items)) for prefix, items in groups.items())
    note = (
        f"{guessed} question(s) sans colonne « parts » : leurs parties sont celles que les liens nomment ; "
        "s’il y en a d’autres, ce qui est couvert est surestimé."
    )
    return frameworks, [note] if guessed else []
