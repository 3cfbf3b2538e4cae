import csv
import datetime
import enum
import io
import uuid
from decimal import Decimal

import openpyxl
import pytest
from defusedcsv import csv as defused
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.tables import (
    TableError,
    neutralise_text,
    read_table,
    restore_text,
    write_csv,
    write_xlsx,
)
from marchepied.engines.tables._neutral import strip_controls

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+33 1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b=1",
    "＝1+1",
    "＋1",
    "－1+x",
    "＠x",
    "−1+x",
    "%0A",
    "|cmd",
    "'=1",
    "''=1",
    "#N/A",
]
TEXTS = st.text(
    st.one_of(
        st.sampled_from("=+-@\t\r\n' ;,|\"#_x0Dé’＝＋\u00a0"),
        st.characters(exclude_categories=["Cs", "Cc", "Cn"]),
    ),
    max_size=12,
)


class Colour(enum.StrEnum):
    RED = "=red"


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_no_hostile_text_is_written_bare(text):
    assert neutralise_text(text) == "'" + text
    assert restore_text("'" + text) == text


@pytest.mark.parametrize("text", ["", "a", "3", "-3", "-3,5", "+2", "1e-3", "'été", "'-3", "a=b", "12 %"])
def test_an_innocent_text_is_left_alone(text):
    assert neutralise_text(text) == text
    assert restore_text(text) == text


def cells_of(data):
    return [
        [(cell.data_type, cell.value) for cell in row]
        for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()
    ]


def test_a_workbook_holds_no_formula_whatever_the_type():
    values = [
        *HOSTILE,
        ["=1", "b"],
        ("@x",),
        {"k": "=1"},
        {"=1"},
        Colour.RED,
        type("Lazy", (), {"__str__": lambda self: "=lazy"})(),
    ]
    data = write_xlsx([str(n) for n in range(len(values))], [values])
    assert {kind for kind, _ in cells_of(data)[1]} == {"s"}
    for _, text in cells_of(data)[1]:
        assert text == "#N/A" or text.replace("_x000D_", "\r").startswith("'") or text.startswith("k : '")


def test_a_csv_cell_never_begins_like_a_formula():
    data = write_csv(["=titre", "b"], [[value, [value, value]] for value in HOSTILE])
    table = read_table(data, "f.csv")
    assert data.decode("utf-8-sig").splitlines()[0] == "'=titre,b"
    assert [row[0] for row in table.rows] == HOSTILE


@given(TEXTS)
def test_nothing_that_another_library_fears_is_left(text):
    output = io.StringIO()
    defused.writer(output).writerow([neutralise_text(text), "x"])
    written = output.getvalue()
    plain = io.StringIO()
    csv.writer(plain).writerow([neutralise_text(text), "x"])
    # That library lets through numbers in its own sense, and escapes nothing that is already neutral.
    assert written == plain.getvalue() or written.startswith(("'+", "\"'+", "'-", "\"'-", "'%", "'="))


@given(TEXTS)
def test_neutralising_is_reversible(text):
    assert restore_text(neutralise_text(text)) == text


def kept(text):
    """What a table can hold: the invisible characters that XML refuses are not kept."""
    return strip_controls(text)


ROWS = st.lists(
    st.tuples(TEXTS, TEXTS, TEXTS).filter(lambda row: any(kept(cell).strip() for cell in row)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, separator=st.sampled_from(",;\t|"))
def test_what_is_written_in_csv_is_read_back(rows, separator):
    data = write_csv(["a", "b", "c"], [["début", "x", "y"], *rows], separator=separator)
    table = read_table(data, "f.csv")
    assert table.separator == separator
    assert table.rows[1:] == tuple(tuple(kept(cell) for cell in row) for row in rows)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS)
def test_what_is_written_in_xlsx_is_read_back(rows):
    table = read_table(write_xlsx(["a", "b", "c"], rows), "f.xlsx")
    assert table.rows == tuple(tuple(kept(cell) for cell in row) for row in rows)


VALUES = [
    None, True, 3, -2.5, float("nan"), Decimal("1.50"), datetime.date(2024, 3, 1),
    datetime.datetime(2024, 3, 1, 8, tzinfo=datetime.UTC), ["a", 1], uuid.UUID(int=1), 10**20,
]  # fmt: skip


def test_values_of_every_type_in_csv():
    headers = [f"c{n}" for n in range(len(VALUES))]
    line = write_csv(headers, [VALUES], separator=";").decode("utf-8-sig").split("\r\n")[1]
    assert line == (
        ';VRAI;3;-2,5;;1,50;2024-03-01;2024-03-01T08:00:00+00:00;"a ; 1";'
        "00000000-0000-0000-0000-000000000001;100000000000000000000"
    )
    assert "-2.5" in write_csv(headers, [VALUES]).decode()


def test_values_of_every_type_in_xlsx():
    cells = cells_of(write_xlsx([f"c{n}" for n in range(len(VALUES))], [VALUES]))[1]
    assert cells == [
        ("n", None),
        ("b", True),
        ("n", 3),
        ("n", -2.5),
        ("n", None),
        ("n", 1.5),
        ("s", "2024-03-01"),
        ("s", "2024-03-01T08:00:00+00:00"),
        ("s", "a ; 1"),
        ("s", "00000000-0000-0000-0000-000000000001"),
        ("s", "100000000000000000000"),
    ]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_cannot_be_written_is_refused(write):
    for headers, rows, code in [
        (["a", "a"], [], "write_duplicate_headers"),
        (["a", "b"], [["1"]], "write_row_width"),
        (["a"], [["x" * 32_768]], "cell_too_long"),
        (["a"], [["=" + "x" * 32_766]], "cell_too_long"),
    ]:
        with pytest.raises(TableError) as caught:
            write(headers, rows)
        assert caught.value.code == code
    with pytest.raises(TypeError):
        write(["a"], [[b"x"]])


def test_a_sheet_s_name_is_made_valid():
    data = write_xlsx(["a"], [["b"]], sheet="Réponses [2024] : Salariés/Élus et une longue suite")
    assert read_table(data, "f.xlsx").sheet == "Réponses  2024    Salariés Élus"
