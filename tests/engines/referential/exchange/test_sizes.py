"""Small files that grow once read: refused in a sentence, before they stop the server."""

import io
import time
import zipfile

import pytest

from marchepied.engines.referential import load_yaml, validate
from marchepied.engines.referential.exchange import FileRefusedError, understand, write_long_csv, write_yaml
from marchepied.engines.tables import write_csv, write_xlsx
from tests.engines.referential.conftest import read_example

SECONDS = 6
TITLES = ["Thème", "Question", "Niveau 1", "Niveau 2"]


def refusal(data, name):
    started = time.process_time()
    with pytest.raises(FileRefusedError) as caught:
        understand(data, name)
    assert time.process_time() - started < SECONDS
    return str(caught.value)


def ask(count, theme="Nuits", wording="On dort bien ?"):
    rows = [[f"{theme} {n}", wording, "non", "oui"] for n in range(count)]
    return write_csv(TITLES, rows, separator=";")


def test_a_table_of_more_questions_than_anybody_answers_is_refused():
    assert refusal(ask(1_001), "q.csv") == (
        "Ce fichier a plus de 1000 questions. Gardez celles que l’on posera, ou faites-en plusieurs guides."
    )
    assert refusal(ask(20_000), "q.csv").startswith("Ce tableau a plus de 3000 lignes.")


def test_the_largest_table_is_read_and_its_file_of_ours_is_read_again():
    rows = [["Nuits", f"Dort-on bien la nuit {n} ?", "non", "oui"] for n in range(1_000)]
    found = understand(write_csv(TITLES, rows), "q.csv")
    assert validate(found.data) == ()
    assert load_yaml(write_yaml(found.data)) == found.data


def test_the_same_name_a_thousand_times_costs_no_more_than_once_each():
    found = understand(ask(1_000), "q.csv")
    ids = [axis["domains"][0]["questions"][0]["id"] for axis in found.data["axes"]]
    assert ids[:3] == ["on-dort-bien", "on-dort-bien-2", "on-dort-bien-3"]
    assert len(set(ids)) == 1_000


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def book_of(text, rows):
    """A workbook whose every cell shows the same text, kept once."""
    lines = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{letter}{n}" t="s"><v>0</v></c>' for letter in "ABC") + "</row>"
        for n in range(1, rows + 1)
    )
    kinds = {"workbook": "sheet.main", "sheet": "worksheet", "texts": "sharedStrings"}
    named = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{KINDS}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    link = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{named}</Types>',
        "_rels/.rels": link.format("a", "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": link.format("a", "worksheet", "sheet.xml")
        + link.format("b", "sharedStrings", "texts.xml"),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Questions" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/sheet.xml": f"<worksheet {MAIN}><sheetData>{lines}</sheetData></worksheet>",
        "xl/texts.xml": f"<sst {MAIN}><si><t>{text}</t></si></sst>",
    }
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            wrapped = f'<Relationships xmlns="{PACKAGE}/relationships">{content}</Relationships>'
            archive.writestr(name, wrapped if name.endswith(".rels") else content)
    return output.getvalue()


def test_one_long_text_shown_in_every_cell_is_refused():
    book = book_of("_x0041_" * 30_000, 3_000)
    assert len(book) < 100_000
    assert "Une fois décompressé, le classeur serait trop volumineux." in refusal(book, "q.xlsx")


def test_a_workbook_of_more_cells_than_any_guide_is_refused():
    book = write_xlsx(["a", "b", "c", "d", "e", "f", "g", "h"], [[n] * 8 for n in range(19_000)])
    assert "Le tableau a plus de 150000 cellules." in refusal(book, "q.xlsx")


def test_lines_that_each_name_a_column_of_their_own_are_refused():
    rows = [["Questions", n, f"colonne {n}", "x"] for n in range(2, 20_000)]
    assert "Le tableau a plus de 1000000 cellules." in refusal(
        write_csv(["Feuille", "Ligne", "Colonne", "Valeur"], rows, separator=";"), "q.csv"
    )


def test_markup_hidden_in_markup_is_taken_out_without_end():
    nested = "<script>alert(1)</script>"
    for _ in range(40):
        nested = nested.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    deep = "&" + "amp;" * 7_000 + "lt;script&" + "amp;" * 900 + "gt;"
    started = time.process_time()
    for words in (nested[:30_000], deep):
        asked = understand(write_csv(TITLES, [["Nuits", words, "non", "oui"]]), "q.csv").data
        wording = asked["axes"][0]["domains"][0]["questions"][0]["wording"]["fr"]
        assert set(wording) & set("<>") == set()
    assert time.process_time() - started < SECONDS


def test_the_whole_guide_is_well_below_every_limit():
    data = load_yaml(read_example())
    assert understand(write_long_csv(data), "guide.csv").data == data
