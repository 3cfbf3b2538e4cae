"""The register of complaints inside the space: the list, a note of a call, the year, the tables."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.rules import HANDLE_COMPLAINTS, NOTE_COMPLAINT
from marchepied.apps.listening.selectors.channels import contacts_in
from marchepied.apps.listening.selectors.complaint_figures import read_complaint_year
from marchepied.apps.listening.selectors.complaints import (
    ASIDE,
    ENDED,
    EVERYTHING,
    RUNNING,
    list_complaints,
)
from marchepied.apps.listening.selectors.exports import TYPES, complaint_grid, write_grid
from marchepied.apps.listening.selectors.relays import came_by_relay
from marchepied.apps.listening.services import note_complaint
from marchepied.web.listening.finding import current_language, current_themes, with_register
from marchepied.web.listening.forms.complaints import NoteForm
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(HANDLE_COMPLAINTS)
@with_register(RegisterKind.COMPLAINTS)
@require_safe
def show_list(request: SpaceRequest, register: Any) -> HttpResponse:
    """Complaints, late ones first."""
    which = request.GET.get("voir", RUNNING)
    which = which if which in (RUNNING, ENDED, ASIDE, EVERYTHING) else RUNNING
    words = request.GET.get("q", "")[:80]
    found = list_complaints(register, which, words)
    tabs = [
        (RUNNING, _("En cours"), found.counts[RUNNING]),
        (ENDED, _("Closes"), found.counts[ENDED]),
        (EVERYTHING, _("Toutes"), found.counts[EVERYTHING]),
    ]
    if found.counts[ASIDE] or which == ASIDE:
        tabs.insert(2, (ASIDE, _("Écartées"), found.counts[ASIDE]))
    context = {
        "section": "listening",
        "register": register,
        "found": found,
        "tabs": tabs,
        "which": which,
        "words": words,
        "relayed": set(came_by_relay([line.complaint for line in found.lines])),
    }
    return render(request, "listening/complaints.html", context)


@member_view(NOTE_COMPLAINT)
@with_register(RegisterKind.COMPLAINTS)
def note_call(request: SpaceRequest, register: Any) -> HttpResponse:
    """Write down what somebody said, then give them their code."""
    form = NoteForm(posted_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = note_complaint(
                register=register,
                content=form.content(),
                channel=form.cleaned_data["channel"],
                received_on=form.cleaned_data["received_on"],
                by=request.user,
            )
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("listening:complaint-noted", request.space.slug, row.pk)
    context = {
        "section": "listening",
        "register": register,
        "form": form,
        "contacts": contacts_in(current_language()),
    }
    return render(request, "listening/note.html", context)


@member_view(HANDLE_COMPLAINTS)
@with_register(RegisterKind.COMPLAINTS)
@require_safe
def show_year(request: SpaceRequest, register: Any) -> HttpResponse:
    """The year in figures, as the assembly reads it."""
    this_year = timezone.localdate().year
    years = list(range(this_year, max(this_year - 10, register.opened_on.year - 1), -1)) or [this_year]
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isdecimal() and int(asked[:4]) in years else this_year
    told = read_complaint_year(register, date(year, 1, 1), date(year, 12, 31))
    themes = current_themes()
    context = {
        "section": "listening",
        "register": register,
        "year": year,
        "years": years,
        "told": told,
        "themes": [(themes.get(key, key), number) for key, number in told.themes],
    }
    return render(request, "listening/year.html", context)


@member_view(HANDLE_COMPLAINTS)
@with_register(RegisterKind.COMPLAINTS)
@require_safe
def export(request: SpaceRequest, register: Any, kind: str) -> HttpResponse:
    """The register as a table, without anybody's name."""
    data = write_grid(complaint_grid(register, current_themes()), kind, sheet=_("Difficultés"))
    return hand_over(data, kind, _("difficultes"))


def hand_over(data: bytes, kind: str, name: str) -> HttpResponse:
    """A table as a file."""
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{kind}"'
    return response
