"""Crossed views: what each group sees, side by side, once and for all after the closing."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.compute import PARAMETERS
from marchepied.apps.diagnosis.rules import READ_CYCLE, SHOW_VIEWS
from marchepied.apps.diagnosis.selectors.collection import collection_of
from marchepied.apps.diagnosis.selectors.crossed import (
    CrossedQuestion,
    headline_of,
    in_language,
    read_crossed,
)
from marchepied.apps.diagnosis.selectors.cycles import themes_of
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.diagnosis.selectors.releases import latest_release
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.topics import begin_topic
from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.enums import RoundState
from marchepied.web.diagnosis.figures import say_gap, say_row, word_agreement, write_alpha
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.diagnosis.telling import lead_of
from marchepied.web.shared.access import SpaceRequest, member_view, public_view

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle, Release

QUESTIONS_PER_PAGE = 40
VOICES_SHOWN = 6
# Lines drawn on one page. Beyond, a question is a sentence that leads to its own page.
LINES_DRAWN = 200
# A table with more groups than this has a page of its own.
WIDEST_TABLE = 12
# Groups times themes: beyond, the page would be mostly figures that nobody reads.
MOST_THEME_LINES = 60


@member_view(READ_CYCLE)
def show_crossed(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """What is missing, then one sentence a question, those to talk about first."""
    row = cycle_or_404(request, cycle)
    release = latest_release(row)
    if release is None or row.round is None:
        return _show_before(request, row)
    questions = read_crossed(row, release)
    positions = positions_of(row)
    page = Paginator([q for q in questions if not q.discussed], QUESTIONS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    discussed = [q for q in questions if q.discussed] if page.number == 1 else []
    cards = [_describe(question, positions, drawn=True) for question in discussed]
    context = {
        "cycle": row,
        "release": release,
        "round": row.round,
        "headline": headline_of(questions),
        "lead": lead_of(questions),
        "cards": cards,
        "others": _describe_others(list(page.object_list), positions, discussed),
        "page": page,
        "groups": _describe_groups(row, release),
        "parameters": release.parameters or PARAMETERS,
        "colleges": release.content["colleges"],
        "decided": len(positions),
        "section": "cycle",
    }
    return render(request, "diagnosis/crossed.html", context)


def _describe(question: CrossedQuestion, positions: Mapping[str, Any], *, drawn: bool) -> dict[str, Any]:
    comments = question.comments
    return {
        "question": question,
        "position": positions.get(question.id),
        "drawn": drawn,
        "table": len(question.rows) <= WIDEST_TABLE,
        "comments": comments[:VOICES_SHOWN],
        "more_comments": max(0, len(comments) - VOICES_SHOWN),
    }


def _describe_others(
    questions: Sequence[CrossedQuestion],
    positions: Mapping[str, Any],
    discussed: Sequence[CrossedQuestion],
) -> list[dict[str, Any]]:
    """The other questions, drawn until the page holds enough lines."""
    lines = sum(len(question.rows) for question in discussed)
    described = []
    for question in questions:
        lines += len(question.rows)
        described.append(_describe(question, positions, drawn=lines <= LINES_DRAWN))
    return described


def _describe_groups(cycle: "Cycle", release: "Release") -> list[dict[str, Any]]:
    """The agreement of each group over all questions; then theme by theme, where there are a few."""
    names = {college["id"]: college["name"] for college in release.content["colleges"]}
    themes = release.content.get("themes", ())
    if sum(len(theme["groups"]) for theme in themes) > MOST_THEME_LINES:
        themes = ()
    titles = {axis.id: in_language(dict(axis.short.entries)) for axis in themes_of(cycle)} if themes else {}
    parts: list[dict[str, Any]] = [{"theme": "", "lines": _list_groups(release.content["groups"], names)}]
    for theme in themes:
        title = titles.get(theme["theme"]) or _("Autres questions")
        parts.append({"theme": title, "lines": _list_groups(theme["groups"], names)})
    for part in parts:
        part["has_cronbach"] = any(line.get("cronbach") is not None for line in part["lines"])
    return [part for part in parts if part["lines"]]


def _list_groups(groups: Mapping[str, Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each group under its name; then with weights, where people had some."""
    lines = []
    for key, measures in groups.items():
        name = " + ".join(names.get(part, "?") for part in key.split("+"))
        for measured, weighted in ((measures, False), (measures.get("weighted"), True)):
            if measured:
                # A release made before these were measured lacks them.
                older = {"awg_j": None, "krippendorff": None}
                words = {
                    "word": word_agreement(measured["rwg_j"]),
                    "cronbach_words": write_alpha(measured.get("cronbach")),
                }
                lines.append({**older, **measured, **words, "name": name, "weighted": weighted})
    return lines


def _show_before(request: SpaceRequest, cycle: "Cycle") -> HttpResponse:
    collection = collection_of(cycle)
    shown = [line for line in collection.lines if line.can_be_shown]
    context = {
        "cycle": cycle,
        "collection": collection,
        "state": collection.state if cycle.round is not None else "",
        "is_closed": collection.state == RoundState.CLOSED,
        "is_open": collection.state == RoundState.OPEN,
        "shown": len(shown),
        "waiting": [line for line in collection.lines if line.is_waiting],
        "section": "cycle",
    }
    return render(request, "diagnosis/crossed_before.html", context)


@require_POST
@member_view(SHOW_VIEWS)
def release_views(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Store what may be shown, and show it."""
    row = cycle_or_404(request, cycle)
    try:
        make_release(cycle=row, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Les avis sont montrés à tous les membres de cet espace."))
    return redirect("diagnosis:crossed", request.space.slug, row.pk)


@member_view(READ_CYCLE)
def show_crossed_question(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """One question in full: every group, every voice that may be shown, and how it is computed."""
    row = cycle_or_404(request, cycle)
    release = latest_release(row)
    found = read_crossed(row, release, only={question_id}, with_figures=True) if release and row.round else []
    if not found:
        raise Http404
    context = {
        "cycle": row,
        "release": release,
        "question": found[0],
        "comments": found[0].comments,
        "measured": _list_measured(found[0]),
        "gap_said": say_gap(found[0]),
        "rows_said": [(one.name, say_row(one, found[0].choices)) for one in found[0].rows if one.indices],
        "position": positions_of(row).get(question_id),
        "section": "cycle",
    }
    return render(request, "diagnosis/crossed_question.html", context)


@require_POST
@member_view(Right.FACILITATE)
def discuss_question(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """To the topic on which this question is discussed, begun if nobody did."""
    row = cycle_or_404(request, cycle)
    try:
        topic = begin_topic(cycle=row, question_id=question_id, by=request.user)
    except ValidationError as error:
        raise Http404 from error
    return redirect("deliberation:topic", request.space.slug, topic.pk)


def _list_measured(question: CrossedQuestion) -> list[dict[str, Any]]:
    """The indices of each group printed exactly, then with the weights of its people where they had some."""
    lines = []
    for row in question.rows:
        if row.indices is None:
            continue
        # A release made before these were measured lacks them.
        older = {"awg": None, "interval": None}
        lines.append({**older, "name": row.name, "weighted": False, **row.indices})
        if row.indices.get("weighted"):
            lines.append({**older, "name": row.name, **row.indices["weighted"], "weighted": True})
    return lines


@public_view("anybody may check how what they said is counted")
def show_method(request: HttpRequest) -> HttpResponse:
    """How crossed views are computed and protected."""
    return render(request, "diagnosis/crossed_method.html", {"parameters": PARAMETERS})
