"""What the engine hands back: frozen, with parameters, intermediate values and warnings."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ._value import Run

ENGINE_VERSION = "1.0"
SCHEMA = "marchepied/priorities/1"

# Why one proposal is ahead of another.
MAJORITY_GRADE, FEWER_BELOW, MORE_ABOVE, TIED = "majority_grade", "fewer_below", "more_above", "tied"


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a proposal is ahead of another, in figures that make a sentence.

    `majority_grade`: more than half of the ballots reach `grade` for the first, half or fewer for the second.
    `fewer_below`: same majority grade, but fewer ballots put the first below `grade`. `more_above`: more
    ballots put it above `grade`. `tied`: nothing tells them apart. `ahead_share` and `behind_share` are
    those shares (at least, below or above `grade`). `removed` median grades were taken from each, their
    ballots being replicated to the common `size`, before the two differed.
    """

    ahead: str
    behind: str
    kind: str
    grade: int | None = None
    ahead_share: Fraction | None = None
    behind_share: Fraction | None = None
    removed: int | None = None
    size: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The decision as plain JSON values."""
        return {
            "ahead": self.ahead,
            "behind": self.behind,
            "kind": self.kind,
            "grade": self.grade,
            "ahead_share": write_fraction(self.ahead_share),
            "behind_share": write_fraction(self.behind_share),
            "removed": self.removed,
            "size": self.size,
        }


@dataclass(frozen=True, slots=True)
class JudgedProposal:
    """One proposal. `rank` is None, with every figure, when too few people gave an opinion on it.

    `opinions` ballots gave a grade, `no_opinion` did not. `shares` of each grade, from the worst to the
    best, add up to 1 and are exact; `majority_grade` is their lower median, a place on the scale from 0;
    `below`, `at`, `above` are the shares under, at and over it; `sign` is + when `above` exceeds `below`
    (the majority gauge). `value` is the majority value. `silent` names the weighted colleges without any
    opinion on it. `decision` says why it is ahead of the next, or tied with it; None for the last.
    """

    proposal: str
    rank: int | None
    opinions: int | None
    no_opinion: int | None
    shares: tuple[Fraction, ...] | None = None
    majority_grade: int | None = None
    below: Fraction | None = None
    at: Fraction | None = None
    above: Fraction | None = None
    value: tuple[Run, ...] = ()
    silent: tuple[str, ...] = ()
    decision: Decision | None = None

    @property
    def sign(self) -> str:
        """The sign of the majority gauge: « + » when more are above the majority grade than below."""
        if self.above is None or self.below is None:
            return ""
        return "+" if self.above > self.below else "−"

    @property
    def at_least(self) -> Fraction | None:
        """Share of the opinions at the majority grade or better."""
        return None if self.at is None or self.above is None else self.at + self.above

    def as_dict(self) -> dict[str, Any]:
        """The proposal as plain JSON values; shares are exact, written « 3/8 »."""
        return {
            "proposal": self.proposal,
            "rank": self.rank,
            "opinions": self.opinions,
            "no_opinion": self.no_opinion,
            "shares": None if self.shares is None else [str(share) for share in self.shares],
            "majority_grade": self.majority_grade,
            "below": write_fraction(self.below),
            "at": write_fraction(self.at),
            "above": write_fraction(self.above),
            "sign": self.sign,
            "value": [[str(run.start), str(run.end), run.below, run.above] for run in self.value],
            "silent": list(self.silent),
            "decision": None if self.decision is None else self.decision.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class PrioritiesResult:
    """Every proposal, best first, those with too few opinions last; and what the computation was told.

    `ballots` is None and nothing is said of any proposal when fewer than `least` ballots were cast.
    """

    proposals: tuple[JudgedProposal, ...]
    grades: tuple[str, ...]
    ballots: int | None
    least: int
    weights: tuple[tuple[str, Fraction], ...]
    warnings: tuple[str, ...]
    version: str = ENGINE_VERSION

    @property
    def too_few(self) -> bool:
        """Whether so few ballots were cast that nothing is shown."""
        return self.ballots is None

    def as_dict(self) -> dict[str, Any]:
        """The result as plain JSON values."""
        return {
            "schema": SCHEMA,
            "engine": {"name": "priorities", "version": self.version},
            "parameters": {
                "grades": list(self.grades),
                "least": self.least,
                "weights": {name: str(weight) for name, weight in self.weights},
            },
            "ballots": self.ballots,
            "too_few": self.too_few,
            "proposals": [proposal.as_dict() for proposal in self.proposals],
            "warnings": list(self.warnings),
        }


def write_fraction(value: Fraction | None) -> str | None:
    """An exact share as text; None stays None."""
    return None if value is None else str(value)
