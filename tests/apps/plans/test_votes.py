"""A vote from its preparation to the plan: what is frozen, what is shown, what never is."""

import json
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.participation.enums import AnswerKind, AnswerMode
from marchepied.apps.participation.models import Answer, College, Comment, Invitation, RoundCollege
from marchepied.apps.participation.selectors import colleges_of
from marchepied.apps.participation.services import deposit_answers, deposit_organisation_answer, make_slips
from marchepied.apps.plans.models import Action, ActionVote
from marchepied.apps.plans.selectors.vote_words import outcome_of, vote_of
from marchepied.apps.plans.selectors.votes import Offered, offered_proposals, stage_of
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.plans.services.votes import (
    adopt_proposals,
    close_vote,
    delete_vote,
    extend_vote,
    open_vote,
    prepare_vote,
)
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.models import AuditEntry, Trace
from marchepied.core.scope import scope
from marchepied.engines.privacy import CellCounts, protect_question
from tests.factories.organisations import PersonFactory
from tests.factories.participation import CollegeFactory
from tests.factories.votes import ACTIONS, cast, content_of, open_one, open_weighted
from tests.sentences import plain, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot():
    return PersonFactory(name="Claire Morel")


@pytest.fixture
def cycle(pilot):
    load_shipped_referentials()
    cycle = open_space(name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=pilot)
    with scope(cycle.organisation):
        yield cycle


def close(vote, pilot):
    closed = close_vote(vote=vote, by=pilot)
    return {line["id"]: line for line in closed.result.get("proposals", [])}, closed


def by_title(vote):
    return {proposal["title"]: proposal["id"] for proposal in vote.proposals}


def refusal(gesture):
    with pytest.raises(ValidationError) as refused:
        gesture()
    return said(refused)[0]


# — Preparing —


def test_everybody_is_one_group_out_of_the_list(cycle, pilot):
    vote = prepare_vote(cycle=cycle, content=content_of(expected_count=30), by=pilot)
    again = prepare_vote(cycle=cycle, content=content_of(), by=pilot)
    call = RoundCollege.objects.get(round=vote.round)
    assert (call.college.name, call.expected_count, call.mode) == ("Tout le monde", 30, AnswerMode.INDIVIDUAL)
    assert RoundCollege.objects.get(round=again.round).college == call.college
    assert colleges_of(cycle.organisation) == []
    assert College.objects.count() == 1


def test_a_ballot_is_a_persons_even_in_a_group_that_answers_with_one_voice(cycle, pilot):
    board = CollegeFactory(organisation=cycle.organisation, mode=AnswerMode.COLLECTIVE)
    vote = prepare_vote(cycle=cycle, content=content_of(colleges=[board]), by=pilot)
    assert RoundCollege.objects.get(round=vote.round).mode == AnswerMode.INDIVIDUAL


def test_a_draft_changes_and_keeps_the_ids_of_what_stays(cycle, pilot):
    vote = prepare_vote(cycle=cycle, content=content_of(), by=pilot)
    before = by_title(vote)
    kept = [Offered("", title, "") for title in (ACTIONS[2], "Une nouvelle idée")]
    vote = prepare_vote(cycle=cycle, content=content_of(proposals=kept), vote=vote, by=pilot)
    assert [item["wording"]["fr"] for item in vote.round.form["items"]] == [ACTIONS[2], "Une nouvelle idée"]
    assert by_title(vote)[ACTIONS[2]] == before[ACTIONS[2]]
    assert ActionVote.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Donnez un titre à ce vote."),
        ({"proposals": [Offered("", "Une", "")]}, "Proposez de 2 à 12 actions ; il y en a 1."),
        (
            {"proposals": [Offered("", f"Idée {n}", "") for n in range(13)]},
            "Proposez de 2 à 12 actions ; il y en a 13.",
        ),
        ({"proposals": [Offered("", "Une", ""), Offered("", "Une ", "")]}, "« Une » est proposée deux fois."),
        (
            {"proposals": [Offered("", "Une", ""), Offered("", "x" * 201, "")]},
            f"« {'x' * 40}… » est trop long : 200 signes au plus par action.",
        ),
    ],
)
def test_what_cannot_be_voted_on_is_refused(cycle, pilot, changes, sentence):
    assert refusal(lambda: prepare_vote(cycle=cycle, content=content_of(**changes), by=pilot)) == sentence


def test_weights_are_for_every_group_add_up_to_100_and_name_their_article(cycle, pilot):
    one, other = (CollegeFactory(organisation=cycle.organisation, name=name) for name in ("A", "B"))

    def prepare(weights, source="article 12"):
        content = content_of(colleges=[one, other], weights=weights, weights_source=source)
        return lambda: prepare_vote(cycle=cycle, content=content, by=pilot)

    assert refusal(prepare({one: Decimal(100)})) == "Donnez un poids à chaque groupe qui vote, ou à aucun."
    assert (
        refusal(prepare({one: Decimal("33.3"), other: Decimal("33.3")}))
        == "La somme des poids fait 66,6 ; elle doit faire 100."
    )
    assert (
        refusal(prepare({one: Decimal(60), other: Decimal(40)}, ""))
        == "Dites où les statuts donnent ces poids : l’article, la page."
    )
    vote = prepare({one: Decimal("33.3"), other: Decimal("66.7")})()
    assert vote.weights == {str(one.pk): "33.3", str(other.pk): "66.7"}


def test_proposals_come_from_the_plan_and_from_levers(cycle, pilot):
    running = add_action(cycle=cycle, content=ActionContent(title="En route"), by=pilot)
    add_action(cycle=cycle, content=ActionContent(title="Finie", state="done"), by=pilot)
    offered = offered_proposals(cycle, "fr")
    assert [(one.key, one.title) for one in offered] == [(f"action:{running.pk}", "En route")]


def test_an_open_vote_is_frozen(cycle, pilot):
    vote = open_one(cycle, pilot)
    change = lambda: prepare_vote(cycle=cycle, content=content_of(), vote=vote, by=pilot)  # noqa: E731
    assert refusal(change) == "Ce vote est ouvert : il ne change plus."
    assert refusal(lambda: open_vote(vote=vote, by=pilot)) == "Ce vote a déjà été ouvert."
    assert refusal(lambda: delete_vote(vote=vote, by=pilot)) == "Un vote ouvert ne s’efface pas : fermez-le."


def test_a_draft_is_removed_whole(cycle, pilot):
    vote = prepare_vote(cycle=cycle, content=content_of(), by=pilot)
    delete_vote(vote=vote, by=pilot)
    assert (ActionVote.objects.count(), RoundCollege.objects.count()) == (0, 0)


# — Ballots —


def test_nobody_votes_after_the_last_day_unless_it_is_put_off(cycle, pilot):
    vote = open_one(cycle, pilot, closes_on=timezone.localdate())
    cast(vote, [(1, 2, 3, 4)])
    vote.round.closes_on = timezone.localdate() - timedelta(days=1)
    vote.round.save()
    assert (
        refusal(lambda: cast(vote, [(1, 2, 3, 4)])) == "Ce vote est terminé : il ne prend plus de bulletins."
    )
    assert stage_of(vote).is_over
    extend_vote(vote=vote, closes_on=timezone.localdate() + timedelta(days=3), by=pilot)
    cast(vote, [(1, 2, 3, 4)])
    assert stage_of(vote).ballots == 2


def test_a_vote_with_codes_takes_each_code_once_and_nothing_else(cycle, pilot):
    vote = open_one(cycle, pilot, single_use=True)
    call = RoundCollege.objects.select_related("round", "college").get(round=vote.round)
    sentence = "Ce vote se fait avec un code personnel, qui sert une fois."
    assert refusal(lambda: cast(vote, [(1, 2, 3, 4)])) == sentence
    slip = make_slips(call=call, count=1, by=pilot)[0]
    ballot = dict.fromkeys(call.item_ids, 1)
    assert deposit_answers(call=call, answers=ballot, comments={}, invitation=slip)
    again = lambda: deposit_answers(call=call, answers=ballot, comments={}, invitation=slip)  # noqa: E731
    assert refusal(again) == "Ce lien a déjà servi à envoyer une réponse."
    assert stage_of(vote).ballots == 1


def test_nobody_votes_in_an_organisations_name(cycle, pilot):
    partners = CollegeFactory(organisation=cycle.organisation, kind="partners")
    vote = open_one(cycle, pilot, colleges=[partners])
    call = RoundCollege.objects.select_related("round", "college").get(round=vote.round)
    signed = lambda: deposit_organisation_answer(  # noqa: E731
        call=call, name="Mairie", answers=dict.fromkeys(call.item_ids, 1), comments={}
    )
    assert "vos réponses restent anonymes" in refusal(signed)


# — The result —


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


def test_weights_of_the_statutes_are_exact(cycle, pilot):
    """Twelve employees against ten members who weigh two thirds."""
    vote = open_weighted(cycle, {"Salariés": 30, "Sociétaires": 70})
    cast(vote, [(6, 1, 3, 3)] * 6 + [(5, 2, 3, 4)] * 6, "Salariés")
    cast(vote, [(1, 6, 3, 3)] * 5 + [(2, 5, 4, 4)] * 5, "Sociétaires")
    lines, vote = close(vote, pilot)
    first = lines[by_title(vote)[ACTIONS[0]]]
    assert (first["rank"], first["status"], first["counts"]) == (1, "exact", None)
    shares = [Fraction(share) for share in first["shares"]]
    assert shares == [Fraction(3, 20), Fraction(3, 20), 0, 0, Fraction(7, 20), Fraction(7, 20)]
    assert [(w["college"], w["weight"]) for w in vote.result["weights"]] == [
        ("Salariés", "30"),
        ("Sociétaires", "70"),
    ]


def test_a_small_group_is_never_weighed(cycle, pilot):
    """Three founders who weigh 80 %: the weighted majority grade would be theirs, read out."""
    vote = open_weighted(cycle, {"Salariés": 20, "Fondateurs": 80})
    cast(vote, [(1, 3, 3, 3)] * 8 + [(2, 4, 2, 2)] * 6, "Salariés")
    cast(vote, [(6, 1, 3, 3)] * 3, "Fondateurs")
    lines, vote = close(vote, pilot)
    assert vote.result["weights_dropped"] == ["Fondateurs"]
    first = lines[by_title(vote)[ACTIONS[0]]]
    assert first["rank"] == 1
    assert sum(first["counts"]) == 17
    assert "Moins de cinq bulletins dans : Fondateurs" in plain(outcome_of(vote).notes[0])


def test_a_proposal_on_which_a_group_that_weighs_hardly_spoke_is_not_ranked(cycle, pilot):
    vote = open_weighted(cycle, {"Salariés": 50, "Sociétaires": 50})
    cast(vote, [(1, 3, 3, 3)] * 6 + [(2, 2, 2, 2)] * 6, "Salariés")
    cast(vote, [(0, 1, 3, 3)] * 9 + [(6, 2, 2, 2)] * 3, "Sociétaires")
    lines, vote = close(vote, pilot)
    assert lines[by_title(vote)[ACTIONS[0]]] == {
        "id": by_title(vote)[ACTIONS[0]],
        "rank": None,
        "status": "hidden",
    }


def test_exact_weighted_shares_are_not_told_of_a_group_under_ten(cycle, pilot):
    """With the weights, exact shares could be turned back into the small group's own counts."""
    vote = open_weighted(cycle, {"Salariés": 50, "Sociétaires": 50})
    cast(vote, [(1, 3, 3, 3)] * 6 + [(2, 2, 2, 2)] * 6, "Salariés")
    cast(vote, [(1, 4, 3, 3)] * 4 + [(6, 2, 2, 2)] * 3, "Sociétaires")
    lines, _vote = close(vote, pilot)
    assert {line["status"] for line in lines.values()} == {"graded"}
    assert not any("shares" in line for line in lines.values())


def test_that_a_whole_group_has_no_opinion_is_not_said(cycle, pilot):
    vote = open_weighted(cycle, {"Salariés": 50, "Sociétaires": 50})
    cast(vote, [(1, 3, 3, 3)] * 6 + [(2, 2, 2, 2)] * 6, "Salariés")
    cast(vote, [(0, 3, 3, 3)] * 5, "Sociétaires")
    lines, closed = close(vote, pilot)
    assert lines[by_title(closed)[ACTIONS[0]]] == {
        "id": by_title(closed)[ACTIONS[0]],
        "rank": None,
        "status": "hidden",
    }
    assert not any("Sociétaires" in line.aside for line in outcome_of(closed).lines)


def test_a_group_where_nobody_voted_is_said(cycle, pilot):
    vote = open_weighted(cycle, {"Salariés": 50, "Sociétaires": 50})
    cast(vote, [(1, 3, 3, 3)] * 6 + [(2, 2, 2, 2)] * 6, "Salariés")
    _lines, vote = close(vote, pilot)
    assert "Aucun avis dans : Sociétaires" in plain(outcome_of(vote).lines[0].aside)


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


# — The plan —


def test_chosen_proposals_enter_the_plan_traced_from_the_vote(cycle, pilot):
    known = add_action(cycle=cycle, content=ActionContent(title="Déjà au plan"), by=pilot)
    offered = [*offered_proposals(cycle, "fr"), *content_of().proposals]
    vote = open_one(cycle, pilot, proposals=offered)
    cast(vote, [(1, 1, 2, 3, 4)] * 5)
    early = lambda: adopt_proposals(vote=vote, chosen=[vote.proposals[0]["id"]], by=pilot)  # noqa: E731
    assert refusal(early).startswith("Fermez d’abord le vote")
    _lines, vote = close(vote, pilot)
    result = json.dumps(vote.result)
    chosen = [proposal["id"] for proposal in vote.proposals[:3]]
    made = adopt_proposals(vote=vote, chosen=chosen, by=pilot)
    assert [action.title for action in made] == ["Déjà au plan", *ACTIONS[:2]]
    assert made[0].pk == known.pk
    assert Action.objects.count() == 3
    traced = Trace.objects.filter(source_type="plans.actionvote", source_id=str(vote.pk))
    assert {trace.target_id for trace in traced} == {str(action.pk) for action in made}
    adopt_proposals(vote=vote, chosen=chosen, by=pilot)
    assert Action.objects.count() == 3
    vote.refresh_from_db()
    assert vote.result == json.loads(result)


def test_choosing_nothing_or_something_else_is_refused(cycle, pilot):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 1, 2, 3)] * 5)
    _lines, vote = close(vote, pilot)
    assert refusal(lambda: adopt_proposals(vote=vote, chosen=[], by=pilot)) == "Cochez au moins une action."
    other = lambda: adopt_proposals(vote=vote, chosen=["p00"], by=pilot)  # noqa: E731
    assert refusal(other) == "Une de ces actions n’est pas dans ce vote : rechargez la page."


def test_the_pack_reads_the_last_closed_vote(cycle, pilot, django_assert_num_queries):
    assert vote_of(cycle) is None
    for title in ("Le premier", "Le second"):
        vote = open_one(cycle, pilot, title=title)
        cast(vote, [(1, 2, 3, 4), (2, 2, 3, 6)] * 6)
        close(vote, pilot)
    open_one(cycle, pilot, title="Encore ouvert")
    with django_assert_num_queries(1):
        outcome = vote_of(cycle)
    assert (outcome.title, outcome.ballots, len(outcome.lines)) == ("Le second", 12, 4)
    first = outcome.lines[0]
    assert (first.rank, first.title, first.grade) == (1, ACTIONS[0], "Très bonne")
    assert plain(first.sentence) == "Plus de la moitié lui donne la mention « Très bonne » ou mieux."
    assert first.cells == ("50 %", "50 %", "0 %", "0 %", "0 %", "0 %")
    assert [(part.place, part.start, part.width) for part in first.segments] == [
        (0, "0%", "50%"),
        (1, "50%", "50%"),
    ]
