"""What a kit sends may have been written by anybody: only what is understood is kept, the rest is said."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from marchepied.apps.diagnosis.selectors.kit_notes import (
    FORMAT,
    MOST_BYTES,
    Asked,
    KitNotes,
    ObjectionNotes,
    QuestionNotes,
    kit_of_notes,
    parse_notes,
)

ASKED = {"q1": Asked(5, "Ici, demande-t-on un avis ?"), "q2": Asked(3, "Que se passe-t-il ensuite ?")}


def send(**fields):
    return json.dumps({"format": FORMAT, **fields})


def problems(text):
    with pytest.raises(ValidationError) as caught:
        parse_notes(text, ASKED)
    return caught.value.messages


def test_what_was_typed_is_read_and_the_rest_left_out():
    text = send(
        kit="XXXX",
        starts_at="18:30",
        held_on="2027-03-12",
        way="hands",
        attendance=[{"standing": "Salariés", "count": 8}, {"standing": "Élus", "count": None}],
        parking=[{"text": " Les horaires "}, {"text": ""}],
        actions=[{"text": "Un panneau"}, {"text": ""}, {}],
        note="",
        questions={
            "q1": {
                "first": {"1": 5, "2": None, "none": 1},
                "second": {"1": 1, "2": 5},
                "objections": [
                    {"text": "Trop long", "said_by": "Des élus", "answer": "Six mois", "settled": True},
                    {"text": "Trop cher", "settled": True},
                    {"text": "", "answer": ""},
                ],
                "level": "2",
                "words": "On commence.\r\nBientôt.",
                "agreement": "disagreement",
                "disagreement_by": "Deux bénévoles",
                "unknown": {"x": 1},
            },
            "q2": {"first": {"1": None}, "words": "", "level": ""},
        },
    )
    assert parse_notes(text, ASKED).to_dict() == {
        "format": FORMAT,
        "held_on": "2027-03-12",
        "way": "hands",
        "attendance": [{"standing": "Salariés", "count": 8}],
        "parking": [{"text": "Les horaires"}],
        "actions": [{"text": "Un panneau"}],
        "note": "",
        "questions": {
            "q1": {
                "first": {"1": 5, "none": 1},
                "second": {"1": 1, "2": 5},
                "note": "",
                # Nothing says why the second would be lifted.
                "objections": (
                    {"text": "Trop long", "said_by": "Des élus", "answer": "Six mois", "settled": True},
                    {"text": "Trop cher", "said_by": "", "answer": "", "settled": False},
                ),
                "parking": [],
                "level": "2",
                "words": "On commence.\nBientôt.",
                "agreement": "disagreement",
                "disagreement_note": "",
                "disagreement_by": "Deux bénévoles",
            }
        },
    }


def test_an_empty_kit_is_empty():
    assert parse_notes(send(), ASKED) == KitNotes()
    assert parse_notes(send(questions={"q1": {}}), ASKED).is_empty


def test_a_single_count_is_a_first_one():
    notes = parse_notes(send(questions={"q1": {"second": {"4": 9}}}), ASKED)
    assert notes.questions["q1"] == QuestionNotes(first={"4": 9})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "non",
        "[]",
        "null",
        '"marchepied.kit.1"',
        '{"format": "autre"}',
        '{"format": NaN}',
        "[" * 100_000,
        '{"format": "marchepied.kit.1", "note": 1' + "0" * 5000 + "}",
    ],
)
def test_what_is_not_a_kit_is_said_at_once(text):
    assert problems(text) == ["Ce ne sont pas les notes d’un kit de réunion, ou elles sont abîmées."]
    assert kit_of_notes(text) == ""


def test_what_is_too_large_is_not_read():
    assert problems(send(note="é" * (MOST_BYTES // 2))) == [
        "Ces notes sont trop longues pour venir d’un kit."
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"note": 7}, "Notes : il faut du texte."),
        ({"note": "a" * 2001}, "Notes : écrivez 2000 lettres au plus."),
        ({"held_on": "demain"}, "Date de la réunion : ce n’est pas une date."),
        ({"way": "phones"}, "Comment on compte : choisissez les cartons ou les mains levées."),
        ({"attendance": {"0": {}}}, "Présents : il faut une liste."),
        ({"attendance": ["huit"]}, "Présents : il faut une liste."),
        ({"attendance": [{"count": 4}]}, "Présents : dites de quel groupe sont ces 4 personnes."),
        (
            {"attendance": [{"standing": "Élus", "count": -1}]},
            "Élus : il faut un nombre entier, de 0 à 9999.",
        ),
        (
            {"attendance": [{"standing": "Élus", "count": 2.5}]},
            "Élus : il faut un nombre entier, de 0 à 9999.",
        ),
        (
            {"attendance": [{"standing": "Élus", "count": True}]},
            "Élus : il faut un nombre entier, de 0 à 9999.",
        ),
        ({"attendance": [{}] * 41}, "Présents : gardez 40 lignes au plus."),
        ({"questions": []}, "Questions : il faut des réponses rangées par nom."),
        ({"questions": {"q9": {}}}, "Questions : « q9 » n’est pas posée dans cette démarche."),
        ({"questions": {"__proto__": {}}}, "Questions : « __proto__ » n’est pas posée dans cette démarche."),
        (
            {"questions": {"q2": {"first": {"4": 1}}}},
            "Que se passe-t-il ensuite ?, 1er tour : ces réponses ne sont pas celles de la question.",
        ),
        (
            {"questions": {"q2": {"level": "4"}}},
            "Que se passe-t-il ensuite ? : cette réponse n’est pas une de celles de la question.",
        ),
        (
            {"questions": {"q2": {"level": 2}}},
            "Que se passe-t-il ensuite ? : cette réponse n’est pas une de celles de la question.",
        ),
        (
            {"questions": {"q2": {"agreement": "vote"}}},
            "Que se passe-t-il ensuite ? : dites si la salle est d’accord.",
        ),
        (
            {"questions": {"q2": {"objections": [{"answer": "Si"}]}}},
            "Que se passe-t-il ensuite ?, objections : écrivez ce qui gênait, "
            "au-dessus de ce qui a été répondu.",
        ),
    ],
)
def test_each_problem_says_where_it_is(fields, sentence, plain):
    assert [plain(found) for found in problems(send(**fields))] == [sentence]


def test_problems_are_said_a_few_at_a_time():
    assert len(problems(send(questions={f"x{n}": {} for n in range(50)}))) == 6


def test_characters_that_cannot_be_stored_are_left_out():
    notes = parse_notes(send(note="a\x00b\x1b[31mc\ud800d\te\nf"), ASKED)
    assert notes.note == "ab[31mcd\te\nf"
    notes.note.encode()


def test_scripts_are_only_text():
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    assert parse_notes(send(note=script), ASKED).note == script


KEYS = ["q1", "q2", "first", "1", "text", "count", "standing", "level", "objections", "a"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("aé<\x00", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["held_on", "way", "attendance", "questions", "parking", "actions", "note"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_whatever_is_sent_is_read_or_refused_in_words(fields):
    try:
        notes = parse_notes(send(**fields), ASKED)
    except ValidationError:
        return
    assert parse_notes(json.dumps(notes.to_dict()), ASKED) == notes


@given(
    st.builds(
        KitNotes,
        held_on=st.none() | st.dates(),
        way=st.sampled_from(["cards", "hands"]),
        attendance=st.lists(st.tuples(st.just("Élus"), st.integers(1, 9999)), max_size=3).map(tuple),
        questions=st.dictionaries(
            st.sampled_from(list(ASKED)),
            st.builds(
                QuestionNotes,
                first=st.dictionaries(st.sampled_from(["1", "3", "none"]), st.integers(1, 99), min_size=1),
                objections=st.just((ObjectionNotes("Trop cher", "Élus", "Non", settled=True),)),
                level=st.sampled_from(["", "none", "1", "3"]),
                agreement=st.sampled_from(["", "consent"]),
            ),
        ),
    )
)
def test_what_is_kept_reads_back_the_same(notes):
    assert parse_notes(json.dumps(notes.to_dict()), ASKED) == notes
