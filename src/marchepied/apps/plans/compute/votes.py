"""The ballots of a vote → the engines `priorities` and `privacy` → what may be shown, stored once.

The page docs/architecture/anonymity.md says what each size of vote shows and what remains inferable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from marchepied.apps.participation.rules import SHOWN_FROM
from marchepied.apps.participation.selectors import calls_of, counts_by_item
from marchepied.apps.plans.models import ActionVote
from marchepied.apps.plans.selectors.votes import round_of
from marchepied.engines import priorities, privacy

SCHEMA = "marchepied/vote/1"
TOO_FEW, SHOWN = "too_few", "shown"
# How much of one proposal is told.
EXACT, NEARLY_ALL, BANDED, GRADED, HIDDEN = "exact", "nearly_all", "banded", "graded", "hidden"
FINER = "finer"  # why one is ahead, when figures cannot be told


@dataclass(frozen=True)
class Ballots:
    """The secret counts of a vote: {proposal id: {college id: tally}}, and ballots cast by college."""

    tallies: Mapping[str, Mapping[str, priorities.Tally]]
    cast: Mapping[str, int]
    names: Mapping[str, str]

    @property
    def count(self) -> int:
        return sum(self.cast.values())


def compute_result(vote: ActionVote) -> dict[str, Any]:
    """What a closed vote may show, for good: nothing under five ballots; bands and words while figures
    would tell too much of somebody; the exact figures of the others.
    """
    ballots = _count_ballots(vote)
    if ballots.count < SHOWN_FROM:
        return {"schema": SCHEMA, "status": TOO_FEW, "least": SHOWN_FROM}
    weights = {college: Fraction(weight) for college, weight in vote.weights.items()}
    small = [name for name, cast in ballots.cast.items() if weights.get(name) and 0 < cast < SHOWN_FROM]
    result = _weigh(ballots, weights) if weights and not small else _count_alike(ballots)
    return {
        "schema": SCHEMA,
        "status": SHOWN,
        "least": SHOWN_FROM,
        "ballots": ballots.count,
        "grades": round_of(vote).form["items"][0]["choices"],
        "weights": [
            {"college": ballots.names[college], "weight": weight, "ballots": ballots.cast[college]}
            for college, weight in vote.weights.items()
            if college in ballots.cast
        ],
        "weights_source": vote.weights_source,
        # Groups too small for their weight to be used without showing what they said: then nobody's is.
        "weights_dropped": [ballots.names[college] for college in small],
        "proposals": result,
        "engines": {"priorities": priorities.ENGINE_VERSION, "privacy": privacy.ENGINE_VERSION},
    }


def _count_ballots(vote: ActionVote) -> Ballots:
    """Ballots by proposal and college; a proposal left empty on a ballot is no opinion on it."""
    calls = calls_of(round_of(vote))
    counted = counts_by_item(round_of(vote))
    blank = privacy.CellCounts((0,) * len(round_of(vote).form["items"][0]["choices"]))

    def tally(item_id: str, call: Any) -> priorities.Tally:
        cell = counted.get(item_id, {}).get(call.pk, blank)
        # Level 1 is the best grade; the engine counts from the worst.
        return priorities.Tally(tuple(reversed(cell.levels)), call.answered_count - cell.rated)

    return Ballots(
        tallies={
            item["id"]: {str(call.college_id): tally(item["id"], call) for call in calls}
            for item in round_of(vote).form["items"]
        },
        cast={str(call.college_id): call.answered_count for call in calls},
        names={str(call.college_id): call.college.name for call in calls},
    )


def _count_alike(ballots: Ballots) -> list[dict[str, Any]]:
    """One person, one vote: the groups' ballots together."""
    together = {name: _add(colleges) for name, colleges in ballots.tallies.items()}
    ranked = priorities.rank_proposals(
        together, grades=_places(together), ballots=ballots.count, least=SHOWN_FROM
    )
    cells = {name: _protect(tally) for name, tally in together.items()}
    lines = _hush_ties([_tell_alike(judged, cells[judged.proposal]) for judged in ranked.proposals])
    return _tell_reasons(lines, ranked)


def _weigh(ballots: Ballots, weights: Mapping[str, Fraction]) -> list[dict[str, Any]]:
    """The statutes' weights, where no group that weighs is small on the proposal.

    A group that voted and has no opinion on it at all counts as small: to name it would say what each of its
    people did.
    """
    fit = {
        name: colleges
        for name, colleges in ballots.tallies.items()
        if not any(tally.ballots and tally.opinions < SHOWN_FROM for tally in colleges.values())
    }
    places = _places({name: _add(colleges) for name, colleges in ballots.tallies.items()})
    ranked = priorities.rank_weighted(fit, weights, grades=places, ballots=ballots.count, least=SHOWN_FROM)
    lines = _hush_ties(
        [_tell_weighed(judged, fit[judged.proposal], ballots.names) for judged in ranked.proposals]
    )
    hidden = [_hide(name) for name in ballots.tallies if name not in fit]
    return _tell_reasons(lines, ranked) + hidden


def _places(tallies: Mapping[str, priorities.Tally]) -> tuple[str, ...]:
    first = next(iter(tallies.values()))
    return tuple(str(place) for place in range(len(first.counts)))


def _add(colleges: Mapping[str, priorities.Tally]) -> priorities.Tally:
    columns = zip(*(tally.counts for tally in colleges.values()), strict=True)
    return priorities.Tally(
        tuple(sum(column) for column in columns), sum(tally.no_opinion for tally in colleges.values())
    )


def _protect(tally: priorities.Tally) -> privacy.PrintedCell:
    counts = privacy.CellCounts(tally.counts, dont_know=tally.no_opinion)
    return privacy.protect_question({"": counts}, SHOWN_FROM).cells[0]


def _hide(name: str) -> dict[str, Any]:
    return {"id": name, "rank": None, "status": HIDDEN}


def _tell_alike(judged: priorities.JudgedProposal, cell: privacy.PrintedCell) -> dict[str, Any]:
    if judged.rank is None or cell.status == "hidden":
        return _hide(judged.proposal)
    told: dict[str, Any] = {"id": judged.proposal, "rank": judged.rank, "grade": judged.majority_grade}
    told |= {"opinions": cell.rated, "no_opinion": cell.dont_know, "silent": []}
    if cell.status == "shown" and judged.shares is not None:
        shares = [str(share) for share in judged.shares]
        return {**told, "status": EXACT, "counts": list(cell.levels or ()), "shares": shares}
    if cell.status == "nearly_all":
        return {**told, "status": NEARLY_ALL}
    return {**told, "status": BANDED, "pattern": cell.pattern}


def _tell_weighed(
    judged: priorities.JudgedProposal, colleges: Mapping[str, priorities.Tally], names: Mapping[str, str]
) -> dict[str, Any]:
    """Exact shares give each group's counts away to whoever knows the weights: only where those may be."""
    if judged.rank is None or judged.shares is None:
        return _hide(judged.proposal)
    told: dict[str, Any] = {"id": judged.proposal, "rank": judged.rank, "grade": judged.majority_grade}
    told["silent"] = [names[college] for college in judged.silent]
    open_ = all(_protect(tally).status == "shown" for tally in colleges.values() if tally.opinions)
    if not open_:
        return {**told, "status": GRADED, "opinions": None, "no_opinion": None}
    shares = [str(share) for share in judged.shares]
    opinions = {"opinions": judged.opinions, "no_opinion": judged.no_opinion}
    return {**told, **opinions, "status": EXACT, "counts": None, "shares": shares}


def _hush_ties(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take the figures out of proposals that share a rank unless all of them show theirs.

    Equal proposals have the same shares: six opinions equal to the exact counts of ten are known exactly, and
    « almost all » of ten equal to those of thirty as well. Without a figure on any side, a tie tells nothing
    more than that they are equal.
    """
    for rank in {line["rank"] for line in lines} - {None}:
        tied = [line for line in lines if line["rank"] == rank]
        alike = len({(line["status"], line["opinions"]) for line in tied}) == 1
        if alike or {line["status"] for line in tied} == {EXACT}:
            continue
        for line in tied:
            kept = {name: line[name] for name in ("id", "rank", "grade", "silent")}
            line.clear()
            line.update(kept, status=GRADED, opinions=None, no_opinion=None)
    return lines


def _tell_reasons(lines: list[dict[str, Any]], ranked: priorities.PrioritiesResult) -> list[dict[str, Any]]:
    """Why each is ahead of the next; with figures only where both may show theirs."""
    status = {line["id"]: line["status"] for line in lines}
    for line, judged in zip(lines, ranked.proposals, strict=True):
        decision = judged.decision
        if decision is None or HIDDEN in {line["status"], status[decision.behind]}:
            continue
        plain = decision.as_dict()
        if {line["status"], status[decision.behind]} != {EXACT}:
            kind = decision.kind if decision.kind in {priorities.MAJORITY_GRADE, priorities.TIED} else FINER
            plain = {"behind": decision.behind, "kind": kind}
        line["reason"] = plain
    return lines
