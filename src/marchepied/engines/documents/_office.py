"""What the editable formats share: texts fit for XML, drawings as pictures, archives without a clock."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from marchepied.engines.documents._charts import OpinionScale, load_converter
from marchepied.engines.documents._cleaning import trim_marks
from marchepied.engines.documents._document import Block, Document, map_texts
from marchepied.engines.documents._pack import draw_scale
from marchepied.engines.documents._words import speak
from marchepied.engines.documents.typography import typeset

# A typeface that every word processor has, or has the twin of, with letters told apart.
FONT = "Arial"
INK, SOFT, DEEP, WARM, PLUM, LINE, PALE = (
    "1D2B2A", "4C5856", "0D4F4C", "A8431F", "5C3D75", "857B6A", "E3EFEC",
)  # fmt: skip
PAGE_CM, MARGIN_CM = 21.0, 2.1
TEXT_CM = PAGE_CM - 2 * MARGIN_CM

_LINES = re.compile("\r\n?|\x85|\u2028|\u2029")
# What XML forbids, what only turns or hides its neighbours, what no character may be. Joiners and variants
# stay: an emoji is made of them.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]"
)
_HALVES = re.compile("[\ud800-\udfff]")
# Names, keys and enumerations: never texts of a person.
KEPT = ("key", "mark", "part", "language", "scale")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as PNG, its words, and its size on paper."""

    png: bytes
    alt: str
    width_cm: float
    height_cm: float


def clean_for_office(text: str) -> str:
    """The text that an XML file can hold and that reads as it looks; emoji and every script are kept."""
    text = _REFUSED.sub("", _LINES.sub("\n", text).replace("\t", " "))
    return trim_marks(unicodedata.normalize("NFC", _HALVES.sub("□", text)))


def settle_document(document: Document) -> Document:
    """The document with its texts cleaned and set by the typography of its language, empty titles named."""
    language = document.language

    def settle(text: str) -> str:
        return typeset(clean_for_office(text).strip(), language)

    settled: Document = map_texts(document, settle, kept=KEPT)
    return settled


def complete_row(row: Sequence[str], count: int, language: str) -> tuple[str, ...]:
    """The row with as many cells as its head: word processors read tables cell by cell."""
    return (*row, *(speak(language)["none"] for _ in range(count - len(row))))


def share_width(block: Block, total: float) -> list[float]:
    """The width of each column of a table, out of ``total``."""
    count = len(block.head)
    weights = block.widths if len(block.widths) == count else (1.0,) * count
    return [total * weight / sum(weights) for weight in weights]


@lru_cache(maxsize=32)
def draw_pictures(scale: OpinionScale, width_cm: float = TEXT_CM) -> tuple[Picture, ...]:
    """The drawings of a question as pictures, twice finer than a screen."""
    pictures = []
    for chart in draw_scale(scale):
        png: bytes = load_converter().svg_to_png(chart["svg"], scale=2.0)
        width, height = read_png_size(png)
        pictures.append(Picture(png, clean_for_office(chart["alt"]), width_cm, width_cm * height / width))
    return tuple(pictures)


def read_png_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header of the file."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def stamp_of(day: date) -> datetime:
    """The one moment that files of a document carry: the same document gives the same bytes."""
    return datetime.combine(day, time(12), UTC)


def pack_again(data: bytes, *, drop: Callable[[str], bool] = lambda name: False, first: str = "") -> bytes:
    """The same archive with no clock in it, its parts by name, ``first`` before all and not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        names = sorted(name for name in old.namelist() if not drop(name))
        for name in sorted(names, key=lambda name: name != first):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()
