"""What a proposal or a remark may be about: the tree of the draft, and one of its items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marchepied.apps.networks.enums import ProposalKind
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.engines.referential.editing import find_place
from marchepied.web.referentials.writing.tree import Branch, draw_tree

KIND_TITLES: dict[str, Promise] = {
    ProposalKind.QUESTION: _("Proposer une question"),
    ProposalKind.WORDS: _("Proposer d’autres mots"),
    ProposalKind.REMOVAL: _("Proposer de retirer un passage"),
    ProposalKind.COMMENT: _("Faire une remarque"),
}


@dataclass(frozen=True)
class Target:
    """What a proposal is about: its kind, the item (empty for the whole), what it says now."""

    kind: str
    id: str
    name: str
    item_kind: str
    now: Mapping[str, Any]

    @property
    def title(self) -> Promise:
        return KIND_TITLES[self.kind]

    @property
    def asks_answers(self) -> bool:
        """Whether answers may be proposed with the words."""
        return self.kind == ProposalKind.QUESTION or self.item_kind == "question"


def draw_appeal(appeal: Any, house: Any) -> list[Branch]:
    """The themes of the draft of a call, in the words of whoever reads; nothing once it was thrown away."""
    if appeal.draft is None:
        return []
    return draw_tree(appeal.draft, (), vocabulary_of(house, get_language() or "fr"))


def walk_branches(tree: Sequence[Branch]) -> Iterator[Branch]:
    """Every item of a tree, themes first."""
    for branch in tree:
        yield branch
        for below in (branch.domains, branch.questions, branch.levers, branch.indicators):
            yield from walk_branches(below)


def read_target(request: HttpRequest, appeal: Any, house: Any) -> Target:
    """What the address asks to propose: « ?sorte=words&sur=<item> ».

    Http404 where it makes no sense: a question goes into a domain, words and removals are about what the
    draft says itself.
    """
    kind, wanted = request.GET.get("sorte", ProposalKind.COMMENT), request.GET.get("sur", "")
    if kind not in ProposalKind.values or appeal.draft is None:
        raise Http404
    if not wanted and kind == ProposalKind.COMMENT:
        return Target(kind, "", "", "", {})
    branch = next((one for one in walk_branches(draw_appeal(appeal, house)) if one.node.id == wanted), None)
    if branch is None or not _fits(kind, branch):
        raise Http404
    place = find_place(appeal.draft.content, wanted)
    return Target(kind, wanted, branch.name, branch.node.kind, place.item if place else {})


def _fits(kind: str, branch: Branch) -> bool:
    if kind == ProposalKind.QUESTION:
        return branch.node.kind == "domain"
    return branch.node.own or kind == ProposalKind.COMMENT


def count_questions(draft: Any, item_id: str) -> int:
    """How many questions go with a theme or a domain that is taken out; 0 for anything else."""
    place = find_place(draft.content, item_id)
    item = place.item if place else {}
    domains = item.get("domains") or [item]
    return sum(len(domain.get("questions") or ()) for domain in domains)


def read_words(target: Target) -> dict[str, str]:
    """What the item says now, to begin from: nothing for a new question."""
    if target.kind != ProposalKind.WORDS:
        return {}
    item = target.now
    field = "wording" if target.item_kind == "question" else "title"
    told = {"wording": _read(item.get(field))}
    for number, level in enumerate(item.get("levels") or [], 1):
        told[f"level_{number}"] = _read(level.get("short"))
    return told


def _read(text: Any) -> str:
    return str(next(iter((text or {}).values()), ""))
