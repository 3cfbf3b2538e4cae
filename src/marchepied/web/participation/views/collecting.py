"""The life of the collection: open, extend, close, reopen."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.selectors.collection import Collection, collection_of
from marchepied.apps.diagnosis.selectors.cycles import themes_of
from marchepied.apps.diagnosis.services.collection import (
    close_collection,
    extend_collection,
    open_collection,
    reopen_collection,
)
from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.services import CallRequest
from marchepied.engines.documents.typography import format_date
from marchepied.web.participation.forms.colleges import ClosingDateForm, OpenForm
from marchepied.web.participation.views.shared import attempt, attempt_in, posted, with_cycle
from marchepied.web.shared.access import SpaceRequest, member_view

PAGE = "participation:colleges"
# Three weeks: people answer in the first days, and after the reminder.
USUAL_DAYS = 21


@member_view(Right.PILOT)
@with_cycle
def open_(request: SpaceRequest, cycle: Any) -> HttpResponse:
    """Say what is announced, look at it once more, and open."""
    collection = collection_of(cycle)
    if collection.state != RoundState.DRAFT or not collection.lines:
        return redirect(PAGE, request.space.slug, cycle.pk)
    form = OpenForm(posted(request), initial=_announce(request, cycle))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        calls = [CallRequest(line.college, line.item_ids) for line in collection.lines]
        if attempt_in(form, lambda: open_collection(cycle=cycle, calls=calls, by=request.user, **data)):
            messages.success(request, _("Le questionnaire est ouvert. Il reste à inviter chaque groupe."))
            return redirect(PAGE, request.space.slug, cycle.pk)
    context = {"cycle": cycle, "collection": collection, "form": form, "section": "cycle"}
    return render(request, "participation/colleges_opening.html", context)


@member_view(Right.PILOT)
@with_cycle
def close(request: SpaceRequest, cycle: Any) -> HttpResponse:
    """Say what closing does, then close."""
    collection = _require(cycle, RoundState.OPEN)
    if request.method == "POST":
        if attempt(request, lambda: close_collection(cycle=cycle, by=request.user)):
            messages.success(
                request, _("Le questionnaire est clos. Merci à toutes celles et ceux qui ont répondu.")
            )
        return redirect(PAGE, request.space.slug, cycle.pk)
    context = {"cycle": cycle, "collection": collection, "section": "cycle"}
    return render(request, "participation/colleges_closing.html", context)


@member_view(Right.PILOT)
@with_cycle
def extend(request: SpaceRequest, cycle: Any) -> HttpResponse:
    """Give people more time."""
    collection = _require(cycle, RoundState.OPEN)
    start = max(cycle.round.closes_on or timezone.localdate(), timezone.localdate())
    form = ClosingDateForm(posted(request), initial={"closes_on": start + timedelta(days=7)})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["closes_on"]
        if attempt_in(form, lambda: extend_collection(cycle=cycle, closes_on=day, by=request.user)):
            messages.success(
                request,
                _("On peut répondre jusqu’au %(day)s.") % {"day": format_date(day, get_language() or "fr")},
            )
            return redirect(PAGE, request.space.slug, cycle.pk)
    context = {"cycle": cycle, "collection": collection, "form": form, "section": "cycle", "again": False}
    return render(request, "participation/colleges_date.html", context)


@member_view(Right.PILOT)
@with_cycle
def reopen(request: SpaceRequest, cycle: Any) -> HttpResponse:
    """Take answers again, as long as nothing of them has been shown."""
    collection = _require(cycle, RoundState.CLOSED)
    if not collection.may_reopen:
        messages.error(
            request, _("Les avis ont déjà été montrés : rouvrir permettrait de deviner qui répond ensuite.")
        )
        return redirect(PAGE, request.space.slug, cycle.pk)
    form = ClosingDateForm(posted(request), initial={"closes_on": timezone.localdate() + timedelta(days=7)})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["closes_on"]
        if attempt_in(form, lambda: reopen_collection(cycle=cycle, closes_on=day, by=request.user)):
            messages.success(
                request,
                _("Le questionnaire est rouvert jusqu’au %(day)s.")
                % {"day": format_date(day, get_language() or "fr")},
            )
            return redirect(PAGE, request.space.slug, cycle.pk)
    context = {"cycle": cycle, "collection": collection, "form": form, "section": "cycle", "again": True}
    return render(request, "participation/colleges_date.html", context)


def _require(cycle: Any, state: str) -> Collection:
    collection = collection_of(cycle)
    if collection.state != state:
        raise Http404
    return collection


def _announce(request: SpaceRequest, cycle: Any) -> dict[str, Any]:
    language = get_language() or "fr"
    themes = ", ".join(axis.short.read_in(language) for axis in themes_of(cycle))
    who = ", ".join(part for part in (request.user.name, request.user.email) if part)
    return {
        "title": themes[:1].lower() + themes[1:120],
        "closes_on": timezone.localdate() + timedelta(days=USUAL_DAYS),
        "responsible": f"{request.space.organisation.name} ({who})"[:200],
    }
