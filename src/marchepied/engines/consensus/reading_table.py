"""A CSV file read a row at a time: its writing, its separator, its titles, and the line of every refusal."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

PIECE = 1 << 20
# In the order tried; what starts with a mark of UTF-16 (as Excel’s « Texte Unicode » does) is that.
ENCODINGS = ("utf-8-sig", "cp1252")
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SEPARATORS = ",;\t"
QUOTED = re.compile(r'"[^"]*"')
# A first line with which a spreadsheet says what separates the columns.
SAID_SEPARATOR = re.compile(rf'"?sep=([{SEPARATORS}|])"?\s*', re.IGNORECASE)


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return text


class ReadingError(ValueError):
    """The file cannot be used; the message says in French why, where, and what to do.

    Whoever shows it in another language translates `template` and fills it with `params`.
    """

    def __init__(self, template: str, **params: object) -> None:
        super().__init__(template % params)
        self.template, self.params = template, params


NOT_CSV = gettext_noop(
    "Ligne %(line)s : une case y est beaucoup trop longue. Un guillemet n’est sans doute pas fermé."
)
EMPTY = gettext_noop("%(file)s est vide : il faut au moins une ligne de titres.")
WRONG_WIDTH = gettext_noop(
    "Ligne %(line)s : %(columns)s colonnes au lieu de %(expected)s. "
    "Mettez entre guillemets un texte qui contient le séparateur."
)
UNREADABLE = gettext_noop("%(file)s : l’écriture du texte n’est pas reconnue. Enregistrez-le en UTF-8.")


class Source(Protocol):
    """A file to read: a path, or bytes under a name (`NamedBytes`)."""

    @property
    def name(self) -> str:
        """What to call it in a sentence."""

    def read_bytes(self) -> bytes:
        """All that it holds."""


@dataclass(frozen=True, slots=True)
class NamedBytes:
    """A file that was received, not written anywhere."""

    name: str
    data: bytes

    def read_bytes(self) -> bytes:
        """All that it holds."""
        return self.data


class Table:
    """Titles of a CSV file (`header`), then its rows, once (`rows`); `line` is that of the row being read.

    Separators , ; or tab, or the one that a first line `sep=;` says; UTF-8, Windows-1252, or UTF-16 with its
    mark. Blank rows are passed over. Raises ReadingError.
    """

    def __init__(self, source: Source) -> None:
        self.name = source.name
        lines = _open_text(source)
        head = _take_head(lines)
        said = SAID_SEPARATOR.fullmatch(head[-1]) if head else None
        self._skipped = len(head) if said else 0
        if said:
            separator, head = said[1], []
        else:
            separator = _guess_separator(head[-1] if head else "")
        self._reader = csv.reader(chain(head, lines), delimiter=separator)
        self.header = self._read_header()

    @property
    def line(self) -> int:
        """Line of the file where the row being read ends, from 1."""
        return self._skipped + self._reader.line_num

    def rows(self) -> Iterator[list[str]]:
        """The rows after the titles, all of the width of the header."""
        width = len(self.header)
        try:
            for row in self._reader:
                if (len(row) == width and row[0].strip()) or self._is_kept(row):
                    yield row
        except csv.Error as error:
            raise ReadingError(NOT_CSV, line=self.line) from error

    def find(self, titles: Iterable[str]) -> int | None:
        """Place of the first of these titles that the header has (capitals do not count)."""
        folded = [title.casefold() for title in self.header]
        return next((folded.index(title) for title in titles if title in folded), None)

    def _read_header(self) -> list[str]:
        try:
            titles = next((row for row in self._reader if not _is_blank(row)), None)
        except csv.Error as error:
            raise ReadingError(NOT_CSV, line=self.line) from error
        if titles is None:
            raise ReadingError(EMPTY, file=self.name)
        return [title.strip() for title in titles]

    def _is_kept(self, row: list[str]) -> bool:
        """Whether a row says something; one of another width is refused."""
        if _is_blank(row):
            return False
        if len(row) != len(self.header):
            raise ReadingError(WRONG_WIDTH, line=self.line, columns=len(row), expected=len(self.header))
        return True


def _is_blank(row: list[str]) -> bool:
    return not any(map(str.strip, row))


def _open_text(source: Source) -> Iterator[str]:
    """Lines with their ends, decoded as they come."""
    data = source.read_bytes()
    marked = data.startswith(UTF16_MARKS)
    encoding = next((name for name in (("utf-16",) if marked else ENCODINGS) if _decodes(data, name)), None)
    if encoding is None:
        raise ReadingError(UNREADABLE, file=source.name)
    return iter(io.TextIOWrapper(io.BytesIO(data), encoding, newline=""))


def _decodes(data: bytes, encoding: str) -> bool:
    """Whether all of it is in this encoding, a piece at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), PIECE):
            decoder.decode(data[start : start + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _take_head(lines: Iterator[str]) -> list[str]:
    """The first lines, up to one that says something."""
    head = []
    for line in lines:
        head.append(line)
        if line.strip():
            break
    return head


def _guess_separator(line: str) -> str:
    """The separator that the titles have most, outside quotation marks."""
    bare = QUOTED.sub("", line)
    return max(SEPARATORS, key=bare.count)
