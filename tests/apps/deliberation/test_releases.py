"""What is shown of the votes: never a small number, and never one that a difference gives."""

import json

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.deliberation.compute.release import build_release
from marchepied.apps.deliberation.compute.telling import tell
from marchepied.apps.deliberation.enums import Vote
from marchepied.apps.deliberation.models import Release, Statement
from marchepied.apps.deliberation.selectors.results import read_result
from marchepied.apps.deliberation.services.releases import make_release
from marchepied.apps.deliberation.services.statements import accept_statement, merge_statement
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.engines.privacy import CellCounts, print_cell
from tests.factories.deliberation import AGREE, DISAGREE, PASS, cast, open_one, two_camps
from tests.factories.participation import CollegeFactory


def rows_of(release) -> dict[int, dict]:
    return {row["number"]: row for row in release.content["statements"]}


def levels_of(release) -> dict[int, list[int] | None]:
    """{number: agree, pass, disagree where printed}."""
    return {number: row["printed"]["total"]["levels"] for number, row in rows_of(release).items()}


@pytest.mark.parametrize(
    ("agree", "passed", "disagree", "what", "side"),
    [
        (14, 2, 4, "together", "agree"),
        (3, 1, 16, "together", "disagree"),
        (10, 1, 10, "divides", ""),
        (7, 1, 4, "unsure", ""),
        (6, 12, 2, "unsure", ""),
        (12, 0, 0, "together", "agree"),
        (0, 0, 12, "together", "disagree"),
        (0, 12, 0, "unsure", ""),
        (8, 0, 0, "leans", "agree"),
        (0, 0, 7, "leans", "disagree"),
        (4, 0, 4, "divides", ""),
        (4, 0, 0, "few", ""),
        (0, 0, 0, "few", ""),
    ],
)
def test_each_statement_is_told_by_what_may_be_printed(agree, passed, disagree, what, side):
    told = tell(print_cell((), CellCounts((agree, passed, disagree)), 5))
    assert (told["class"], told["side"]) == (what, side)


def test_counts_are_exact_from_ten_people_and_words_below(house, pilot):
    topic = open_one(house)
    cast(topic, [[AGREE, DISAGREE, AGREE, AGREE, PASS, AGREE]] * 7)
    cast(topic, [[DISAGREE, DISAGREE, None, AGREE, PASS, None]] * 5, name="e")
    end_vote(topic=topic, by=pilot)
    release = Release.objects.get()
    assert levels_of(release) == {1: [7, 0, 5], 2: None, 3: None, 4: None, 5: None, 6: None}
    told = {number: (row["class"], row["side"]) for number, row in rows_of(release).items()}
    assert told == {
        1: ("unsure", ""),
        2: ("together", "disagree"),
        3: ("leans", "agree"),
        4: ("together", "agree"),
        5: ("unsure", ""),
        6: ("leans", "agree"),
    }


def test_nothing_of_four_people_is_in_what_is_stored(house, pilot):
    topic = open_one(house)
    cast(topic, [[AGREE, DISAGREE, AGREE, DISAGREE, PASS, Vote.AGREE_IMPORTANT]] * 4)
    end_vote(topic=topic, by=pilot)
    release = Release.objects.get()
    assert set(levels_of(release).values()) == {None}
    assert {row["class"] for row in release.content["statements"]} == {"few"}
    assert {row["important"]["cells"][0]["status"] for row in release.content["statements"]} == {"hidden"}
    assert release.content["verdict"] == "too-small"
    assert read_result(topic).is_empty is True


def test_during_the_vote_small_numbers_wait_for_the_end(house, pilot):
    topic = open_one(house)
    cast(topic, [[AGREE, None, None, None, None, DISAGREE]] * 6)
    cast(topic, [[DISAGREE, AGREE, None, None, None, None]] * 6, name="e")
    first = make_release(topic=topic, by=pilot)
    assert levels_of(first)[1] == [6, 0, 6]
    assert {rows_of(first)[number]["class"] for number in (2, 6)} == {"few"}
    end_vote(topic=topic, by=pilot)
    last = Release.objects.first()
    assert {rows_of(last)[number]["class"] for number in (2, 6)} == {"leans"}


def test_a_difference_of_two_results_is_never_a_few_people(house, pilot):
    topic = open_one(house)
    cast(topic, [[AGREE, DISAGREE, AGREE]] * 6 + [[DISAGREE, AGREE, AGREE]] * 6)
    first = make_release(topic=topic, by=pilot)
    cast(topic, [[AGREE, AGREE, DISAGREE]] * 6, name="new")
    second = make_release(topic=topic, by=pilot)
    # Six newcomers would be told by subtraction: what was shown stays as it was.
    assert levels_of(second) == levels_of(first)
    cast(topic, [[AGREE, DISAGREE, DISAGREE]] * 3 + [[DISAGREE, AGREE, AGREE]] * 3, name="more")
    third = make_release(topic=topic, by=pilot)
    assert levels_of(third)[1] == [15, 0, 9]
    assert third.voters == 24


def test_small_groups_are_left_out_of_the_total_when_groups_are_told(house, pilot):
    colleges = [CollegeFactory(organisation=house, name=name) for name in ("Salariés", "Élus")]
    topic = open_one(house, colleges=colleges, by_college=True)
    cast(topic, [[AGREE]] * 8 + [[DISAGREE]] * 6)
    cast(topic, [[DISAGREE]] * 4, place=1)
    end_vote(topic=topic, by=pilot)
    row = rows_of(Release.objects.get())[1]
    assert row["printed"]["total"]["levels"] == [8, 0, 6]
    assert [cell["status"] for cell in row["printed"]["cells"]] == ["shown", "hidden"]


def test_without_telling_groups_everybody_counts(house, pilot):
    colleges = [CollegeFactory(organisation=house, name=name) for name in ("Salariés", "Élus")]
    topic = open_one(house, colleges=colleges)
    cast(topic, [[AGREE]] * 8 + [[DISAGREE]] * 6)
    cast(topic, [[DISAGREE]] * 4, place=1)
    end_vote(topic=topic, by=pilot)
    row = rows_of(Release.objects.get())[1]
    assert row["printed"]["total"]["levels"] == [8, 0, 10]
    assert len(row["printed"]["cells"]) == 1


def test_importance_is_told_apart_and_as_carefully(house, pilot):
    topic = open_one(house)
    cast(topic, [[Vote.AGREE_IMPORTANT, AGREE]] * 7 + [[Vote.DISAGREE, Vote.DISAGREE_IMPORTANT]] * 5)
    end_vote(topic=topic, by=pilot)
    rows = rows_of(Release.objects.get())
    assert rows[1]["important"]["total"]["levels"] == [7, 5]
    assert rows[1]["printed"]["total"]["levels"] == [7, 0, 5]


def test_a_statement_separated_again_keeps_what_was_shown(house, pilot):
    topic = open_one(house)
    first, second = Statement.objects.filter(topic=topic).order_by("number")[:2]
    cast(topic, [[AGREE, None]] * 6 + [[None, DISAGREE]] * 6)
    merge_statement(statement=second, into=first, by=pilot)
    before = make_release(topic=topic, by=pilot)
    assert levels_of(before)[1] == [6, 0, 6]
    accept_statement(statement=second, by=pilot)
    cast(topic, [[None, None, AGREE]] * 5, name="new")
    assert levels_of(make_release(topic=topic, by=pilot))[1] == [6, 0, 6]


def test_the_same_votes_give_the_same_result_and_nobody_is_in_it(house):
    topic = open_one(house)
    cast(topic, two_camps(14, 6))
    one = build_release(topic, None, closing=True)
    assert one == build_release(topic, None, closing=True)
    assert json.loads(json.dumps(one)) == one
    assert "participants" not in json.dumps(one)


def test_two_camps_are_told_by_words_and_drawn_by_fives(house, pilot):
    topic = open_one(house, lines=[f"Phrase numéro {n} du sujet" for n in range(24)])
    cast(topic, two_camps(100, 24))
    end_vote(topic=topic, by=pilot)
    content = Release.objects.get().content
    assert (content["verdict"], content["warnings"]) == ("groups", [])
    assert [group["name"] for group in content["groups"]] == ["A", "B"]
    assert sum(group["people"] for group in content["groups"]) == 100
    assert {set(row) == {"number", "word"} for g in content["groups"] for row in g["statements"]} == {True}
    assert min(point["people"] for point in content["map"]["points"]) >= 5
    assert sum(point["people"] for point in content["map"]["points"]) == 100


def test_groups_are_not_sought_again_for_a_few_people(house, pilot):
    topic = open_one(house, lines=[f"Phrase numéro {n} du sujet" for n in range(24)])
    cast(topic, two_camps(100, 24))
    first = make_release(topic=topic, by=pilot).content
    cast(topic, two_camps(9, 24, seed=8), name="new")
    second = make_release(topic=topic, by=pilot).content
    assert second["voters"] == 109
    assert [second[name] for name in ("groups", "map", "groups_voters")] == [
        first[name] for name in ("groups", "map", "groups_voters")
    ]
    cast(topic, two_camps(5, 24, seed=9), name="more")
    assert make_release(topic=topic, by=pilot).content["groups_voters"] == 114


def test_a_release_at_the_wrong_moment_is_refused(house, pilot):
    topic = open_one(house)
    with pytest.raises(ValidationError, match="Attendez que 10 personnes"):
        make_release(topic=topic, by=pilot)
    end_vote(topic=topic, by=pilot)
    with pytest.raises(ValidationError, match="pendant le vote, ou à sa fin"):
        make_release(topic=topic, by=pilot)
