"""Questionnaires brought from elsewhere: their own words and scales, valid by construction."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.referential import (
    InvalidReferentialError,
    QuestionnaireItem,
    build_questionnaire,
    parse_referential,
    validate,
)

ITEM = QuestionnaireItem("Êtes-vous écouté ?", ("Jamais", "Toujours"))


def build(*items, title="Enquête 2025"):
    return build_questionnaire(slug=title, title=title, items=items, publisher="L’Atelier")


def test_a_questionnaire_holds_questions_and_nothing_else():
    data, ids = build(ITEM, QuestionnaireItem("Charge", ("5", "4", "3"), reversed=True))
    referential = parse_referential(data)
    assert (referential.id, ids) == ("enquete-2025", ("etes-vous-ecoute", "charge"))
    first, second = referential.walk_questions()
    assert [level.short.read_in("en") for level in first.levels] == ["Jamais", "Toujours"]
    assert [level.number for level in second.levels] == [1, 2, 3]
    assert (first.reversed, second.reversed) == (False, True)
    assert (first.levers, first.evidence, first.colleges, first.depth) == ((), (), (), "full")
    assert (second.ends.low.read_in("fr"), second.ends.high.read_in("fr")) == ("5", "3")


@pytest.mark.parametrize(("levels", "valid"), [(1, False), (2, True), (11, True), (12, False)])
def test_a_scale_has_two_to_eleven_levels(levels, valid):
    data, _ids = build(QuestionnaireItem("Q", tuple(str(level) for level in range(levels))))
    if valid:
        assert validate(data) == ()
    else:
        (problem,) = validate(data)
        assert problem.message_fr == f"la question a {levels} niveau(x), il en faut de 2 à 11."


def test_a_guide_may_not_pass_for_one_without_saying_so():
    data, _ids = build(ITEM)
    for kind in ("guide", None):
        guide = copy.deepcopy(data)
        guide.pop("kind")
        if kind:
            guide["kind"] = kind
        missing = {problem.message_fr for problem in validate(guide)}
        assert any("il manque" in message for message in missing)
    with pytest.raises(InvalidReferentialError):
        parse_referential({**data, "kind": "autre"})


def test_alike_labels_get_ids_of_their_own():
    _data, ids = build(
        *[QuestionnaireItem(label, ("1", "2")) for label in ("Q 1", "q-1", "Q1", "日本", "¿?")]
    )
    assert ids == ("q-1", "q-1-2", "q1", "question", "question-2")


@given(
    st.lists(
        st.builds(
            QuestionnaireItem,
            st.text(max_size=400),
            st.lists(st.text(max_size=50), min_size=2, max_size=11).map(tuple),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    ),
    st.text(max_size=150),
)
def test_any_words_make_a_valid_questionnaire(items, title):
    data, ids = build(*items, title=title)
    assert validate(data) == ()
    assert len(set(ids)) == len(items)
    assert [question.id for question in parse_referential(data).walk_questions()] == list(ids)
