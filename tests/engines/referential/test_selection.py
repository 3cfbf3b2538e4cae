"""Which questions, to whom, how long."""

import copy
from typing import Any

import pytest

from marchepied.engines.referential import (
    Applicability,
    Profile,
    applicable_duties,
    applicable_questions,
    duties_answering,
    minutes_for,
    parse_referential,
    questions_for_college,
)


def grow(example: Any, shapes: list[list[tuple[str, bool]]]) -> Any:
    """A referential with one axis a list and, for each (domain, is express), one question, in this order."""
    model = example["axes"][0]
    example["axes"] = []
    for number, shape in enumerate(shapes, start=1):
        axis = copy.deepcopy(model)
        axis["id"], axis["number"] = f"axe-{number}", number
        pattern = axis["domains"][0]
        question = pattern["questions"][0]
        question.pop("applicability")
        axis["domains"] = []
        for name in dict.fromkeys(name for name, _ in shape):
            domain = copy.deepcopy(pattern)
            domain["id"], domain["indicators"] = f"{number}-{name}", []
            domain["levers"][0]["id"] = f"lever-{number}-{name}"
            domain["questions"] = []
            for rank, (own, express) in enumerate(shape):
                if own == name:
                    one = copy.deepcopy(question)
                    one |= {"id": f"q{number}-{rank}", "depth": "express" if express else "full"}
                    one["levers"] = [f"lever-{number}-{name}"]
                    domain["questions"].append(one)
            axis["domains"].append(domain)
        axis["examples"], axis["example_kinds"], axis["resources"] = [], [], []
        axis.pop("further_questions")
        example["axes"].append(axis)
    return parse_referential(example)


def ids(questions: Any) -> list[str]:
    return [question.id for question in questions]


@pytest.mark.parametrize(
    ("condition", "profile", "expected"),
    [
        (Applicability(), Profile(), True),
        (Applicability(legal_forms=("mutuelle",)), Profile("mutuelle"), True),
        (Applicability(legal_forms=("mutuelle",)), Profile("association"), False),
        (Applicability(legal_forms=("mutuelle",)), Profile(), True),
        (Applicability(has_employees=True), Profile(has_employees=False), False),
        (Applicability(has_employees=True), Profile(has_employees=None), True),
        (Applicability(has_members=False), Profile(has_members=True), False),
        (Applicability(sectors=("social",)), Profile(sector="food"), False),
        (Applicability(sectors=("social",)), Profile(sector="social"), True),
        (Applicability(sectors=("social",)), Profile(), True),
        (Applicability(min_employees=11), Profile(most_employees=9), False),
        (Applicability(min_employees=11), Profile(most_employees=49), True),
        (Applicability(min_employees=11), Profile(most_employees=None), True),
        (Applicability(has_colleges=True), Profile(has_colleges=False), False),
        (Applicability(has_delegates=True), Profile(has_delegates=True), True),
        (Applicability(has_pathway_employees=True), Profile(has_pathway_employees=False), False),
        (Applicability(is_esus=True), Profile(is_esus=False), False),
        (Applicability(has_volunteers=True), Profile(has_volunteers=False), False),
        (Applicability(has_ag=True), Profile("foundation", has_ag=False), False),
        (Applicability(has_ag=True), Profile("foundation", has_ag=True), True),
    ],
)
def test_only_a_known_fact_excludes(condition, profile, expected):
    assert condition.allows(profile) is expected


def test_profile_axes_and_depth_choose(example):
    referential = grow(example, [[("a", True), ("a", False)], [("a", True)]])
    everyone = Profile()
    assert ids(applicable_questions(referential, everyone)) == ["q1-0", "q1-1", "q2-0"]
    assert ids(applicable_questions(referential, everyone, depth="express")) == ["q1-0", "q2-0"]
    assert ids(applicable_questions(referential, everyone, ["axe-1", "absent"])) == ["q1-0", "q1-1"]
    assert applicable_questions(referential, everyone, []) == ()


def test_a_question_that_cannot_apply_is_left_out(example):
    referential = parse_referential(example)
    assert ids(applicable_questions(referential, Profile(has_members=True))) == ["premier-jour"]
    assert applicable_questions(referential, Profile(has_members=False)) == ()


def test_an_unknown_depth_is_refused(example):
    with pytest.raises(ValueError, match="« long » n’est pas une profondeur"):
        applicable_questions(parse_referential(example), Profile(), depth="long")


def test_express_first_then_every_domain_in_the_order_of_the_referential(example):
    shape = [("a", True), ("a", True), ("a", False), ("b", False), ("b", False), ("c", False), ("c", True)]
    questions = applicable_questions(grow(example, [shape]), Profile())
    assert ids(questions_for_college(questions, "employees", 4)) == ["q1-0", "q1-1", "q1-3", "q1-6"]
    assert ids(questions_for_college(questions, "employees", 5)) == ["q1-0", "q1-1", "q1-3", "q1-4", "q1-6"]


def test_themes_share_the_places(example):
    shapes = [[("a", True)] * 6, [("a", True)] * 6]
    questions = applicable_questions(grow(example, shapes), Profile())
    chosen = ids(questions_for_college(questions, "employees"))
    assert chosen == ["q1-0", "q1-1", "q1-2", "q1-3", "q2-0", "q2-1", "q2-2", "q2-3"]


def test_a_college_gets_only_what_it_is_asked(example):
    questions = applicable_questions(parse_referential(example), Profile())
    assert ids(questions_for_college(questions, "volunteers")) == ["premier-jour"]
    assert questions_for_college(questions, "funders") == ()
    assert questions_for_college(questions, "employees", 0) == ()
    with pytest.raises(ValueError, match="« voisins » n’est pas un groupe connu"):
        questions_for_college(questions, "voisins")
    with pytest.raises(ValueError, match="négatif"):
        questions_for_college(questions, "employees", -1)


def test_minutes_are_those_of_the_method_page():
    assert {n: minutes_for(n) for n in (0, 1, 5, 8, 13)} == {0: 0, 1: 2, 5: 4, 8: 5, 13: 8}
    assert [minutes_for(n, started=True) for n in (0, 1, 2, 6)] == [0, 1, 1, 3]
    with pytest.raises(ValueError, match="négatif"):
        minutes_for(-1)


def a_duty(identity: str, **applicability: Any) -> dict[str, Any]:
    words = {part: {"fr": part, "en": part} for part in ("title", "says", "period", "document")}
    condition = {"applicability": applicability} if applicability else {}
    return {"id": identity, **words, **condition, "provenance": {"kind": "ours", "source": "notre-reseau"}}


def test_a_duty_of_some_trades_waits_for_the_trade_to_be_known(example):
    example["duties"] = [a_duty("visite", sectors=["health"]), a_duty("registre")]
    referential = parse_referential(example)
    told = {
        sector: applicable_duties(referential, Profile(sector=sector)) for sector in (None, "health", "food")
    }
    assert {sector: [duty.id for duty in duties] for sector, duties in told.items()} == {
        None: ["registre"],
        "health": ["visite", "registre"],
        "food": ["registre"],
    }


def test_a_duty_answers_only_where_it_holds(example):
    part = {"fr": "La date de la dernière visite.", "en": "The date of the last visit."}
    example["duties"] = [a_duty("visite", legal_forms=["mutuelle"]), a_duty("registre")]
    question = example["axes"][0]["domains"][0]["questions"][0]
    question["answered_by"] = [{"duty": name, "part": part} for name in ("registre", "visite")]
    referential = parse_referential(example)
    (asked,) = referential.walk_questions()
    association, mutuelle = Profile("association"), Profile("mutuelle")
    assert [duty.id for duty in applicable_duties(referential, association)] == ["registre"]
    assert [duty.id for duty in applicable_duties(referential, mutuelle)] == ["visite", "registre"]
    answers = duties_answering(referential, asked, mutuelle)
    assert [(duty.id, item.part.read_in("fr")) for duty, item in answers] == [
        ("registre", "La date de la dernière visite."),
        ("visite", "La date de la dernière visite."),
    ]
    assert [duty.id for duty, _ in duties_answering(referential, asked, association)] == ["registre"]
