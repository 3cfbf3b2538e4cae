"""From plain data to a PDF: texts cleaned and set, passed to a Typst layout as JSON, never as source."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from marchepied.engines.documents._cleaning import break_long_words, clean_text, shorten
from marchepied.engines.documents._fonts import FONTS, read_plain_characters
from marchepied.engines.documents._words import speak
from marchepied.engines.documents.typography import format_date, format_number, typeset

LAYOUTS = Path(__file__).parent / "layouts"
# Keys of a payload that hold drawings or exact strings: they are passed as they are.
VERBATIM_PREFIX = "raw_"

BODY_SIZE, LARGE_SIZE = 11.0, 18.0


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A PDF/UA-1 and PDF/A-2a file, the signs that could not be drawn, and warnings in sentences.

    ``replaced`` lists each sign once (``👍 U+1F44D [pouce levé]``); ``pages`` counts the sheets' sides.
    """

    pdf: bytes
    pages: int
    replaced: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class DocumentError(Exception):
    """A document could not be made; the sentence says why."""


class UnprintableTextError(DocumentError):
    """Some characters of the text could not be drawn or read back."""


# How Typst says that a character has no drawing, or a drawing no character.
_UNPRINTABLE = ("could not be displayed", "missing codepoints", "contains the codepoint")


class TextPreparer:
    """Cleans, sets and breaks every text of a payload, remembering what it replaced."""

    def __init__(self, language: str, *, plain: bool = False) -> None:
        self.language = language
        self.fonts = read_plain_characters() if plain else None
        self.replaced: dict[str, None] = {}

    def prepare(self, value: Any, key: str = "") -> Any:
        """The value with its texts ready to print; dates are written out; ``raw_`` keys are left alone."""
        if key.startswith(VERBATIM_PREFIX):
            return value
        if isinstance(value, str):
            return self.prepare_text(value)
        if isinstance(value, Mapping):
            return {name: self.prepare(inner, name) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.prepare(inner) for inner in value]
        if isinstance(value, date):
            return format_date(value, self.language)
        return value

    def prepare_text(self, text: str) -> str:
        """One text, cleaned then set; surrounding white space goes."""
        cleaned, replaced = clean_text(text, self.fonts)
        self.replaced.update(dict.fromkeys(replaced))
        return break_long_words(typeset(cleaned.strip(), self.language))


def render(
    layout: str,
    payload: Mapping[str, Any],
    *,
    language: str,
    organisation: str,
    title: str,
    issued_on: date | None,
    size: float = BODY_SIZE,
) -> RenderedDocument:
    """Compile ``layouts/<layout>.typ`` with the payload; the file has its title, language and date.

    ``size`` is the body size in points. The same data gives the same bytes. Raises ``DocumentError`` when
    Typst refuses the document.
    """
    preparer = TextPreparer(language)
    identity = (organisation, title, issued_on, size)
    try:
        pdf = compile_layout(layout, _complete(payload, preparer, *identity), issued_on)
    except UnprintableTextError:
        # Letters that our fonts have may still not combine: the shipped face alone always prints.
        preparer = TextPreparer(language, plain=True)
        pdf = compile_layout(layout, _complete(payload, preparer, *identity), issued_on)
    replaced = tuple(preparer.replaced)
    return RenderedDocument(pdf, count_pages(pdf), replaced, tuple(warn_replaced(len(replaced), language)))


def _complete(
    payload: Mapping[str, Any],
    preparer: TextPreparer,
    organisation: str,
    title: str,
    issued_on: date | None,
    size: float,
) -> dict[str, Any]:
    language = preparer.language
    short = shorten(preparer.prepare_text(organisation).replace("\u200b", ""), 60) or "–"
    named = shorten(preparer.prepare_text(title).replace("\u200b", ""), 90) or "–"
    return {
        **preparer.prepare(payload),
        "organisation": preparer.prepare_text(organisation) or "–",
        "words": {key: typeset(text, language) for key, text in speak(language).items()},
        "language": "en" if language[:2].lower() == "en" else "fr",
        "size": size,
        "raw_short_name": short,
        "raw_file_title": typeset(f"{short} : {named}", language),
        "raw_date": [issued_on.year, issued_on.month, issued_on.day] if issued_on else None,
    }


def compile_layout(layout: str, data: Mapping[str, Any], issued_on: date | None) -> bytes:
    """The PDF of one layout. Only the shipped fonts and Typst's own are used, whatever the machine has."""
    # The compiler is a library of 80 MB: it is loaded by the first document, not by every page.
    import typst  # noqa: PLC0415

    stamp = datetime.combine(issued_on, time(12), UTC) if issued_on else None
    try:
        return bytes(
            typst.compile(
                str(LAYOUTS / f"{layout}.typ"),
                root=str(LAYOUTS),
                font_paths=[str(FONTS)],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1", "a-2a"],
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                timestamp=int(stamp.timestamp()) if stamp else None,
            )
        )
    except typst.TypstError as error:
        if any(sign in str(error) for sign in _UNPRINTABLE):
            raise UnprintableTextError(str(error)) from error
        raise DocumentError(f"Le document n’a pas pu être mis en page : {error}") from error


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF made here has (the largest count of its page trees)."""
    return max((int(found) for found in re.findall(rb"/Type\s*/Pages\s*/Count\s+(\d+)", pdf)), default=0)


def warn_replaced(count: int, language: str) -> list[str]:
    """The sentence on replaced signs, or nothing."""
    if not count:
        return []
    words = speak(language)
    sentence = words["warn_replaced_one"] if count == 1 else words["warn_replaced"]
    return [typeset(sentence.format(count=format_number(count, language)), language)]


def draw_qr(address: str) -> str:
    """A QR code as SVG text, four modules of margin, medium error correction.

    An address longer than a code can hold raises ``DocumentError``.
    """
    # Only posters and slips need it.
    import segno  # noqa: PLC0415

    try:
        code = segno.make(address, error="m", micro=False)
    except segno.DataOverflowError as error:
        raise DocumentError(
            f"L’adresse « {shorten(address, 60)} » est trop longue pour un code à viser : raccourcissez-la."
        ) from error
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=4, xmldecl=False, omitsize=True, dark="#000000", light="#ffffff")
    return drawn.getvalue().decode()
