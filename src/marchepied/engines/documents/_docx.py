"""The document as DOCX: real headings, lists and tables, and nothing that computes or calls out.

The only fields are the page numbers of the footer; every relationship is internal.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from marchepied.engines.documents._document import (
    Block,
    BlockKind,
    Document,
    Tone,
    walk_blocks,
    walk_document,
)
from marchepied.engines.documents._office import (
    DEEP,
    FONT,
    INK,
    LINE,
    MARGIN_CM,
    PAGE_CM,
    PALE,
    PLUM,
    SOFT,
    TEXT_CM,
    WARM,
    complete_row,
    draw_pictures,
    pack_again,
    settle_document,
    share_width,
    stamp_of,
)
from marchepied.engines.documents._words import speak

LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
# Style of a paragraph by its tone: (name, colour, bold, points).
TONES = {
    Tone.PLAIN: ("Normal", INK, False, 11.0),
    Tone.STRONG: ("Forte", INK, True, 11.0),
    Tone.QUIET: ("Discrète", SOFT, False, 10.0),
    Tone.MISSING: ("Manque", PLUM, False, 11.0),
    Tone.WARM: ("Désaccord", WARM, False, 11.0),
    Tone.LARGE: ("Grande", INK, False, 12.5),
}
HEADINGS = {1: (17.0, DEEP), 2: (13.5, INK), 3: (12.0, INK), 4: (11.0, DEEP)}


def write_docx(document: Document) -> bytes:
    """The document as DOCX bytes, the same for the same document.

    Sections are « Heading 1 » and go down without a gap, tables repeat their head, drawings carry their
    words, the language is set, the author is the organisation.
    """
    # A library that only those who ask for this format need.
    import docx  # noqa: PLC0415

    settled = settle_document(document)
    file = docx.Document()
    writer = _Writer(file, settled)
    writer.set_styles()
    writer.set_page()
    writer.set_properties()
    writer.write_cover()
    for section in settled.sections:
        file.add_heading(section.title or speak(settled.language)["none"], level=1)
        for block in walk_blocks(section.printed):
            writer.write_block(block)
    made = io.BytesIO()
    file.save(made)
    return pack_again(made.getvalue())


class _Writer:
    """Writes the blocks of one document into one file."""

    def __init__(self, file: Any, document: Document) -> None:
        self.file = file
        self.document = document
        self.words = speak(document.language)
        self.marks = {block.mark for block in walk_document(document) if block.kind is BlockKind.HEADING}
        self.bookmarks = 0

    # ------------------------------------------------------------ the file

    def set_styles(self) -> None:
        """Our typeface, sizes and colours on the styles that a word processor knows."""
        from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415

        styles = self.file.styles
        for name, colour, bold, points in TONES.values():
            style = styles["Normal"] if name == "Normal" else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            if name != "Normal":
                style.base_style = styles["Normal"]
            self._set_font(style, points, colour, bold=bold)
            self._set_spacing(style, 0, 6)
        for level, (points, colour) in HEADINGS.items():
            self._set_font(styles[f"Heading {level}"], points, colour, bold=True)
            self._set_spacing(styles[f"Heading {level}"], 18 if level == 1 else 12, 6)
        self._set_font(styles["Title"], 22, INK, bold=True)
        self._set_font(styles["Subtitle"], 16, DEEP, bold=True)
        for name in ("List Bullet", "List Number"):
            self._set_spacing(styles[name], 0, 4)
        self._set_language()

    def _set_font(self, style: Any, points: float, colour: str, *, bold: bool) -> None:
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Pt, RGBColor  # noqa: PLC0415

        font = style.font
        font.name, font.size, font.bold, font.italic = FONT, Pt(points), bold, False
        font.color.rgb = RGBColor.from_string(colour)
        fonts = style.element.rPr.rFonts
        # The theme's typefaces would win over ours.
        for name in list(fonts.attrib):
            if name.endswith("Theme"):
                del fonts.attrib[name]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)

    def _set_spacing(self, style: Any, before: float, after: float) -> None:
        from docx.shared import Pt  # noqa: PLC0415

        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)

    def _set_language(self) -> None:
        from docx.oxml.ns import qn  # noqa: PLC0415

        (lang,) = self.file.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
        lang.set(qn("w:val"), LANGUAGES[self.document.language])

    def set_page(self) -> None:
        """A4, and a footer that says whose document it is and which page."""
        from docx.shared import Cm  # noqa: PLC0415

        page = self.file.sections[0]
        page.page_width, page.page_height = Cm(PAGE_CM), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
        foot = page.footer.paragraphs[0]
        foot.style = self.file.styles[TONES[Tone.QUIET][0]]
        before, _, rest = self.words["page"].partition("{page}")
        between, _, after = rest.partition("{pages}")
        foot.add_run(f"{self.document.organisation[:60]} · {before}")
        self._add_field(foot, "PAGE")
        foot.add_run(between)
        self._add_field(foot, "NUMPAGES")
        foot.add_run(after)

    def _add_field(self, paragraph: Any, name: str) -> None:
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415

        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        field.append(paragraph.add_run("1")._r)
        paragraph._p.append(field)

    def set_properties(self) -> None:
        """Title, author, language and dates of the file; the picture of the empty model goes."""
        properties, document = self.file.core_properties, self.document
        properties.title, properties.author = document.title[:255], document.organisation[:255]
        properties.last_modified_by, properties.language = properties.author, LANGUAGES[document.language]
        properties.comments = properties.keywords = ""
        properties.subject = " ".join(document.imprint)[:255]
        properties.created = properties.modified = stamp_of(document.issued_on)
        properties.revision = 1
        package = self.file.part.package
        for key, relation in list(package.rels.items()):
            if relation.reltype.endswith("/thumbnail"):
                del package.rels[key]

    def write_cover(self) -> None:
        document, quiet = self.document, TONES[Tone.QUIET][0]
        self.file.add_paragraph(document.organisation or self.words["none"], style="Subtitle")
        if document.facts:
            self.file.add_paragraph(document.facts, style=quiet)
        self.file.add_paragraph(document.title or self.words["none"], style="Title")
        for line in document.meeting:
            self.file.add_paragraph(line)
        for line in document.imprint:
            self.file.add_paragraph(line, style=quiet)

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
        paragraph = self.file.add_heading(block.text or self.words["none"], level=block.level)
        if block.aside:
            self._add_soft(paragraph, f" · {block.aside}")
        if block.mark:
            self._mark(paragraph, block.mark)

    def _add_soft(self, paragraph: Any, text: str) -> None:
        from docx.shared import RGBColor  # noqa: PLC0415

        run = paragraph.add_run(text)
        run.bold = False
        run.font.color.rgb = RGBColor.from_string(SOFT)

    def _mark(self, paragraph: Any, name: str) -> None:
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415

        self.bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self.bookmarks))
        start.set(qn("w:name"), name)
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
        paragraph._p.append(end)

    def _write_paragraph(self, block: Block) -> None:
        paragraph = self.file.add_paragraph(block.text, style=TONES[block.tone][0])
        # What introduces a drawing, a table or a list stays with it.
        paragraph.paragraph_format.keep_with_next = True if block.tone is Tone.QUIET else None

    def _write_list(self, block: Block) -> None:
        number = self._begin_numbering() if block.ordered else None
        for item in block.items:
            paragraph = self.file.add_paragraph(style="List Number" if block.ordered else "List Bullet")
            if item.lead:
                self._add_soft(paragraph, item.lead)
                paragraph.add_run().add_break()
            paragraph.add_run(item.text).bold = True if block.noted else None
            if item.note:
                paragraph.add_run().add_break()
                self._add_soft(paragraph, item.note)
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number

    def _begin_numbering(self) -> int:
        """A list that begins at 1, whatever was numbered before it."""
        numbering = self.file.part.numbering_part.element
        style = self.file.styles["List Number"].element
        model = numbering.num_having_numId(style.pPr.numPr.numId.val)
        made = numbering.add_num(model.abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _write_table(self, block: Block) -> None:
        from docx.shared import Cm  # noqa: PLC0415

        count = len(block.head)
        table = self.file.add_table(rows=0, cols=count)
        table.autofit = False
        self._dress_table(table, block.label)
        widths = [Cm(width) for width in share_width(block, TEXT_CM)]
        small = 8.5 if count > 5 else 9.5
        for rank, cells in enumerate([block.head, *block.rows]):
            row = table.add_row()
            told = complete_row(cells, count, self.document.language)
            for cell, text, width in zip(row.cells, told, widths, strict=True):
                cell.width = width
                self._write_cell(cell, text, small, head=rank == 0)
            self._keep_row(row, head=rank == 0)
        self.file.add_paragraph(style=TONES[Tone.QUIET][0])

    def _dress_table(self, table: Any, label: str) -> None:
        """Lines between rows, and what the table holds for whoever does not see it."""
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415

        borders = OxmlElement("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            edge = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
                edge.set(qn(f"w:{name}"), value)
            borders.append(edge)
        properties = table._tbl.tblPr
        # Word wants the properties of a table in the order of its schema.
        properties.find(qn("w:tblLayout")).addprevious(borders)
        if label:
            caption = OxmlElement("w:tblCaption")
            caption.set(qn("w:val"), label)
            properties.append(caption)

    def _write_cell(self, cell: Any, text: str, points: float, *, head: bool) -> None:
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Pt  # noqa: PLC0415

        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size = Pt(points)
        run.bold = True if head else None
        paragraph.paragraph_format.space_after = Pt(2)
        if head:
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", PALE)):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)

    def _keep_row(self, row: Any, *, head: bool) -> None:
        """A row stays whole on a page; the head comes back on each."""
        from docx.oxml import OxmlElement  # noqa: PLC0415

        properties = row._tr.get_or_add_trPr()
        long = any(len(cell.text) > 600 for cell in row.cells)
        names: Sequence[str] = ("w:tblHeader",) if head else ()
        for name in (*(() if long else ("w:cantSplit",)), *names):
            properties.append(OxmlElement(name))

    def _write_chart(self, block: Block) -> None:
        from docx.shared import Cm  # noqa: PLC0415

        if block.scale is None:
            return
        for picture in draw_pictures(block.scale):
            run = self.file.add_paragraph().add_run()
            shape = run.add_picture(io.BytesIO(picture.png), width=Cm(picture.width_cm))
            shape._inline.docPr.set("descr", picture.alt)

    def _write_link(self, block: Block) -> None:
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import RGBColor  # noqa: PLC0415

        if block.mark not in self.marks:
            return
        paragraph = self.file.add_paragraph()
        run = paragraph.add_run(block.text)
        run.underline, run.font.color.rgb = True, RGBColor.from_string(DEEP)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), block.mark)
        link.append(run._r)
        paragraph._p.append(link)
