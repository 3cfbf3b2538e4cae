"""The verdict: may opinion groups be shown?"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from marchepied.engines.consensus.finding import GROUPS, NO_GROUPS, TOO_SMALL
from marchepied.engines.consensus.partition import Partition
from marchepied.engines.consensus.projection import Projection
from marchepied.engines.consensus.votes import Votes

from .continuum import BENT_LINE, LINE, PLANE
from .draws import DrawTest
from .separation import check_separation
from .sides import Sides, gather_sides
from .stability import SAMPLES, Stability, measure_stability
from .structure import check_structure

FEWEST_PEOPLE = 20
FEWEST_STATEMENTS = 6
FEWEST_SIDES = 5
DRAWS = 99
STRUCTURE_DRAWS = 49
STRUCTURE_LEVEL = 0.02
SEPARATION_LEVEL = 0.01
PLANE_LEVEL = 0.03
BENT_DRAWS = 49
BENT_LEVEL = 0.02
STABLE = 0.6
SMALL_GROUP = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the verdict rests on.

    `verdict`: `groups`, `no-groups` or `too-small`; `reasons` and `warnings` are codes (listed in the
    package's docstring). `people`, `statements` and `sides` are the numbers compared. `structure`: test
    against tables with the same margins. `camps`: two groups against one axis. `scattered` then
    `scattered_on_two`: three groups against one axis, and against two. None for what was not needed.
    `bent` (the same number of groups against one bent axis) and `stability` are measured only when groups are
    shown, and do not change the verdict. `parameters` are the thresholds.
    """

    verdict: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    people: int = 0
    statements: int = 0
    sides: int = 0
    structure: DrawTest | None = None
    camps: DrawTest | None = None
    scattered: DrawTest | None = None
    scattered_on_two: DrawTest | None = None
    bent: DrawTest | None = None
    stability: Stability | None = None
    parameters: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The evidence as plain JSON values."""
        tests = ("structure", "camps", "scattered", "scattered_on_two", "bent", "stability")
        found = {name: getattr(self, name) for name in tests}
        return {
            "verdict": self.verdict,
            "reasons": list(self.reasons),
            "warnings": list(self.warnings),
            "people": self.people,
            "statements": self.statements,
            "sides": self.sides,
            **{name: test.as_dict() if test is not None else None for name, test in found.items()},
            "parameters": dict(self.parameters),
        }


def judge(
    votes: Votes,
    projection: Projection,
    partition: Partition,
    rng: np.random.Generator,
    *,
    draws: int = DRAWS,
    samples: int = SAMPLES,
) -> Evidence:
    """Whether the groups of `partition` may be shown.

    Groups are shown when all of this holds: at least 20 people in groups, who took at least five sides each
    as a median, on at least six statements that divide; the votes hold together more than tables with the
    same mask and margins (level 2 %); and they are cut rather than shaded: two groups fit better than
    continua of one axis (level 1 %), or three fit better than continua of one axis (1 %) and of two (3 %).
    An axis that bends, where each agrees with what is near, may look like groups: `bent-axis` warns of it.
    `draws` is the number of continua drawn by each test of separation, `samples` the number of halves that
    stability looks at.

    Any votes do, even none: that is `too-small` or `no-groups`, not an error. The same votes and generator
    give the same evidence, whatever the order of people and statements (unless they are too many to be all
    compared). The tests bear on the votes, not on the membership: when it was imposed, they say whether the
    votes hold groups, not whether they hold those.
    """
    sides = gather_sides(votes, partition.labels, rng)
    known = _Known.make(projection.voted, partition, sides, draws)
    if known.lacking:
        return known.conclude(TOO_SMALL, known.lacking)
    if partition.count < 2 or min(sides.size) < 2:
        return known.conclude(NO_GROUPS, ("no-variation",))
    structure = check_structure(sides, rng, draws=STRUCTURE_DRAWS, level=STRUCTURE_LEVEL)
    if not structure.passed:
        return known.conclude(NO_GROUPS, ("no-structure",), structure=structure)
    tests: dict[str, Any] = {"structure": structure}
    reason = _separate(sides, rng, draws, tests)
    if reason in {"continuum", "two-continua"}:
        return known.conclude(NO_GROUPS, (reason,), **tests)
    classes = 2 if reason == "two-sided" else 3
    bent = check_separation(sides, rng, classes=classes, shape=BENT_LINE, draws=BENT_DRAWS, level=BENT_LEVEL)
    stability = measure_stability(votes, partition, rng, samples=samples)
    doubts = (() if bent.passed else ("bent-axis",)) + (
        ("unstable-groups",) if stability.median < STABLE else ()
    )
    return known.conclude(GROUPS, ("structure", reason), doubts, bent=bent, stability=stability, **tests)


def _separate(sides: Sides, rng: np.random.Generator, draws: int, tests: dict[str, Any]) -> str:
    """The reason for or against a separation; the tests made are put in `tests`."""
    level = SEPARATION_LEVEL
    tests["camps"] = check_separation(sides, rng, classes=2, shape=LINE, draws=draws, level=level)
    if tests["camps"].passed:
        return "two-sided"
    tests["scattered"] = check_separation(sides, rng, classes=3, shape=LINE, draws=draws, level=level)
    if not tests["scattered"].passed:
        return "continuum"
    tests["scattered_on_two"] = check_separation(
        sides, rng, classes=3, shape=PLANE, draws=draws, level=PLANE_LEVEL
    )
    return "several-sided" if tests["scattered_on_two"].passed else "two-continua"


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known before any test."""

    people: int
    statements: int
    sides: int
    lacking: tuple[str, ...]
    warnings: tuple[str, ...]
    parameters: dict[str, float]

    @classmethod
    def make(cls, voted: int, partition: Partition, sides: Sides, draws: int) -> "_Known":
        people, statements = sides.size
        placed = int(np.count_nonzero(partition.labels >= 0))
        return cls(
            people,
            statements,
            int(sides.taken.sum()),
            tuple(_find_lacks(voted, placed, sides)),
            tuple(_warn(partition, sides)),
            {
                "structure_draws": STRUCTURE_DRAWS,
                "draws": draws,
                "fewest_people": FEWEST_PEOPLE,
                "fewest_statements": FEWEST_STATEMENTS,
                "fewest_sides": FEWEST_SIDES,
                "structure_level": STRUCTURE_LEVEL,
                "separation_level": SEPARATION_LEVEL,
                "plane_level": PLANE_LEVEL,
                "bent_draws": BENT_DRAWS,
                "bent_level": BENT_LEVEL,
            },
        )

    def conclude(
        self, verdict: str, reasons: tuple[str, ...], warnings: tuple[str, ...] = (), **tests: Any
    ) -> Evidence:
        return Evidence(
            verdict,
            reasons,
            (*self.warnings, *warnings),
            self.people,
            self.statements,
            self.sides,
            parameters=self.parameters,
            **tests,
        )


def _find_lacks(voted: int, placed: int, sides: Sides) -> list[str]:
    """What there is too little of to look for groups. Unanimity is not a lack."""
    people, statements = sides.size
    lacks = ["few-people"] if placed < FEWEST_PEOPLE or 0 < people < FEWEST_PEOPLE else []
    if voted < FEWEST_STATEMENTS:
        lacks.append("few-statements")
    elif 0 < statements < FEWEST_STATEMENTS:
        lacks.append("few-dividing-statements")
    if people and np.median(sides.taken.sum(axis=1)) < FEWEST_SIDES:
        lacks.append("few-sides")
    return lacks


def _warn(partition: Partition, sides: Sides) -> list[str]:
    found = []
    if sides.sampled_people:
        found.append("sample-of-people")
    if sides.sampled_statements:
        found.append("sample-of-statements")
    if partition.count > 1 and np.bincount(partition.labels[partition.labels >= 0]).min() < SMALL_GROUP:
        found.append("small-group")
    return found
