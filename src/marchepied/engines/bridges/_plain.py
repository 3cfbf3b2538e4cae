"""Results as plain data, ready for JSON."""

from typing import Any

from ._model import Link
from ._results import CarriedItem, Claim


def plain_item(item: CarriedItem) -> dict[str, Any]:
    """One item: interval, state, parts, sources and contradictions."""
    return {
        "item": item.item,
        "framework": item.framework,
        "low": item.low,
        "high": item.high,
        "state": item.state.value,
        "declared": item.declared,
        "parts": [
            {"part": part.part, "low": part.low, "high": part.high, "state": part.state.value}
            for part in item.parts
        ],
        "sources": [
            {
                "item": source.item, "low": source.low, "high": source.high, "reach": source.reach.value,
                "hops": source.hops, "parts": list(source.parts),
                "path": [plain_link(link) for link in source.path],
            }
            for source in item.sources
        ],
        "sources_cut": item.sources_cut,
        "contradictions": [
            {
                "item": each.item, "part": each.part, "applicability": each.applicability,
                "higher": _plain_claim(each.higher), "lower": _plain_claim(each.lower),
                "hull": list(each.hull) if each.hull else None,
            }
            for each in item.contradictions
        ],
    }  # fmt: skip


def plain_link(link: Link) -> dict[str, Any]:
    """One link, as stated."""
    return {
        "source": link.source,
        "target": link.target,
        "relation": link.relation.value,
        "covers": list(link.covers) if link.covers else None,
        "justification": link.justification,
        "justification_en": link.justification_en,
        "author": link.author,
        "date": link.date.isoformat() if link.date else None,
        "confidence": link.confidence,
    }


def _plain_claim(claim: Claim) -> dict[str, Any]:
    return {
        "item": claim.item,
        "low": claim.low,
        "high": claim.high,
        "link": plain_link(claim.link) if claim.link else None,
    }
