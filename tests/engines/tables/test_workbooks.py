import datetime
import io
import zipfile

import openpyxl
import pytest

from marchepied.engines.tables import Limits, TableError, read_table


def make_workbook(rows, *, formats=(), other=None):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Réponses"
    for row in rows:
        sheet.append(row)
    for cell, number_format in formats:
        sheet[cell].number_format = number_format
    if other:
        workbook.create_sheet(other).append(["autre", "x"])
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def rewrite(data, **parts):
    """The same archive with some parts replaced by name ending."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            for ending, change in parts.items():
                if name.endswith(f"{ending}.xml"):
                    content = change(content)
            new.writestr(name, content)
    return output.getvalue()


def refuse(data, **options):
    with pytest.raises(TableError) as caught:
        read_table(data, "f.xlsx", **options)
    return caught.value


def test_every_kind_of_cell_becomes_its_text():
    data = make_workbook(
        [
            ["entier", "nombre", "rond", "jour", "moment", "heure", "vrai", "texte", "vide", "fin"],
            [
                3,
                2.5,
                4.0,
                datetime.date(2024, 3, 1),
                datetime.datetime(2024, 3, 1, 10, 30),  # noqa: DTZ001 - a workbook knows no zone
                datetime.time(9, 5),
                True,
                " été ",
                None,
                "fini",
            ],
        ]
    )
    table = read_table(data, "f.xlsx")
    assert table.rows[0] == (
        "3", "2.5", "4", "2024-03-01", "2024-03-01T10:30:00", "09:05:00", "VRAI", " été ", "", "fini",
    )  # fmt: skip
    assert (table.sheet, table.sheet_names, table.encoding) == ("Réponses", ("Réponses",), None)


def test_an_error_cell_is_kept_and_told_but_not_as_a_title():
    def break_cell(xml):
        return xml.replace(b'<c r="B2" t="n"><v>5</v></c>', b'<c r="B2" t="e"><v>#DIV/0!</v></c>')

    table = read_table(rewrite(make_workbook([["a", "b"], [1, 5]]), sheet1=break_cell), "f.xlsx")
    assert table.rows == (("1", "#DIV/0!"),)
    assert dict(table.warnings[0].params) == {"count": 1, "row": 2, "column": "B", "value": "#DIV/0!"}
    titled = rewrite(
        make_workbook([[1, 2], [3, 4]]),
        sheet1=lambda xml: xml.replace(b'<c r="B1" t="n"><v>2</v></c>', b'<c r="B1" t="e"><v>#REF!</v></c>'),
    )
    assert refuse(titled).code == "header_error"


def test_a_formula_never_computed_is_refused_and_an_empty_result_is_not():
    data = make_workbook([["a", "b"], [1, "=A2+1"]])
    error = refuse(data)
    assert (error.code, error.row, error.column) == ("formula_not_computed", 2, "B")

    def compute(value, kind):
        return lambda xml: xml.replace(
            b'<c r="B2"><f>A2+1</f><v /></c>',
            b'<c r="B2"%s><f>A2+1</f><v>%s</v></c>' % (kind, value),
        )

    assert read_table(rewrite(data, sheet1=compute(b"2", b"")), "f.xlsx").rows == (("1", "2"),)
    assert read_table(rewrite(data, sheet1=compute(b"", b' t="str"')), "f.xlsx").rows == (("1", ""),)


def test_a_sheet_is_chosen_by_name_and_the_others_are_told():
    data = make_workbook([["a", "b"], [1, 2]], other="Notes")
    table = read_table(data, "f.xlsx")
    assert (
        str(table.warnings[0])
        == "Seule la feuille « Réponses » est lue. Autres feuilles du classeur : Notes."
    )
    assert read_table(data, "f.xlsx", sheet="Réponses").warnings == ()
    error = refuse(data, sheet="Absente")
    assert (error.code, error.params["sheets"]) == ("sheet_unknown", "Réponses, Notes")


def test_rows_keep_the_numbers_that_the_spreadsheet_shows():
    table = read_table(make_workbook([[None], ["a", "b"], [None], [1, 2], [None], [3]]), "f.xlsx")
    assert (table.row_numbers, table.rows, table.warnings) == ((4, 6), (("1", "2"), ("3", "")), ())


def test_a_false_dimension_hides_nothing():
    def lie(xml):
        return xml.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1:A2"')

    data = rewrite(make_workbook([["a", "b"], [1, 2], [3, 4]]), sheet1=lie)
    assert read_table(data, "f.xlsx").rows == (("1", "2"), ("3", "4"))


def test_rows_out_of_order_are_refused_not_lost():
    data = rewrite(
        make_workbook([["a", "b"], [1, 2], [3, 4]]),
        sheet1=lambda xml: xml.replace(b'r="3"', b'r="2"').replace(b'r="A3"', b'r="A2"'),
    )
    assert refuse(data).code == "rows_disordered"


def test_a_cell_far_to_the_right_is_refused_quickly():
    data = rewrite(
        make_workbook([["a", "b"], [1, 2]]), sheet1=lambda xml: xml.replace(b'r="B2"', b'r="XFD2"')
    )
    assert refuse(data).code == "too_many_columns"


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("part", ["sheet1", "workbook", "styles"])
def test_entities_are_refused(doctype, part):
    def poison(xml):
        head, mark, body = xml.partition(b"?>")
        return head + mark + doctype + body if mark else doctype + xml

    data = rewrite(make_workbook([["a", "b"], [1, 2]]), **{part: poison})
    assert refuse(data).code == "xlsx_unsafe"


def test_a_zip_bomb_is_refused_before_it_is_opened():
    data = rewrite(make_workbook([["a", "b"], [1, 2]]), styles=lambda xml: xml + b" " * 60_000_000)
    assert len(data) < 100_000
    assert refuse(data).code == "xlsx_bomb"


def test_the_unpacked_size_is_limited():
    data = make_workbook([["a", "b"], [1, 2]])
    assert refuse(data, limits=Limits(unpacked_size=1_000)).code == "xlsx_bomb"
    assert refuse(data, limits=Limits(archive_parts=2)).code == "xlsx_bomb"


def test_another_archive_is_named():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert refuse(output.getvalue()).code == "old_format"
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("photo.txt", "x")
    assert refuse(output.getvalue()).code == "zip_not_xlsx"


def test_too_many_rows_stop_the_reading():
    data = make_workbook([["a"], *([n] for n in range(30))])
    assert refuse(data, limits=Limits(rows=10)).code == "too_many_rows"
