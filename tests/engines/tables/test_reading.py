import pytest

from marchepied.engines.tables import Limits, TableError, read_table

TEXT = "groupe;Q1;avis\nSalariés;4;« très bien », été à l’œuvre\nBénévoles;2;ça dépend\n"


def refuse(data, name="f.csv", **options):
    with pytest.raises(TableError) as caught:
        read_table(data, name, **options)
    return caught.value


@pytest.mark.parametrize(
    ("codec", "read_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_every_usual_encoding_gives_the_same_table(codec, read_as):
    table = read_table(TEXT.encode(codec), "f.csv")
    assert table.encoding == read_as
    assert table.headers == ("groupe", "Q1", "avis")
    assert table.rows == (
        ("Salariés", "4", "« très bien », été à l’œuvre"),
        ("Bénévoles", "2", "ça dépend"),
    )
    assert table.row_numbers == (2, 3)


def test_latin_1_is_read_as_its_superset():
    table = read_table("a,b\né,à\n".encode("latin-1"), "f.csv")
    assert (table.encoding, table.rows) == ("cp1252", (("é", "à"),))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_and_quotes_are_respected(separator):
    data = f'a{separator}b\n"x{separator}y"{separator}"say ""hi""\nagain"\n'.encode()
    table = read_table(data, "f.csv")
    assert table.separator == separator
    assert table.rows == ((f"x{separator}y", 'say "hi"\nagain'),)


def test_a_decimal_comma_is_no_separator():
    table = read_table(b"nom;poids;Q1\na;1,5;2\nb;2,5;3\n", "f.csv")
    assert (table.separator, table.rows) == (";", (("a", "1,5", "2"), ("b", "2,5", "3")))


def test_titles_with_commas_do_not_hide_the_semicolon():
    table = read_table(b"Question 1, la paie;Question 2, le temps\n1;2\n3;4\n", "f.csv")
    assert table.headers == ("Question 1, la paie", "Question 2, le temps")


def test_one_column_is_a_table():
    assert read_table(b"Q1\n3\n4\n", "f.csv").rows == (("3",), ("4",))


def test_the_separator_line_counts_as_a_row():
    table = read_table(b"sep=|\r\na|b\r\n1|2\r\n", "f.csv")
    assert (table.separator, table.headers, table.row_numbers) == ("|", ("a", "b"), (3,))


def test_blank_rows_are_counted_then_dropped():
    table = read_table(b"\na,b\n\n1,2\n,\n3,4\n", "f.csv")
    assert table.row_numbers == (4, 6)


def test_short_rows_are_completed_and_told():
    table = read_table(b"a,b,c\n1,2,3\n4\n5,6\n", "f.csv")
    assert table.rows == (("1", "2", "3"), ("4", "", ""), ("5", "6", ""))
    assert [(w.code, dict(w.params)) for w in table.warnings] == [("short_rows", {"count": 2, "row": 3})]


def test_empty_columns_at_the_end_are_dropped():
    assert read_table(b"a,b,,\n1,2,,\n", "f.csv").headers == ("a", "b")


def test_an_untitled_column_gets_a_name():
    table = read_table(b",Q1,Q2\n7,1,2\n", "f.csv")
    assert table.headers == ("colonne A", "Q1", "Q2")
    assert str(table.warnings[0]) == "Sans titre, la colonne A est appelée « colonne A »."


def test_stray_controls_are_removed_and_told():
    table = read_table(b"a,b\nx\x0by,2\n", "f.csv")
    assert (table.rows, table.warnings[0].code) == ((("xy", "2"),), "control_characters")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "f.csv", "empty"),
        (b" \n\r\n", "f.csv", "empty"),
        (b",,\n,\n", "f.csv", "empty"),
        (b"a,b\n", "f.csv", "no_rows"),
        (b"a\x00b,c\n1,2\n", "f.csv", "binary"),
        (b"%PDF-1.7 ...", "f.csv", "binary"),
        (bytes(range(256)) * 4, "f.csv", "binary"),
        (b"\xff\xfea", "f.csv", "undecodable"),
        (b"<!DOCTYPE html><html></html>", "f.csv", "markup"),
        (b"<?xml version='1.0'?><Workbook/>", "f.csv", "markup"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "f.xlsx", "ole_file"),
        (b"a\tb\n1\t2\n", "f.xls", "old_format"),
        (b"PK\x03\x04whatever", "f.ods", "old_format"),
        (b"PK\x03\x04whatever", "f.xlsx", "xlsx_broken"),
        (b"a,b\n1,2\n", "f.xlsx", "xlsx_broken"),
        (b",,c\n1,2,3\n", "f.csv", "no_header"),
    ],
)
def test_what_is_no_table_is_refused(data, name, code):
    assert refuse(data, name).code == code


def test_duplicate_titles_name_both_columns():
    error = refuse(b"nom;Q1;Q2; Q1 \nx;1;2;3\n")
    assert str(error) == "Les colonnes B et D portent le même nom « Q1 ». Renommez l’une des deux."
    assert (error.row, error.column) == (1, "D")


def test_a_row_too_wide_is_named():
    error = refuse(b"a,b\n1,2\n1,2,3\n")
    assert (error.code, error.row, error.params["cells"], error.params["expected"]) == (
        "row_too_wide",
        3,
        3,
        2,
    )


@pytest.mark.parametrize("data", [b'a,b\n1,"2\n3,4\n', b'a,b\n1,"2"x\n'])
def test_a_broken_quote_is_refused_with_its_row(data):
    error = refuse(data)
    assert (error.code, error.row) == ("quotes", 2)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(size=5), "too_heavy"),
        (Limits(rows=1), "too_many_rows"),
        (Limits(columns=1), "too_many_columns"),
        (Limits(cells=3), "too_many_cells"),
        (Limits(cell_characters=2), "cell_too_long"),
    ],
)
def test_limits_are_kept(limits, code):
    assert refuse(b"a,b\n1,2\n3,four\n", limits=limits).code == code


def test_a_cell_beyond_the_parser_is_refused():
    assert refuse(b"a,b\n1," + b"x" * 200_000 + b"\n").code == "cell_too_long"


def test_a_text_file_has_no_sheet():
    assert refuse(b"a,b\n1,2\n", sheet="Mars").code == "sheet_unexpected"


def test_a_sentence_shows_a_file_s_text_short_and_on_one_line():
    error = refuse(("x" * 200 + ",b," + "x" * 200 + "\n1,2,3\n").encode())
    assert error.params["header"] == "x" * 79 + "…"


def test_an_error_carries_its_template_to_translate():
    error = refuse(b"a,a\n1,2\n")
    assert error.message.template % error.params == str(error)
