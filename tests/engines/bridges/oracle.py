"""The rule written out slowly: every path of frameworks unrolled, then a plain fixpoint on exact fractions.

Nothing is shared with the engine: items are copied once for each path of frameworks that leads from them to a
target, so that no copy can hear of itself, and the copies are recomputed until nothing changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from marchepied.engines.bridges import Declared, Framework, Link

SLACK = Fraction(1, 10**9)


@dataclass(frozen=True)
class Known:
    """What is known of an item: bounds, and what the engine calls its state."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1)
    valued: bool = False
    full: bool = False
    neutral: bool = False
    some_neutral: bool = False
    touched: bool = False
    contradiction: bool = False
    clash: bool = False

    @property
    def state(self) -> str:
        if self.neutral:
            return "not-applicable"
        if self.contradiction:
            return "contradiction"
        if self.full:
            return "covered"
        if self.valued or self.some_neutral:
            return "partly"
        return "touched" if self.touched else "unknown"


Path = tuple[str, ...]


class Unrolled:
    """All copies of all items; `cut=False` keeps one copy of each, the naive fixpoint."""

    def __init__(
        self,
        frameworks: Iterable[Framework],
        links: Iterable[Link],
        declared: Iterable[Declared],
        max_hops: int,
        *,
        cut: bool = True,
    ) -> None:
        self.home = {item.id: framework.id for framework in frameworks for item in framework.items}
        self.parts = {item.id: item.part_names for framework in frameworks for item in framework.items}
        self.links, self.declared = list(links), list(declared)
        self.max_hops, self.cut = max_hops, cut
        self.copies: dict[tuple[str, Path], Known] = {}
        for item, home in self.home.items():
            self._copy(item, (home,) if cut else ())
        for rounds in count():
            after = {copy: self._know(*copy) for copy in self.copies}
            if after == self.copies:
                break
            self.copies = after
            assert rounds < 60, "the fixpoint does not settle"

    def __getitem__(self, item: str) -> Known:
        return self.copies[item, (self.home[item],) if self.cut else ()]

    def _copy(self, item: str, path: Path) -> None:
        if (item, path) in self.copies:
            return
        self.copies[item, path] = Known()
        for link in self.links:
            if link.target == item and (further := self._further(link, path)) is not None:
                self._copy(link.source, further)

    def _further(self, link: Link, path: Path) -> Path | None:
        origin = self.home[link.source]
        if origin == self.home[link.target]:
            return None
        if not self.cut:
            return ()
        if origin in path or len(path) > self.max_hops:
            return None
        return (*path, origin)

    def _know(self, item: str, path: Path) -> Known:
        told: dict[str, list[Known]] = {part: [] for part in self.parts[item]}
        touched = False
        for link in self.links:
            if link.target != item or (further := self._further(link, path)) is None:
                continue
            source = self.copies[link.source, further]
            says = source.valued or source.neutral or source.touched or source.clash
            touched = touched or says
            for part in self.parts[item] if link.covers == ("*",) else link.covers or ():
                told[part].append(source)
        parts = [_meet(sources) for sources in told.values()]
        return _own(_join(parts, touched), [each for each in self.declared if each.item == item])


def _meet(sources: Sequence[Known]) -> Known:
    valued = [source for source in sources if source.valued and not source.neutral]
    neutral = any(source.neutral for source in sources)
    low = max((source.low for source in valued), default=Fraction(0))
    high = min((source.high for source in valued), default=Fraction(1))
    return Known(
        low=min(low, high),
        high=max(low, high),
        valued=bool(valued),
        full=any(source.full for source in valued),
        neutral=neutral and not valued,
        contradiction=low > high + SLACK or any(source.contradiction for source in valued),
        clash=(neutral and bool(valued)) or any(source.clash for source in sources),
    )


def _join(parts: Sequence[Known], touched: bool) -> Known:
    kept = [part for part in parts if not part.neutral]
    valued = any(part.valued for part in parts)
    return Known(
        low=sum((part.low for part in kept), Fraction(0)) / len(kept) if kept else Fraction(0),
        high=sum((part.high for part in kept), Fraction(0)) / len(kept) if kept else Fraction(1),
        valued=valued,
        full=valued and all(part.full for part in kept),
        neutral=not kept,
        some_neutral=len(kept) < len(parts),
        touched=touched,
        contradiction=any(part.contradiction for part in parts),
        clash=any(part.clash for part in parts),
    )


def _own(carried: Known, words: Sequence[Declared]) -> Known:
    values = [word for word in words if word.applicable]
    silent = any(not word.applicable for word in words)
    if not words:
        return carried
    if not values:
        return Known(neutral=True, touched=True, clash=carried.clash or carried.valued)
    low = max(carried.low, *(Fraction(word.low) for word in values))
    high = min(carried.high, *(Fraction(word.high) for word in values))
    return Known(
        low=min(low, high),
        high=max(low, high),
        valued=True,
        full=True,
        some_neutral=carried.some_neutral,
        touched=True,
        contradiction=carried.contradiction or low > high + SLACK,
        clash=carried.clash or carried.neutral or silent,
    )
