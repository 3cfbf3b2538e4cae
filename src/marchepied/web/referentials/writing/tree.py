"""The tree of a draft as its page shows it: each item in the words of the space, what it lacks beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from marchepied.apps.referentials.selectors import base_of
from marchepied.engines.referential import Referential, word_text
from marchepied.engines.referential.editing import Node, draw_outline
from marchepied.web.referentials.writing.telling import Lack

BELOW = ("domain", "question", "lever", "indicator")


@dataclass(frozen=True)
class Branch:
    """A node with its name in words, how many things it lacks, and what is below, by kind."""

    node: Node
    name: str
    lacks: int
    domains: "Sequence[Branch]" = ()
    questions: "Sequence[Branch]" = ()
    levers: "Sequence[Branch]" = ()
    indicators: "Sequence[Branch]" = ()

    @property
    def is_open(self) -> bool:
        """Whether something of one's own is in it: then it is shown unfolded."""
        return self.node.holds_own()

    @property
    def may_grow(self) -> bool:
        """A theme that the guide merely announces takes nothing yet."""
        return self.node.own or bool(self.domains)

    @property
    def kept_levers(self) -> int:
        """How many levers the guide has here."""
        return sum(not branch.node.own for branch in self.levers)

    @property
    def kept_indicators(self) -> int:
        """How many indicators the guide has here."""
        return sum(not branch.node.own for branch in self.indicators)

    def own_levers(self) -> "list[Branch]":
        """The levers of one's own."""
        return [branch for branch in self.levers if branch.node.own]

    def own_indicators(self) -> "list[Branch]":
        """The indicators of one's own."""
        return [branch for branch in self.indicators if branch.node.own]


def draw_tree(draft: Any, lacks: Iterable[Lack], vocabulary: Mapping[str, str]) -> list[Branch]:
    """The themes of a draft, those of what it adds to first."""
    counts = {lack.item_id: len(lack.sentences) for lack in lacks}
    return [_branch(node, counts, vocabulary) for node in draw_outline(draft.content, base_of(draft))]


def draw_published(
    referential: Referential, addition: Any, base: Referential | None, vocabulary: Mapping[str, str]
) -> list[Branch]:
    """The themes of a published guide; of one that adds to a `base`, what it adds (`addition`) is its own."""
    nodes = draw_outline(addition, base) if base is not None else draw_outline({}, referential)
    return [_branch(node, {}, vocabulary) for node in nodes]


def _branch(node: Node, counts: Mapping[str, int], vocabulary: Mapping[str, str]) -> Branch:
    language = get_language() or "fr"
    name = node.name.get(language) or next(iter(node.name.values()), node.id)
    below = {
        f"{kind}s": [_branch(inner, counts, vocabulary) for inner in node.inner.get(kind, ())]
        for kind in BELOW
    }
    return Branch(node, word_text(name, language, vocabulary), counts.get(node.id, 0), **below)
