"""The groups: who is asked, what, and how many there are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.selectors.collection import build_form, collecting_state, collection_of
from marchepied.apps.diagnosis.services.collection import choose_college_questions, choose_groups
from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.enums import AnswerMode, RoundState
from marchepied.apps.participation.rules import SHOWN_FROM
from marchepied.apps.participation.selectors import colleges_of, propose_colleges
from marchepied.apps.participation.services import (
    archive_college,
    merge_colleges,
    move_college,
    restore_college,
    update_college,
)
from marchepied.web.participation.forms.colleges import ChooseCollegesForm, CollegeForm, MergeForm
from marchepied.web.participation.views.shared import attempt, attempt_in, posted, require_college, with_cycle
from marchepied.web.shared.access import SpaceRequest, member_view

PAGE = "participation:colleges"


@member_view(Right.READ)
@with_cycle
def colleges(request: SpaceRequest, cycle: Any) -> HttpResponse:
    """The one page of the collection: prepare, follow, look back; one thing to do."""
    collection = collection_of(cycle)
    context = {"cycle": cycle, "collection": collection, "section": "cycle", "shown_from": SHOWN_FROM}
    if collection.state == RoundState.DRAFT:
        aside = colleges_of(request.space.organisation, archived=True)
        return render(request, "participation/colleges_draft.html", {**context, "aside": aside})
    page = "open" if collection.state == RoundState.OPEN else "closed"
    return render(request, f"participation/colleges_{page}.html", context)


@member_view(Right.FACILITATE)
@with_cycle
def choose(request: SpaceRequest, cycle: Any) -> HttpResponse:
    """Tick the groups that have a say, and add one's own."""
    if collecting_state(cycle) == RoundState.CLOSED:
        raise Http404
    organisation = request.space.organisation
    present = {college.kind for college in colleges_of(organisation)}
    proposals = [
        proposal
        for proposal in propose_colleges(organisation, get_language() or "fr")
        if proposal.kind not in present
    ]
    form = ChooseCollegesForm(posted(request), proposals=proposals, tick=not present)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt_in(form, lambda: choose_groups(cycle=cycle, choices=form.read_choices(), by=request.user))
    ):
        messages.success(request, _("C’est noté."))
        return _back(request, cycle)
    context = {"cycle": cycle, "form": form, "first": not present, "section": "cycle"}
    return render(request, "participation/colleges_choose.html", context)


@member_view(Right.FACILITATE)
@with_cycle
def college(request: SpaceRequest, cycle: Any, college: UUID) -> HttpResponse:
    """Settle one group: name, head-count, way of answering, questions."""
    row = require_college(request, college)
    collection = collection_of(cycle)
    line = collection.find_line(row.pk)
    if line is None:
        raise Http404
    locked = collection.state != RoundState.DRAFT
    form = CollegeForm(
        posted(request),
        questions=_wordings(cycle),
        locked=locked,
        initial={
            "name": row.name,
            "expected_count": row.expected_count,
            "mode": row.mode,
            "items": line.item_ids,
        },
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt_in(form, lambda: _save(request, cycle, row, form))
    ):
        messages.success(request, _("C’est enregistré."))
        return _back(request, cycle)
    context = {"cycle": cycle, "line": line, "college": row, "form": form, "section": "cycle"}
    context |= {"alone": len(collection.lines) < 2, "locked": locked}
    return render(request, "participation/colleges_one.html", context)


@member_view(Right.FACILITATE)
@with_cycle
@require_POST
def move(request: SpaceRequest, cycle: Any, college: UUID) -> HttpResponse:
    """One place up or down."""
    move_college(college=require_college(request, college), up="up" in request.POST, by=request.user)
    return _back(request, cycle)


@member_view(Right.FACILITATE)
@with_cycle
@require_POST
def archive(request: SpaceRequest, cycle: Any, college: UUID) -> HttpResponse:
    """Set a group aside; it can be taken back from the same page."""
    row = require_college(request, college)
    if attempt(request, lambda: archive_college(college=row, by=request.user)):
        messages.success(
            request,
            _("« %(name)s » est mis de côté. Vous le retrouvez en bas de cette page.") % {"name": row.name},
        )
    return _back(request, cycle)


@member_view(Right.FACILITATE)
@with_cycle
@require_POST
def restore(request: SpaceRequest, cycle: Any, college: UUID) -> HttpResponse:
    """Take a group back."""
    row = require_college(request, college)
    restore_college(college=row, by=request.user)
    messages.success(request, _("« %(name)s » est de nouveau dans la liste.") % {"name": row.name})
    return _back(request, cycle)


@member_view(Right.FACILITATE)
@with_cycle
@require_POST
def together(request: SpaceRequest, cycle: Any, college: UUID) -> HttpResponse:
    """The group gives one answer, decided together."""
    _require_draft(cycle)
    row = require_college(request, college)
    update_college(
        college=row,
        name=row.name,
        expected_count=row.expected_count,
        mode=AnswerMode.COLLECTIVE,
        by=request.user,
    )
    messages.success(
        request, _("« %(name)s » donnera une seule réponse, décidée ensemble.") % {"name": row.name}
    )
    return _back(request, cycle)


@member_view(Right.FACILITATE)
@with_cycle
def merge(request: SpaceRequest, cycle: Any, college: UUID) -> HttpResponse:
    """Make one group of several, so that what they say can be shown."""
    _require_draft(cycle)
    row = require_college(request, college)
    rows = {str(other.pk): other for other in colleges_of(request.space.organisation) if other.pk != row.pk}
    form = MergeForm(posted(request), others=[(key, other.name) for key, other in rows.items()])
    if request.method == "POST" and form.is_valid():
        chosen = [row, *(rows[key] for key in form.cleaned_data["others"])]
        name = form.cleaned_data["name"]
        if attempt_in(form, lambda: merge_colleges(colleges=chosen, name=name, by=request.user)):
            messages.success(request, _("C’est fait : ces groupes n’en font plus qu’un."))
            return _back(request, cycle)
    context = {"cycle": cycle, "college": row, "form": form, "section": "cycle"}
    return render(request, "participation/colleges_merge.html", context)


@member_view(Right.FACILITATE)
@with_cycle
def preview(request: SpaceRequest, cycle: Any, college: UUID) -> HttpResponse:
    """What a participant of this group will read."""
    line = collection_of(cycle).find_line(college)
    if line is None:
        raise Http404
    form = cycle.round.form if line.call is not None else build_form(cycle, line.item_ids)
    items = [item for item in form["items"] if item["id"] in line.item_ids]
    context = {"cycle": cycle, "line": line, "items": items, "section": "cycle"}
    return render(request, "participation/colleges_preview.html", context)


def _save(request: SpaceRequest, cycle: Any, row: Any, form: CollegeForm) -> None:
    data = form.cleaned_data
    update_college(
        college=row,
        name=data["name"],
        expected_count=data["expected_count"],
        mode=data.get("mode", row.mode),
        by=request.user,
    )
    if "items" in data:
        choose_college_questions(cycle=cycle, college=row, item_ids=data["items"], by=request.user)


def _wordings(cycle: Any) -> list[tuple[str, str]]:
    language = get_language() or "fr"
    return [
        (item["id"], item["wording"].get(language) or item["wording"]["fr"])
        for item in build_form(cycle, cycle.question_ids)["items"]
    ]


def _require_draft(cycle: Any) -> None:
    if collecting_state(cycle) != RoundState.DRAFT:
        raise Http404


def _back(request: SpaceRequest, cycle: Any) -> HttpResponse:
    return redirect(PAGE, request.space.slug, cycle.pk)
