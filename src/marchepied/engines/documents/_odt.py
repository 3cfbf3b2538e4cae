"""The document as ODT: real headings, lists and tables; no script, no formula, no outside link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape
from typing import Any

from marchepied.engines.documents._cleaning import shorten
from marchepied.engines.documents._document import (
    Block,
    BlockKind,
    Document,
    Tone,
    walk_blocks,
    walk_document,
)
from marchepied.engines.documents._office import (
    LINE,
    PALE,
    TEXT_CM,
    complete_row,
    draw_pictures,
    pack_again,
    settle_document,
    share_width,
    stamp_of,
)
from marchepied.engines.documents._rendering import LAYOUTS
from marchepied.engines.documents._words import speak

COUNTRIES = {"fr": "FR", "en": "GB"}
TONES = {
    Tone.PLAIN: "Text_20_body",
    Tone.STRONG: "Strong",
    Tone.QUIET: "Quiet",
    Tone.MISSING: "Missing",
    Tone.WARM: "Warm",
    Tone.LARGE: "Large",
}
# Parts of the library's empty model that a document of ours has no use for.
LEFT_OUT = ("Configurations2/", "Thumbnails/", "manifest.rdf", "settings.xml")


def write_odt(document: Document) -> bytes:
    """The document as ODT bytes, the same for the same document.

    Sections are headings of level 1 and go down without a gap, tables repeat their head, drawings carry their
    words, the language is set, the author is the organisation.
    """
    # A library that only those who ask for this format need.
    import odfdo  # noqa: PLC0415

    settled = settle_document(document)
    file = odfdo.Document("text")
    writer = _Writer(odfdo, file, settled)
    writer.set_styles()
    writer.set_properties()
    writer.write_cover()
    for section in settled.sections:
        writer.add(odfdo.Header(1, section.title or writer.words["none"], style="Heading_20_1"))
        for block in walk_blocks(section.printed):
            writer.write_block(block)
    writer.leave_out()
    made = io.BytesIO()
    file.save(made)
    return pack_again(made.getvalue(), drop=lambda name: name.startswith(LEFT_OUT), first="mimetype")


class _Writer:
    """Writes the blocks of one document into one file."""

    def __init__(self, odfdo: Any, file: Any, document: Document) -> None:
        self.odfdo = odfdo
        self.file = file
        self.body = file.body
        self.body.clear()
        self.document = document
        self.words = speak(document.language)
        self.marks = {block.mark for block in walk_document(document) if block.kind is BlockKind.HEADING}
        self.tables = 0
        self.pictures = 0

    # ------------------------------------------------------------ the file

    def set_styles(self) -> None:
        """Our own styles in place of the library's: real headings, lists, tables, and a footer."""
        language = self.document.language
        foot = f"{shorten(self.document.organisation, 60)} ·"
        styles = (LAYOUTS / "document-styles.xml").read_text(encoding="utf-8")
        styles = styles.replace("LANGUAGE", language).replace("COUNTRY", COUNTRIES[language])
        self.file.set_part("styles.xml", styles.replace("FOOT", escape(foot, quote=False)).encode())
        line = f"0.5pt solid #{LINE}"
        edges = f'fo:padding="0.08cm" fo:border-top="{line}" fo:border-bottom="{line}"'
        for name, colour in (("Cell", ""), ("HeadCell", f' fo:background-color="#{PALE}"')):
            self._add_style(
                f'<style:style style:name="{name}" style:family="table-cell">'
                f"<style:table-cell-properties {edges}{colour}/></style:style>"
            )
        self._add_style(
            '<style:style style:name="Row" style:family="table-row">'
            '<style:table-row-properties fo:keep-together="always"/></style:style>'
        )
        self._add_style(
            '<style:style style:name="Picture" style:family="graphic"><style:graphic-properties '
            'style:vertical-pos="middle" style:vertical-rel="text"/></style:style>'
        )

    def _add_style(self, source: str) -> None:
        self.file.insert_style(self.odfdo.Element.from_tag(source), automatic=True)

    def set_properties(self) -> None:
        """Title, author, language and dates of the file."""
        meta, document = self.file.meta, self.document
        stamp = stamp_of(document.issued_on).replace(tzinfo=None)
        meta.title, meta.creator, meta.initial_creator = document.title, *[document.organisation] * 2
        meta.language = f"{document.language}-{COUNTRIES[document.language]}"
        meta.subject = " ".join(document.imprint)
        meta.creation_date, meta.date = stamp, stamp
        meta.generator = "Marchepied"

    def leave_out(self) -> None:
        """Take the parts that will not be written out of the file's own list."""
        for scripts in self.file.content.get_elements("//office:scripts"):
            scripts.delete()
        manifest = self.file.manifest
        for path in manifest.get_paths():
            if path.startswith(LEFT_OUT):
                manifest.del_full_path(path)

    def write_cover(self) -> None:
        document = self.document
        self.add(self._paragraph(document.organisation or self.words["none"], "Subtitle"))
        if document.facts:
            self.add(self._paragraph(document.facts, "Quiet"))
        self.add(self._paragraph(document.title or self.words["none"], "Title"))
        for line in document.meeting:
            self.add(self._paragraph(line, "Text_20_body"))
        for line in document.imprint:
            self.add(self._paragraph(line, "Quiet"))

    def add(self, element: Any) -> None:
        """Add an element at the end of the text."""
        self.body.append(element)

    def _paragraph(self, text: str, style: str) -> Any:
        return self.odfdo.Paragraph(text, style=style)

    def _span(self, text: str, style: str) -> Any:
        return self.odfdo.Span(text, style=style)

    def _element(self, tag: str, **attributes: str) -> Any:
        element = self.odfdo.Element.from_tag(tag)
        for name, value in attributes.items():
            element.set_attribute(name.replace("__", ":").replace("_", "-"), value)
        return element

    # ------------------------------------------------------------ blocks

    def write_block(self, block: Block) -> None:
        """Write one block, whatever it tells."""
        {
            BlockKind.HEADING: self._write_heading,
            BlockKind.PARAGRAPH: self._write_paragraph,
            BlockKind.LIST: self._write_list,
            BlockKind.TABLE: self._write_table,
            BlockKind.CHART: self._write_chart,
            BlockKind.LINK: self._write_link,
        }[block.kind](block)

    def _write_heading(self, block: Block) -> None:
        header = self.odfdo.Header(
            block.level, block.text or self.words["none"], style=f"Heading_20_{block.level}"
        )
        if block.aside:
            header.append(self._span(f" · {block.aside}", "Soft"))
        if block.mark:
            header.insert(self._element("text:bookmark", text__name=block.mark), position=0)
        self.add(header)

    def _write_paragraph(self, block: Block) -> None:
        self.add(self._paragraph(block.text, TONES[block.tone]))

    def _write_list(self, block: Block) -> None:
        made = self.odfdo.List(style="Numbering_20_1" if block.ordered else "List_20_1")
        for item in block.items:
            paragraph = self._paragraph("", "Text_20_body")
            if item.lead:
                paragraph.append(self._span(item.lead, "Soft"))
                paragraph.append(self._element("text:line-break"))
            paragraph.append(self._span(item.text, "Bold") if block.noted else self._span(item.text, ""))
            if item.note:
                paragraph.append(self._element("text:line-break"))
                paragraph.append(self._span(item.note, "Soft"))
            made.append_item(self.odfdo.ListItem(paragraph))
        self.add(made)

    def _write_table(self, block: Block) -> None:
        self.tables += 1
        name, count = f"Table{self.tables}", len(block.head)
        table = self._element("table:table", table__name=name)
        if block.label:
            title = self._element("table:title")
            title.text = block.label
            table.append(title)
        for rank, width in enumerate(share_width(block, TEXT_CM)):
            self._add_style(
                f'<style:style style:name="{name}.{rank}" style:family="table-column">'
                f'<style:table-column-properties style:column-width="{width:.3f}cm"/></style:style>'
            )
            table.append(self._element("table:table-column", table__style_name=f"{name}.{rank}"))
        head = self._element("table:table-header-rows")
        head.append(self._row(block.head, "HeadCell", "Table_20_Heading"))
        table.append(head)
        for row in block.rows:
            told = complete_row(row, count, self.document.language)
            table.append(self._row(told, "Cell", "Table_20_Contents"))
        self.add(table)
        self.add(self._paragraph("", "Text_20_body"))

    def _row(self, cells: Sequence[str], style: str, text_style: str) -> Any:
        row = self._element("table:table-row", table__style_name="Row")
        for text in cells:
            cell = self._element("table:table-cell", table__style_name=style, office__value_type="string")
            cell.append(self._paragraph(text, text_style))
            row.append(cell)
        return row

    def _write_chart(self, block: Block) -> None:
        if block.scale is None:
            return
        for picture in draw_pictures(block.scale):
            self.pictures += 1
            path = f"Pictures/{self.pictures}.png"
            self.file.set_part(path, picture.png)
            self.file.manifest.add_full_path(path, "image/png")
            size = (f"{picture.width_cm:.2f}cm", f"{picture.height_cm:.2f}cm")
            frame = self.odfdo.Frame.image_frame(
                path, name=f"Picture{self.pictures}", style="Picture", size=size, anchor_type="as-char"
            )
            frame.svg_title, frame.svg_description = block.text, picture.alt
            paragraph = self._paragraph("", "Text_20_body")
            paragraph.append(frame)
            self.add(paragraph)

    def _write_link(self, block: Block) -> None:
        if block.mark not in self.marks:
            return
        link = self._element("text:a", xlink__href=f"#{block.mark}", xlink__type="simple")
        link.text = block.text
        paragraph = self._paragraph("", "Text_20_body")
        paragraph.append(link)
        self.add(paragraph)
