"""Small networks, drawn or enumerated."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from hypothesis import strategies as st

from marchepied.engines.bridges import Carried, Declared, Framework, Item, Link, carry

EIGHTHS = 8


@dataclass(frozen=True)
class Case:
    """What `carry` receives."""

    frameworks: tuple[Framework, ...]
    links: tuple[Link, ...]
    declared: tuple[Declared, ...]

    def carry(self, max_hops: int = 3) -> Carried:
        return carry(self.frameworks, self.links, self.declared, max_hops=max_hops)

    def add(self, *more: Framework | Link | Declared) -> "Case":
        return replace(
            self,
            frameworks=self.frameworks + tuple(each for each in more if isinstance(each, Framework)),
            links=self.links + tuple(each for each in more if isinstance(each, Link)),
            declared=self.declared + tuple(each for each in more if isinstance(each, Declared)),
        )

    @property
    def items(self) -> list[Item]:
        return [item for framework in self.frameworks for item in framework.items]


@st.composite
def intervals(draw: st.DrawFn) -> tuple[float, float]:
    low, high = sorted(draw(st.tuples(st.integers(0, EIGHTHS), st.integers(0, EIGHTHS))))
    return low / EIGHTHS, high / EIGHTHS


@st.composite
def links_between(draw: st.DrawFn, items: list[Item]) -> Link:
    target = draw(st.sampled_from(items))
    source = draw(st.sampled_from(items))
    covers = draw(st.none() | st.just(("*",)) | st.sets(st.sampled_from(target.part_names)).map(tuple))
    return Link(source.id, target.id, covers=covers)


@st.composite
def values_of(draw: st.DrawFn, items: list[Item], neutral: bool = True) -> Declared:
    item = draw(st.sampled_from(items)).id
    if neutral and draw(st.integers(0, 4)) == 0:
        return Declared(item, applicable=False)
    return Declared(item, *draw(intervals()))


@st.composite
def cases(draw: st.DrawFn, *, neutral: bool = True, acyclic: bool = False) -> Case:
    frameworks = tuple(
        Framework(name, tuple(Item(f"{name}{rank}", draw(st.integers(1, 3))) for rank in range(size)))
        for name, size in zip("abcd", draw(st.lists(st.integers(1, 2), min_size=2, max_size=4)), strict=False)
    )
    items = [item for framework in frameworks for item in framework.items]
    links = draw(st.lists(links_between(items), max_size=14))
    if acyclic:
        links = [link for link in links if link.source[0] < link.target[0]]
    declared = draw(st.lists(values_of(items, neutral), max_size=5, unique_by=lambda each: each.item))
    return Case(frameworks, tuple(links), tuple(declared))


DECLARATIONS = (
    (Declared("c", 1, 1),),
    (Declared("b", 0.25, 0.5), Declared("c", 0.75, 1)),
    (Declared("a", 0, 0.5), Declared("b", applicable=False), Declared("c", 1, 1)),
)


def every_triangle() -> Iterator[Case]:
    """Every network of three frameworks of one item, the first in two parts; three declarations each."""
    frameworks = tuple(
        Framework(name, (Item(name, parts),)) for name, parts in (("a", 2), ("b", 1), ("c", 1))
    )
    none, touch = ((),), ((None,),)  # no link; a link that states no coverage
    two = (*none, *touch, (("1",),), (("2",),), (("1", "2"),))
    one = (*none, *touch, (("1",),))
    ends = (("b", "a"), ("c", "a"), ("a", "b"), ("c", "b"), ("a", "c"), ("b", "c"))
    for choice in product(two, two, one, one, one, one):
        links = tuple(
            Link(source, target, covers=covers[0])
            for (source, target), covers in zip(ends, choice, strict=True)
            if covers
        )
        for declared in DECLARATIONS:
            yield Case(frameworks, links, declared)
