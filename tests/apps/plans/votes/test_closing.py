"""What is told of the ballots once the vote is closed, and what never is."""

import json
from collections import defaultdict
from itertools import combinations_with_replacement

import pytest

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.models import Answer, Comment, Invitation
from marchepied.apps.plans.selectors.vote_words import outcome_of
from marchepied.apps.plans.services.votes import (
    close_vote,
)
from marchepied.core.models import AuditEntry
from marchepied.engines.privacy import CellCounts, protect_question
from tests.apps.plans.votes.reading import by_title, close, refusal
from tests.factories.votes import ACTIONS, cast, open_one
from tests.sentences import plain

pytestmark = pytest.mark.django_db


def test_the_result_is_the_majority_judgment_of_every_ballot(cycle, pilot):
    vote = open_one(cycle, pilot)
    ballots = [(1, 3, 6, None)] * 6 + [(2, 2, 1, None)] * 4 + [(3, 3, 0, 5)] * 2
    cast(vote, ballots)
    lines, vote = close(vote, pilot)
    ids = by_title(vote)
    first, second, third, last = (lines[ids[title]] for title in ACTIONS)
    assert [line["id"] for line in vote.result["proposals"][:3]] == [first["id"], second["id"], third["id"]]
    assert (first["rank"], first["grade"], first["counts"]) == (1, 4, [0, 0, 0, 2, 4, 6])
    assert first["shares"] == ["0", "0", "0", "1/6", "1/3", "1/2"]
    assert (second["rank"], second["grade"]) == (2, 3)
    assert (third["rank"], third["opinions"], third["no_opinion"]) == (3, 10, 2)
    assert (last["rank"], last["status"]) == (None, "hidden")
    assert first["reason"]["kind"] == "majority_grade"
    assert vote.result["ballots"] == 12


def test_under_five_ballots_nothing_is_kept_to_be_shown(cycle, pilot):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 2, 3, 4)] * 4)
    _lines, vote = close(vote, pilot)
    assert vote.result == {"schema": "marchepied/vote/1", "status": "too_few", "least": 5}
    assert plain(outcome_of(vote).headline) == "Moins de cinq bulletins : on ne montre rien."


def test_from_five_to_nine_ballots_the_order_and_words_but_no_figure(cycle, pilot):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 3, 6, 0)] * 5 + [(2, 2, 1, 5)] * 3)
    lines, vote = close(vote, pilot)
    told = [lines[by_title(vote)[title]] for title in ACTIONS]
    assert [(line["rank"], line["status"]) for line in told] == [
        (1, "banded"),
        (2, "banded"),
        (3, "banded"),
        (None, "hidden"),
    ]
    for line in told[:3]:
        assert "counts" not in line
        assert "shares" not in line
        assert (line["opinions"], line["no_opinion"]) == (None, None)
        assert "ahead_share" not in line.get("reason", {})
    assert not outcome_of(vote).has_figures


def test_a_vote_where_almost_all_agree_does_not_count_the_others(cycle, pilot):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 2, 3, 4)] * 11 + [(6, 3, 4, 5)])
    lines, vote = close(vote, pilot)
    line = lines[by_title(vote)[ACTIONS[0]]]
    assert (line["status"], line["grade"], "counts" in line) == ("nearly_all", 5, False)


def test_equal_proposals_share_their_rank(cycle, pilot):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 2, 1, 6), (2, 1, 1, 6)] * 6)
    _lines, vote = close(vote, pilot)
    assert [line["rank"] for line in vote.result["proposals"]] == [1, 2, 2, 4]
    reasons = [line.reason for line in outcome_of(vote).lines]
    assert reasons[1].startswith("À égalité avec")


@pytest.mark.parametrize(
    ("many", "few"),
    [
        # Three opinions out of six at each grade, read on the exact counts beside.
        ([1] * 5 + [3] * 5, [1] * 3 + [3] * 3 + [None] * 4),
        # What « almost all » hides: nine and one, read on twenty-seven and three.
        ([1] * 27 + [3] * 3, [1] * 9 + [3] + [None] * 20),
    ],
)
def test_a_tie_gives_no_small_count_away(cycle, pilot, many, few):
    vote = open_one(cycle)
    others = [4] * len(many), [6] * len(many)
    cast(vote, list(zip(many, few, *others, strict=True)))
    lines, closed = close(vote, pilot)
    ids = by_title(closed)
    tied = [lines[ids[title]] for title in ACTIONS[:2]]
    assert [line["rank"] for line in tied] == [1, 1]
    for line in tied:
        assert (line["status"], line["opinions"], line["no_opinion"]) == ("graded", None, None)
        assert {"counts", "shares", "pattern"}.isdisjoint(line)
    assert all(line.rank and line.sentence for line in outcome_of(closed).lines)


def test_closing_breaks_what_joined_a_persons_grades_and_cannot_be_undone(cycle, pilot):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 2, 3, 4)] * 6)
    _lines, vote = close(vote, pilot)
    assert set(Answer.objects.values_list("respondent", flat=True)) == {None}
    assert refusal(lambda: close_vote(vote=vote, by=pilot)) == "Seul un vote ouvert peut être fermé."
    assert not Comment.objects.exists()


def test_nothing_of_the_ballots_goes_to_the_audit_or_to_the_stored_result(cycle, pilot):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 2, 3, 4)] * 7)
    _lines, vote = close(vote, pilot)
    written = json.dumps(list(AuditEntry.objects.values_list("detail", flat=True)), default=str)
    assert not any(proposal["id"] in written for proposal in vote.proposals)
    assert not Invitation.objects.exists()
    kinds = set(Answer.objects.values_list("kind", flat=True))
    assert kinds == {AnswerKind.LEVEL}


def test_in_a_small_vote_nobody_learns_that_all_the_others_voted_alike():
    """Every ballot box of five to nine on six grades: what is told, with one's own vote, leaves a doubt.

    Told: the number of ballots, the majority grade, the picture. For each person, several other boxes fit,
    and never only unanimous ones.
    """
    for size in range(5, 10):
        boxes = defaultdict(list)
        for grades in combinations_with_replacement(range(6), size):
            counts = tuple(grades.count(grade) for grade in range(6))
            cell = protect_question({"": CellCounts(counts)}).cells[0]
            boxes[grades[(size - 1) // 2], cell.pattern].append(counts)
        for alike in boxes.values():
            for own in range(6):
                others = {
                    tuple(count - (grade == own) for grade, count in enumerate(counts))
                    for counts in alike
                    if counts[own]
                }
                assert not others or len(others) > 1
                assert not others or any(max(rest) < size - 1 for rest in others)
