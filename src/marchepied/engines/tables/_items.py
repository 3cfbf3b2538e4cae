"""The list of questions as people write it: ``A,B,-C``, where a minus declares a reversed scale."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ._messages import TableError


@dataclass(frozen=True)
class ItemChoice:
    """One question chosen among the columns (wide) or the values of the question column (long).

    ``item_id`` is the identifier to give it, by default the source's own text. ``low`` and ``high``
    declare its scale; both None leaves it to be deduced.
    """

    source: str
    reversed: bool = False
    item_id: str | None = None
    label: str | None = None
    low: int | None = None
    high: int | None = None
    comment_column: str | None = None


def parse_items(text: str, available: Sequence[str]) -> tuple[ItemChoice, ...]:
    """Read a list such as ``A,B,-C`` against the names that exist.

    Quotes protect a name that holds a comma: ``"Oui, mais",-C``. A name that really begins with a minus
    is found first as it is. Case is ignored where that leaves no doubt. Raises ``TableError`` for an
    empty list, an unknown name or a name given twice.
    """
    try:
        parts = next(csv.reader([text], skipinitialspace=True, strict=True), [])
    except csv.Error as error:
        raise TableError("items_list", items=text) from error
    names = [part.strip() for part in parts]
    if not names or not all(names):
        raise TableError("items_list" if names else "items_missing", items=text)
    choices = tuple(_find_choice(name, available) for name in names)
    refuse_repeats(choices)
    return choices


def refuse_repeats(choices: Iterable[ItemChoice]) -> None:
    """Refuse a source or an identifier chosen twice."""
    sources: set[str] = set()
    identifiers: set[str] = set()
    for choice in choices:
        identifier = choice.item_id or choice.source
        if choice.source in sources or identifier in identifiers:
            raise TableError("column_twice", column=choice.source)
        sources.add(choice.source)
        identifiers.add(identifier)


def find_name(name: str, available: Sequence[str]) -> str | None:
    """Return the available name equal to this one, or the only one equal without case."""
    if name in available:
        return name
    fits = [other for other in available if other.casefold() == name.casefold()]
    return fits[0] if len(fits) == 1 else None


def _find_choice(name: str, available: Sequence[str]) -> ItemChoice:
    found = find_name(name, available)
    if found is not None:
        return ItemChoice(found)
    if name.startswith(("-", "−")):
        found = find_name(name[1:].strip(), available)
        if found is not None:
            return ItemChoice(found, reversed=True)
    raise TableError("column_unknown", column=name, columns=", ".join(available))
