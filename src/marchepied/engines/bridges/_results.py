"""What is carried to each item, and where it comes from."""

from dataclasses import dataclass
from enum import StrEnum

from ._carrying import CONTRADICTION, FULL, NEUTRAL, TOUCHED, VALUE
from ._model import Link

ENGINE_VERSION = "1"
SCHEMA = "marchepied/bridges/1"


class State(StrEnum):
    """What is known of an item or of a part of it.

    COVERED: every part that applies has a value, from items that are themselves covered or declared.
    PARTLY: something is known, not everything. TOUCHED: linked to something known, without any stated
    coverage. CONTRADICTION: two sources exclude each other here or on the way here.
    """

    COVERED = "covered"
    PARTLY = "partly"
    TOUCHED = "touched"
    UNKNOWN = "unknown"
    CONTRADICTION = "contradiction"
    NOT_APPLICABLE = "not-applicable"


class Reach(StrEnum):
    """How a declared value arrives: it is the item's own, every link covers, or some only touch."""

    ITSELF = "itself"
    COVERS = "covers"
    TOUCHES = "touches"


@dataclass(frozen=True, slots=True)
class Source:
    """One declared item behind a result, with its shortest path.

    `low` and `high` are what is declared (None when it does not apply); `path` goes from the declared item
    to the result, `hops` is its length, 0 for the item itself; `parts` are the parts reached.
    """

    item: str
    low: float | None
    high: float | None
    reach: Reach
    path: tuple[Link, ...]
    parts: tuple[str, ...]

    @property
    def hops(self) -> int:
        """How many links away."""
        return len(self.path)

    @property
    def applicable(self) -> bool:
        """False when the source says that it does not apply."""
        return self.low is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """One side of a contradiction: what `item` says through `link` (None: the item's own declaration, or
    the mean of its parts). `low` and `high` are None for « does not apply »."""

    item: str
    low: float | None
    high: float | None
    link: Link | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sources that exclude each other on `item` (on its `part`, or as a whole when None).

    `higher` is the source with the highest low bound, `lower` the one with the lowest high bound. When one
    says that the part does not apply, `applicability` is true and `lower` has no bounds.
    """

    item: str
    part: str | None
    higher: Claim
    lower: Claim
    applicability: bool = False

    @property
    def hull(self) -> tuple[float, float] | None:
        """The least interval that holds both sources; None when one of them does not apply."""
        bounds = (self.higher.low, self.higher.high, self.lower.low, self.lower.high)
        known = [bound for bound in bounds if bound is not None]
        return (min(known), max(known)) if len(known) == len(bounds) else None


@dataclass(frozen=True, slots=True)
class CarriedPart:
    """A part of an item: its interval (None where it does not apply) and what is known of it."""

    part: str
    low: float | None
    high: float | None
    state: State


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """An item: its interval (None where it does not apply), its parts, where it comes from.

    In a contradiction the interval is what lies between the two sources; they are in `contradictions`.
    `sources_cut` says that there were too many paths to list them all.
    """

    item: str
    framework: str
    low: float | None
    high: float | None
    state: State
    declared: bool
    parts: tuple[CarriedPart, ...]
    sources: tuple[Source, ...]
    contradictions: tuple[Contradiction, ...]
    sources_cut: bool = False


def read_state(flags: int, *, some_neutral: bool = False) -> State:
    """The state that the bits of a view say; `some_neutral`: one of the parts does not apply."""
    if flags & NEUTRAL and not flags & VALUE:
        return State.NOT_APPLICABLE
    if flags & CONTRADICTION:
        return State.CONTRADICTION
    if flags & FULL:
        return State.COVERED
    if flags & VALUE or some_neutral:
        return State.PARTLY
    return State.TOUCHED if flags & TOUCHED else State.UNKNOWN
