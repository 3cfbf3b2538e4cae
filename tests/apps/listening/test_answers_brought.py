"""Answers typed in a table or gathered with another tool come in as sheets of paper, once, all or none."""

import csv
import io
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from marchepied.apps.listening.selectors.exports import write_grid
from marchepied.apps.listening.selectors.surveys import bringing
from marchepied.apps.listening.selectors.surveys.bringing import (
    PlannedSheet,
    answers_grid,
    plan_sheets,
    read_answers_table,
)
from marchepied.apps.listening.selectors.surveys.results import read_result, result_grid
from marchepied.apps.listening.services.surveys import bring_answers, close_survey, deposit_sheet
from marchepied.apps.participation.models import Answer, Comment, SentForm
from marchepied.core.models import AuditEntry
from marchepied.engines.surveys import Question, read_questions
from marchepied.engines.tables import write_csv
from tests.factories.answer_tables import fields_of, held, read, refusals_of, spaced
from tests.factories.hostile import HOSTILE
from tests.factories.surveys import EVERY_KIND, FILLED, call_of, fill, open_one

pytestmark = pytest.mark.django_db

LIKERT = Path(__file__).resolve().parents[4] / "shared" / "data" / "likert" / "hdv2003.csv"
HEADINGS = [
    "1. Content ?",
    "2. D’où venez-vous ?",
    "3.1. Qu’avez-vous aimé ? L’accueil",
    "3.2. Qu’avez-vous aimé ? Le lieu",
    "3.3. Qu’avez-vous aimé ? Les horaires",
    "4.1. Que faut-il d’abord ? Un banc",
    "4.2. Que faut-il d’abord ? Un toit",
    "4.3. Que faut-il d’abord ? Un café",
    "5.1. Diriez-vous que… on vous écoute",
    "5.2. Diriez-vous que… on vous répond",
    "6. Combien d’heures ?",
    "7. Depuis quand ?",
    "8. Que manque-t-il ?",
    "9. Un mot ?",
]
# `FILLED`, as somebody types it below these headings.
TYPED = [
    "pas du tout",
    "De loin",
    "x",
    "",
    "",
    "2",
    "1er",
    "",
    "Tout à fait",
    "NSP",
    "12,5",
    "1/3/2026",
    "Un banc.",
    "Merci !",
]
# What KoboToolbox gives back of our form, with its own columns around.
KOBO = {
    "start": "2026-03-04T10:00:00",
    "deviceid": "",
    "page_1/q5/reserved_name_for_field_list_labels_7": "",
    "page_1/q1": "1",
    "page_1/q2": "3",
    "page_1/q3": "1",
    "page_1/q3/1": "1",
    "page_1/q3/2": "0",
    "page_1/q3/3": "0",
    "page_1/q4": "2 1",
    "page_1/q5/q5_1": "4",
    "page_1/q5/q5_2": "",
    "page_2/q6": "12.5",
    "page_2/q7": "2026-03-01",
    "page_2/q8": "Un banc.",
    "page_2/q9": "Merci !",
    "meta/instanceID": "uuid:0d5f3f3e-0000-4000-8000-000000000001",
    "_id": "12",
    "_uuid": "0d5f3f3e-0000-4000-8000-000000000001",
    "_submission_time": "2026-03-04T10:04:00",
}


def shown_of(survey):
    """All that the result shows, as a table."""
    return result_grid(read_result(survey, close_survey(survey=survey, by=None), "fr"))


def test_the_table_to_fill_has_a_column_a_question_or_a_part():
    assert answers_grid(EVERY_KIND) == (HEADINGS, [])
    with translation.override("en"):
        assert answers_grid(EVERY_KIND)[0][:2] == ["1. Happy?", "2. D’où venez-vous ?"]


def test_a_table_filled_gives_the_result_of_the_same_sheets_typed(house):
    by_hand, by_table = open_one(house), open_one(house)
    other = {**FILLED, "q1": "4", "q2": "1", "q6": "3"}
    for sheet in (*[FILLED] * 7, *[other] * 6):
        deposit_sheet(call=call_of(by_hand), fields=sheet, paper=True)
    changed = ["4", "1", *TYPED[2:10], "3", *TYPED[11:]]
    planned = read(HEADINGS, *[TYPED] * 7, *[changed] * 6, leave=False)
    assert planned.ok
    done = bring_answers(call=call_of(by_table), planned=planned, by=house.pilot)
    assert (done.taken, done.known, call_of(by_table).answered_count) == (13, 0, 13)
    assert shown_of(by_table) == shown_of(by_hand)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_table_comes_back_filled(kind):
    headings, _none = answers_grid(EVERY_KIND)
    table = read_answers_table(write_grid((headings, [TYPED]), kind, sheet="Réponses"), f"r.{kind}")
    planned = plan_sheets(EVERY_KIND, table)
    assert [dict(sheet.fields) for sheet in planned.sheets] == [{**FILLED, "q6": "12.5"}]
    assert (planned.unknown, planned.missing, planned.ok) == ((), (), True)


def test_what_comes_back_from_our_form_is_read():
    (fields,) = fields_of(list(KOBO), list(KOBO.values()))
    assert fields == {key: text for key, text in {**FILLED, "q6": "12.5"}.items() if text != "sp"}
    planned = read(list(KOBO), list(KOBO.values()), leave=False)
    assert (planned.unknown, planned.missing, planned.ok) == ((), (), True)
    assert planned.sheets[0].sending == KOBO["_uuid"]


@pytest.mark.parametrize(
    ("heading", "cell", "fields"),
    [
        ("content", "TOUT A FAIT", {"q1": "4"}),
        ("Happy?", "4", {"q1": "4"}),
        ("1", "Plutôt oui", {"q1": "3"}),
        ("Question 1", "je ne sais pas", {"q1": "sp"}),
        ("q1", "2", {"q1": "2"}),
        ("Qu’avez-vous aimé ?", "L’accueil ; Le lieu", {"q3.1": "2", "q3.2": "2"}),
        ("Qu’avez-vous aimé ?/Le lieu", "oui", {"q3.2": "2"}),
        ("q3", "1,3", {"q3.1": "2", "q3.3": "2"}),
        ("q3/2", "TRUE", {"q3.2": "2"}),
        ("4", "Un toit, Un banc", {"q4.2": "1", "q4.1": "2"}),
        ("4.3", "3e", {"q4.3": "3"}),
        ("on vous écoute", "NSP", {"q5.1": "sp"}),
        ("6", "1 250,5", {"q6": "1250.5"}),
        ("7", "2026-03-01T08:30:00.000+01:00", {"q7": "2026-03-01"}),
        ("9", "=1+1", {"q9": "=1+1"}),
    ],
)
def test_headings_and_cells_are_read_as_people_and_tools_write_them(heading, cell, fields):
    assert fields_of([heading], [cell]) == [fields]


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("1", "5", "Écrivez l’une de ces réponses : Pas du tout ; Plutôt pas ; Plutôt oui ; Tout à fait."),
        ("3.1", "beaucoup", "Écrivez « x » si c’est coché, ou laissez la case vide."),
        (
            "3",
            "1 ; 4",
            "Écrivez les réponses l’une après l’autre, séparées par « ; » : "
            "L’accueil ; Le lieu ; Les horaires.",
        ),
        ("4.1", "4", "Écrivez son rang, de 1 à 3, ou laissez la case vide."),
        ("6", "douze", "Écrivez un nombre, par exemple 12 ou 7,5."),
        ("7", "31/02/2026", "Écrivez la date ainsi : 31/12/2027."),
        ("9", "é" * 2001, "Ce texte a 2001 caractères, raccourcissez-le à 2000."),
        ("9", "#REF!", "Cette case est une erreur de calcul : écrivez la réponse, ou videz-la."),
    ],
)
def test_each_cell_refused_is_told_with_its_place(heading, cell, reason):
    ((row, column, value, said),) = refusals_of([heading, "2"], ["", "1"], [cell, "1"])
    assert (row, column, value, said) == (3, heading, cell, reason)


def test_no_below_the_choice_no_is_asked_again():
    choices = ({"fr": "Oui"}, {"fr": "Non"})
    questions = (Question("q1", "multiple", {"fr": "Venu ?"}, choices=choices),)
    assert fields_of(["1.1", "1.2"], ["non", "x"], questions=questions) == [{"q1.2": "2"}]
    assert [one[:3] for one in refusals_of(["1.1", "1.2"], ["oui", "non"], questions=questions)] == [
        (2, "1.2", "non")
    ]


def test_a_rank_given_twice_is_told():
    assert refusals_of(["4.1", "4.2"], ["1", "1"]) == [
        (2, "4.2", "1", "Deux réponses ont le même rang : donnez un rang différent à chacune.")
    ]


def test_two_columns_that_contradict_each_other_are_told():
    assert refusals_of(["q3", "q3/1", "q3/2"], ["1", "1", "1"], ["1", "1", "0"]) == [
        (2, "q3/2", "1", "Cette case ne dit pas la même chose que la colonne « q3 ».")
    ]


def test_columns_unknown_and_questions_without_column_are_left_only_knowingly():
    questions = EVERY_KIND[:3]
    headings, row = ["Nom", "1", "3.1"], ["Claire", "2", "x"]
    asked = read(headings, row, questions=questions, leave=False)
    assert (asked.ok, asked.must_choose, asked.unknown) == (False, True, ("Nom",))
    assert asked.missing == ("2. D’où venez-vous ?", HEADINGS[3], HEADINGS[4])
    left = read(headings, row, questions=questions)
    assert (left.ok, dict(left.sheets[0].fields)) == (True, {"q1": "2", "q3.1": "2"})


def test_what_tools_add_is_left_out_of_their_tables_only():
    assert read(["1", "start", "_id"], ["2", "x", "y"]).unknown == ("start", "_id")
    assert read(["q1", "start", "_uuid", "Nom"], ["2", "x", "y", "z"]).unknown == ("Nom",)


def test_two_columns_of_one_question_are_unclear():
    planned = read(["1", "Content ?"], ["2", "2"])
    assert {heading: spaced(said) for heading, said in planned.unclear.items()} == {
        "Content ?": "elle parle de la même chose que la colonne « 1 » : gardez l’une des deux."
    }
    assert not planned.ok


def test_a_wording_asked_twice_is_unclear_and_its_number_is_not():
    twice = (EVERY_KIND[5], replace(EVERY_KIND[5], id="q2"))
    assert list(read(["Combien d’heures ?"], ["2"], questions=twice).unclear) == ["Combien d’heures ?"]
    assert fields_of(["2. Combien d’heures ?"], ["2"], questions=twice) == [{"q2": "2"}]


def test_a_question_moved_is_not_taken_for_the_one_of_that_rank():
    moved = (EVERY_KIND[6], EVERY_KIND[5], EVERY_KIND[0])
    assert list(read(["q1"], ["2"], questions=moved).unclear) == ["q1"]
    assert fields_of(["q1", "_uuid"], ["2", ""], questions=moved) == [{"q1": "2"}]


def test_answers_that_are_numbers_are_read_by_their_words_or_by_codes_never_by_either():
    marks = (Question("q1", "scale", {"fr": "Note ?"}, choices=tuple({"fr": str(n)} for n in range(5))),)
    assert fields_of(["1"], ["0"], ["4"], questions=marks) == [{"q1": "1"}, {"q1": "5"}]
    assert fields_of(["q1", "_uuid"], ["4", ""], questions=marks) == [{"q1": "4"}]
    assert list(read(["q1"], ["4"], questions=marks).unclear) == ["q1"]
    assert [one[2] for one in refusals_of(["1"], ["5"], questions=marks)] == ["5"]


def test_rows_without_answer_are_counted_apart():
    planned = read(["Nom", "1"], ["Claire", ""], ["Paul", "2"])
    assert (planned.silent, [sheet.row for sheet in planned.sheets]) == (1, [3])


def test_a_bad_last_row_writes_nothing(house):
    survey = open_one(house)
    planned = read(["1"], *[["2"]] * 30, ["oups"])
    with pytest.raises(ValidationError):
        bring_answers(call=call_of(survey), planned=planned, by=None)
    # What only the deposit refuses: a sheet that says nothing.
    planned = read(["1"], *[["2"]] * 30)
    planned = replace(planned, sheets=(*planned.sheets, PlannedSheet(32, {"q9": "\u200b"})))
    with pytest.raises(ValidationError) as refused:
        bring_answers(call=call_of(survey), planned=planned, by=None)
    assert [spaced(said) for said in refused.value.messages] == [
        "Ligne 32 : Répondez à une question au moins, puis envoyez."
    ]
    assert (held(), SentForm.objects.count(), call_of(survey).answered_count) == ((Counter(),) * 2, 0, 0)


def test_whatever_a_table_holds_it_goes_in_whole_or_not_at_all(house):
    survey, draw, count = open_one(house), random.Random(20261129), 0
    headings = [*HEADINGS, *KOBO, "1", "q3", "4", "Nom", *HOSTILE[:4]]
    cells = [*TYPED, *KOBO.values(), *HOSTILE, "0", "1", "NSP", "1;2", "2 1 3", "x" * 2001, "9" * 400, ";"]
    outcomes = Counter()
    for _table in range(120):
        names = draw.sample(headings, draw.randrange(1, 6))
        rows = [[draw.choice(["", "", "", draw.choice(cells)]) for _name in names] for _row in range(3)]
        if not any(map(any, rows)):
            continue
        planned = read(names, *rows)
        try:
            count += bring_answers(call=call_of(survey), planned=planned, by=None).taken
            outcomes["in"] += 1
        except ValidationError:
            outcomes["refused"] += 1
        assert call_of(survey).answered_count == SentForm.objects.count() == count
    assert min(outcomes["in"], outcomes["refused"]) > 10
    assert Answer.objects.values("respondent").distinct().count() <= count
    assert all(row.level is None or 1 <= row.level <= 4 for row in Answer.objects.all())


def test_the_same_table_in_another_order_and_format_counts_once(house):
    survey = open_one(house)
    rows = [TYPED, ["4", *TYPED[1:]], ["3", *TYPED[1:]]]
    first = bring_answers(call=call_of(survey), planned=read(HEADINGS, *rows), by=house.pilot)
    before = held()
    again = read_answers_table(write_csv(HEADINGS, rows[::-1]), "autre.csv")
    second = bring_answers(call=call_of(survey), planned=plan_sheets(EVERY_KIND, again), by=house.pilot)
    assert ((first.taken, first.known), (second.taken, second.known)) == ((3, 0), (0, 3))
    assert (held(), call_of(survey).answered_count) == (before, 3)
    entries = AuditEntry.objects.filter(verb="survey.sheets_brought").values_list("target_id", "detail")
    assert list(entries) == [(str(survey.pk), {"rows": 3})]


def test_people_who_said_the_same_each_count(house):
    survey = open_one(house)
    done = bring_answers(call=call_of(survey), planned=read(["1"], *[["2"]] * 6), by=None)
    assert (done.taken, call_of(survey).answered_count) == (6, 6)
    assert Answer.objects.values("respondent").distinct().count() == 6


def test_a_longer_export_of_another_tool_brings_only_what_is_new(house):
    survey = open_one(house)
    sendings = [f"uuid:0d5f3f3e-0000-4000-8000-00000000000{n}" for n in range(5)]
    rows = [["2", sending] for sending in sendings]
    done = [
        bring_answers(call=call_of(survey), planned=read(["q1", "KEY"], *rows[:count]), by=None)
        for count in (3, 5)
    ]
    assert [(one.taken, one.known) for one in done] == [(3, 0), (2, 3)]


def test_paper_counts_beyond_the_quota_and_never_once_closed(house):
    survey = open_one(house, quota=5)
    fill(survey, FILLED, times=5)
    planned = read(["1"], *[["2"]] * 3)
    assert bring_answers(call=call_of(survey), planned=planned, by=None).taken == 3
    close_survey(survey=survey, by=None)
    with pytest.raises(ValidationError) as refused:
        bring_answers(call=call_of(survey), planned=read(["1"], ["4"]), by=None)
    assert [spaced(said) for said in refused.value.messages] == [
        "Ce questionnaire ne prend plus de réponses."
    ]


def test_reading_stops_when_there_is_enough_to_correct():
    planned = read(["1"], *[["oups"]] * 300)
    assert (len(planned.refusals), planned.is_cut_short) == (bringing.MOST_REFUSALS, True)
    assert not read(["1"], *[["oups"]] * 199).is_cut_short


@pytest.mark.skipif(not LIKERT.exists(), reason="needs the shared copy of « Histoire de vie » (hdv2003)")
def test_people_of_a_real_survey_are_counted_as_in_its_file(house):
    with LIKERT.open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))[:500]
    answers = {"trav.satisf": ["Insatisfaction", "Equilibre", "Satisfaction"], "sexe": ["Homme", "Femme"]}
    questions = read_questions(
        [
            {"id": "q1", "kind": "scale", "wording": {"fr": "trav.satisf"}},
            {"id": "q2", "kind": "single", "wording": {"fr": "sexe"}},
            {"id": "q3", "kind": "number", "wording": {"fr": "age"}},
        ]
    )
    questions = tuple(
        replace(one, choices=tuple({"fr": name} for name in answers.get(one.wording["fr"], ())))
        for one in questions
    )
    output = io.StringIO()
    columns = ["id", "age", "trav.satisf", "sexe"]
    writer = csv.DictWriter(output, columns, extrasaction="ignore")
    writer.writeheader()
    # « NA » is how this file says that the question was not asked.
    writer.writerows({key: "" if text == "NA" else text for key, text in one.items()} for one in people)
    planned = plan_sheets(questions, read_answers_table(output.getvalue().encode(), "hdv.csv"), leave=True)
    survey = open_one(house, questions=questions)
    done = bring_answers(call=call_of(survey), planned=planned, by=None)
    assert (done.taken, planned.unknown, planned.refusals) == (500, ("id",), ())
    for item, column in (("q1", "trav.satisf"), ("q2", "sexe")):
        held_here = Counter(Answer.objects.filter(item_id=item).values_list("level", flat=True))
        told = Counter(one[column] for one in people if one[column] in answers[column])
        assert {answers[column][level - 1]: count for level, count in held_here.items()} == told
    ages = Counter(Comment.objects.filter(item_id="q3").values_list("text", flat=True))
    assert ages == Counter(one["age"] for one in people)
