"""The tree of a draft: what it extends, kept as it is, with the draft's own items in their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marchepied.engines.referential.model import Domain, Referential, Text

from ._places import IN_DOMAIN
from ._shapes import LISTS, name_of


@dataclass(frozen=True, slots=True)
class Node:
    """An item of the tree; the draft may change it when it is its `own`.

    `first` and `last` say whether it ends the list of the draft's own items there.
    """

    kind: str
    id: str
    name: Mapping[str, str]
    own: bool
    first: bool = True
    last: bool = True
    inner: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)

    @property
    def domains(self) -> tuple[Node, ...]:
        return self.inner.get("domain", ())

    @property
    def questions(self) -> tuple[Node, ...]:
        return self.inner.get("question", ())

    @property
    def levers(self) -> tuple[Node, ...]:
        return self.inner.get("lever", ())

    @property
    def indicators(self) -> tuple[Node, ...]:
        return self.inner.get("indicator", ())

    def holds_own(self) -> bool:
        """Whether something of the draft's own is here or below."""
        return self.own or any(node.holds_own() for nodes in self.inner.values() for node in nodes)


def draw_outline(content: Any, base: Referential | None = None) -> tuple[Node, ...]:
    """The themes of a draft with all that is in them; of an extension, those of `base` come first."""
    added = {axis["in"]: axis for axis in content.get("axes") or [] if "in" in axis}
    own = [axis for axis in content.get("axes") or [] if "in" not in axis]
    themes = [
        Node(
            "axis",
            axis.id,
            _by_language(axis.short),
            own=False,
            inner={"domain": _draw_domains(axis.domains, added.get(axis.id, {}))},
        )
        for axis in (base.axes if base else ())
    ]
    return (*themes, *(_draw_own("axis", item, own) for item in own))


def _draw_domains(domains: Sequence[Domain], addition: Any) -> tuple[Node, ...]:
    inside = {item["in"]: item for item in addition.get("domains") or [] if "in" in item}
    own = [item for item in addition.get("domains") or [] if "in" not in item]
    kept = (_draw_base_domain(domain, inside.get(domain.id, {})) for domain in domains)
    return (*kept, *(_draw_own("domain", item, own) for item in own))


def _draw_base_domain(domain: Domain, addition: Any) -> Node:
    there: dict[str, Sequence[Any]] = {
        "question": domain.questions,
        "lever": domain.levers,
        "indicator": domain.indicators,
    }
    inner = {}
    for kind in IN_DOMAIN:
        own = addition.get(LISTS[kind]) or []
        kept = (
            Node(kind, item.id, _by_language(item.statement if kind == "question" else item.title), own=False)
            for item in there[kind]
        )
        inner[kind] = (*kept, *(_draw_own(kind, item, own) for item in own))
    return Node("domain", domain.id, _by_language(domain.title), own=False, inner=inner)


def _draw_own(kind: str, item: Any, siblings: Sequence[Any]) -> Node:
    below = {"axis": ("domain",), "domain": IN_DOMAIN}.get(kind, ())
    inner = {}
    for lower in below:
        items = item.get(LISTS[lower]) or []
        inner[lower] = tuple(_draw_own(lower, one, items) for one in items)
    name = item.get("short") or name_of(item) if kind == "axis" else name_of(item)
    return Node(
        kind, item["id"], name, own=True, first=item is siblings[0], last=item is siblings[-1], inner=inner
    )


def _by_language(text: Text) -> Mapping[str, str]:
    return dict(text.entries)
