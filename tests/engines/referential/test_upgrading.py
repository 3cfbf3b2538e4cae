"""A new version keeps answers by id, reads them on a new scale by a declared rule only, and loses none."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.referential import GivenAnswer, parse_referential, plan_upgrade, say_upgrade, validate
from tests.factories.referentials import generated, question, text

FIRST, SECOND, THIRD = "t1-d1-q1", "t1-d1-q2", "t1-d1-q3"
MAP = {"1": 1, "2": 3, "3": 3, "4": 5, "5": 5}


@pytest.fixture
def before():
    return generated()


@pytest.fixture
def after(before):
    return copy.deepcopy(before) | {"version": "2.0.0"}


def asked(data, place=0):
    return data["axes"][0]["domains"][0]["questions"][place]


def with_rule(data, name=FIRST, version="1.0.0", mapped=None):
    data["rescales"] = [
        *data.get("rescales", ()),
        {"question": name, "from_version": version, "map": mapped or MAP},
    ]
    return data


def shorten(data, place=0):
    asked(data, place)["levels"] = asked(data, place)["levels"][:3]
    data["kind"] = "questionnaire"
    return data


def test_answers_to_the_same_questions_are_kept(before, after):
    plan = plan_upgrade(before, after, [GivenAnswer(FIRST, 4), GivenAnswer(SECOND, None)])
    assert [(kept.answer.question, kept.level, kept.rescaled, kept.reread) for kept in plan.kept] == [
        (FIRST, 4, False, False),
        (SECOND, None, False, False),
    ]
    assert plan.set_aside == ()


def test_a_rule_reads_the_level_on_the_new_scale(before, after):
    plan = plan_upgrade(before, with_rule(after), [GivenAnswer(FIRST, 2), GivenAnswer(SECOND, 2)])
    assert [(kept.level, kept.rescaled) for kept in plan.kept] == [(3, True), (2, False)]
    assert plan.rescaled == (FIRST,)


def test_a_rule_from_another_version_changes_nothing(before, after):
    plan = plan_upgrade(before, with_rule(after, version="0.9.0"), [GivenAnswer(FIRST, 2)])
    assert [(kept.level, kept.rescaled) for kept in plan.kept] == [(2, False)]


def test_a_rule_may_name_the_version_of_the_base(before, after):
    plan = plan_upgrade(
        before, with_rule(after, version="0.9.0"), [GivenAnswer(FIRST, 2)], from_versions={"0.9.0"}
    )
    assert [kept.level for kept in plan.kept] == [3]


def test_another_scale_without_a_rule_sets_levels_aside_only(before, after):
    plan = plan_upgrade(before, shorten(after), [GivenAnswer(FIRST, 2), GivenAnswer(FIRST, None, "mots")])
    assert [(aside.answer.level, aside.reason) for aside in plan.set_aside] == [(2, "no-rule")]
    assert [kept.answer.key for kept in plan.kept] == ["mots"]
    assert plan.incomparable == (FIRST,)


def test_a_scale_that_turned_is_another_scale(before, after):
    asked(after)["reversed"] = True
    plan = plan_upgrade(before, after, [GivenAnswer(FIRST, 2)])
    assert [aside.reason for aside in plan.set_aside] == ["no-rule"]


def test_a_level_that_the_rule_forgets_is_set_aside(before, after):
    rule = with_rule(shorten(after), mapped={"1": 1, "5": 3})
    plan = plan_upgrade(before, rule, [GivenAnswer(FIRST, 5), GivenAnswer(FIRST, 3)])
    assert [kept.level for kept in plan.kept] == [3]
    assert [aside.reason for aside in plan.set_aside] == ["not-in-rule"]


def test_a_question_that_is_gone_sets_its_answers_aside(before, after):
    after["axes"][0]["domains"][0]["questions"] = [question("neuve"), asked(after, 1)]
    plan = plan_upgrade(before, after, [GivenAnswer(FIRST, 2), GivenAnswer(SECOND, 5)])
    assert [(aside.answer.question, aside.reason) for aside in plan.set_aside] == [(FIRST, "gone")]
    assert (plan.gone, plan.new) == ((FIRST, THIRD), ("neuve",))


def test_new_words_keep_the_answer_and_ask_to_read_it_again(before, after):
    asked(after)["levels"][0]["short"] = text("Autrement")
    plan = plan_upgrade(before, after, [GivenAnswer(FIRST, 1)])
    assert [(kept.level, kept.reread) for kept in plan.kept] == [(1, True)]
    assert plan.reworded == (FIRST,)


def test_what_happens_is_said(before, after, plain):
    asked(after, 1)["wording"] = text("Autrement ?")
    after["axes"][0]["domains"][0]["questions"].pop()
    answers = [GivenAnswer(FIRST, 2), GivenAnswer(SECOND, 5), GivenAnswer(THIRD, 1)]
    plan = plan_upgrade(before, with_rule(after), answers)
    assert [plain(said) for said in say_upgrade(plan)] == [
        "2 réponses sont gardées.",
        "1 d’entre elles passe à la nouvelle échelle.",
        "1 réponse est à relire : les mots de sa question changent.",
        "1 réponse est mise de côté, rien n’est perdu.",
    ]
    assert say_upgrade(plan, "en")[-1] == "1 answer is set aside, nothing is lost."
    assert say_upgrade(plan_upgrade(before, after, [])) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([FIRST, SECOND, THIRD, "ailleurs"]), st.sampled_from([None, 1, 2, 3, 4, 5]))
    ),
    st.booleans(),
    st.booleans(),
)
def test_every_answer_is_kept_or_set_aside_once(pairs, rule, gone):
    before = generated()
    after = copy.deepcopy(before)
    if rule:
        with_rule(after)
    if gone:
        after["axes"][0]["domains"][0]["questions"].pop()
    answers = [GivenAnswer(name, level, key) for key, (name, level) in enumerate(pairs)]
    plan = plan_upgrade(before, after, answers)
    found = [kept.answer.key for kept in plan.kept] + [aside.answer.key for aside in plan.set_aside]
    assert sorted(found) == list(range(len(pairs)))
    # A level that no rule names is never changed.
    assert all(kept.level == kept.answer.level for kept in plan.kept if not kept.rescaled)


def test_the_typed_referential_holds_the_rules(after):
    (rule,) = parse_referential(with_rule(after)).rescales
    assert (rule.question, rule.from_version, rule.levels) == (
        FIRST,
        "1.0.0",
        ((1, 1), (2, 3), (3, 3), (4, 5), (5, 5)),
    )


@pytest.mark.parametrize(
    ("name", "mapped", "expected"),
    [
        (
            "absente",
            MAP,
            "rescales[0].question : la question « absente » n’existe pas. Corrigez l’identifiant, ou "
            "retirez cette conversion.",
        ),
        (
            FIRST,
            {"1": 1, "2": 7},
            "rescales[0].map.2 : le niveau 2 devient 7, mais la question a 5 niveaux. Choisissez un "
            "niveau de 1 à 5.",
        ),
    ],
)
def test_a_rule_that_does_not_hold_is_told(after, plain, name, mapped, expected):
    (problem,) = validate(with_rule(after, name, mapped=mapped))
    assert plain(str(problem)) == expected


def test_two_rules_for_one_version_are_told(after, plain):
    (problem,) = validate(with_rule(with_rule(after)))
    assert plain(str(problem)) == (
        "rescales[1].from_version : cette question a déjà une conversion depuis cette version. N’en "
        "gardez qu’une."
    )


@pytest.mark.parametrize("mapped", [{"0": 1, "2": 2}, {"1": 12, "2": 2}, {"un": 1, "2": 2}, {"1": 1}, []])
def test_a_rule_that_is_no_rule_is_refused(after, mapped):
    after["rescales"] = [{"question": FIRST, "from_version": "1.0.0", "map": mapped}]
    assert validate(after) != ()
