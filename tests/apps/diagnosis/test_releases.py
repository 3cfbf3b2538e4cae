"""Crossed views: what a release holds, when it may be made, and the sentences that tell it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from marchepied.apps.diagnosis.models import Release
from marchepied.apps.diagnosis.selectors.crossed import headline_of, read_crossed
from marchepied.apps.diagnosis.selectors.releases import figures_of, latest_release
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.participation.enums import AnswerKind, AnswerMode, RoundState
from marchepied.apps.participation.services.deposit import deposit_answers
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory
from tests.factories.participation import CollegeFactory, RoundCollegeFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    load_shipped_referentials()
    pilot = PersonFactory()
    cycle = open_space(name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=pilot)
    with scope(cycle.organisation):
        cycle.round = RoundFactory(organisation=cycle.organisation)
        cycle.save()
        yield cycle


def call(cycle, name, expected=None, **fields):
    place = cycle.round.calls.count()
    college = CollegeFactory(organisation=cycle.organisation, name=name, position=place)
    return RoundCollegeFactory(round=cycle.round, college=college, expected_count=expected, **fields)


def answer(to, levels, item="q1", comments=()):
    """One person a level; -1 stands for « je ne sais pas »."""
    for place, level in enumerate(levels):
        value = AnswerKind.DONT_KNOW if level == -1 else level
        text = comments[place] if place < len(comments) else ""
        given = {item: value if level != -1 else AnswerKind.DONT_KNOW}
        deposit_answers(call=to, answers=given, comments={item: text} if text else {}, nonce="")


def close(cycle):
    cycle.round.state = RoundState.CLOSED
    cycle.round.save()


def question(release, item="q1"):
    return next(row for row in release.content["questions"] if row["id"] == item)


def test_two_groups_apart_are_told_in_their_own_words(cycle, plain):
    answer(call(cycle, "Salariés en parcours", 20), [1, 1, 1, 2, 2, 1, 1, 2, 2, 3, 1, 2])
    answer(call(cycle, "Administrateurs", 15), [4, 4, 5, 4, 3, 4, 4, 5, 4, 4, 5, 4])
    close(cycle)
    release = make_release(cycle=cycle, by=None)
    assert question(release)["verdict"]["kind"] == "apart"
    assert release.content["discuss"] == ["q1"]
    shown = read_crossed(cycle, release)[0]
    assert plain(shown.sentence) == (
        "Salariés en parcours : plutôt « Parfois, quand il y a un problème ». "
        "Administrateurs : plutôt « Oui, et on nous dit ce qui change »."
    )
    assert [(row.name, plain(row.respondents)) for row in shown.rows] == [
        ("Salariés en parcours", "12 sur 20"),
        ("Administrateurs", "12 sur 15"),
    ]
    assert plain(headline_of(read_crossed(cycle, release))) == "Une question mérite qu’on en parle."
    with translation.override("en"):
        assert read_crossed(cycle, release)[0].choices[0] == "Level 1"


def test_a_group_under_five_shows_nothing_anywhere(cycle, plain):
    answer(call(cycle, "Salariés"), [1, 2, 3, 4, 5, 3, 3, 2, 4, 3, 3])
    answer(call(cycle, "Administrateurs", 4), [5, 5, 5], comments=["Un mot qui trahit"])
    close(cycle)
    release = make_release(cycle=cycle, by=None)
    row = question(release)
    cell = next(c for c in row["printed"]["cells"] if c["status"] == "hidden")
    assert (cell["levels"], cell["median"], cell["bands"], cell["respondents"]) == (None, None, [], None)
    assert "Un mot qui trahit" not in str(release.content)
    hidden = next(r for r in read_crossed(cycle, release)[0].rows if r.name == "Administrateurs")
    assert (hidden.median, hidden.comments, hidden.silent) == (None, (), True)
    assert plain(hidden.note) == "moins de cinq réponses : non montré"


def test_people_who_do_not_know_are_told(cycle, plain):
    answer(call(cycle, "Clients"), [-1] * 6 + [2, 3, 3, 3, 4, 4])
    close(cycle)
    release = make_release(cycle=cycle, by=None)
    assert question(release)["verdict"] == {"kind": "unknown", "weight": 1.5}
    assert plain(read_crossed(cycle, release)[0].sentence) == ("Clients : 6 personnes sur 12 ne savent pas.")


def test_a_small_group_is_told_without_numbers(cycle, plain):
    answer(call(cycle, "Bénévoles", 9), [4, 4, 5, 5, 5, 4, 2])
    close(cycle)
    row = read_crossed(cycle, make_release(cycle=cycle, by=None))[0].rows[0]
    assert (row.counts, row.coarse, plain(row.respondents)) == (None, True, "5 à 9 réponses")
    assert row.note == "surtout en haut de l’échelle"


def test_one_voice_for_a_group_that_chose_it(cycle, plain):
    together = call(cycle, "Bureau", mode=AnswerMode.COLLECTIVE)
    answer(together, [4])
    close(cycle)
    release = make_release(cycle=cycle, by=None)
    assert question(release)["printed"]["cells"] == []
    assert [(who, plain(what)) for who, what in read_crossed(cycle, release)[0].voices] == [
        ("Bureau, d’une seule voix", "Oui, et on nous dit ce qui change.")
    ]


def test_indices_are_those_of_the_printed_counts(cycle):
    answer(call(cycle, "Salariés"), [1, 2, 2, 3, 3, 3, 4, 4, 5, 5])
    close(cycle)
    release = make_release(cycle=cycle, by=None)
    (indices,) = figures_of(release)["q1"].values()
    # Sample variance of 1 2 2 3 3 3 4 4 5 5 is 15.6 / 9; rwg = 1 − variance / 2.
    assert indices["variance"] == pytest.approx(15.6 / 9)
    assert indices["rwg"] == pytest.approx(1 - 15.6 / 18)
    assert indices["ad_mean"] == pytest.approx((2.2 + 1.2 * 2 + 0.2 * 3 + 0.8 * 2 + 1.8 * 2) / 10)
    assert [share["count"] for share in indices["shares"]] == [1, 2, 3, 2, 2]


def test_nothing_is_shown_while_people_answer(cycle):
    answer(call(cycle, "Salariés"), [1] * 12)
    with pytest.raises(ValidationError, match="une fois le questionnaire clos"):
        make_release(cycle=cycle, by=None)
    assert latest_release(cycle) is None


def test_a_closed_round_is_released_once(cycle):
    answer(call(cycle, "Salariés"), [1, 2, 3] * 4)
    close(cycle)
    first = make_release(cycle=cycle, by=None)
    with pytest.raises(ValidationError, match="déjà montrés"):
        make_release(cycle=cycle, by=None)
    assert list(Release.objects.all()) == [first]


@pytest.mark.parametrize("colleges", [1, 3])
def test_a_release_costs_the_same_whatever_the_size(cycle, colleges, django_assert_num_queries):
    for number in range(colleges):
        answer(call(cycle, f"Groupe {number}"), [1, 3, 5, 2, 4])
    close(cycle)
    with django_assert_num_queries(10):
        make_release(cycle=cycle, by=None)
