"""The account of a table, on two pages: where we are, then what we will do and debate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from marchepied.engines.documents._arranging import FOREWORD
from marchepied.engines.documents._blocks import listed, say, tabled
from marchepied.engines.documents._document import Block, BlockKind, Column, Document, Item, Section, Tone
from marchepied.engines.documents._pack_data import ActionItem, DecisionItem, Pack
from marchepied.engines.documents._rendering import RenderedDocument
from marchepied.engines.documents._table_words import speak_plainly
from marchepied.engines.documents._words import speak
from marchepied.engines.documents.typography import format_date, typeset

TWO_PAGES = 2
# Body sizes tried in turn, in points. Below the last one, more pages are better than smaller letters.
SIZES = (13.0, 12.0, 11.0, 10.2, 9.4, 8.6)


def compose_table_pack(pack: Pack, language: str) -> Document:
    """The document of a table: the same data as the whole pack, of which it prints less.

    What each question was answered stands on the first page with the disagreements; the second has the
    actions, what is to be debated, and what this document is not. What was not done is said in a sentence.
    """
    said, words = speak_plainly(language), speak(language)
    told: list[tuple[str, str, list[Block]]] = [
        ("synopsis", said["standing"], _tell_standing(pack, language)),
        ("since_last", said["since_last"], [listed(pack.since_last)] if pack.since_last else []),
        ("plan", said["actions"], _tell_actions(pack, language)),
        ("debates", said["debates"], _tell_debates(pack, language)),
        ("frame", said["frame"], _tell_frame(pack, language)),
    ]
    sections = []
    for key, title, blocks in told:
        free = say("", part=f"{key}.{FOREWORD}", label=words["part_words"])
        if blocks:
            sections.append(Section(key, title, (free, *blocks), locked=key == "frame"))
    return Document(
        organisation=pack.organisation,
        title=pack.title or said["pack_title"],
        language="en" if language[:2].lower() == "en" else "fr",
        issued_on=pack.issued_on,
        facts=pack.facts,
        meeting=tuple(_tell_meeting(pack, language)),
        sections=tuple(sections),
        pages=TWO_PAGES,
    )


def fit_pages(
    document: Document, render_at: Callable[[float], RenderedDocument], most: int
) -> RenderedDocument:
    """The document printed as large as holds on so many pages, from 13 down to 8.6 points.

    Beyond, the pages that are needed come out, with a warning.
    """
    made = render_at(SIZES[0])
    for size in SIZES[1:]:
        if made.pages <= most:
            return made
        made = render_at(size)
    if made.pages <= most:
        return made
    sentence = speak_plainly(document.language)["too_long"].format(pages=made.pages)
    return replace(made, warnings=(*made.warnings, typeset(sentence, document.language)))


def _tell_meeting(pack: Pack, language: str) -> list[str]:
    assembly = pack.assembly
    day = format_date(assembly.on, language) if assembly and assembly.on else ""
    place = [assembly.name, day, assembly.place] if assembly else []
    told = " · ".join(part for part in (pack.cycle, *place) if part)
    return [told] if told else []


def _tell_standing(pack: Pack, language: str) -> list[Block]:
    said, words = speak_plainly(language), speak(language)
    people = [" : ".join(filter(None, (group.college, group.count))) for group in pack.respondents]
    blocks = [say(" · ".join(people), Tone.QUIET)] if people else []
    if not pack.decisions:
        return [*blocks, say(said["no_standing"], Tone.MISSING)]
    return blocks + [_tell_answer(decision, words["disagreement"]) for decision in pack.decisions]


def _tell_answer(decision: DecisionItem, disagreement: str) -> Block:
    blocks = [say(decision.question, Tone.QUIET)] if decision.question else []
    blocks.append(say(decision.statement, Tone.STRONG))
    if decision.disagreement:
        blocks.append(say(disagreement.format(text=decision.disagreement), Tone.WARM))
    elif decision.mode:
        blocks.append(say(decision.mode, Tone.QUIET))
    return Block(BlockKind.COLUMNS, columns=(Column(tuple(blocks)),))


def _tell_actions(pack: Pack, language: str) -> list[Block]:
    said, words = speak_plainly(language), speak(language)
    actions = [action for objective in pack.objectives for action in objective.actions]
    if not actions:
        return [say(said["no_actions"], Tone.MISSING)]
    rows = [_tell_action(action, said["late"], words["none"], language) for action in actions]
    head = (said["what"], said["who"], said["when"])
    return [tabled(head, rows, (2.6, 1.2, 1.2), label=said["actions"])]


def _tell_action(action: ActionItem, late: str, none: str, language: str) -> tuple[str, str, str]:
    when = format_date(action.due, language) if action.due else none
    return action.title, action.owner or none, f"{when} ({late})" if action.late else when


def _tell_debates(pack: Pack, language: str) -> list[Block]:
    items = [Item(debate.question, note=debate.why) for debate in pack.debates]
    label = speak_plainly(language)["debates"]
    return [listed(items, ordered=True, noted=True, part="debates.questions", label=label)] if items else []


def _tell_frame(pack: Pack, language: str) -> list[Block]:
    words = speak(language)
    blocks = [say(speak_plainly(language)["plain"])]
    if pack.legal_frame:
        blocks.append(say(pack.legal_frame, part="frame.legal", label=words["part_text"]))
    return [*blocks, say(words["contact"].format(contact=pack.contact))] if pack.contact else blocks
