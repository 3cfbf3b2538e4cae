"""What is linked: frameworks, their items and parts, the links between them, what is declared."""

import datetime
import math
from dataclasses import dataclass
from enum import StrEnum

ALL_PARTS = "*"
MOST_PARTS = 1_000


class BridgeError(ValueError):
    """The frameworks, links or declared values do not hold together. The message is a French sentence."""


class Relation(StrEnum):
    """How close two items are, in the five words of SKOS. It is shown; only `Link.covers` carries values."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a referential or a requirement of a standard, with its declared parts.

    `id` is unique among all the frameworks given together. `parts` are the names of its parts, or their
    number n for the names "1" to "n"; one part by default.
    """

    id: str
    parts: tuple[str, ...] | int = 1

    def __post_init__(self) -> None:
        names = self.part_names
        if not 1 <= len(names) <= MOST_PARTS:
            raise BridgeError(f"« {self.id} » doit avoir de 1 à {MOST_PARTS} parties.")
        if len(set(names)) < len(names) or not all(names) or ALL_PARTS in names:
            raise BridgeError(
                f"Les parties de « {self.id} » portent chacune un nom différent, ni vide ni « {ALL_PARTS} »."
            )

    @property
    def part_names(self) -> tuple[str, ...]:
        """The names of the parts, as declared."""
        if not isinstance(self.parts, int):
            return self.parts
        return tuple(str(rank) for rank in range(1, min(self.parts, MOST_PARTS + 1) + 1))


@dataclass(frozen=True, slots=True)
class Framework:
    """A referential or a standard: an id and its items. What passed through it never comes back to it."""

    id: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """What somebody stated: `source` answers for the parts `covers` of `target`, fully.

    `covers` names parts of the target; `("*",)` means all of them; None or () states no coverage, and the
    link then carries nothing but « touched ». The reverse direction is another link. `justification` says
    why, in French, and `justification_en` in English where somebody wrote it. `confidence`, in [0, 1], is
    shown and never computed with.
    """

    source: str
    target: str
    relation: Relation = Relation.RELATED
    covers: tuple[str, ...] | None = None
    justification: str = ""
    author: str = ""
    date: datetime.date | None = None
    confidence: float | None = None
    justification_en: str = ""

    def __post_init__(self) -> None:
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise BridgeError(
                f"La confiance du lien de « {self.source} » vers « {self.target} » va de 0 à 1."
            )

    def explain(self, language: str) -> str:
        """Why, in this language; in French where the other one was not written; empty when nothing was."""
        return (self.justification_en if language == "en" else "") or self.justification


@dataclass(frozen=True, slots=True)
class Declared:
    """What is known of an item by itself: an interval in [0, 1], or that it does not apply.

    0 is not at all, 1 is fully. When `applicable` is false, `low` and `high` say nothing. An item may be
    declared more than once: its intervals are intersected, as any two sources.
    """

    item: str
    low: float = 0.0
    high: float = 1.0
    applicable: bool = True

    def __post_init__(self) -> None:
        bounds = (self.low, self.high)
        if not all(math.isfinite(bound) for bound in bounds) or not 0 <= self.low <= self.high <= 1:
            raise BridgeError(
                f"La valeur de « {self.item} » est un intervalle dans [0, 1] : {self.low} à {self.high} "
                "ne l’est pas."
            )
        object.__setattr__(self, "low", float(self.low))
        object.__setattr__(self, "high", float(self.high))
