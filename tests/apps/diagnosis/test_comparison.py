"""A year beside another: only where the words are the same, only from what was shown, with intervals."""

import re

import pytest

from marchepied.apps.diagnosis.models import OwnAnswer
from marchepied.apps.diagnosis.selectors.comparison import comparison_of
from marchepied.apps.diagnosis.selectors.sameness import asks_the_same, normalise
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory
from tests.factories.years import first_year, next_year, rewrite_guide

pytestmark = pytest.mark.django_db

LOW, HIGH = [2] * 14 + [3, 3, 4, 4, 5, 5], [2, 2] + [3, 3] + [4] * 10 + [5] * 6


def plain(text):
    return re.sub(r"[\u00a0\u202f]", " ", text)


def compare(cycle):
    with scope(cycle.organisation):
        return comparison_of(cycle)


def settle(cycle, level, question_id="t5-involvement"):
    with scope(cycle.organisation):
        take_position(
            cycle=cycle, question_id=question_id, level=level, words="", agreement="consent", by=None
        )


def test_a_first_cycle_compares_with_nothing():
    assert compare(first_year({"Salariés": LOW})) is None


def test_a_group_that_changed_is_told_with_its_interval():
    cycle = next_year(first_year({"Salariés": LOW}), {"Salariés": HIGH})
    question = compare(cycle).questions[0]
    assert question.same
    (group,) = question.groups
    found = group.difference
    assert (round(found.earlier, 2), round(found.later, 2)) == (0.2, 0.8)
    assert (round(found.low, 3), round(found.high, 3)) == (0.295, 0.769)
    assert plain(group.sentence) == (
        "Salariés : bien plus de personnes choisissent une réponse du haut (entre +29 et +77 points)."
    )
    assert question.certain == [group]


def test_what_chance_may_explain_is_not_called_a_change():
    said = [2] * 10 + [4] * 10
    cycle = next_year(first_year({"Salariés": said}), {"Salariés": [2] * 9 + [4] * 11})
    (group,) = compare(cycle).questions[0].groups
    assert plain(group.sentence) == (
        "Salariés : on ne peut pas dire que cela a changé (entre −24 et +33 points)."
    )
    assert compare(cycle).questions[0].certain == []


def test_a_known_head_count_narrows_the_interval():
    said = [2] * 10 + [4] * 10
    free = compare(next_year(first_year({"Salariés": said}), {"Salariés": said})).questions[0].groups[0]
    known = (
        compare(next_year(first_year({"Salariés": said}, expected=24), {"Salariés": said}))
        .questions[0]
        .groups[0]
    )
    assert known.difference.high < free.difference.high


def test_a_small_group_is_compared_in_words_only():
    cycle = next_year(first_year({"Bénévoles": [1] * 6}), {"Bénévoles": [5] * 7})
    (group,) = compare(cycle).questions[0].groups
    assert group.difference is None
    told = plain(group.sentence)
    assert told.startswith("Bénévoles : plutôt du côté « ")
    assert " ; la fois d’avant, plutôt du côté « " in told
    assert not re.search(r"\d", told)


def test_a_small_group_that_stayed_is_said_to():
    cycle = next_year(first_year({"Bénévoles": [1] * 6}), {"Bénévoles": [1] * 8})
    assert plain(compare(cycle).questions[0].groups[0].sentence).endswith(", comme la fois d’avant.")


def test_a_hidden_group_is_not_compared():
    cycle = next_year(
        first_year({"Salariés": LOW, "Partenaires": [4] * 3}), {"Salariés": HIGH, "Partenaires": [2] * 3}
    )
    assert [group.name for group in compare(cycle).questions[0].groups] == ["Salariés"]


def test_a_group_that_was_not_asked_again_is_not_compared():
    last = first_year({"Salariés": LOW, "Bénévoles": LOW})
    cycle = next_year(last, {"Salariés": HIGH})
    assert [group.name for group in compare(cycle).questions[0].groups] == ["Salariés"]


def test_a_question_in_other_words_is_shown_with_both_texts_and_not_compared():
    last = first_year({"Salariés": LOW})
    settle(last, 2)
    rewrite_guide("t5-involvement", "Ici, qui demande leur avis à qui ?")
    cycle = next_year(last, {"Salariés": HIGH})
    settle(cycle, 4)
    comparison = compare(cycle)
    changed, kept = comparison.questions[:2]
    assert (changed.id, changed.same, changed.groups, changed.position) == ("t5-involvement", False, (), "")
    wording, choices = changed.before
    assert plain(wording).startswith("Ici, demande-t-on leur avis aux")
    assert plain(changed.wording) == "Ici, qui demande leur avis à qui ?"
    assert len(choices) == 5
    assert [year.same for year in changed.years] == [True, False]
    assert (kept.same, kept.before) == (True, None)
    assert comparison.changed_texts == [changed]


def test_spaces_and_apostrophes_are_no_change_but_a_word_is():
    assert normalise("Ici, qu’en dit-on ?") == normalise("Ici, qu'en dit-on ?")
    assert normalise("« oui »  ») ") == normalise("«oui»»)")
    assert normalise("Jamais.") != normalise("Rarement.")
    last = first_year({"Salariés": LOW})
    with scope(last.organisation):
        assert asks_the_same(last, last, "t5-involvement") is True
        assert asks_the_same(last, last, "inconnue") is False


def test_meetings_are_told_from_one_answer_to_another():
    last = first_year({})
    settle(last, 2)
    cycle = next_year(last, {})
    settle(cycle, 4)
    question = compare(cycle).questions[0]
    assert plain(question.position) == (
        "En réunion : de « Parfois, quand il y a un problème » à "
        "« Oui, et on cherche des solutions ensemble », 2 réponses plus haut."
    )
    assert [(year.level, year.by_meeting) for year in question.years] == [(4, True), (2, True)]
    settle(cycle, 2)
    assert plain(compare(cycle).questions[0].position).endswith(", comme la fois d’avant.")
    settle(cycle, 1)
    assert plain(compare(cycle).questions[0].position).endswith(", une réponse plus bas.")


def test_without_a_meeting_the_organisations_own_answers_stand_side_by_side():
    last = first_year({})
    cycle = next_year(last, {})
    for one, level in ((last, 1), (cycle, 3)):
        with scope(one.organisation):
            save_own_answer(
                cycle=one, question_id="t5-involvement", kind="level", level=level, narrative="",
                evidence=(), by=PersonFactory(),
            )  # fmt: skip
    question = compare(cycle).questions[0]
    assert [(year.level, year.by_meeting) for year in question.years] == [(3, False), (1, False)]
    assert question.position == ""


def test_three_years_stand_side_by_side_and_a_fourth_is_left_out():
    cycle = first_year({"Salariés": LOW})
    for _year in range(3):
        cycle = next_year(cycle, {"Salariés": HIGH})
    comparison = compare(cycle)
    assert len(comparison.cycles) == 3
    assert [len(question.years) for question in comparison.questions] == [3, 3, 3]
    assert [row.high for row in comparison.questions[0].years[2].groups] == [16]
    assert [row.rated for row in comparison.questions[0].years[2].groups] == [20]


@pytest.mark.parametrize("questions", [1, 3])
def test_the_comparison_costs_the_same_whatever_its_size(questions, django_assert_num_queries):
    last = first_year({"Salariés": LOW, "Bénévoles": HIGH}, questions=questions)
    cycle = next_year(last, {"Salariés": HIGH, "Bénévoles": LOW})
    with scope(cycle.organisation):
        comparison_of(cycle)
        with django_assert_num_queries(9):
            comparison_of(cycle)
    with scope(cycle.organisation):
        assert OwnAnswer.objects.count() == 0
