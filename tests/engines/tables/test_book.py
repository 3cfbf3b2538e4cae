"""Workbooks of several sheets: read in one opening, written as texts."""

import pytest

from marchepied.engines.tables import SheetError, SheetToWrite, TableError, read_workbook, write_workbook


def test_each_sheet_comes_back_as_it_was_written():
    book = write_workbook(
        [
            SheetToWrite("Une", ["a", "b"], [["=1+1", "  deux\nlignes "], ["'=x", 3]], [10, 20]),
            SheetToWrite("Vide", ["a"], []),
        ]
    )
    tables = read_workbook(book, "classeur.xlsx")
    assert list(tables) == ["Une", "Vide"]
    assert tables["Une"].rows == (("=1+1", "  deux\nlignes "), ("'=x", "3"))
    assert tables["Une"].row_numbers == (2, 3)
    assert (tables["Vide"].headers, tables["Vide"].rows) == (("a",), ())


def test_no_cell_is_a_formula():
    import io

    import openpyxl

    book = write_workbook([SheetToWrite("Une", ["=a"], [["=1+1"], ["#N/A"], ["@SUM(1)"]])])
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(book))["Une"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == ["'=a", "'=1+1", "#N/A", "'@SUM(1)"]


def test_a_fault_says_its_sheet():
    book = write_workbook(
        [SheetToWrite("Une", ["a"], [["b"]]), SheetToWrite("Deux", ["a", "A "], [["b", "c"]])]
    )
    assert list(read_workbook(book, "classeur.xlsx")) == ["Une", "Deux"]
    doubled = write_workbook(
        [SheetToWrite("Une", ["a"], [["b"]]), SheetToWrite("Deux", ["a", " a"], [["b", "c"]])]
    )
    with pytest.raises(SheetError) as refused:
        read_workbook(doubled, "classeur.xlsx")
    assert (refused.value.sheet, refused.value.code, refused.value.row, refused.value.column) == (
        "Deux",
        "duplicate_headers",
        1,
        "B",
    )


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rien", b"a;b\n1;2\n"])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(TableError):
        read_workbook(data, "classeur.xlsx")


def test_two_sheets_of_one_name_are_refused():
    with pytest.raises(TableError):
        write_workbook([SheetToWrite("Une", ["a"], []), SheetToWrite("Une", ["a"], [])])
