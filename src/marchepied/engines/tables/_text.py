"""Text files: encoding, separator and records."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from ._messages import TableError
from ._neutral import count_controls
from ._table import Limits

SEPARATORS = (";", "\t", ",", "|")
_SAMPLE_CHARACTERS = 60_000
_SAMPLE_RECORDS = 60
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "mac-roman", "latin-1")
_FRENCH = frozenset("éèêëàâäîïôöùûüçœæÉÈÊÀÂÎÔÛÇŒ’‘“”«»–—…€°²\u00a0\u202f")


@dataclass(frozen=True)
class Records:
    """Records of a text file with their row numbers, as a spreadsheet would count them."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    separator: str


def read_records(data: bytes, filename: str, limits: Limits) -> Records:
    """Decode a text file, find its separator and split it. Blank rows are counted, then dropped."""
    encoding, text = decode_text(data)
    text, declared = _take_declared_separator(text)
    separator = declared or detect_separator(text, filename)
    first = 2 if declared else 1
    rows = tuple(_split_records(text, separator, first, limits))
    return Records(rows, encoding, separator)


def decode_text(data: bytes) -> tuple[str, str]:
    """Return the encoding and the text of a file.

    A byte-order mark decides; else UTF-16 when one byte in two is null; else UTF-8 when the bytes are
    valid; else the one-byte encoding that gives the most plausible French. Raises ``TableError`` for bytes
    that are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, _refuse_binary(_decode(data, encoding))
    wide = _guess_wide(data)
    if wide:
        return wide, _refuse_binary(_decode(data, wide))
    try:
        return "utf-8", _refuse_binary(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_single_byte(data)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError("undecodable") from error


def _guess_wide(data: bytes) -> str | None:
    sample = data[:4_000]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.6 * half and not sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and not sample[1::2].count(0):
        return "utf-16-be"
    return None


def _decode_single_byte(data: bytes) -> tuple[str, str]:
    texts = []
    for encoding in _SINGLE_BYTE:
        try:
            texts.append((encoding, data.decode(encoding)))
        except UnicodeDecodeError:
            continue
    # max keeps the first of equals: the most common encoding comes first.
    encoding, text = max(texts, key=lambda pair: _score_french(pair[1][:_SAMPLE_CHARACTERS]))
    return encoding, _refuse_binary(text)


def _score_french(text: str) -> int:
    score = 0
    before = " "
    for character in text:
        if not character.isascii():
            odd_capital = character.isupper() and before.islower()
            score += 1 if character in _FRENCH and not odd_capital else -1
        before = character
    return score


def _refuse_binary(text: str) -> str:
    if "\x00" in text or count_controls(text) > max(2, len(text) // 1_000):
        raise TableError("binary")
    start = text[:200].lstrip().lower()
    if start.startswith(("<?xml", "<!doctype", "<html")):
        raise TableError("markup")
    return text


def _take_declared_separator(text: str) -> tuple[str, str | None]:
    """Read the ``sep=;`` line that some spreadsheets write first; it still counts as a row."""
    line, end, rest = text.partition("\n")
    line = line.rstrip("\r").strip('"')
    if end and line.lower().startswith("sep=") and line[4:] in SEPARATORS:
        return rest, line[4:]
    return text, None


def detect_separator(text: str, filename: str = "") -> str:
    """Return the separator that cuts the first records in as many cells as the header.

    A French file separates with semicolons because its decimals hold commas: agreement with the header's
    width, not the number of commas, decides. The extension settles a tie.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    preferred = "\t" if filename.lower().endswith((".tsv", ".tab")) else ""
    scores = {
        separator: (*_score_separator(sample, separator), separator == preferred) for separator in SEPARATORS
    }
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    if scores[best][1] > 1:
        return best
    return preferred or ","


def _score_separator(sample: str, separator: str) -> tuple[float, int]:
    widths = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator, strict=True):
            if any(record):
                widths.append(len(record))
            if len(widths) > _SAMPLE_RECORDS:
                break
    except csv.Error:
        # The sample may end inside quotes; the records before it still speak.
        pass
    if not widths or widths[0] < 2:
        return 0.0, 0
    agreeing = sum(width == widths[0] for width in widths[1:])
    return round(agreeing / max(1, len(widths) - 1), 1), widths[0]


def _split_records(
    text: str, separator: str, first: int, limits: Limits
) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = first - 1
    kept = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                raise TableError(
                    "cell_too_long", row=number, column="?", limit=limits.cell_characters
                ) from error
            raise TableError("quotes", row=number) from error
        if not any(cell.strip() for cell in record):
            continue
        kept += 1
        if kept > limits.rows + 1:
            raise TableError("too_many_rows", limit=limits.rows)
        yield number, tuple(record)
