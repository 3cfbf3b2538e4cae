"""The pack for the general assembly, and any document of the same model, as an accessible PDF."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marchepied.engines.documents._charts import OpinionScale, opinion_scale_chart
from marchepied.engines.documents._composing import compose_pack
from marchepied.engines.documents._document import Block, Document, Section, walk_document
from marchepied.engines.documents._pack_data import Pack
from marchepied.engines.documents._rendering import BODY_SIZE, LARGE_SIZE, RenderedDocument, render
from marchepied.engines.documents._table_pack import fit_pages
from marchepied.engines.documents._words import speak
from marchepied.engines.documents.typography import typeset

# Beyond these the first page can no longer be read in a minute, nor hold on one sheet.
OVERVIEW_ITEMS, OVERVIEW_LENGTH = 3, 180
# Tracks that one drawing holds without running off the page.
TRACKS, TRACKS_LARGE = 16, 6


def render_pack(pack: Pack, *, language: str, large_print: bool = False) -> RenderedDocument:
    """The pack in the order and with the words proposed, as PDF/UA-1 and PDF/A-2a.

    Opens with one page for an outside reader, then themes, state, differences, decisions, plan, debate and
    the legal frame. A part with no data says in a sentence that it has not been done.
    """
    return render_document(compose_pack(pack, language).without_empty(), large_print=large_print)


def render_document(document: Document, *, large_print: bool = False) -> RenderedDocument:
    """The document as PDF/UA-1 and PDF/A-2a, at 11 points or, in large print, at 18.

    Signs that cannot be drawn are replaced and listed, never a reason to fail. The same document gives the
    same bytes.
    """
    payload = describe_document(document, large_print=large_print)

    def render_at(size: float) -> RenderedDocument:
        return render(
            "document",
            payload,
            language=document.language,
            organisation=document.organisation,
            title=document.title,
            issued_on=document.issued_on,
            size=size,
        )

    if document.pages and not large_print:
        return fit_pages(document, render_at, document.pages)
    made = render_at(LARGE_SIZE if large_print else BODY_SIZE)
    return replace(made, warnings=made.warnings + tuple(warn_overview(document)))


def describe_document(document: Document, *, large_print: bool = False) -> dict[str, Any]:
    """The payload of the layout: the document's fields with its charts drawn."""
    # The first page stands alone when there is a démarche behind it, not a few sentences.
    told = any(section.key == "state" and len(section.printed) > 1 for section in document.sections)
    return {
        "facts": document.facts,
        "title": document.title,
        "meeting": list(document.meeting),
        "imprint": list(document.imprint),
        "alone": large_print or told or document.pages > 0,
        "sections": [_describe_section(section, large_print) for section in document.sections],
    }


def _describe_section(section: Section, large_print: bool) -> dict[str, Any]:
    blocks = [_describe_block(block, large_print) for block in section.printed]
    return {"raw_key": section.key, "title": section.title, "blocks": blocks}


def _describe_block(block: Block, large_print: bool) -> dict[str, Any]:
    columns = [[_describe_block(inner, large_print) for inner in column.blocks] for column in block.columns]
    return {
        "kind": str(block.kind),
        "text": block.text,
        "tone": str(block.tone),
        "level": block.level,
        "items": [{"lead": item.lead, "text": item.text, "note": item.note} for item in block.items],
        "ordered": block.ordered,
        "noted": block.noted,
        "head": list(block.head),
        "rows": [list(row) for row in block.rows],
        "widths": list(block.widths),
        "columns": columns,
        "aside": block.aside,
        "raw_mark": block.mark,
        "raw_charts": draw_scale(block.scale, narrow=large_print) if block.scale else [],
    }


def draw_scale(scale: OpinionScale, *, narrow: bool = False) -> list[dict[str, str]]:
    """The drawings of a question with their words: as many as its groups need for each to hold on a page."""
    most = TRACKS_LARGE if narrow else TRACKS
    scale = replace(scale, narrow=narrow)
    charts = (
        opinion_scale_chart(replace(scale, colleges=scale.colleges[start : start + most]))
        for start in range(0, len(scale.colleges), most)
    )
    return [{"svg": chart.svg, "alt": f"{chart.title} {chart.description}"} for chart in charts]


def warn_overview(document: Document) -> list[str]:
    """The sentence that asks for a shorter first page, or nothing."""
    watched = {"synopsis.results", "synopsis.commitments"}
    lists = [block.items for block in walk_document(document) if block.part in watched and block.items]
    told = [text for items in lists for item in items for text in (item.lead, item.text)]
    crowded = any(len(items) > OVERVIEW_ITEMS for items in lists)
    if crowded or any(len(text) > OVERVIEW_LENGTH for text in told):
        return [typeset(speak(document.language)["warn_overview"], document.language)]
    return []
