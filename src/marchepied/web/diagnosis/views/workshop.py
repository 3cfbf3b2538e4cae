"""The meeting: preparing it, projecting it, writing what it agreed."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.rules import READ_CYCLE, RUN_WORKSHOP
from marchepied.apps.diagnosis.selectors.positions import add_served
from marchepied.apps.diagnosis.selectors.room import Room, read_room
from marchepied.apps.diagnosis.selectors.workshop import Agenda, RoomQuestion, follow_code, read_agenda
from marchepied.apps.diagnosis.services.positions import take_position, withdraw_position
from marchepied.apps.diagnosis.services.workshop import close_following, open_following, prepare_workshop
from marchepied.apps.organisations.selectors import Project, project_of
from marchepied.engines.documents import PaperQuestion, WorkshopSheets, draw_qr, render_workshop_sheets
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.diagnosis.forms.workshop import NO_LEVEL, PositionForm, WorkshopForm, voices_of
from marchepied.web.diagnosis.staging import describe_room
from marchepied.web.diagnosis.telling import say_meeting
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.serving import ServesForm, tick_served

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle, Position, Workshop

# Welcoming, and reading again what was decided.
OPENING, CLOSING = 5, 5
# Columns that hold on a sheet of paper.
SHEET_COLUMNS = 4


@member_view(READ_CYCLE)
def prepare(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Which questions, in how long, with which words; then the ways of holding the meeting."""
    row = cycle_or_404(request, cycle)
    agenda = read_agenda(row)
    if request.method == "POST" and not request.space.may_facilitate:
        raise Http404
    form = WorkshopForm(_sent(request), agenda=agenda)
    if request.method == "POST" and form.is_valid():
        prepare_workshop(
            cycle=row,
            question_ids=form.chosen_questions(),
            voices=form.chosen_voices(),
            minutes=form.cleaned_data["minutes"],
            held_on=form.cleaned_data["held_on"],
            by=request.user,
        )
        messages.success(request, _("La réunion est prête."))
        return redirect("diagnosis:workshop", request.space.slug, row.pk)
    ticked = set(form.chosen_questions()) if form.is_bound else {q.id for q in agenda.questions}
    voices = form.voices if form.is_bound else None
    context = {
        "cycle": row,
        "agenda": agenda,
        "form": form,
        "headline": say_meeting(agenda, OPENING + CLOSING),
        "kept": [_describe_choice(question, ticked, voices) for question in agenda.questions],
        "more": [_describe_choice(question, ticked, voices) for question in agenda.others],
        "running": _run(agenda),
        "first": agenda.questions[0] if agenda.questions else None,
        "resumed": agenda.workshop.current_id if agenda.workshop else "",
        **describe_following(agenda.workshop),
        "section": "cycle",
    }
    return render(request, "diagnosis/workshop.html", context)


def _sent(request: SpaceRequest) -> QueryDict | None:
    """What was sent, even with every box left empty."""
    return request.POST if request.method == "POST" else None


def _describe_choice(question: RoomQuestion, ticked: set[str], voices: set[str] | None) -> dict[str, Any]:
    """A question of the preparation, with the words that may be read out."""
    return {
        "question": question,
        "chosen": question.id in ticked,
        "voices": [
            (value, text, value in voices if voices is not None else text in question.voices)
            for value, text in voices_of(question)
        ],
    }


def _run(agenda: Agenda) -> list[tuple[int, RoomQuestion]]:
    """(minutes from the beginning, question) in the order of the meeting."""
    return [(OPENING + place * agenda.minutes, question) for place, question in enumerate(agenda.questions)]


def describe_following(workshop: "Workshop | None") -> dict[str, Any]:
    """The address to follow by, as it is typed and as it is scanned; empty while nobody follows."""
    code = follow_code(workshop)
    if not code or workshop is None:
        return {"follow_link": "", "follow_short": "", "follow_qr": "", "follow_until": None}
    link = settings.BASE_URL + reverse("diagnosis:follow", args=[code])
    return {
        "follow_link": link,
        "follow_short": link.split("://", 1)[-1].rstrip("/"),
        "follow_qr": SafeString(draw_qr(link)),
        "follow_until": workshop.follow_until,
    }


@member_view(RUN_WORKSHOP)
def decide(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """Type what the room agreed; « ?vue=liste » comes from the list of decisions, after a paper meeting."""
    row = cycle_or_404(request, cycle)
    room = read_room(row, question_id)
    if room is None:
        raise Http404
    question = room.question
    form = PositionForm(
        _sent(request),
        levels=[choice.text for choice in question.worded.choices],
        objections=len(room.objections),
        initial=_initial_of(question),
    )
    from_list = request.GET.get("vue") == "liste"
    if request.method == "POST" and form.is_valid() and _save(request, row, room, form):
        messages.success(request, _("C’est noté."))
        if from_list:
            return redirect("diagnosis:positions", request.space.slug, row.pk)
        return redirect("diagnosis:room", request.space.slug, row.pk, question.id)
    context = {
        "cycle": row,
        **describe_room(room),
        "form": form,
        "value": form["level"].value() or "",
        "agreed": form["agreement"].value() or "",
        "counted": any(field.value() not in {None, ""} for field in form.hands()),
        "proposed": room.hands.last.median if room.hands.last else None,
        "from_list": from_list,
    }
    return render(request, "diagnosis/room_decide.html", context)


def _initial_of(question: RoomQuestion) -> dict[str, Any]:
    position = question.position
    if position is None:
        return {}
    return {
        "level": NO_LEVEL if position.level is None else str(position.level),
        "words": position.words,
        "agreement": position.agreement,
        "disagreement_note": position.disagreement_note,
        "disagreement_by": position.disagreement_by,
        **{f"hands_{level}": count for level, count in position.counts.items()},
    }


def _save(request: SpaceRequest, cycle: "Cycle", room: Room, form: PositionForm) -> bool:
    """Whether the position could be written; otherwise the form says why."""
    question, last = room.question, room.hands.last
    raised = {str(level): n for level, n in enumerate(last.levels, start=1)} if last else {}
    try:
        take_position(
            cycle=cycle,
            question_id=question.id,
            level=form.chosen_level(),
            words=form.cleaned_data["words"],
            agreement=form.cleaned_data["agreement"],
            disagreement_note=form.cleaned_data["disagreement_note"],
            disagreement_by=form.cleaned_data["disagreement_by"],
            counts=form.counts() or raised,
            held_on=question.position.held_on if question.position else None,
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@member_view(READ_CYCLE)
def list_positions(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """What was decided, question by question, and what comes next."""
    row = cycle_or_404(request, cycle)
    agenda = read_agenda(row)
    decided = [(question, question.position) for question in agenda.everything if question.position]
    project = project_of(row.organisation)
    add_served([position for _question, position in decided])
    context = {
        "cycle": row,
        "agenda": agenda,
        "project": project,
        "decided": [(question, position, _serves_form(project, position)) for question, position in decided],
        "waiting": [question for question in agenda.questions if not question.position],
        "section": "cycle",
    }
    return render(request, "diagnosis/workshop_positions.html", context)


def _serves_form(project: Project, position: "Position") -> ServesForm:
    return ServesForm(project=project, initial=tick_served(position), auto_id=f"sert-{position.pk}-%s")


@member_view(RUN_WORKSHOP)
def withdraw(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """Forget what was decided on a question, after a page that says what it means."""
    row = cycle_or_404(request, cycle)
    question = read_agenda(row).find(question_id)
    if question is None or question.position is None:
        raise Http404
    if request.method == "POST":
        withdraw_position(cycle=row, question_id=question.id, by=request.user)
        messages.success(request, _("Cette décision est retirée."))
        return redirect("diagnosis:positions", request.space.slug, row.pk)
    context = {"cycle": row, "question": question, "section": "cycle"}
    return render(request, "diagnosis/workshop_withdraw.html", context)


@member_view(RUN_WORKSHOP)
def sheets_pdf(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Sheets for a room without network: one page a question, where hands are counted."""
    row = cycle_or_404(request, cycle)
    agenda = read_agenda(row)
    sheets = WorkshopSheets(
        organisation=row.organisation.name,
        questions=tuple(
            PaperQuestion(q.worded.wording, tuple(choice.text for choice in q.worded.choices))
            for q in agenda.questions
        ),
        colleges=(_("Premier tour"), _("Second tour")),
        held_on=agenda.workshop.held_on if agenda.workshop else None,
    )
    response = HttpResponse(
        render_workshop_sheets(sheets, language=get_language() or "fr").pdf, content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="{slugify(_("feuilles de réunion"))}.pdf"'
    return response


@require_POST
@member_view(RUN_WORKSHOP)
def follow_open(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Make an address by which the room follows, in place of the earlier one."""
    row = cycle_or_404(request, cycle)
    open_following(cycle=row, by=request.user)
    messages.success(request, _("L’adresse pour suivre la réunion est prête."))
    return redirect(reverse("diagnosis:workshop", args=[request.space.slug, row.pk]) + "#suivre")


@require_POST
@member_view(RUN_WORKSHOP)
def follow_close(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Stop the address."""
    row = cycle_or_404(request, cycle)
    if close_following(cycle=row, by=request.user):
        messages.success(request, _("Cette adresse n’ouvre plus rien."))
    return redirect(reverse("diagnosis:workshop", args=[request.space.slug, row.pk]) + "#suivre")
