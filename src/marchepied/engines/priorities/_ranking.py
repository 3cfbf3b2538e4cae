"""From the ballots to the order of the proposals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cmp_to_key
from math import lcm

from ._results import (
    FEWER_BELOW,
    MAJORITY_GRADE,
    MORE_ABOVE,
    TIED,
    Decision,
    JudgedProposal,
    PrioritiesResult,
)
from ._tally import LEAST_OPINIONS, Tally, add_tallies, share_by_college, share_plainly
from ._value import compare_values, describe_value, find_common_size, find_difference


def rank_proposals(
    tallies: Mapping[str, Tally],
    *,
    grades: Sequence[str],
    ballots: int | None = None,
    least: int = LEAST_OPINIONS,
) -> PrioritiesResult:
    """Put proposals in order by majority judgment, one person counting for one.

    `tallies` gives each proposal's ballots, `grades` the words of the scale from the worst to the best.
    `ballots` is how many were cast in all (by default the most that any proposal received). With fewer than
    `least` nothing is shown; a proposal with fewer opinions than that is not ranked.

    The order is that of the majority values (Balinski and Laraki): the better lower median first, then
    medians removed one at a time. Proposals with different numbers of opinions are compared as
    distributions, replicated to a common size. Equal distributions share their rank (1, 1, 3).

    Raises ValueError when a tally does not have one count a grade.
    """
    _check(tallies.values(), grades)
    judged = [
        _judge(name, tally, share_plainly(tally) if tally.opinions >= least else None)
        for name, tally in tallies.items()
    ]
    cast = ballots if ballots is not None else max((t.ballots for t in tallies.values()), default=0)
    return _order(judged, grades, cast, least, (), ())


def rank_weighted(
    tallies: Mapping[str, Mapping[str, Tally]],
    weights: Mapping[str, Fraction],
    *,
    grades: Sequence[str],
    ballots: int | None = None,
    least: int = LEAST_OPINIONS,
) -> PrioritiesResult:
    """Put proposals in order when the statutes give each college a weight, whatever its size.

    `tallies` gives {proposal: {college: its ballots}} and `weights` each college's weight (any unit; exact).
    A college's own distribution counts for its weight. A college without an opinion on a proposal cannot
    weigh there: the others' weights are used in proportion, and a warning says so each time. Thresholds
    count people, not weights. Otherwise as `rank_proposals`.

    Raises ValueError for a negative weight, no weight at all, or a college without one.
    """
    together = {name: add_tallies(list(colleges.values())) for name, colleges in tallies.items()}
    _check(together.values(), grades)
    _check_weights(tallies, weights)
    judged, warnings = [], []
    for name, colleges in tallies.items():
        silent = tuple(
            college
            for college, weight in weights.items()
            if weight and (college not in colleges or not colleges[college].opinions)
        )
        heard = together[name].opinions >= least and any(
            tally.opinions and weights[college] for college, tally in colleges.items()
        )
        shares = share_by_college(colleges, weights) if heard else None
        judged.append(replace(_judge(name, together[name], shares), silent=silent if heard else ()))
        if heard and silent:
            warnings.append(
                f"Personne n’a donné d’avis sur « {name} » dans : {', '.join(silent)}. Son poids ne compte "
                "pas pour cette proposition ; celui des autres est gardé en proportion."
            )
    cast = ballots if ballots is not None else max((t.ballots for t in together.values()), default=0)
    return _order(judged, grades, cast, least, tuple(weights.items()), tuple(warnings))


def _check(tallies: Iterable[Tally], grades: Sequence[str]) -> None:
    for tally in tallies:
        if len(tally.counts) != len(grades):
            raise ValueError(
                f"Il y a {len(grades)} mentions, mais des bulletins comptés sur {len(tally.counts)}."
            )


def _check_weights(tallies: Mapping[str, Mapping[str, Tally]], weights: Mapping[str, Fraction]) -> None:
    unknown = sorted({college for colleges in tallies.values() for college in colleges} - set(weights))
    if unknown:
        raise ValueError(f"Ces collèges votent sans poids : {', '.join(unknown)}.")
    if any(weight < 0 for weight in weights.values()) or not any(weights.values()):
        raise ValueError("Un poids est positif ou nul, et au moins un collège en a un.")


def _judge(name: str, tally: Tally, shares: tuple[Fraction, ...] | None) -> JudgedProposal:
    if shares is None:
        return JudgedProposal(name, None, None, None)
    value = describe_value(shares)
    grade = value[0].below
    return JudgedProposal(
        name,
        0,
        tally.opinions,
        tally.no_opinion,
        shares,
        grade,
        below=sum(shares[:grade], Fraction(0)),
        at=shares[grade],
        above=sum(shares[grade + 1 :], Fraction(0)),
        value=value,
    )


def _order(
    judged: Sequence[JudgedProposal],
    grades: Sequence[str],
    ballots: int,
    least: int,
    weights: tuple[tuple[str, Fraction], ...],
    warnings: tuple[str, ...],
) -> PrioritiesResult:
    if ballots < least:
        hidden = tuple(JudgedProposal(proposal.proposal, None, None, None) for proposal in judged)
        few = (f"Moins de {least} bulletins : on ne montre rien.",)
        return PrioritiesResult(hidden, tuple(grades), None, least, weights, few)
    ranked = sorted(
        (proposal for proposal in judged if proposal.rank is not None),
        key=cmp_to_key(_put_first),
    )
    unranked = [proposal for proposal in judged if proposal.rank is None]
    notes = tuple(
        f"Moins de {least} avis sur « {proposal.proposal} » : elle n’est pas classée."
        for proposal in unranked
    )
    return PrioritiesResult(
        (*_number(ranked), *unranked), tuple(grades), ballots, least, weights, (*warnings, *notes)
    )


def _put_first(one: JudgedProposal, other: JudgedProposal) -> int:
    """Negative when the first comes before the second."""
    return compare_values(other.value, one.value)


def _number(ranked: Sequence[JudgedProposal]) -> tuple[JudgedProposal, ...]:
    """Ranks from 1, shared by equal proposals, and why each is ahead of the next."""
    numbered: list[JudgedProposal] = []
    for place, proposal in enumerate(ranked, 1):
        tied = numbered and numbered[-1].value == proposal.value
        rank = numbered[-1].rank if tied else place
        following = ranked[place] if place < len(ranked) else None
        decision = None if following is None else decide(proposal, following)
        numbered.append(replace(proposal, rank=rank, decision=decision))
    return tuple(numbered)


def decide(ahead: JudgedProposal, behind: JudgedProposal) -> Decision:
    """Why the first proposal is ahead of the second; both are ranked."""
    assert ahead.shares is not None
    assert behind.shares is not None
    found = find_difference(ahead.value, behind.value)
    if found is None:
        return Decision(ahead.proposal, behind.proposal, TIED)
    removed, mine, theirs = found
    size = lcm(find_common_size(ahead.shares, behind.shares), ahead.opinions or 1, behind.opinions or 1)
    lower = mine.below != theirs.below
    if lower and removed == 0:
        kind, grade, part = MAJORITY_GRADE, mine.below, slice(mine.below, None)
    elif lower:
        kind, grade, part = FEWER_BELOW, mine.below, slice(mine.below)
    else:
        kind, grade, part = MORE_ABOVE, theirs.above, slice(theirs.above + 1, None)
    one, other = (sum(side[part], Fraction(0)) for side in (ahead.shares, behind.shares))
    taken = int(2 * removed * size) + (0 if lower else 1)
    return Decision(ahead.proposal, behind.proposal, kind, grade, one, other, taken, size)
