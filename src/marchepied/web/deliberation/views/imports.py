"""Bringing in votes given elsewhere: the files, then where it is."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from marchepied.apps.deliberation.selectors.imports import UNDER_WAY, find_import, is_large, is_stalled
from marchepied.apps.deliberation.services.imports import bring_votes, give_up_import, write_votes
from marchepied.apps.deliberation.tasks import write_brought_votes
from marchepied.apps.organisations.enums import Right
from marchepied.web.deliberation.finding import found_or_404
from marchepied.web.deliberation.forms.imports import VotesForm
from marchepied.web.deliberation.views.deciding import SECTION
from marchepied.web.participation.views.shared import attempt, attempt_in
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(Right.FACILITATE)
def bring(request: SpaceRequest) -> HttpResponse:
    """The files; a small import is written at once, a large one by the worker."""
    form = VotesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept: list[Any] = []

        def keep() -> None:
            kept.append(
                bring_votes(
                    organisation=request.space.organisation,
                    title=form.cleaned_data["title"],
                    files=form.contents,
                    by=request.user,
                )
            )

        if attempt_in(form, keep):
            row = kept[0]
            if is_large(row):
                transaction.on_commit(lambda: write_brought_votes.enqueue(str(row.pk)))
                return redirect("deliberation:import-progress", request.space.slug, row.pk)
            write_votes(row=row, by=request.user)
            return redirect("deliberation:topic", request.space.slug, row.topic_id)
    return render(request, "deliberation/import.html", {"section": SECTION, "form": form})


@member_view(Right.READ)
def progress(request: SpaceRequest, transfer: UUID) -> HttpResponse:
    """How many votes are written; the page asks again by itself, or by a link."""
    row = found_or_404(find_import(request.space.organisation, transfer))
    stalled = is_stalled(row, timezone.now())
    running = row.state in UNDER_WAY and not stalled
    context = {"section": SECTION, "brought": row, "running": running, "stalled": stalled}
    template = "deliberation/import_state.html" if request.htmx else "deliberation/import_progress.html"
    return render(request, template, context)


@require_POST
@member_view(Right.FACILITATE)
def give_up(request: SpaceRequest, transfer: UUID) -> HttpResponse:
    """Take back an import that goes no further, and ask for its files again."""
    row = found_or_404(find_import(request.space.organisation, transfer))
    if attempt(request, lambda: give_up_import(row=row, by=request.user)):
        return redirect("deliberation:import", request.space.slug)
    return redirect("deliberation:import-progress", request.space.slug, row.pk)
