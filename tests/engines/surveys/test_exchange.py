"""Surveys out as forms and back the same, in from other tools, and figures from elsewhere."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from marchepied.apps.listening.selectors.surveys.models import survey_models
from marchepied.engines.surveys import Fault, find_faults, read_lss, read_points, read_xlsform, write_xlsform
from marchepied.engines.tables import TableError
from tests.factories.surveys import EVERY_KIND

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
FORMS, CSPS = SHARED / "cadres" / "xlsform", SHARED / "csps2020"
TITLE = {"fr": "Votre avis", "en": "Your opinion"}
has_forms = pytest.mark.skipif(not FORMS.exists(), reason="needs the shared forms of other tools")


@pytest.mark.parametrize(
    "questions",
    [EVERY_KIND, *(model.questions for model in survey_models())],
    ids=lambda q: f"{len(q)}-{q[0].kind}",
)
def test_a_survey_comes_back_the_same(questions):
    back = read_xlsform(write_xlsform(TITLE, questions))
    assert (back.title, back.questions, back.faults) == (TITLE, questions, ())


def test_a_form_says_conditions_as_forms_do():
    sheets = openpyxl.load_workbook(io.BytesIO(write_xlsform(TITLE, EVERY_KIND)))
    rows = list(sheets["survey"].iter_rows(values_only=True))
    place = rows[0].index("relevant")
    found = {row[1]: row[place] for row in rows[1:] if row[place]}
    assert found == {"q8": "${q1} <= 2", "q9": "selected(${q3}, '1')"}


def test_conditions_written_elsewhere_are_understood():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsform(TITLE, EVERY_KIND)))
    sheet = book["survey"]
    sheet.delete_cols(9)  # our own column
    out = io.BytesIO()
    book.save(out)
    back = read_xlsform(out.getvalue())
    assert (back.questions, back.faults) == (EVERY_KIND, ())


@has_forms
@pytest.mark.parametrize(
    ("name", "kinds", "faults"),
    [
        ("yes_or_no_question.xlsx", ["single"], []),
        ("or_other.xlsx", ["single", "single"], ["left_other"]),
        ("specify_other.xlsx", ["single"], ["left_other"]),
        ("choice_filter_test.xlsx", ["single", "single"], ["left_question"]),
    ],
)
def test_forms_of_other_tools(name, kinds, faults):
    read = read_xlsform((FORMS / name).read_bytes(), name)
    assert [one.kind for one in read.questions] == kinds
    assert [fault.code for fault in read.faults] == faults
    assert find_faults(read.questions) == ()


@has_forms
def test_a_column_written_twice_is_refused():
    with pytest.raises(TableError):
        read_xlsform((FORMS / "duplicate_columns.xlsx").read_bytes(), "duplicate_columns.xlsx")


@pytest.mark.skipif(not (SHARED / "cadres").exists(), reason="needs the shared surveys of other tools")
def test_structures_of_limesurvey():
    titles = {path.name: read_lss(path.read_bytes()) for path in (SHARED / "cadres").rglob("*.lss")}
    blank = titles["blank-survey.lss"]
    assert [(one.id, one.kind, one.wording["en"]) for one in blank.questions] == [
        ("q1", "text", "this is an example question")
    ]
    assert all(find_faults(read.questions) == () for read in titles.values())


LSS = """<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<surveys_languagesettings><rows><row><surveyls_survey_id>1</surveyls_survey_id><surveyls_title>Enquête</surveyls_title>
<surveyls_language>fr</surveyls_language></row></rows></surveys_languagesettings>
<groups><rows><row><gid>1</gid><group_order>1</group_order></row><row><gid>2</gid><group_order>2</group_order></row></rows></groups>
<questions><rows>
<row><qid>1</qid><parent_qid>0</parent_qid><gid>1</gid><type>L</type><title>OU</title><question_order>1</question_order><other>Y</other></row>
<row><qid>2</qid><parent_qid>0</parent_qid><gid>1</gid><type>F</type><title>AVIS</title><question_order>2</question_order></row>
<row><qid>3</qid><parent_qid>0</parent_qid><gid>2</gid><type>N</type><title>H</title><question_order>1</question_order></row>
<row><qid>4</qid><parent_qid>0</parent_qid><gid>2</gid><type>|</type><title>PJ</title><question_order>2</question_order></row>
</rows></questions>
<subquestions><rows><row><qid>5</qid><parent_qid>2</parent_qid><title>A</title></row></rows></subquestions>
<question_l10ns><rows>
<row><qid>1</qid><question>&lt;p&gt;Où &amp;amp; quand ?&lt;/p&gt;</question><language>fr</language></row>
<row><qid>2</qid><question>Diriez-vous…</question><language>fr</language></row>
<row><qid>3</qid><question>Heures ?</question><language>fr</language></row>
<row><qid>5</qid><question>on écoute</question><language>fr</language></row>
</rows></question_l10ns>
<answers><rows>
<row><qid>1</qid><code>A1</code><answer>Ici</answer><sortorder>1</sortorder><language>fr</language></row>
<row><qid>1</qid><code>A2</code><answer>Ailleurs</answer><sortorder>2</sortorder><language>fr</language></row>
<row><qid>2</qid><code>A1</code><answer>Non</answer><sortorder>1</sortorder><language>fr</language></row>
<row><qid>2</qid><code>A2</code><answer>Oui</answer><sortorder>2</sortorder><language>fr</language></row>
</rows></answers></document>"""


def test_kinds_of_limesurvey_find_theirs():
    read = read_lss(LSS.encode())
    assert read.title == {"fr": "Enquête"}
    assert [(one.id, one.kind, one.page, one.wording["fr"]) for one in read.questions] == [
        ("q1", "single", 1, "Où & quand ?"),
        ("q2", "matrix", 1, "Diriez-vous…"),
        ("q3", "number", 2, "Heures ?"),
    ]
    assert [choice["fr"] for choice in read.questions[0].choices] == ["Ici", "Ailleurs"]
    assert [row["fr"] for row in read.questions[1].rows] == ["on écoute"]
    assert read.faults == (
        Fault("left_other", params={"name": "OU"}),
        Fault("left_kind", params={"kind": "|", "name": "PJ"}),
    )


@pytest.mark.parametrize("data", [b"", b"<a>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<document/>"])
def test_what_is_no_structure_is_refused(data):
    assert read_lss(data).faults == (Fault("not_lss"),)


def test_points_are_read_line_by_line():
    points, faults = read_points("2019 ; 74 %\n\n2020;0,71;1 200\n2021\t68")
    assert faults == ()
    assert list(points) == [
        {"label": "2019", "value": 0.74, "size": None},
        {"label": "2020", "value": 0.71, "size": 1200},
        {"label": "2021", "value": 0.68, "size": None},
    ]


@pytest.mark.parametrize(
    "line", ["2019", "2019 ; beaucoup", "2019 ; 140 %", "2019 ; -2", "; 12", "2019 ; 12 ; 0"]
)
def test_a_line_that_is_no_point_is_said(line):
    points, faults = read_points(line)
    assert (points, faults[0].code, faults[0].params["line"]) == ((), "point_line", 1)


def test_nothing_is_no_point():
    assert read_points(" \n") == ((), (Fault("no_point"),))


@pytest.mark.skipif(not CSPS.exists(), reason="needs the shared figures of a survey of organisations")
def test_a_published_series_is_read_whole():
    with (CSPS / "mean_timeseries_2009_2020.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Measure"]: row for row in csv.DictReader(file)}
    years = [str(year) for year in range(2009, 2021)]
    text = "\n".join(f"{year} ; {rows['EES'][year]}" for year in years)
    points, faults = read_points(text)
    assert faults == ()
    assert [point["label"] for point in points] == years
    assert [point["value"] for point in points] == [float(rows["EES"][year]) for year in years]
    assert (points[0]["value"], points[-1]["value"]) == (0.51, 0.64)
