"""What crossed views say: never more than is printed, and how the organisation's own answer stands."""

import pytest

from marchepied.apps.diagnosis.selectors.crossed import headline_of, read_crossed
from marchepied.apps.diagnosis.selectors.verdicts import choose_discussed
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.core.scope import scope
from tests.factories.crossed import DONT_KNOW, NOT_CONCERNED, closed_cycle, heard
from tests.factories.participation import CHOICES

pytestmark = pytest.mark.django_db

LOW, HIGH = [1] * 4 + [2] * 6 + [3] * 2, [3] * 2 + [4] * 7 + [5] * 3
MIDDLE = [2] * 3 + [3] * 7 + [4] * 2


@pytest.fixture
def cycle():
    cycle = closed_cycle(questions=1)
    # Short answers, so that the sentences below read easily.
    for choice, text in zip(cycle.round.form["items"][0]["choices"], CHOICES, strict=True):
        choice["fr"] = text
    cycle.round.form["items"][0]["ends"] = {"low": {"fr": "jamais"}, "high": {"fr": "ensemble"}}
    cycle.round.save()
    with scope(cycle.organisation):
        yield cycle


def own(cycle, level):
    save_own_answer(
        cycle=cycle,
        question_id=cycle.question_ids[0],
        kind="level",
        level=level,
        narrative="",
        evidence=[],
        by=None,
    )


def shown(cycle):
    return read_crossed(cycle, make_release(cycle=cycle, by=None))[0]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ([1, 1, 2, 2, 1, 5, 1], "Bénévoles : plutôt du côté « jamais »."),
        ([5, 4, 4, 5, 5, 1, 4], "Bénévoles : plutôt du côté « ensemble »."),
        ([3, 3, 3, 3, 3, 1, 5], "Bénévoles : plutôt entre « jamais » et « ensemble »."),
        ([1, 2, 3, 3, 4, 5], "Les avis sont partagés à l’intérieur des groupes."),
        ([1, 1, 1, 5, 5, 5], "Les avis sont partagés à l’intérieur des groupes."),
        ([4] * 12, "Bénévoles : plutôt « Oui, et on nous dit ce qui change »."),
        ([1, 5, 3, 2], "Trop peu de réponses pour dire ce qu’en pensent les groupes."),
    ],
)
def test_a_small_group_is_never_put_at_one_answer(cycle, plain, said, place):
    heard(cycle, "Bénévoles", said)
    assert plain(shown(cycle).sentence) == place


def test_a_group_of_divided_opinions_stands_nowhere(cycle):
    heard(cycle, "Bénévoles", [1, 2, 3, 3, 4, 5])
    heard(cycle, "Salariés", LOW)
    question = shown(cycle)
    assert question.verdict == "low"
    assert [(row.name, row.median is None, row.note) for row in question.rows] == [
        ("Bénévoles", True, "des avis partagés"),
        ("Salariés", False, ""),
    ]


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        # The band of seven people goes from 4 to 5: at least 0.4 of a level above 3.6, perhaps no more.
        ([3] * 5 + [4] * 6 + [2], "together"),
        (LOW, "apart"),
    ],
)
def test_a_small_group_is_apart_only_when_it_is_for_sure(cycle, other, verdict):
    heard(cycle, "Bénévoles", [4, 4, 5, 5, 5, 4, 2])
    heard(cycle, "Salariés", other)
    assert shown(cycle).verdict == verdict


def test_the_group_apart_is_marked(cycle, plain):
    for name, said in (("Salariés", LOW), ("Élus", HIGH), ("Clients", HIGH)):
        heard(cycle, name, said)
    question = shown(cycle)
    assert [(row.name, row.apart) for row in question.rows] == [
        ("Salariés", True),
        ("Élus", False),
        ("Clients", False),
    ]
    assert plain(question.rows[0].told) == (
        "plutôt « Parfois, quand il y a un problème » ; la moitié du groupe est entre « Non, jamais » "
        "et « Parfois, quand il y a un problème »"
    )


@pytest.mark.parametrize(
    ("level", "sentence", "discussed"),
    [
        (5, "Vous vous voyez plus haut que ne vous voient tous ces groupes.", True),
        (3, "", False),
        (1, "Vous vous voyez plus bas que ne vous voient tous ces groupes.", True),
    ],
)
def test_the_own_answer_is_compared_with_the_groups(cycle, plain, level, sentence, discussed):
    heard(cycle, "Salariés", [*MIDDLE, 4, 4, 4])
    heard(cycle, "Clients", [*MIDDLE, 4, 4, 4])
    own(cycle, level)
    question = shown(cycle)
    assert (question.verdict, plain(question.own_sentence)) == ("together", sentence)
    assert question.discussed is discussed
    assert question.tag == ("Votre regard est à part" if discussed else "D’accord")


def test_the_own_answer_names_the_groups_it_is_far_from(cycle, plain):
    heard(cycle, "Salariés", LOW)
    heard(cycle, "Élus", HIGH)
    own(cycle, 4)
    assert (
        plain(shown(cycle).own_sentence)
        == "Vous vous voyez plus haut que ne vous voit le groupe « Salariés »."
    )


def test_nothing_is_said_of_an_own_answer_between_groups(cycle):
    heard(cycle, "Salariés", LOW)
    heard(cycle, "Élus", [4] * 6 + [5] * 6)
    own(cycle, 3)
    assert shown(cycle).own_sentence == ""


def test_an_own_answer_never_tells_a_hidden_group(cycle):
    heard(cycle, "Élus", [5, 5, 5])
    own(cycle, 1)
    assert (shown(cycle).own_sentence, shown_tag(cycle)) == ("", "Non montré")


def shown_tag(cycle):
    return read_crossed(cycle, cycle.releases.get())[0].tag


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "« “quoted” » {% x %}", "🙂" * 40, "a\u202eb"]
)
def test_comments_come_out_as_they_were_written(cycle, hostile):
    heard(cycle, "Salariés", MIDDLE, comments={cycle.question_ids[0]: [hostile]})
    assert shown(cycle).comments == [("Salariés", hostile)]


def test_comments_of_groups_come_in_turn(cycle):
    item = cycle.question_ids[0]
    heard(cycle, "Salariés", MIDDLE, comments={item: ["a", "b"]})
    heard(cycle, "Clients", MIDDLE, comments={item: ["c"]})
    heard(cycle, "Élus", [1, 2], comments={item: ["jamais montré"]})
    assert [group for group, _text in shown(cycle).comments] == ["Salariés", "Clients", "Salariés"]


def test_a_group_that_answers_together_is_a_voice_with_its_words(cycle, plain):
    heard(cycle, "Bureau", [4], mode="collective", comments={cycle.question_ids[0]: ["On y tient."]})
    assert [(who, plain(what)) for who, what in shown(cycle).voices] == [
        ("Bureau, d’une seule voix", "Oui, et on nous dit ce qui change. — On y tient.")
    ]


def test_people_not_concerned_do_not_count_as_unsure(cycle):
    heard(cycle, "Clients", [*([NOT_CONCERNED] * 8), DONT_KNOW, DONT_KNOW, *MIDDLE])
    question = shown(cycle)
    assert (question.verdict, question.tag) == ("low", "À améliorer")


def test_the_furthest_apart_come_first_and_five_at_most():
    rows = [{"id": str(n), "verdict": {"kind": "apart", "weight": 2 + n / 10}} for n in range(7)]
    rows.append({"id": "unsure", "verdict": {"kind": "unknown", "weight": 1.9}})
    assert choose_discussed(rows) == ["6", "5", "4", "3", "2"]


def test_the_first_sentence_with_nothing_to_show(cycle):
    heard(cycle, "Élus", [5, 5, 5])
    release = make_release(cycle=cycle, by=None)
    assert headline_of(read_crossed(cycle, release)) == (
        "Trop peu de réponses pour montrer ce que chacun a dit."
    )
