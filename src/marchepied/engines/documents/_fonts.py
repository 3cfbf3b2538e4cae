"""The fonts that ship with the documents, and the characters they can draw."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Atkinson Hyperlegible Next"


@cache
def read_shipped_characters() -> frozenset[int]:
    """Code points that every shipped face can draw: a word keeps its letters in bold and italics."""
    faces = [read_characters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*faces)


@cache
def read_plain_characters() -> frozenset[int]:
    """The shipped characters without combining marks: what prints whatever stands beside it."""
    plain = (code for code in read_shipped_characters() if not unicodedata.combining(chr(code)))
    return frozenset(plain) | {0x202F}


def read_characters(font: bytes) -> frozenset[int]:
    """Code points of a TrueType font, read in its Unicode ``cmap`` of format 4.

    Source: OpenType specification, table ``cmap``. A font without such a table raises ``ValueError``.
    """
    (count,) = struct.unpack_from(">H", font, 4)
    tables = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    start = next((offset for tag, _, offset, _ in tables if tag == b"cmap"), None)
    if start is None:
        raise ValueError("Cette police n’a pas de table « cmap » : choisissez un fichier TrueType complet.")
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for index in range(subtables):
        _, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        if struct.unpack_from(">H", font, start + offset)[0] == 4:
            return _read_format_4(font, start + offset)
    raise ValueError("La table « cmap » de cette police n’est pas au format 4 : choisissez une autre police.")


def _read_format_4(font: bytes, start: int) -> frozenset[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    segments = doubled // 2
    shape = f">{segments}H"
    ends = struct.unpack_from(shape, font, start + 14)
    starts = struct.unpack_from(shape, font, start + 16 + doubled)
    deltas = struct.unpack_from(shape, font, start + 16 + 2 * doubled)
    place = start + 16 + 3 * doubled
    ranges = struct.unpack_from(shape, font, place)
    found = set()
    for index, (first, last, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if shift:
                (glyph,) = struct.unpack_from(">H", font, place + 2 * index + shift + 2 * (code - first))
            if (glyph + delta) & 0xFFFF and code != 0xFFFF:
                found.add(code)
    return frozenset(found)
