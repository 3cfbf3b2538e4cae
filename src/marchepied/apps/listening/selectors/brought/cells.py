"""The cells of a register's table, read one by one; what cannot be read is refused with its place."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.selectors.brought.places import PlaceReader
from marchepied.apps.listening.selectors.brought.planning import MOST_NUMBER
from marchepied.apps.listening.selectors.columns import LANGUAGES, find_columns, say_in_each
from marchepied.apps.listening.selectors.themes import themes_of_guide
from marchepied.apps.listening.validators import clean_line, clean_text, read_day
from marchepied.core.cells import Refusal
from marchepied.core.folding import fold
from marchepied.engines.tables import Table

SHOWN_LENGTH = 120


class TableReader:
    """A table with the columns of a register, and what its cells refer to."""

    def __init__(self, table: Table, columns: Mapping[str, Any]) -> None:
        self.table, self.columns = table, columns
        self.places, self.unknown = find_columns(table.headers, columns)
        self.refusals: list[Refusal] = []
        self.today = timezone.localdate()
        self._choices: dict[Any, dict[str, Any]] = {}

    def rows(self) -> list["RowReader"]:
        numbered = zip(self.table.row_numbers, self.table.rows, strict=True)
        return [RowReader(self, number, cells) for number, cells in numbered]

    def lacks(self, *roles: str) -> bool:
        """Whether the table lacks a column that every row needs; each is then refused once."""
        missing = [role for role in roles if role not in self.places]
        for role in missing:
            reason = _("Il manque cette colonne. Partez du tableau que ce registre donne à emporter.")
            self.refusals.append(Refusal(1, str(self.columns[role]), "", reason))
        return bool(missing)

    def list_refusals(self) -> tuple[Refusal, ...]:
        """The refused cells in the order of the table: by row, then by column."""
        places = {header: place for place, header in enumerate(self.table.headers)}
        last = len(places)
        return tuple(
            sorted(self.refusals, key=lambda refusal: (refusal.row, places.get(refusal.column, last)))
        )

    def header_of(self, role: str) -> str:
        """The header of the table for a role, or the name that it should have."""
        return self.table.headers[self.places[role]] if role in self.places else str(self.columns[role])

    def cells_of(self, role: str) -> list[str]:
        """Every cell of a column; empty texts without the column."""
        if role not in self.places:
            return [""] * len(self.table.rows)
        return [row[self.places[role]].strip() for row in self.table.rows]

    def find_choice(self, choices: Any, text: str) -> Any:
        """The value of a list for a text, by its words in either language or its code; None for no one."""
        if choices not in self._choices:
            found = {fold(name): choice for choice in choices for name in say_in_each(choice.label)}
            self._choices[choices] = found | {fold(str(choice.value)): choice for choice in choices}
        return self._choices[choices].get(fold(text))

    @cached_property
    def themes(self) -> dict[str, str]:
        """{folded name, in either language: id} of the themes of the guide."""
        return {fold(name): key for language in LANGUAGES for key, name in themes_of_guide(language).items()}

    @cached_property
    def place_reader(self) -> PlaceReader:
        return PlaceReader(self.cells_of("commune"), self.cells_of("territory"))


class RowReader:
    """One row; a method for each kind of cell. A refused cell is read as a blank one."""

    def __init__(self, reader: TableReader, number: int, cells: Sequence[str]) -> None:
        self.reader, self.number, self.cells = reader, number, cells

    def cell(self, role: str) -> str:
        place = self.reader.places.get(role)
        return "" if place is None else clean_text(self.cells[place])

    def refuse(self, role: str, reason: str) -> None:
        value = " ".join(self.cell(role).split())
        shown = value if len(value) <= SHOWN_LENGTH else value[: SHOWN_LENGTH - 1] + "…"
        self.reader.refusals.append(Refusal(self.number, self.reader.header_of(role), shown, reason))

    def require(self, role: str, reason: str) -> None:
        """Refuse a blank cell: one that is filled badly is refused by whoever reads it."""
        if not self.cell(role):
            self.refuse(role, reason)

    def text(self, role: str, limit: int) -> str:
        return self._cut(role, clean_text(self.cell(role)), limit)

    def line(self, role: str, limit: int) -> str:
        return self._cut(role, clean_line(self.cell(role)), limit)

    def _cut(self, role: str, text: str, limit: int) -> str:
        if len(text) <= limit:
            return text
        self.refuse(role, _("Ce texte dépasse %(limit)s caractères. Raccourcissez-le.") % {"limit": limit})
        return ""

    def day(self, role: str, *, since: date | None = None, past: bool = True) -> date | None:
        """A day, not before `since`, and not to come when it is `past`; None for a blank cell."""
        text = self.cell(role)
        if not text:
            return None
        day = read_day(text)
        if day is None:
            self.refuse(role, _("Ce n’est pas un jour. Écrivez-le ainsi : 12/03/2026."))
        elif past and day > self.reader.today:
            self.refuse(role, _("Ce jour n’est pas encore venu."))
        elif since is not None and day < since:
            self.refuse(role, _("Ce jour est avant celui où elle est arrivée."))
        else:
            return day
        return None

    def choice(self, role: str, choices: Any) -> Any:
        """One of a closed list; None for a blank cell."""
        text = self.cell(role)
        if not text:
            return None
        found = self.reader.find_choice(choices, text)
        if found is None:
            names = ", ".join(f"« {choice.label} »" for choice in choices if choice.label)
            self.refuse(role, _("Écrivez l’un de ces mots : %(names)s.") % {"names": names})
        return found

    def whole(self, role: str, most: int, least: int = 0) -> int | None:
        """A whole number between two bounds; None for a blank cell."""
        text = self.cell(role)
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
            return int(text)
        sentence = _("Écrivez un nombre entier, de %(least)s à %(most)s.")
        self.refuse(role, sentence % {"least": least, "most": most})
        return None

    def entry_number(self, role: str) -> int | None:
        return self.whole(role, MOST_NUMBER, least=1)

    def theme(self) -> str:
        text = self.cell("theme")
        if not text:
            return ""
        found = self.reader.themes.get(fold(text), "")
        if not found:
            self.refuse("theme", _("Ce n’est pas un thème du guide. Reprenez son nom, ou videz la case."))
        return found

    def place(self) -> tuple[Any, str]:
        """The commune and how wide around it; (None, "") for blank cells."""
        try:
            return self.reader.place_reader.read(self.cell("commune"), self.cell("territory"))
        except LookupError as refusal:
            role, reason = refusal.args
            self.refuse(role, reason)
            return None, ""
