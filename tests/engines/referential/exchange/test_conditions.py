"""Written conditions go out and come back the same; those of a form are read where our facts are named."""

import pytest

from marchepied.engines.referential import content_hash, load_yaml, validate
from marchepied.engines.referential.exchange import (
    locate_problems,
    questionnaire_of,
    read_long_csv,
    read_spreadsheet,
    read_xlsform,
    write_long_csv,
    write_spreadsheet,
    write_xlsform,
    write_yaml,
)
from marchepied.engines.referential.exchange._relevant import translate_relevant
from marchepied.engines.tables import read_table
from tests.engines.referential.exchange.test_xlsform import form

CONDITIONS = [
    "effectif ≥ 10 et non ag",
    "-1 < effectif",
    'forme dans ["scic" ; "autre coopérative"]',
    "  ag  \n ou esus",
]
COLUMNS = ("type", "name", "label", "relevant")


def with_condition(data, when):
    data["axes"][0]["domains"][0]["questions"][0]["when"] = when
    return data


def first_question(data):
    return data["axes"][0]["domains"][0]["questions"][0]


@pytest.mark.parametrize("when", CONDITIONS)
def test_a_condition_comes_back_as_it_was_written(small, when):
    data = with_condition(small, when)
    assert content_hash(load_yaml(write_yaml(data))) == content_hash(data)
    assert content_hash(read_spreadsheet(write_spreadsheet(data)).data) == content_hash(data)
    table = read_table(write_long_csv(data), "guide.csv")
    assert content_hash(read_long_csv(table).data) == content_hash(data)
    asked = questionnaire_of(data)
    assert content_hash(read_xlsform(write_xlsform(data)).data) == content_hash(asked)


def test_the_block_and_the_condition_of_a_guide_are_one_in_its_questionnaire(small):
    data = with_condition(small, "effectif ≥ 10 ou ag")
    assert first_question(data)["applicability"] == {"has_members": True}
    assert first_question(questionnaire_of(data))["when"] == "membres et (effectif ≥ 10 ou ag)"


def test_a_wrong_condition_is_told_with_its_cell(small, plain):
    found = read_spreadsheet(write_spreadsheet(with_condition(small, "ag et (")))
    assert [plain(str(fault)) for fault in locate_problems(found, validate(found.data))] == [
        "Feuille « Questions », ligne 2, colonne « Condition écrite » (AJ) : la condition ne se lit pas, au "
        "caractère 7. La formule s’arrête trop tôt : il manque quelque chose après « ( ». "
        "Corrigez-la, ou retirez-la."
    ]


@pytest.mark.parametrize(
    ("xpath", "condition"),
    [
        ("${forme} = 'scic'", 'forme = "scic"'),
        ('${form} != "mutual" and ${headcount} >= 10', 'forme ≠ "mutual" et effectif ≥ 10'),
        ("selected(${secteur}, 'santé') or not(${ag} = 'oui')", 'secteur = "santé" ou non ( ag )'),
        ("${employees} = 'no' or (${esus}='yes')", "non salariés ou ( esus )"),
        ("${effectif} != ''", "non manque(effectif)"),
        ("true()", "vrai"),
        ("${q1} = 'oui'", None),
        ("${forme} = 'lune'", None),
        ("${ag} = 'peut-être'", None),
        ("${effectif} + 1 > 3", None),
        ("today() > '2026-01-01'", None),
        ("count-selected(${secteur}) > 1", None),
        ("regex(${forme}, '.*')", None),
        ("${effectif}", None),
        ("", None),
        ("(" * 2000, None),
    ],
)
def test_only_what_speaks_of_our_facts_is_translated(xpath, condition):
    assert translate_relevant(xpath) == condition


def test_the_conditions_of_a_form_are_kept_or_said(plain):
    rows = [
        ["begin group", "g", "Groupe", "${esus} = 'oui'"],
        ["select_one oui_non", "a", "Ça va ?", "${effectif} > 9"],
        ["select_one oui_non", "b", "Et là ?", "${a} = 'oui'"],
        ["end group", "", "", ""],
        ["select_one oui_non", "c", "Sinon ?", ""],
    ]
    found = read_xlsform(form(rows, columns=COLUMNS))
    asked = [q for axis in found.data["axes"] for domain in axis["domains"] for q in domain["questions"]]
    assert [one.get("when") for one in asked] == ["esus et effectif > 9", "esus", None]
    assert [plain(str(note)) for note in found.notes][1:4] == [
        "Ligne 2 : la condition de « g » (${esus} = 'oui') devient une condition sur la structure : esus.",
        "Ligne 3 : la condition de « a » (${effectif} > 9) devient une condition sur la structure : "
        "effectif > 9.",
        "Ligne 4 : la condition de « b » n’est pas reprise (${a} = 'oui').",
    ]
