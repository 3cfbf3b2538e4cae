"""The sheets that are printed: staff sheet, posters, slips, paper questionnaires, workshop sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from marchepied.engines.documents._cleaning import clean_text
from marchepied.engines.documents._rendering import RenderedDocument, draw_qr, render
from marchepied.engines.documents._sheet_data import (
    PaperQuestion,
    PaperQuestionnaire,
    Poster,
    SlipSheet,
    StaffSheet,
    WorkshopSheets,
)
from marchepied.engines.documents._words import speak
from marchepied.engines.documents.typography import format_date, typeset

# Body sizes tried in turn, in points, until the staff sheet holds on one page.
STAFF_SIZES = (14.5, 13.0, 11.5, 10.5, 9.5)
SLIPS_PER_PAGE = 10


def render_staff_sheet(sheet: StaffSheet, *, language: str) -> RenderedDocument:
    """One page for staff and participants before the assembly: heard, differing, decided, next.

    Printed as large as fits, from 14.5 down to 9.5 points; beyond, the pages that are needed come out, with
    a warning. Our own words stay under 200. An empty part says so in a sentence.
    """
    words = speak(language)
    payload = asdict(sheet)
    meeting = sheet.assembly_name
    if sheet.assembly_on:
        day = words["on"].format(date=format_date(sheet.assembly_on, language))
        meeting = f"{meeting} {day}".strip()
    payload |= {
        "thanks": words["staff_thanks"].format(thanks=sheet.thanks) if sheet.thanks else "",
        "meeting": words["staff_meeting"].format(name=meeting) if meeting else "",
        "more": words["staff_more"].format(address=sheet.address) if sheet.address else "",
        "contact": words["contact"].format(contact=sheet.contact) if sheet.contact else "",
    }
    for size in STAFF_SIZES:
        document = _render(sheet, "staff", payload, words["staff_title"], language, size, sheet.issued_on)
        if document.pages == 1:
            return document
    return _warn_pages(document, language)


def render_poster(poster: Poster, *, language: str) -> RenderedDocument:
    """An A4 invitation for one group: the enterprise, what, how long, until when, code and short address.

    Without ``link`` there is no code to scan and the address alone invites. Texts too long for one sheet
    take more, with a warning.
    """
    words = speak(language)
    minutes = words["poster_minutes_one" if poster.minutes == 1 else "poster_minutes"]
    payload = asdict(poster)
    payload |= {
        "subject": words["poster_subject"].format(subject=poster.subject) if poster.subject else "",
        "college": words["poster_college"].format(college=poster.college) if poster.college else "",
        "minutes": minutes.format(minutes=poster.minutes) if poster.minutes else "",
        "until": _say_date(words["poster_until"], poster.until, language),
        "readers": poster.readers or words["poster_no_readers"],
        "ask": _say(poster.ask, words["poster_ask"]),
        "terms": _say(poster.terms, words["poster_anonymous"]),
        "reading": _say(poster.reading, words["poster_readers"]),
        "contact": words["poster_contact"].format(contact=poster.contact) if poster.contact else "",
        "raw_qr": draw_qr(poster.link) if poster.link else "",
        "qr_alt": words["qr_alt"].format(address=poster.address),
    }
    document = _render(poster, "poster", payload, payload["ask"], language, 16.0)
    return document if document.pages == 1 else _warn_pages(document, language)


def _say(text: str, usual: str) -> str:
    """The text, or the usual one where nothing of it would be seen: a heading is never empty."""
    return text if clean_text(text)[0].strip() else usual


def render_slips(sheet: SlipSheet, *, language: str) -> RenderedDocument:
    """Slips to cut out, ten on each A4 page, each with its code to scan, the short address and its code."""
    words = speak(language)
    minutes = words["poster_minutes_one" if sheet.minutes == 1 else "poster_minutes"]
    slips = [
        {
            "code": slip.code,
            "raw_qr": draw_qr(slip.link),
            "qr_alt": words["qr_alt"].format(address=f"{sheet.address} {slip.code}"),
        }
        for slip in sheet.slips
    ]
    payload = asdict(replace(sheet, slips=()))
    payload |= {
        "pages": [slips[start : start + SLIPS_PER_PAGE] for start in range(0, len(slips), SLIPS_PER_PAGE)],
        "subject": words["poster_subject"].format(subject=sheet.subject) if sheet.subject else "",
        "minutes": minutes.format(minutes=sheet.minutes) if sheet.minutes else "",
        "until": _say_date(words["poster_until"], sheet.until, language),
    }
    return _render(sheet, "slips", payload, words["slips_title"], language, 10.0)


def render_paper_questionnaire(
    sheet: PaperQuestionnaire, *, language: str, large_print: bool = False
) -> RenderedDocument:
    """The anonymous paper sheet: large boxes, room for a word, and nothing that tells whose it is."""
    words = speak(language)
    minutes = words["paper_minutes"].format(minutes=sheet.minutes) if sheet.minutes else ""
    payload = asdict(sheet)
    payload |= {
        "subject": words["poster_subject"].format(subject=sheet.subject) if sheet.subject else "",
        "minutes": minutes,
        "until": _say_date(words["paper_until"], sheet.until, language),
        "readers": sheet.readers or words["poster_no_readers"],
        "return_to": words["paper_return"].format(place=sheet.return_to) if sheet.return_to else "",
        "contact": words["contact"].format(contact=sheet.contact) if sheet.contact else "",
        "questions": _number_questions(sheet.questions, language),
    }
    size = 18.0 if large_print else 12.0
    return _render(sheet, "questionnaire", payload, words["paper_title"], language, size)


def render_workshop_sheets(sheets: WorkshopSheets, *, language: str) -> RenderedDocument:
    """One page a question for a room without network: a table to count hands, then what was settled."""
    words = speak(language)
    payload = asdict(sheets)
    payload |= {
        "held": _say_date(words["room_on"], sheets.held_on, language),
        "columns": list(sheets.colleges) or [words["room_hands"]],
        "questions": _number_questions(sheets.questions, language),
    }
    return _render(sheets, "workshop", payload, words["room_title"], language, 13.0)


def _say_date(sentence: str, day: date | None, language: str) -> str:
    return sentence.format(date=format_date(day, language)) if day else ""


def _number_questions(questions: Sequence[PaperQuestion], language: str) -> list[dict[str, Any]]:
    sentence = speak(language)["paper_question"]
    return [
        {**asdict(question), "place": sentence.format(number=number, count=len(questions))}
        for number, question in enumerate(questions, 1)
    ]


def _render(
    sheet: StaffSheet | Poster | SlipSheet | PaperQuestionnaire | WorkshopSheets,
    layout: str,
    payload: dict[str, Any],
    title: str,
    language: str,
    size: float,
    issued_on: date | None = None,
) -> RenderedDocument:
    return render(
        layout,
        payload,
        language=language,
        organisation=sheet.organisation,
        title=title,
        issued_on=issued_on,
        size=size,
    )


def _warn_pages(document: RenderedDocument, language: str) -> RenderedDocument:
    sentence = typeset(speak(language)["two_pages"].format(pages=document.pages), language)
    return replace(document, warnings=(*document.warnings, sentence))
