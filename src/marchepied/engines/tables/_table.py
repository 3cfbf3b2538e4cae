"""What a tabular file holds once read, and the limits that reading respects."""

from dataclasses import dataclass

from ._messages import Message, TableError


@dataclass(frozen=True)
class Limits:
    """Largest file accepted. Sizes in bytes; a workbook is also bounded once unpacked."""

    size: int = 20_000_000
    rows: int = 200_000
    columns: int = 2_000
    cells: int = 5_000_000
    cell_characters: int = 32_767
    unpacked_size: int = 150_000_000
    unpacked_ratio: int = 200
    archive_parts: int = 2_000


@dataclass(frozen=True)
class Table:
    """A rectangular table of texts.

    Every row has as many cells as there are headers; an absent cell is the empty text. ``row_numbers``
    gives, for each row, its number as a spreadsheet shows it (1 is the first row of the sheet; blank rows
    are dropped but counted). ``separator`` is None and ``sheet`` is set for a workbook, and the reverse
    for a text file.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    sheet_names: tuple[str, ...] = ()
    warnings: tuple[Message, ...] = ()

    def find_column(self, name: str) -> int:
        """Return the position of a column by its exact header, or else by its header without case.

        Raises ``TableError`` when no column, or more than one, fits.
        """
        if name in self.headers:
            return self.headers.index(name)
        wanted = name.strip().casefold()
        fits = [index for index, header in enumerate(self.headers) if header.casefold() == wanted]
        if len(fits) != 1:
            raise TableError("column_unknown", column=name, columns=", ".join(self.headers))
        return fits[0]

    def list_values(self, column: int) -> tuple[str, ...]:
        """Return the cells of one column, in the order of the file."""
        return tuple(row[column] for row in self.rows)


def name_column(index: int) -> str:
    """Return the letters a spreadsheet gives to the column at this position (0 is A, 26 is AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
