"""What goes in: how many ballots gave a proposal each grade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

FEWEST_GRADES, MOST_GRADES = 2, 11
LEAST_OPINIONS = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """One proposal's ballots: how many at each grade, from the worst to the best, and without an opinion.

    No opinion is not a grade: it is counted apart and weighs nothing. Raises ValueError for a count that is
    not a whole number, zero or more.
    """

    counts: tuple[int, ...]
    no_opinion: int = 0

    def __post_init__(self) -> None:
        if not FEWEST_GRADES <= len(self.counts) <= MOST_GRADES:
            raise ValueError(f"Il faut de {FEWEST_GRADES} à {MOST_GRADES} mentions, pas {len(self.counts)}.")
        if any(count < 0 or count != int(count) for count in (*self.counts, self.no_opinion)):
            raise ValueError("Un nombre de bulletins est un nombre entier, positif ou nul.")

    @property
    def opinions(self) -> int:
        """Ballots that gave a grade."""
        return sum(self.counts)

    @property
    def ballots(self) -> int:
        """Every ballot, with or without an opinion on this proposal."""
        return self.opinions + self.no_opinion


def add_tallies(tallies: Sequence[Tally]) -> Tally:
    """The ballots of several colleges together. At least one; all on the same grades."""
    columns = zip(*(tally.counts for tally in tallies), strict=True)
    return Tally(tuple(sum(column) for column in columns), sum(tally.no_opinion for tally in tallies))


def share_plainly(tally: Tally) -> tuple[Fraction, ...]:
    """The exact share of each grade among the opinions; their sum is 1. At least one opinion."""
    return tuple(Fraction(count, tally.opinions) for count in tally.counts)


def share_by_college(tallies: Mapping[str, Tally], weights: Mapping[str, Fraction]) -> tuple[Fraction, ...]:
    """The exact share of each grade when each college weighs what it should, whatever its size.

    Each college's own distribution is scaled to its weight. A college without an opinion on the proposal
    weighs nothing there: the shares are those of the others, still adding up to 1 (the caller says so).
    At least one college with an opinion and a weight.
    """
    heard = {name: tally for name, tally in tallies.items() if tally.opinions and weights[name]}
    total = sum((weights[name] for name in heard), Fraction(0))
    shares = [
        [weights[name] / total * share for share in share_plainly(tally)] for name, tally in heard.items()
    ]
    return tuple(sum(column, Fraction(0)) for column in zip(*shares, strict=True))
