"""The document as slides (PPTX): one idea a slide, large type, the whole text in the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from marchepied.engines.documents._document import Document, Tone
from marchepied.engines.documents._office import (
    DEEP,
    FONT,
    INK,
    PALE,
    PLUM,
    SOFT,
    WARM,
    draw_pictures,
    pack_again,
    settle_document,
    stamp_of,
)
from marchepied.engines.documents._pack import TRACKS
from marchepied.engines.documents._slides import Line, Slide, plan_slides
from marchepied.engines.documents._words import speak

LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
# Sixteen by nine, in centimetres.
WIDTH, HEIGHT, MARGIN = 33.867, 19.05, 1.8
TITLE, TITLE_LONG, BODY, SMALL, CELL = 36, 28, 26, 20, 18
COLOURS = {Tone.MISSING: PLUM, Tone.WARM: WARM, Tone.QUIET: SOFT}


def write_pptx(document: Document) -> bytes:
    """The document as PPTX bytes, the same for the same document.

    Each slide has a title, real bullets, and the whole of its text in the notes; drawings carry their words,
    tables their head; the language is set, the author is the organisation.
    """
    # A library that only those who ask for this format need.
    import pptx  # noqa: PLC0415

    settled = settle_document(document)
    file = pptx.Presentation()
    writer = _Writer(file, settled)
    writer.drop_printer()
    writer.set_model()
    writer.set_properties()
    cover, *slides = plan_slides(settled)
    writer.write_slide(cover, first=True)
    for slide in slides:
        writer.write_slide(slide)
    made = io.BytesIO()
    file.save(made)
    return pack_again(made.getvalue())


class _Writer:
    """Writes slides into one file."""

    def __init__(self, file: Any, document: Document) -> None:
        self.file = file
        self.document = document
        self.language = LANGUAGES[document.language]

    def drop_printer(self) -> None:
        """The library's own model carries the settings of somebody's printer, as bytes of no use here."""
        relations = self.file.part.rels
        for key in [key for key, row in relations.items() if row.reltype.endswith("/printerSettings")]:
            relations.pop(key)

    def set_model(self) -> None:
        """Wide slides and our typeface, on the model too: whoever adds a slide gets one like ours."""
        from pptx.util import Cm  # noqa: PLC0415

        ratio = Cm(WIDTH) / self.file.slide_width
        self.file.slide_width, self.file.slide_height = Cm(WIDTH), Cm(HEIGHT)
        master = self.file.slide_master
        for shapes in (master.shapes, *(layout.shapes for layout in self.file.slide_layouts)):
            for shape in shapes:
                shape.left, shape.width = int(shape.left * ratio), int(shape.width * ratio)
        for relation in master.part.rels.values():
            if relation.reltype.endswith("/theme"):
                theme = relation.target_part
                theme._blob = theme.blob.replace(b'typeface="Calibri"', f'typeface="{FONT}"'.encode())

    def set_properties(self) -> None:
        """Title, author, language and dates of the file; the picture of the empty model goes."""
        properties, document = self.file.core_properties, self.document
        properties.title, properties.author = document.title[:255], document.organisation[:255]
        properties.last_modified_by, properties.language = properties.author, self.language
        properties.subject = " ".join(document.imprint)[:255]
        properties.created = properties.modified = stamp_of(document.issued_on)
        properties.revision = 1
        package = self.file.part.package
        for key, relation in list(package._rels.items()):
            if relation.reltype.endswith("/thumbnail"):
                package._rels.pop(key)

    def write_slide(self, told: Slide, *, first: bool = False) -> None:
        """Write one slide: its title, then its drawing, its table or its lines, and its notes."""
        layouts = self.file.slide_layouts
        slide = self.file.slides.add_slide(layouts[1 if told.lines else 5])
        self._place_title(slide, told, first)
        if told.scale is not None:
            self._show_drawing(slide, told)
        elif told.rows:
            self._show_table(slide, told.head, told.rows)
        elif told.lines:
            self._show_lines(slide, told.lines, first)
        if told.notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(told.notes)
            self._set_language(slide.notes_slide.notes_text_frame)

    def _place_title(self, slide: Any, told: Slide, first: bool) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415
        from pptx.util import Cm  # noqa: PLC0415

        title = slide.shapes.title
        title.left, title.width = Cm(MARGIN), Cm(WIDTH - 2 * MARGIN)
        title.top, title.height = (Cm(4.2), Cm(4.6)) if first else (Cm(1.2), Cm(3.6))
        frame = title.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.BOTTOM if first else MSO_ANCHOR.MIDDLE
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        if told.section:
            self._add_run(paragraph, told.section, SMALL, DEEP)
            paragraph.add_line_break()
        size = TITLE if len(told.title) <= 70 else TITLE_LONG
        self._add_run(paragraph, told.title, size, INK, bold=True)

    def _add_run(self, paragraph: Any, text: str, points: int, colour: str, *, bold: bool = False) -> None:
        from pptx.dml.color import RGBColor  # noqa: PLC0415
        from pptx.util import Pt  # noqa: PLC0415

        run = paragraph.add_run()
        run.text = text.replace("\n", " ")
        run.font.size, run.font.bold = Pt(points), bold
        run.font.color.rgb = RGBColor.from_string(colour)
        run._r.get_or_add_rPr().set("lang", self.language)

    def _set_language(self, frame: Any) -> None:
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", self.language)

    def _show_lines(self, slide: Any, lines: Sequence[Line], first: bool) -> None:
        from pptx.enum.text import MSO_ANCHOR  # noqa: PLC0415
        from pptx.util import Cm, Pt  # noqa: PLC0415

        body = slide.placeholders[1]
        body.left, body.width = Cm(MARGIN), Cm(WIDTH - 2 * MARGIN)
        body.top, body.height = (Cm(9.4), Cm(6.5)) if first else (Cm(5.4), Cm(12.2))
        frame = body.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        alone = len(lines) == 1
        for rank, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if rank == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(12)
            if not line.bullet or alone:
                self._remove_bullet(paragraph)
            self._tell_line(paragraph, line, alone=alone and not first)

    def _tell_line(self, paragraph: Any, line: Line, *, alone: bool) -> None:
        if line.lead:
            self._add_run(paragraph, line.lead, SMALL, SOFT)
            paragraph.add_line_break()
        size = SMALL if line.tone is Tone.QUIET else BODY + (6 if alone else 0)
        colour = COLOURS.get(line.tone, INK)
        self._add_run(paragraph, line.text, size, colour, bold=line.tone is Tone.STRONG)
        if line.note:
            paragraph.add_line_break()
            self._add_run(paragraph, line.note, SMALL, SOFT)

    def _remove_bullet(self, paragraph: Any) -> None:
        from pptx.oxml.ns import qn  # noqa: PLC0415

        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", "0")
        properties.set("indent", "0")
        properties.append(properties.makeelement(qn("a:buNone"), {}))

    def _show_drawing(self, slide: Any, told: Slide) -> None:
        from pptx.util import Cm  # noqa: PLC0415

        if told.scale is None:
            return
        room_wide, room_high, top = WIDTH - 2 * MARGIN, HEIGHT - 6.2, 5.2
        # The first groups are what a room can read; the table of all of them is in the notes.
        first = replace(told.scale, colleges=told.scale.colleges[:TRACKS])
        (picture,) = draw_pictures(first, room_wide)
        ratio = min(1.0, room_high / picture.height_cm)
        shape = slide.shapes.add_picture(
            io.BytesIO(picture.png), Cm(MARGIN), Cm(top), Cm(picture.width_cm * ratio)
        )
        shape._element.nvPicPr.cNvPr.set("descr", picture.alt)

    def _show_table(self, slide: Any, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        from pptx.dml.color import RGBColor  # noqa: PLC0415
        from pptx.util import Cm  # noqa: PLC0415

        wide, high = Cm(WIDTH - 2 * MARGIN), Cm(1.2 * (len(rows) + 1))
        frame = slide.shapes.add_table(len(rows) + 1, len(head), Cm(MARGIN), Cm(5.4), wide, high)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", speak(self.document.language)["figures_of"])
        table = frame.table
        table.first_row, table.horz_banding = True, False
        for rank, cells in enumerate([head, *rows]):
            for place, text in enumerate(cells):
                cell = table.cell(rank, place)
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(PALE if rank == 0 else "FFFFFF")
                self._add_run(cell.text_frame.paragraphs[0], text, CELL, INK, bold=rank == 0)
