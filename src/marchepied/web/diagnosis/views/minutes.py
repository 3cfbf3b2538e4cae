"""The minutes: read in order, corrected line by line, taken away as text; who came, and the end."""

from typing import TYPE_CHECKING, Any
from unicodedata import category
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.rules import READ_CYCLE, RUN_WORKSHOP
from marchepied.apps.diagnosis.selectors import minutes as reading
from marchepied.apps.diagnosis.selectors.workshop import find_workshop, read_agenda
from marchepied.apps.diagnosis.services import room as leading
from marchepied.apps.meetings.selectors.meetings import attendance_of, find_minute
from marchepied.apps.participation.selectors import colleges_of
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.diagnosis.forms.room import (
    LineForm,
    MeetingForm,
    initial_attendance,
    initial_meeting,
)
from marchepied.web.diagnosis.staging import describe_hands, sort_lines
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle
    from marchepied.apps.meetings.models import Minute


@member_view(READ_CYCLE)
def read_minutes(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """What was said, counted and decided, question by question; then what is left open."""
    row = cycle_or_404(request, cycle)
    context = {**_describe(row), "section": "cycle"}
    return render(request, "diagnosis/minutes.html", context)


def _describe(cycle: "Cycle") -> dict[str, Any]:
    minutes = reading.read_minutes(cycle)
    return {
        "cycle": cycle,
        "minutes": minutes,
        "meeting": minutes.meeting,
        "spoken": [
            {
                "question": one.question,
                **describe_hands(one.hands, one.question),
                **sort_lines(one.lines),
            }
            for one in minutes.questions
        ],
        **sort_lines(minutes.general),
    }


@member_view(READ_CYCLE)
def download_minutes(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The same as plain text, for a mail or a word processor."""
    row = cycle_or_404(request, cycle)
    text = render_to_string("diagnosis/minutes.txt", {**_describe(row), "organisation": row.organisation})
    response = HttpResponse(_tighten(text), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(_("compte rendu"))}.txt"'
    return response


def _tighten(text: str) -> str:
    """One empty line between paragraphs, however the template was laid out; no control character."""
    kept: list[str] = []
    for line in ("".join(c for c in line if category(c) != "Cc").strip() for line in text.splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip() + "\n"


@member_view(RUN_WORKSHOP)
def edit_line(request: SpaceRequest, cycle: UUID, minute: UUID) -> HttpResponse:
    """Correct a line, answer an objection, say what becomes of what was parked."""
    row = cycle_or_404(request, cycle)
    line = _line_or_404(row, minute)
    values = {name: getattr(line, name) for name in ("text", "said_by", "answer", "settled")}
    form = LineForm(posted_data(request), kind=line.kind, initial=values)
    back = _way_back(request, row)
    if request.method == "POST" and form.is_valid():
        written: dict[str, Any] = {"answer": line.answer, "settled": line.settled, **form.cleaned_data}
        leading.correct_line(cycle=row, minute=line, by=request.user, **written)
        messages.success(request, _("C’est noté."))
        return redirect(back)
    asked = request.GET.urlencode()
    context = {
        "cycle": row,
        "line": line,
        "form": form,
        "back": back,
        "back_query": f"?{asked}" if asked else "",
        "section": "cycle",
    }
    return render(request, "diagnosis/minutes_line.html", context)


@member_view(RUN_WORKSHOP)
def remove_line(request: SpaceRequest, cycle: UUID, minute: UUID) -> HttpResponse:
    """Take a line out, after a page that shows it."""
    row = cycle_or_404(request, cycle)
    line = _line_or_404(row, minute)
    back = _way_back(request, row)
    if request.method == "POST":
        leading.remove_line(cycle=row, minute=line, by=request.user)
        messages.success(request, _("Cette ligne est retirée."))
        return redirect(back)
    context = {"cycle": row, "line": line, "back": back, "section": "cycle"}
    return render(request, "diagnosis/minutes_remove.html", context)


def _line_or_404(cycle: "Cycle", minute_id: UUID) -> "Minute":
    workshop = find_workshop(cycle)
    line = find_minute(workshop.meeting if workshop else None, minute_id)
    if line is None:
        raise Http404
    return line


def _way_back(request: SpaceRequest, cycle: "Cycle") -> str:
    """The screen of the room that led here, by its question; otherwise the minutes."""
    asked = request.GET.get("question", "")
    if asked in cycle.question_ids:
        return reverse("diagnosis:room", args=[request.space.slug, cycle.pk, asked]) + "#noter"
    return reverse("diagnosis:minutes", args=[request.space.slug, cycle.pk])


@member_view(RUN_WORKSHOP)
def write_attendance(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """How many came from each group; names only of those who wish."""
    row = cycle_or_404(request, cycle)
    workshop = find_workshop(row)
    meeting = workshop.meeting if workshop else None
    attendance = attendance_of(meeting)
    groups = [college.name for college in colleges_of(row.organisation)] + [_("Autres personnes")]
    # A group that has left since stays counted.
    groups += [row.standing for row in attendance.rows if not row.name and row.standing not in groups]
    initial = {**initial_attendance(attendance, groups), **initial_meeting(meeting)}
    form = MeetingForm(posted_data(request), groups=groups, initial=initial)
    if request.method == "POST" and form.is_valid() and _record(request, row, form):
        messages.success(request, _("C’est noté."))
        return redirect("diagnosis:minutes", request.space.slug, row.pk)
    context = {"cycle": row, "form": form, "section": "cycle"}
    return render(request, "diagnosis/minutes_attendance.html", context)


def _record(request: SpaceRequest, cycle: "Cycle", form: MeetingForm) -> bool:
    """Whether it could be written; otherwise the form says why."""
    names = ("held_on", "facilitator", "secretary", "next_on")
    try:
        leading.record_meeting(
            cycle=cycle,
            **{name: form.cleaned_data[name] for name in names},
            attendees=form.attendees(),
            by=request.user,
        )
    except ValidationError as error:
        form.add_error("held_on", error)
        return False
    return True


@require_POST
@member_view(RUN_WORKSHOP)
def end_meeting(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The meeting is over, today."""
    row = cycle_or_404(request, cycle)
    if not read_agenda(row).questions:
        raise Http404
    leading.end_room(cycle=row, by=request.user)
    messages.success(request, _("La réunion est finie. Le compte rendu reste ouvert aux corrections."))
    return redirect("diagnosis:minutes", request.space.slug, row.pk)
