"""Public data as people publish them: surveys, a census of an engagement index, form definitions."""

import numpy as np
import pytest

from marchepied.engines.tables import (
    CODE_DONT_KNOW,
    TableError,
    build_mapping,
    detect_layout,
    extract_answers,
    read_table,
    write_csv,
    write_xlsx,
)


def load(shared_data, path, **options):
    file = shared_data / path
    return read_table(file.read_bytes(), file.name, **options)


def test_a_file_of_forty_nine_groups(shared_data):
    table = load(shared_data, "likert/lq2002.csv")
    layout = detect_layout(table)
    assert [column.header for column in layout.find_role("college")] == ["COMPID"]
    assert [column.header for column in layout.find_role("participant")] == ["SUB"]
    assert len(layout.find_role("item")) == 19
    extraction = extract_answers(table, build_mapping(table, layout))
    assert extraction.ok
    assert extraction.levels.shape == (2042, 19)
    assert len(extraction.colleges) == 49
    scales = {item.item_id: (item.low, item.high) for item in extraction.items}
    assert {scales[name] for name in scales if name.startswith("HOSTIL")} == {(0, 4)}
    assert {scales[name] for name in scales if not name.startswith("HOSTIL")} == {(1, 5)}


def test_the_published_agreement_of_each_group_comes_out_of_the_levels(shared_data):
    table = load(shared_data, "likert/lq2002.csv")
    extraction = extract_answers(table, build_mapping(table, group="COMPID", items="LEAD01"))
    reference = load(shared_data, "likert/ref_lq2002_rwg_lead01.csv")
    expected = {row[0]: (float(row[1]), int(row[2])) for row in reference.rows}
    groups = np.array(extraction.colleges_of)
    levels = extraction.levels[:, 0].astype(float)
    assert {college.name for college in extraction.colleges} == set(expected)
    for name, (rwg, size) in expected.items():
        own = levels[groups == name]
        assert own.size == size
        # The published index is cut at 0, and the expected variance of five even levels is 2.
        assert max(0.0, 1 - own.var(ddof=1) / 2) == pytest.approx(max(0.0, rwg), abs=1e-9)


def test_six_levels_missing_values_and_reversed_items(shared_data):
    table = load(shared_data, "likert/bfi.csv")
    extraction = extract_answers(table, build_mapping(table, college="Tous", items="-A1,A2,A3,A4,A5"))
    assert extraction.ok
    assert {(item.low, item.high) for item in extraction.items} == {(1, 6)}
    oriented = np.where(extraction.levels > 0, extraction.orient_levels(), np.nan)
    people = np.nanmean(oriented, axis=1)
    assert people.mean() == pytest.approx(4.6520952, abs=1e-6)
    assert people.std(ddof=1) == pytest.approx(0.89840188, abs=1e-6)


def test_answers_in_words_with_weights(shared_data):
    table = load(shared_data, "likert/hdv2003.csv")
    words = {"Insatisfaction": 1, "Equilibre": 2, "Satisfaction": 3}
    mapping = build_mapping(
        table, college="Tous", items="trav.satisf,clso", weight="poids", level_words=words
    )
    extraction = extract_answers(table, mapping)
    assert extraction.ok
    levels = extraction.levels[:, 0]
    assert [int((levels == level).sum()) for level in (3, 1, 2, 0)] == [480, 117, 451, 952]
    assert int((extraction.levels[:, 1] == CODE_DONT_KNOW).sum()) == 27
    assert extraction.weights is not None
    total = extraction.weights[levels > 0].sum()
    shares = [extraction.weights[levels == level].sum() / total for level in (3, 1, 2)]
    assert shares == pytest.approx([0.4664034, 0.1113074, 0.4222892], abs=1e-6)


def test_a_count_that_is_no_scale_is_refused_row_by_row(shared_data):
    table = load(shared_data, "likert/hdv2003.csv")
    mapping = build_mapping(table, college="Tous", items="freres.soeurs", weight="")
    extraction = extract_answers(table, mapping)
    assert not extraction.ok
    assert {reason.reason.code for reason in extraction.rejected} == {"reject_too_many_levels"}
    beyond = [n for n, v in zip(table.row_numbers, table.list_values(7), strict=True) if int(v) > 10]
    assert [reason.row_number for reason in extraction.rejected] == beyond


def test_shares_are_not_answers(shared_data):
    table = load(shared_data, "csps2020/orgscores_long.csv")
    assert detect_layout(table).kind == "long"
    with pytest.raises(TableError) as caught:
        build_mapping(table)
    assert caught.value.code == "participant_missing"


@pytest.mark.parametrize("name", ["mean_timeseries_2009_2020", "measures", "organisations"])
def test_tables_without_answers_are_read_and_nothing_is_proposed(shared_data, name):
    table = load(shared_data, f"csps2020/{name}.csv")
    assert table.rows
    assert detect_layout(table).find_role("item") == ()


def test_a_workbook_with_two_columns_of_one_name_is_refused(shared_data):
    with pytest.raises(TableError) as caught:
        load(shared_data, "cadres/xlsform/duplicate_columns.xlsx")
    assert (caught.value.code, dict(caught.value.params)) == (
        "duplicate_headers",
        {"row": 1, "column": "E", "first": "D", "second": "E", "header": "label"},
    )


def test_an_old_workbook_is_refused_with_advice(shared_data):
    with pytest.raises(TableError) as caught:
        load(shared_data, "cadres/xlsform/tutorial.xls")
    assert caught.value.code == "ole_file"
    assert "XLSX" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "sheet", "shape"),
    [
        ("choice_filter_test", "choices", (14, 4)),
        ("specify_other", "survey", (1, 3)),
        ("yes_or_no_question", "choices", (2, 3)),
        ("xlsform_spec_test", "settings", (1, 9)),
    ],
)
def test_workbooks_of_another_project_are_read(shared_data, name, sheet, shape):
    table = load(shared_data, f"cadres/xlsform/{name}.xlsx", sheet=sheet)
    assert (table.sheet, len(table.rows), len(table.headers)) == (sheet, shape[0], shape[1])


@pytest.mark.parametrize("path", ["likert/lq2002.csv", "likert/hdv2003.csv"])
def test_a_real_table_survives_both_formats(shared_data, path):
    table = load(shared_data, path)
    assert read_table(write_csv(table.headers, table.rows, separator=";"), "f.csv").rows == table.rows
    assert read_table(write_xlsx(table.headers, table.rows), "f.xlsx").rows == table.rows
