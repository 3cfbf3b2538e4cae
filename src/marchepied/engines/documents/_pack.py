"""The pack for the general assembly: from its plain data to an accessible PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from marchepied.engines.documents._charts import OpinionScale, opinion_scale_chart, tabulate_views
from marchepied.engines.documents._pack_data import Pack, QuestionResult, Standing, ThemeSection
from marchepied.engines.documents._rendering import BODY_SIZE, LARGE_SIZE, RenderedDocument, render
from marchepied.engines.documents._words import speak
from marchepied.engines.documents.typography import format_date, format_number, typeset

# Beyond these the first page can no longer be read in a minute, nor hold on one sheet.
OVERVIEW_ITEMS, OVERVIEW_LENGTH = 3, 180
# Tracks that one drawing holds without running off the page.
TRACKS, TRACKS_LARGE = 16, 6


def render_pack(pack: Pack, *, language: str, large_print: bool = False) -> RenderedDocument:
    """The pack as PDF/UA-1 and PDF/A-2a, at 11 points or, in large print, at 18.

    Opens with one page for an outside reader, then themes, state, differences, decisions, plan, debate and
    the legal frame. A part with no data says in a sentence that it has not been done. Signs that cannot be
    drawn are replaced and listed, never a reason to fail. The same pack gives the same bytes.
    """
    words = speak(language)
    title = pack.title or words["pack_title"]
    document = render(
        "pack",
        describe_pack(pack, language, large_print=large_print),
        language=language,
        organisation=pack.organisation,
        title=title,
        issued_on=pack.issued_on,
        size=LARGE_SIZE if large_print else BODY_SIZE,
    )
    warnings = document.warnings + tuple(warn_overview(pack, language))
    return replace(document, warnings=warnings)


def describe_pack(pack: Pack, language: str, *, large_print: bool = False) -> dict[str, Any]:
    """The payload of the layout: the pack's fields with its sentences chosen and its charts drawn."""
    words = speak(language)
    numbered = iter(range(1, 1 + sum(len(theme.questions) for theme in pack.themes)))
    themes = [_describe_theme(theme, language, numbered, large_print) for theme in pack.themes]
    questions = [question for theme in themes for question in theme["questions"]]
    asked = any(question.colleges for theme in pack.themes for question in theme.questions)
    payload = asdict(replace(pack, themes=()))
    payload |= {
        "title": pack.title or words["pack_title"],
        "themes": themes,
        "issued": words["issued"].format(date=format_date(pack.issued_on, language)),
        "meeting": _describe_meeting(pack, language),
        "standing": _describe_standing(pack.standing, language),
        "divergences": [question for question in questions if question["divergence"]],
        "no_differ": words["no_differ" if asked else "no_differ_alone"],
        "has_charts": any(question["raw_charts"] for question in questions),
        "own": _name_organisation(pack, language),
        "legal": pack.legal_frame or words["legal"],
        "privacy": pack.privacy_note or words["privacy"],
        "contact": words["contact"].format(contact=pack.contact) if pack.contact else "",
        "more": words["more"].format(address=pack.address) if pack.address else "",
    }
    for decision in payload["decisions"]:
        _say_decision(decision, language)
    return payload


def _name_organisation(pack: Pack, language: str) -> dict[str, str]:
    """The sentences that name the organisation, with its own word."""
    words = speak(language)
    named = {
        "the_organisation": pack.the_organisation or words["the_organisation"],
        "of_the_organisation": pack.of_the_organisation or words["of_the_organisation"],
    }
    sentences = ("no_respondents", "no_standing", "own_answer", "no_evidence")
    filled = {name: _fill(words[name], named) for name in sentences}
    return {name: text[:1].upper() + text[1:] for name, text in filled.items()}


def _fill(sentence: str, named: Mapping[str, str]) -> str:
    # Not str.format: the organisation's words are free text, and nothing in them is read as a field.
    for name, text in named.items():
        sentence = sentence.replace("{" + name + "}", text)
    return sentence


def _say_decision(decision: dict[str, Any], language: str) -> None:
    words = speak(language)
    told = []
    if decision["mode"]:
        told.append(decision["mode"])
    if decision["on"]:
        told.append(words["decided_on"].format(date=format_date(decision["on"], language)))
    decision["told"] = " · ".join(told)
    for field, sentence in (("question", "about"), ("disagreement", "disagreement")):
        text = decision[field]
        decision[field] = words[sentence].format(question=text, text=text) if text else ""


def _describe_meeting(pack: Pack, language: str) -> list[str]:
    words = speak(language)
    if pack.assembly is None:
        return [words["no_assembly"]]
    day = pack.assembly.on
    told = [pack.assembly.name]
    if day:
        told.append(words["on"].format(date=format_date(day, language)))
    line = " ".join(told) + (f", {pack.assembly.place}" if pack.assembly.place else "")
    return [line] if day else [line, words["assembly_undated"]]


def _describe_standing(standing: Standing | None, language: str) -> dict[str, Any] | None:
    if standing is None or standing.questions == 0:
        return None
    words = speak(language)
    lead = words["standing_of_one"] if standing.questions == 1 else words["standing_of"]
    lines = [
        f"{format_number(count, language)} {words[name if count != 1 else f'{name}_one']}"
        for name, count in (
            ("declared", standing.declared),
            ("evidenced", standing.evidenced),
            ("checked", standing.checked),
        )
    ]
    by = words["checked_by"].format(name=standing.checked_by) if standing.checked_by else ""
    return {"lead": lead.format(count=format_number(standing.questions, language)), "lines": lines, "by": by}


def _describe_theme(
    theme: ThemeSection, language: str, numbered: Iterator[int], large_print: bool
) -> dict[str, Any]:
    questions = [
        _describe_question(question, next(numbered), language, large_print) for question in theme.questions
    ]
    return {"name": theme.name, "why": theme.why, "questions": questions}


def _describe_question(
    question: QuestionResult, number: int, language: str, large_print: bool
) -> dict[str, Any]:
    words = speak(language)
    told = asdict(replace(question, colleges=()))
    told |= {
        "raw_mark": f"question-{number}",
        "raw_charts": [],
        "asked": words["question_asked"].format(wording=question.wording),
        "statement": question.statement or words["no_statement"],
        "settled_is": words["settled_is"].format(text=question.position) if question.position else "",
    }
    if question.colleges:
        scale = _scale_of(question, language, narrow=large_print)
        head, rows = tabulate_views(scale)
        told |= {"raw_charts": _draw_charts(scale), "head": list(head), "rows": [list(row) for row in rows]}
    return told


def _draw_charts(scale: OpinionScale) -> list[dict[str, str]]:
    """The drawings of a question: as many as its groups need for each to hold on a page."""
    most = TRACKS_LARGE if scale.narrow else TRACKS
    starts = range(0, len(scale.colleges), most)
    charts = (
        opinion_scale_chart(replace(scale, colleges=scale.colleges[start : start + most])) for start in starts
    )
    return [{"svg": chart.svg, "alt": f"{chart.title} {chart.description}"} for chart in charts]


def _scale_of(question: QuestionResult, language: str, *, narrow: bool) -> OpinionScale:
    return OpinionScale(
        title=question.wording,
        low_end=question.low_end,
        high_end=question.high_end,
        colleges=question.colleges,
        levels=question.levels,
        share_heads=question.share_heads,
        language=language,
        narrow=narrow,
    )


def warn_overview(pack: Pack, language: str) -> list[str]:
    """The sentence that asks for a shorter first page, or nothing."""
    told = [*(result.sentence for result in pack.results), *pack.commitments]
    told += [result.question for result in pack.results]
    crowded = max(len(pack.results), len(pack.commitments)) > OVERVIEW_ITEMS
    if crowded or any(len(text) > OVERVIEW_LENGTH for text in told):
        return [typeset(speak(language)["warn_overview"], language)]
    return []
