import pytest

from marchepied.engines.tables import (
    ItemChoice,
    Limits,
    TableError,
    build_codes,
    build_mapping,
    detect_layout,
    parse_items,
    read_table,
)


def read(text):
    return read_table(text.encode(), "f.csv", limits=Limits())


WIDE = read(
    "Groupe;N° répondant;Poids;Gouvernance;Salaires;Commentaire Salaires;Remarques;Courriel\n"
    "Salariés;1;1,5;4;NSP;trop bas;rien;a@b.fr\n"
    "Salariés;2;1;1;5;;;\n"
)
LONG = read(
    "Collège,Participant,Question,Réponse,Commentaire\nA,1,G1,3,bien\nA,1,G2,NC,\nB,1,G1,5,\nB,2,G2,1,\n"
)


def roles(table):
    return {column.header: column.role for column in detect_layout(table).columns}


def test_a_wide_table_is_recognised():
    layout = detect_layout(WIDE)
    assert (layout.kind, layout.confidence) == ("wide", 1.0)
    assert roles(WIDE) == {
        "Groupe": "college",
        "N° répondant": "participant",
        "Poids": "weight",
        "Gouvernance": "item",
        "Salaires": "item",
        "Commentaire Salaires": "comment",
        "Remarques": "comment",
        "Courriel": "ignore",
    }


def test_a_long_table_is_recognised():
    layout = detect_layout(LONG)
    assert (layout.kind, layout.confidence) == ("long", 1.0)
    assert [column.role for column in layout.columns] == [
        "college",
        "participant",
        "item",
        "answer",
        "comment",
    ]


def test_english_titles_are_recognised():
    table = read("Stakeholder group,Respondent ID,Question ID,Answer,Weight\nx,1,Q1,3,1\n")
    assert [c.role for c in detect_layout(table).columns] == [
        "college", "participant", "item", "answer", "weight",
    ]  # fmt: skip


def test_a_group_is_proposed_from_what_comes_back():
    table = read("atelier,Q1\n" + "".join(f"{'NS'[n % 2]}ord,{n % 5 + 1}\n" for n in range(20)))
    layout = detect_layout(table)
    assert [column.role for column in layout.columns] == ["college", "item"]
    assert layout.confidence < 1


def test_nothing_recognised_is_said():
    layout = detect_layout(read("a,b\nxyz,12.5\n"))
    assert (layout.confidence, [reason.code for reason in layout.reasons]) == (
        0.0,
        ["layout_nothing", "layout_no_college"],
    )


def test_the_proposal_makes_a_mapping():
    mapping = build_mapping(WIDE)
    assert (mapping.college_column, mapping.participant_column, mapping.weight_column) == (
        "Groupe",
        "N° répondant",
        "Poids",
    )
    assert [(item.item_id, item.low, item.high, item.comment_column) for item in mapping.items] == [
        ("Gouvernance", 1, 5, None),
        ("Salaires", 1, 5, "Commentaire Salaires"),
    ]
    assert mapping.comment_column == "Remarques"


def test_a_minus_declares_a_reversed_item():
    choices = parse_items('A, "B, ou non",-C', ["A", "B, ou non", "C", "D"])
    assert [(choice.source, choice.reversed) for choice in choices] == [
        ("A", False),
        ("B, ou non", False),
        ("C", True),
    ]


def test_a_name_that_begins_with_a_minus_is_found_first():
    assert parse_items("-C", ["C", "-C"]) == (ItemChoice("-C"),)


def test_case_is_ignored_where_it_leaves_no_doubt():
    assert parse_items("-lead01", ["LEAD01"]) == (ItemChoice("LEAD01", reversed=True),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "items_missing"),
        ("A,,B", "items_list"),
        ("A,Z", "column_unknown"),
        ("A,-A", "column_twice"),
        ('"A', "items_list"),
    ],
)
def test_a_bad_list_is_refused(text, code):
    with pytest.raises(TableError) as caught:
        parse_items(text, ["A", "B"])
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"group": "Absent"}, "column_unknown"),
        ({"group": "Groupe", "college": "Tous"}, "college_choice"),
        ({"group": "Poids", "weight": "Poids"}, "column_twice"),
        ({"items": "Groupe"}, "column_twice"),
        ({"items": [ItemChoice("Absent")]}, "column_unknown"),
        ({"items": [ItemChoice("Salaires"), ItemChoice("Gouvernance", item_id="Salaires")]}, "column_twice"),
        ({"items": []}, "items_missing"),
        ({"scale": (1, 12)}, "scale_bounds"),
        ({"scale": (1, 1)}, "scale_bounds"),
        ({"items": [ItemChoice("Salaires", low=0, high=20)]}, "scale_bounds"),
        ({"dont_know": ["9"], "missing": ["9"]}, "code_twice"),
        ({"level_words": {"bien": 1.5}}, "level_word"),
    ],
)
def test_an_impossible_mapping_is_refused(options, code):
    with pytest.raises(TableError) as caught:
        build_mapping(WIDE, **options)
    assert caught.value.code == code


def test_a_group_is_needed():
    table = read("Q1\n1\n2\n")
    with pytest.raises(TableError) as caught:
        build_mapping(table)
    assert caught.value.code == "college_missing"
    assert build_mapping(table, college="Tous").college == "Tous"


def test_a_long_table_needs_people():
    table = read("groupe,question,valeur\nA,Q1,3\n")
    with pytest.raises(TableError) as caught:
        build_mapping(table)
    assert caught.value.code == "participant_missing"


def bounds(text, **options):
    mapping = build_mapping(read(text), college="Tous", **options)
    return [(item.low, item.high) for item in mapping.items]


def test_scales_are_deduced():
    assert bounds("Q1,Q2\n2,3\n4,5\n") == [(1, 5), (1, 5)]
    assert bounds("Q1,Q2\n0,3\n4,2\n") == [(0, 4), (0, 4)]
    assert bounds("Q1\n0\n10\n") == [(0, 10)]
    assert bounds("Q1\n1\n1\n") == [(1, 2)]
    assert bounds("Q1,Q2\n1,3\n4,7\n", scale="item") == [(1, 4), (1, 7)]
    assert bounds("A1,A2,B1\n1,3\n4,5,7\n", scale="family") == [(1, 5), (1, 5), (1, 7)]
    assert bounds("Q1,Q2\n1,3\n4,5\n", scale=(1, 7)) == [(1, 7), (1, 7)]


def test_two_kinds_of_scales_are_not_confused():
    text = "A1,A2,H1,H2\n1,5,0,4\n5,2,4,0\n"
    assert bounds(text) == [(1, 5), (1, 5), (0, 4), (0, 4)]
    assert bounds(text, scale="common") == [(0, 5)] * 4
    mapping = build_mapping(read(text), college="Tous")
    assert mapping.warnings[0].code == "scale_split"


def test_a_zero_chosen_by_nobody_in_one_item_makes_no_other_scale():
    assert bounds("gouvernance,paie\n0,1\n4,4\n2,3\n") == [(0, 4), (0, 4)]


def test_a_known_number_of_levels_places_the_scale():
    known = {"Q1": 5, "Q2": 5}
    assert bounds("q1,Q2\n0,3\n4,5\n", known_items=known) == [(0, 4), (1, 5)]
    mapping = build_mapping(read("q1\n1\n"), college="T", known_items=known)
    assert mapping.items[0].item_id == "Q1"


def test_a_rare_highest_level_is_told():
    table = read("Q1\n" + "3\n5\n" * 200 + "7\n")
    codes = [warning.code for warning in build_mapping(table, college="T").warnings]
    assert codes == ["scale_guessed", "scale_rare_top"]


def test_words_of_a_usual_scale_are_levels():
    mapping = build_mapping(read("Q1\nPlutôt d’accord\nPas du tout d'accord\nNSP\n"), college="T")
    assert (mapping.items[0].low, mapping.items[0].high) == (1, 4)


def test_codes_are_folded_but_numbers_keep_their_sign():
    codes = build_codes(dont_know=["-1", "Je préfère ne pas dire"])
    assert codes.find_code("-1") == -1
    assert codes.find_code("1") is None
    assert codes.find_code("je prefere ne pas dire") == -1
    assert codes.find_code("") == 0


def test_a_declared_code_wins_over_the_usual_meaning():
    assert build_codes(missing=["NC"]).find_code("nc") == 0


def test_questions_left_out_of_a_long_table():
    mapping = build_mapping(LONG, items="-G2")
    assert [(item.item_id, item.reversed, item.column) for item in mapping.items] == [("G2", True, None)]
    assert mapping.left_out == {"G1"}


def test_a_column_chosen_for_one_role_is_no_longer_proposed_for_another():
    mapping = build_mapping(WIDE, group="Remarques", participant="Groupe", weight="")
    assert (mapping.college_column, mapping.participant_column) == ("Remarques", "Groupe")
    assert (mapping.weight_column, mapping.comment_column) == (None, None)
