"""From answers to a standard: what they already say of each of its topics, and what is missing.

A correspondence is not a conformity: nothing computed here says that a requirement is met.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from marchepied.engines.bridges import (
    CarriedItem,
    Declared,
    Framework,
    Item,
    Link,
    Network,
    State,
    build_network,
    carry_over,
    read_links,
    read_sssom,
)
from marchepied.engines.documents.typography import typeset
from marchepied.engines.referential import (
    Part,
    PartsBook,
    Standard,
    StandardItem,
    read_shipped_mappings,
    read_shipped_parts,
    read_shipped_standards,
)

GUIDE = "guide-ess"
DIRECT = 1
"""Links in a row: from the guide straight to a standard, so that every result is told in one sentence."""
FIRM = 0.75
"""From this share on, what the answers say of a topic counts as « already there »."""


@dataclass(frozen=True, slots=True)
class Value:
    """An answer, 0 at the lowest level and 1 at the highest; or a question that does not apply."""

    share: float = 0.0
    applicable: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """A question whose answer speaks of a topic: the parts it covers (none: it touches it), by which link."""

    question_id: str
    parts: tuple[Part, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class TopicCoverage:
    """A topic: `standing` is there, partly, touched, nothing or not-applicable.

    `said` are the answers that speak of it, `to_answer` the questions that would and have no answer yet,
    `missing` the parts that no answer covers.
    """

    item: StandardItem
    parent: StandardItem | None
    standing: str
    said: tuple[Said, ...]
    to_answer: tuple[str, ...]
    missing: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A standard seen from the answers, topic by topic, in its own order."""

    standard: Standard
    topics: tuple[TopicCoverage, ...]

    def count(self, standing: str) -> int:
        """How many topics have this standing."""
        return sum(topic.standing == standing for topic in self.topics)


@cache
def read_standards() -> dict[str, Standard]:
    """The standards that bridges know, by id, typeset; read once a process."""
    return {standard.id: standard for standard in read_shipped_standards(typeset)}


@cache
def read_parts() -> PartsBook:
    """The parts of the guide's questions, typeset; read once a process."""
    return read_shipped_parts(GUIDE, typeset)


@cache
def read_network() -> Network:
    """The guide, the standards and all correspondences that ship; indexed once a process."""
    guide = tuple(
        Item(f"{GUIDE}:{question}", tuple(part.id for part in parts))
        for question, parts in read_parts().parts.items()
    )
    standards = (
        Framework(
            standard.id, tuple(Item(f"{standard.id}:{item.id}", item.part_names) for item in standard.items)
        )
        for standard in read_standards().values()
    )
    links = [link for text in read_shipped_mappings().values() for link in read_links(read_sssom(text))[0]]
    return build_network((Framework(GUIDE, guide), *standards), links)


@cache
def _links_to(standard_id: str) -> Mapping[str, tuple[Link, ...]]:
    """The links from the guide to each topic of a standard."""
    found: defaultdict[str, tuple[Link, ...]] = defaultdict(tuple)
    for target, links in read_network().incoming.items():
        if target.startswith(f"{standard_id}:"):
            found[target] = tuple(link for link in links if link.source.startswith(f"{GUIDE}:"))
    return found


def cover_standard(standard_id: str, values: Mapping[str, Value]) -> Coverage | None:
    """What answers (by question id of the guide) already say of a standard; None for an unknown one.

    Answers to questions that the bridges do not know are left out. No query.
    """
    standard = read_standards().get(standard_id)
    if standard is None:
        return None
    known = read_parts().parts
    declared = [
        Declared(f"{GUIDE}:{question}", value.share, value.share, value.applicable)
        for question, value in values.items()
        if question in known
    ]
    carried = carry_over(read_network(), declared, max_hops=DIRECT)
    topics = tuple(
        _cover(standard, item, carried[f"{standard_id}:{item.id}"], values) for item in standard.leaves
    )
    return Coverage(standard, topics)


def _cover(
    standard: Standard, item: StandardItem, carried: CarriedItem, values: Mapping[str, Value]
) -> TopicCoverage:
    links = _links_to(standard.id)[f"{standard.id}:{item.id}"]
    names = {part.id: part for part in item.parts}
    said, to_answer = [], []
    for link in links:
        question = link.source.removeprefix(f"{GUIDE}:")
        if question not in values:
            to_answer.append(question)
        elif values[question].applicable:
            parts = tuple(names[name] for name in link.covers or () if name in names)
            said.append(Said(question, parts, link))
    covered = {part.part for part in carried.parts if part.state in (State.COVERED, State.NOT_APPLICABLE)}
    return TopicCoverage(
        item=item,
        parent=standard.find(item.parent),
        standing=_stand(carried),
        said=tuple(said),
        to_answer=tuple(to_answer),
        missing=tuple(part for part in item.parts if part.id not in covered),
    )


def _stand(carried: CarriedItem) -> str:
    if carried.state is State.NOT_APPLICABLE or carried.low is None:
        return "not-applicable"
    if carried.state is State.UNKNOWN:
        return "nothing"
    if carried.state is State.TOUCHED:
        return "touched"
    firm = carried.state is State.COVERED and carried.low >= FIRM
    return "there" if firm else "partly"
