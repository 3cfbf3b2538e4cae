import numpy as np
import pytest

from marchepied.engines.tables import (
    CODE_DONT_KNOW,
    CODE_MISSING,
    CODE_NOT_CONCERNED,
    CollegeCount,
    ItemChoice,
    TableError,
    build_mapping,
    extract_answers,
    read_table,
)


def extract(text, *, known_items=None, listed=500, **options):
    table = read_table(text.encode(), "f.csv")
    mapping = build_mapping(table, **options)
    return extract_answers(table, mapping, known_items=known_items, listed=listed)


def reasons(extraction):
    return [(r.row_number, r.column, r.value, r.reason.code) for r in extraction.rejected]


def test_a_wide_file_gives_every_answer():
    extraction = extract(
        "groupe;poids;Q1;Q2;commentaire Q2;remarques\n"
        "Salariés;1,5;4;ne sait pas;à voir;merci\n"
        " Salariés ;1;1;5;;\n"
        "Élus;0.5;;pas concerné;;\n"
    )
    assert extraction.ok
    assert extraction.levels.tolist() == [
        [4, CODE_DONT_KNOW],
        [1, 5],
        [CODE_MISSING, CODE_NOT_CONCERNED],
    ]
    assert extraction.colleges_of == ("Salariés", "Salariés", "Élus")
    assert extraction.colleges == (CollegeCount("Salariés", 2, 2), CollegeCount("Élus", 1, 1))
    assert extraction.weights is not None
    assert extraction.weights.tolist() == [1.5, 1.0, 0.5]
    assert dict(extraction.comments) == {(0, 1): "à voir"}
    assert extraction.general_comments == ("merci", "", "")
    answers = list(extraction.iterate_answers())
    assert [(a.respondent, a.college, a.item_id, a.kind, a.level, a.comment) for a in answers[:2]] == [
        (0, "Salariés", "Q1", "level", 4, ""),
        (0, "Salariés", "Q2", "dont_know", None, "à voir"),
    ]
    assert len(answers) == 6


def test_a_long_file_gathers_the_rows_of_each_person():
    extraction = extract(
        "groupe,participant,question,réponse,commentaire\n"
        "A,1,Q1,3,bien\nB,1,Q1,5,\nA,1,Q2,NSP,\nB,1,Q2,2,bof\n"
    )
    assert extraction.levels.tolist() == [[3, CODE_DONT_KNOW], [5, 2]]
    assert extraction.colleges_of == ("A", "B")
    assert dict(extraction.comments) == {(0, 0): "bien", (1, 1): "bof"}


def test_levels_count_from_the_lowest_and_reversed_items_turn_over_on_demand():
    extraction = extract("Q1,Q2\n0,4\n3,NA\n", college="Tous", items="Q1,-Q2", scale=(0, 4))
    assert extraction.levels.tolist() == [[1, 5], [4, 0]]
    assert extraction.orient_levels().tolist() == [[1, 1], [4, 0]]
    assert [item.reversed for item in extraction.items] == [False, True]


def test_the_ways_of_writing_a_level():
    extraction = extract('Q1\n3\n" 3 "\n"3,0"\n3.00\n3 - moyen\n3. moyen\n', college="T", scale=(1, 5))
    assert extraction.levels.ravel().tolist() == [3] * 6


def test_words_are_levels():
    extraction = extract("Q1\nToujours\njamais\nPARFOIS\n", college="T")
    assert extraction.levels.ravel().tolist() == [4, 1, 2]
    declared = {"Insatisfaction": 1, "Equilibre": 2, "Satisfaction": 3}
    extraction = extract("Q1\nEquilibre\nsatisfaction\n", college="T", items="Q1", level_words=declared)
    assert extraction.levels.ravel().tolist() == [2, 3]


def test_every_reason_is_explained_in_the_order_of_the_file():
    extraction = extract(
        'groupe,id,poids,Q1,Q2\nA,1,1,3,5\n\nA,1,-1,6,"2,5"\n,2,1,1,bof\nB,3,x,#REF!,3\nB,4,1,NSP,99\n',
        scale=(1, 5),
        items="Q1,Q2",
    )
    assert reasons(extraction) == [
        (4, "poids", "-1", "reject_weight"),
        (4, "id", "1", "reject_participant_twice"),
        (4, "Q1", "6", "reject_outside"),
        (4, "Q2", "2,5", "reject_not_integer"),
        (5, "groupe", "", "reject_college_missing"),
        (5, "Q2", "bof", "reject_not_level"),
        (6, "poids", "x", "reject_weight"),
        (6, "Q1", "#REF!", "reject_error_cell"),
        (7, "Q2", "99", "reject_too_many_levels"),
    ]
    assert (extraction.rejected_count, extraction.rejected_rows) == (9, 4)
    assert str(extraction.rejected[2].reason) == "en dehors de l’échelle de 1 à 5"


def test_one_bad_row_refuses_everything():
    extraction = extract("groupe,poids,Q1\nA,1,3\nA,1,2\nA,1,2.5\n", scale=(1, 5))
    assert not extraction.ok
    assert extraction.levels.shape == (0, 1)
    assert (extraction.colleges_of, extraction.colleges, list(extraction.iterate_answers())) == ((), (), [])
    assert extraction.weights is not None
    assert extraction.weights.size == 0


def test_a_scale_of_twelve_levels_is_refused_row_by_row():
    extraction = extract("Q1\n" + "".join(f"{n}\n" for n in range(1, 13)), college="T", items="Q1")
    assert reasons(extraction) == [(13, "Q1", "12", "reject_too_many_levels")]


def test_the_listing_is_capped_but_all_is_counted():
    text = "Q1\n" + "x\n" * 700 + "1\n"
    extraction = extract(text, college="T", items="Q1")
    assert (len(extraction.rejected), extraction.rejected_count, extraction.rejected_rows) == (500, 700, 700)
    assert len(extract(text, college="T", items="Q1", listed=3).rejected) == 3


def test_reasons_of_a_long_file():
    extraction = extract(
        "groupe,participant,question,réponse,poids\n"
        "A,1,Q1,3,1\nA,1,Q1,4,1\nA,,Q1,4,1\nA,1,,4,1\nA,1,Q9,4,1\nA,1,Q2,4,2\n",
        known_items={"Q1": 4, "Q2": 4},
    )
    assert reasons(extraction) == [
        (3, "réponse", "4", "reject_answer_twice"),
        (4, "participant", "", "reject_participant_missing"),
        (5, "question", "", "reject_question_missing"),
        (6, "question", "Q9", "reject_question_unknown"),
        (7, "poids", "2", "reject_weight_differs"),
    ]


def test_questions_left_out_of_a_long_file_are_no_fault():
    extraction = extract("groupe,participant,question,réponse\nA,1,Q1,3\nA,1,Q2,bof\n", items="Q1")
    assert (extraction.ok, extraction.levels.tolist()) == (True, [[3]])


@pytest.mark.parametrize(
    ("known", "code"), [({"Q1": 5}, "item_unknown"), ({"Q1": 5, "Q2": 4}, "scale_known")]
)
def test_a_file_that_is_not_the_questionnaire_is_refused(known, code):
    table = read_table(b"Q1,Q2\n1,5\n4,2\n", "f.csv")
    with pytest.raises(TableError) as caught:
        extract_answers(table, build_mapping(table, college="T"), known_items=known)
    assert (caught.value.code, caught.value.column) == (code, "Q2")


def test_questions_absent_from_the_file_are_told():
    table = read_table(b"q1,Q2\n1,5\n4,2\n", "f.csv")
    known = {"Q1": 5, "Q2": 5, "Q3": 5}
    mapping = build_mapping(table, college="T", known_items=known)
    extraction = extract_answers(table, mapping, known_items=known)
    assert [item.item_id for item in extraction.items] == ["Q1", "Q2"]
    assert [(w.code, dict(w.params)) for w in extraction.warnings] == [
        ("known_absent", {"count": 1, "item": "Q3"})
    ]


def test_people_who_said_nothing_and_groups_alike_are_told():
    extraction = extract("groupe,Q1\nSalariés,3\nsalaries,4\nSalariés,NA\n")
    assert [warning.code for warning in extraction.warnings] == ["silent_rows", "colleges_alike"]
    assert extraction.colleges[0] == CollegeCount("Salariés", 2, 1)


def test_declared_codes_and_own_identifiers():
    extraction = extract(
        "Q1\n9\n8\n-1\n2\n",
        college="T",
        items=[ItemChoice("Q1", item_id="gouv", label="Gouvernance", low=1, high=4)],
        dont_know=["9"],
        not_concerned=["8"],
        missing=["-1"],
    )
    assert extraction.levels.ravel().tolist() == [CODE_DONT_KNOW, CODE_NOT_CONCERNED, CODE_MISSING, 2]
    assert (extraction.items[0].item_id, extraction.items[0].label) == ("gouv", "Gouvernance")


def test_the_arrays_cannot_be_changed():
    extraction = extract("groupe,poids,Q1\nA,1,3\n")
    with pytest.raises(ValueError, match="read-only"):
        extraction.levels[0, 0] = 1
    assert extraction.levels.dtype == np.int8


@pytest.mark.parametrize("weight", ["nan", "inf", "1,2,3", "1_0", "-0,1", "", "dix"])
def test_a_weight_is_a_positive_number(weight):
    extraction = extract(f'groupe,poids,Q1\nA,1,1\nA,"{weight}",3\n')
    assert reasons(extraction) == [(3, "poids", weight, "reject_weight")]


def test_a_weight_may_have_spaces_between_thousands():
    extraction = extract('groupe,poids,Q1\nA,"1 234,5",3\n')
    assert extraction.weights is not None
    assert extraction.weights.tolist() == [1234.5]


def test_groups_in_any_script_are_told_apart():
    extraction = extract("groupe,Q1\nالسكان,3\nالعمال,4\n居民,2\n")
    assert [college.name for college in extraction.colleges] == ["السكان", "العمال", "居民"]
    assert extraction.warnings == ()
