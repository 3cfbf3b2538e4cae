"""Bringing in votes given elsewhere: the files, then where it is."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from marchepied.apps.deliberation.enums import TransferState
from marchepied.apps.deliberation.selectors.imports import find_import, is_large
from marchepied.apps.deliberation.services.imports import bring_votes, write_votes
from marchepied.apps.deliberation.tasks import write_brought_votes
from marchepied.apps.organisations.enums import Right
from marchepied.web.deliberation.finding import found_or_404
from marchepied.web.deliberation.forms.imports import VotesForm
from marchepied.web.deliberation.views.deciding import SECTION
from marchepied.web.participation.views.shared import attempt_in
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


@member_view(Right.FACILITATE)
def progress(request: SpaceRequest, transfer: UUID) -> HttpResponse:
    """How many votes are written; the page asks again by itself, or by a link."""
    row = found_or_404(find_import(request.space.organisation, transfer))
    running = row.state in {TransferState.WAITING, TransferState.RUNNING}
    context = {"section": SECTION, "brought": row, "running": running}
    template = "deliberation/import_state.html" if request.htmx else "deliberation/import_progress.html"
    return render(request, template, context)
