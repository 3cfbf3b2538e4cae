"""Whatever the bytes: a whole table, or a sentence."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.tables import (
    Limits,
    TableError,
    build_mapping,
    detect_layout,
    extract_answers,
    read_table,
    write_csv,
    write_xlsx,
)

ROWS = [
    [f"groupe {n % 3}", f"p{n}", 1 + n % 5, "ne sait pas" if n % 4 == 0 else 1 + n % 3, f"avis « {n} », été"]
    for n in range(40)
]
HEADERS = ["groupe", "participant", "Q1", "Q2", "commentaire"]
CSV = write_csv(HEADERS, ROWS, separator=";")
XLSX = write_xlsx(HEADERS, ROWS)
LIMITS = Limits(size=200_000, rows=2_000, columns=200, cells=100_000, unpacked_size=2_000_000)


def check_sentence(error):
    assert str(error) == error.message.template % error.params


def survive(data, name):
    """Run the whole chain; anything but a result or a TableError fails the test."""
    try:
        table = read_table(data, name, limits=LIMITS)
    except TableError as error:
        check_sentence(error)
        return None
    assert all(len(row) == len(table.headers) for row in table.rows)
    assert len(set(table.headers)) == len(table.headers)
    try:
        layout = detect_layout(table)
        extraction = extract_answers(table, build_mapping(table, layout))
    except TableError as error:
        check_sentence(error)
        return table
    assert extraction.ok == (not extraction.rejected)
    assert len(extraction.levels) == (len(extraction.colleges_of) if extraction.ok else 0)
    return table


@settings(max_examples=1500, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(["f.csv", "f.xlsx", "f.tsv", "f", "f.xls"]))
def test_random_bytes(data, name):
    survive(data, name)


@settings(max_examples=800, deadline=None)
@given(text=st.text(max_size=300), codec=st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_random_texts(text, codec):
    survive(text.encode(codec, errors="surrogatepass"), "f.csv")


def mutate(data, source):
    changed = bytearray(data)
    for _ in range(source.randint(1, 6)):
        place = source.randrange(len(changed) or 1)
        match source.randrange(5):
            case 0:
                changed[place : place + 1] = bytes([source.randrange(256)])
            case 1:
                del changed[place : place + source.randint(1, 30)]
            case 2:
                changed[place:place] = bytes(source.choices(b'";,\t\r\n=\x00\xff0', k=source.randint(1, 8)))
            case 3:
                changed = changed[: max(1, place)]
            case _:
                changed[place:place] = changed[place : place + source.randint(1, 60)]
    return bytes(changed)


@pytest.mark.parametrize("seed", range(20))
def test_mutated_text_files(seed):
    source = random.Random(seed)
    for _ in range(150):
        survive(mutate(CSV, source), "f.csv")


@pytest.mark.parametrize("seed", range(20))
def test_mutated_workbooks_are_read_wholly_or_refused(seed):
    whole = read_table(XLSX, "f.xlsx")
    source = random.Random(seed)
    for _ in range(60):
        table = survive(mutate(XLSX, source), "f.xlsx")
        # The archive's checksums see any change that touches a cell.
        assert table is None or table.rows == whole.rows


@pytest.mark.parametrize("seed", range(12))
def test_mutated_xml_inside_a_sound_archive(seed):
    source = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(XLSX)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(60):
        name = source.choice([*parts, "xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"])
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w") as archive:
            for other, content in parts.items():
                archive.writestr(other, mutate(content, source) if other == name else content)
        survive(output.getvalue(), "f.xlsx")
