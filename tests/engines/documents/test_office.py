"""DOCX, ODT and slides: opened again by other hands, compared with the document they were made from."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import docx
import odfdo
import pptx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from marchepied.engines.documents import (
    Block,
    BlockKind,
    Document,
    Result,
    Section,
    SectionChoice,
    Signatory,
    arrange_document,
    compose_pack,
    list_texts,
    render_document,
    sign_section,
    typeset,
    walk_document,
    write_docx,
    write_odt,
    write_pptx,
)
from marchepied.engines.documents._office import clean_for_office, complete_row, settle_document
from tests.engines.documents.samples import EMPTY, FULL, HOSTILE_TEXTS, poison

WRITERS = {"docx": write_docx, "odt": write_odt, "pptx": write_pptx}
HOSTILE = HOSTILE_TEXTS | {
    "formula": "=cmd|' /C calc'!A0",
    "field": '{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" } { INCLUDETEXT "http://x" }',
    "xml": "]]> <w:fldSimple w:instr=\"DDE\"/> <text:a xlink:href='http://x'> &#x3c; <!-- -->",
    "long word": "".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(157))[:10_000],
    "numbers": "+33 549 65 00 00\n-1\n@SUM(A1)",
}
# Everything told, with one drawing.
SHORT = replace(FULL, themes=(replace(FULL.themes[0], questions=FULL.themes[0].questions[:1]),))
# Everything told, with one drawing.
SHORT = replace(FULL, themes=(replace(FULL.themes[0], questions=FULL.themes[0].questions[:1]),))
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
INSTRUCTION, LINK = f"{{{NAMES['w']}}}instr", "{http://www.w3.org/1999/xlink}href"


@cache
def document_of(name="full"):
    pack = {"full": FULL, "empty": EMPTY}.get(name) or poison(SHORT, HOSTILE[name])
    return compose_pack(pack, "fr").without_empty()


def squeeze(text):
    return "".join(text.split())


def texts_of_docx(data):
    file = docx.Document(io.BytesIO(data))
    return [node.text or "\n" for node in file.element.body.iter(f"{{{NAMES['w']}}}t", f"{{{NAMES['w']}}}br")]


def texts_of_odt(data):
    # What the library keeps of a text, in one piece.
    content = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    body = next(node for node in content.iter() if node.tag.endswith("}body"))
    pieces = []
    for node in body.iter():
        pieces.append(node.text or "")
        if node.tag.endswith("}s"):
            pieces.append(" ")
        if node.tag.endswith("}line-break"):
            pieces.append("\n")
        pieces.append(node.tail or "")
    return pieces


def texts_of_pptx(data):
    told = []
    for slide in pptx.Presentation(io.BytesIO(data)).slides:
        told += [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        told += [slide.notes_slide.notes_text_frame.text] if slide.has_notes_slide else []
    return told


READERS = {"docx": texts_of_docx, "odt": texts_of_odt, "pptx": texts_of_pptx}


def parts_of(data, pattern=r"\.(xml|rels)$"):
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist() if re.search(pattern, name)}


def names_of(part):
    """The names of every element and attribute, without their namespaces."""
    for node in etree.fromstring(part).iter(etree.Element):
        yield etree.QName(node).localname
        yield from (etree.QName(name).localname for name in node.attrib)


def expected_headings(document):
    """(level, text) of every heading, in order."""
    settled = settle_document(document)
    expected = []
    for section in settled.sections:
        expected.append((1, section.title))
        expected += [
            (block.level, f"{block.text} · {block.aside}" if block.aside else block.text)
            for block in walk_document(replace(settled, sections=(section,)))
            if block.kind is BlockKind.HEADING
        ]
    return expected


def expected_tables(document):
    settled = settle_document(document)
    return [
        [list(block.head), *(list(complete_row(row, len(block.head), "fr")) for row in block.rows)]
        for block in walk_document(settled)
        if block.kind is BlockKind.TABLE
    ]


# ------------------------------------------------------------ the same content everywhere


@pytest.mark.parametrize("name", ["full", "empty", *HOSTILE])
@pytest.mark.parametrize("kind", WRITERS)
def test_every_text_of_the_document_is_in_the_file(kind, name):
    settled = settle_document(document_of(name))
    told = squeeze("".join(READERS[kind](WRITERS[kind](document_of(name)))))
    assert [text for text in list_texts(settled) if squeeze(text) not in told] == []


def test_every_text_is_in_the_pdf_too():
    pages = PdfReader(io.BytesIO(render_document(document_of()).pdf)).pages
    told = squeeze(" ".join(page.extract_text() for page in pages))
    texts = [typeset(text, "fr") for text in list_texts(document_of())]
    assert [text for text in texts if squeeze(text) not in told] == []


@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_hidden_is_nowhere(kind):
    choices = [SectionChoice("plan", hidden=True), SectionChoice("synopsis", hidden=True)]
    document = arrange_document(compose_pack(FULL, "fr"), choices)
    told = squeeze("".join(READERS[kind](WRITERS[kind](document))))
    assert squeeze("Ouvrir un comité de clients et d’habitants") not in told
    assert squeeze("Ce que nous allons faire") not in told
    assert squeeze("Comment lire les chiffres") in told


# ------------------------------------------------------------ DOCX


@pytest.mark.parametrize("name", ["full", "empty", "typst", "long word"])
def test_docx_headings_are_those_of_the_document(name):
    file = docx.Document(io.BytesIO(write_docx(document_of(name))))
    headings = [
        (int(paragraph.style.name[-1]), paragraph.text)
        for paragraph in file.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert headings == expected_headings(document_of(name))


def test_docx_tables_are_those_of_the_document_and_repeat_their_head():
    file = docx.Document(io.BytesIO(write_docx(document_of())))
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in file.tables]
    assert found == expected_tables(document_of())
    heads = [table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in file.tables]
    assert all(heads)
    assert len(file.element.xpath("//w:tblHeader")) == len(heads)
    assert len(file.element.xpath("//w:tblCaption")) == len(heads)


def test_docx_says_who_wrote_it_in_which_language_and_when():
    file = docx.Document(io.BytesIO(write_docx(document_of())))
    properties = file.core_properties
    assert (properties.author, properties.language) == ("L’Atelier du Pont", "fr-FR")
    assert properties.title.startswith("Notre lien avec les clients")
    assert (properties.created.date(), properties.modified.date()) == (FULL.issued_on, FULL.issued_on)
    (language,) = file.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val")
    assert language == "fr-FR"


def test_docx_drawings_have_words_and_lists_are_lists():
    file = docx.Document(io.BytesIO(write_docx(document_of())))
    alts = [node.get("descr") for node in file.element.iter(f"{{{NAMES['wp']}}}docPr")]
    assert len(alts) == 5
    assert all("L’échelle va de" in alt for alt in alts)
    numbered = [p for p in file.paragraphs if p.style.name == "List Number"]
    assert len(numbered) == 8
    # Each list begins again at 1: three numberings, none shared.
    assert len({p._p.pPr.numPr.numId.val for p in numbered}) == 3


@pytest.mark.parametrize("name", ["full", "field", "xml", "formula"])
def test_docx_computes_nothing_and_calls_nobody(name):
    parts = parts_of(write_docx(document_of(name)))
    names = {name for part in parts.values() for name in names_of(part)}
    assert not names & {"instrText", "altChunk", "object", "control", "OLEObject", "attachedTemplate"}
    trees = [etree.fromstring(part) for part in parts.values()]
    fields = [node.get(INSTRUCTION) for tree in trees for node in tree.iter() if node.get(INSTRUCTION)]
    assert fields == ["PAGE", "NUMPAGES"]
    assert [node for tree in trees for node in tree.iter() if node.get("TargetMode") == "External"] == []
    assert not [part for part in parts if "vba" in part.lower()]


def test_a_link_to_a_section_left_out_is_not_written():
    document = arrange_document(compose_pack(FULL, "fr"), [SectionChoice("state", hidden=True)])
    file = docx.Document(io.BytesIO(write_docx(document)))
    assert file.element.xpath("//w:hyperlink") == []
    kept = docx.Document(io.BytesIO(write_docx(document_of())))
    anchors = kept.element.xpath("//w:hyperlink/@w:anchor")
    assert set(anchors) <= set(kept.element.xpath("//w:bookmarkStart/@w:name"))
    assert anchors == ["question-1"]


# ------------------------------------------------------------ ODT


@pytest.mark.parametrize("name", ["full", "empty", "typst", "long word"])
def test_odt_headings_are_those_of_the_document(name):
    body = odfdo.Document(io.BytesIO(write_odt(document_of(name)))).body
    headings = [(int(header.level), str(header).strip()) for header in body.headers]
    assert headings == expected_headings(document_of(name))


def test_odt_tables_are_those_of_the_document_and_repeat_their_head():
    body = odfdo.Document(io.BytesIO(write_odt(document_of()))).body
    found = [
        [
            [
                "\n".join(str(p) for p in cell.get_elements("text:p")).strip()
                for cell in row.get_elements("table:table-cell")
            ]
            for row in table.get_elements(".//table:table-row")
        ]
        for table in body.get_elements("//table:table")
    ]
    assert found == expected_tables(document_of())
    assert len(body.get_elements("//table:table-header-rows")) == len(found)


def test_odt_says_who_wrote_it_in_which_language_and_when():
    file = odfdo.Document(io.BytesIO(write_odt(document_of())))
    assert (file.meta.creator, file.meta.language) == ("L’Atelier du Pont", "fr-FR")
    assert file.meta.title.startswith("Notre lien avec les clients")
    assert file.meta.creation_date.date() == FULL.issued_on
    frames = file.body.get_elements("//draw:frame")
    assert len(frames) == 5
    assert all("L’échelle va de" in frame.svg_description for frame in frames)


@pytest.mark.parametrize("name", ["full", "field", "xml", "formula"])
def test_odt_computes_nothing_and_calls_nobody(name):
    parts = parts_of(write_odt(document_of(name)))
    names = {name for part in parts.values() for name in names_of(part)}
    assert not [name for name in names if re.search(r"formula|script|dde|execute|event", name, re.IGNORECASE)]
    links = {
        node.get(LINK) for part in parts.values() for node in etree.fromstring(part).iter() if node.get(LINK)
    }
    assert all(link.startswith(("Pictures/", "#question-")) for link in links)
    assert zipfile.ZipFile(io.BytesIO(write_odt(document_of(name)))).namelist()[0] == "mimetype"


# ------------------------------------------------------------ slides


def test_slides_have_a_title_of_their_own_and_large_letters():
    slides = pptx.Presentation(io.BytesIO(write_pptx(document_of()))).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert len(set(titles)) == len(titles)
    assert titles[0] == typeset(FULL.title, "fr")
    debated = [title for title in titles if title.startswith("Questions à débattre")]
    assert debated == [f"Questions à débattre ({rank}/3)" for rank in (1, 2, 3)]
    sizes = {
        run.font.size.pt
        for slide in slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    }
    assert min(sizes) >= 20


def test_slides_hold_one_idea_and_drawings_have_words():
    slides = pptx.Presentation(io.BytesIO(write_pptx(document_of()))).slides
    pictures = [shape for slide in slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == 5
    assert all("L’échelle va de" in shape._element.nvPicPr.cNvPr.get("descr") for shape in pictures)
    for slide in slides:
        shown = [shape for shape in slide.shapes if shape != slide.shapes.title]
        assert len(shown) <= 1
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert all(table.first_row and len(table.columns) <= 3 for table in tables)


def test_a_drawing_stands_under_the_question_asked():
    slides = pptx.Presentation(io.BytesIO(write_pptx(document_of()))).slides
    (first, *_others) = [slide for slide in slides if any(shape.shape_type == 13 for shape in slide.shapes)]
    told = first.shapes.title.text_frame.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert told.startswith("La question posée : Ici, demande-t-on leur avis aux clients ?\x0bLes salariés")


@pytest.mark.parametrize("name", ["full", "field", "xml", "formula"])
def test_slides_call_nobody(name):
    parts = parts_of(write_pptx(document_of(name)))
    names = {name for part in parts.values() for name in names_of(part)}
    assert not names & {"hlinkClick", "oleObj", "macro", "ext_app", "control"}
    trees = [etree.fromstring(part) for part in parts.values()]
    assert [node for tree in trees for node in tree.iter() if node.get("TargetMode") == "External"] == []
    assert not [part for part in parts if "vba" in part.lower()]


# ------------------------------------------------------------ every format


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_document_gives_the_same_bytes_and_no_clock(kind):
    data = WRITERS[kind](document_of())
    assert data == WRITERS[kind](document_of())
    dates = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("kind", WRITERS)
def test_every_part_of_the_file_is_sound(kind):
    for name, part in parts_of(WRITERS[kind](document_of("signs"))).items():
        assert etree.fromstring(part) is not None, name


@pytest.mark.parametrize("kind", WRITERS)
def test_english_files_say_so(kind):
    document = compose_pack(EMPTY, "en").without_empty()
    told = squeeze("".join(READERS[kind](WRITERS[kind](document))))
    assert squeeze("No theme has been chosen yet.") in told
    assert b"en-GB" in b"".join(parts_of(WRITERS[kind](document)).values())


def test_emoji_and_every_script_are_kept_in_editable_files():
    text = "Bravo 👍🏽 👨‍👩‍👧 漢字 عربي עברית"
    document = compose_pack(replace(EMPTY, results=(Result(text),)), "fr").without_empty()
    for kind, write in WRITERS.items():
        assert squeeze(text) in squeeze("".join(READERS[kind](write(document)))), kind


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("un\u202edeux\u2066", "undeux"),
        ("\ud800x", "□x"),
        ("x\ufffe\uffff", "x"),
        ("un\r\ndeux\u2028trois", "un\ndeux\ntrois"),
        ("👨‍👩‍👧 ❤️", "👨‍👩‍👧 ❤️"),
    ],
)
def test_what_an_editable_file_cannot_hold_goes(typed, kept):
    assert clean_for_office(typed) == kept


def test_signatures_are_a_table_to_sign():
    signed = sign_section((Signatory("Awa Diallo", "présidente", FULL.issued_on), Signatory("Luc")), "fr")
    document = replace(document_of("empty"), sections=(signed,))
    (table,) = docx.Document(io.BytesIO(write_docx(document))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Nom", "Qualité", "Date", "Signature"],
        ["Awa Diallo", "présidente", "18 janvier 2027", ""],
        ["Luc", "", "", ""],
    ]
    assert sign_section((), "fr") is None


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(), max_size=300), st.text(st.characters(), max_size=60))
def test_any_text_opens_again_in_every_format(story, name):
    blocks = (
        Block(BlockKind.HEADING, name, level=2),
        Block(BlockKind.PARAGRAPH, story),
        Block(BlockKind.TABLE, head=(name, "Deux"), rows=((story, name), (name,))),
    )
    document = Document(name, story, "fr", FULL.issued_on, sections=(Section("text", name, blocks),))
    texts = [squeeze(text) for text in list_texts(settle_document(document))]
    for kind, write in WRITERS.items():
        told = squeeze("".join(READERS[kind](write(document))))
        assert [text for text in texts if text not in told] == [], kind
