"""The screen of the room: one question, its phase, and one gesture that comes next."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.enums import Phase
from marchepied.apps.diagnosis.rules import READ_CYCLE, RUN_WORKSHOP
from marchepied.apps.diagnosis.selectors.room import Room, feel_pulse, read_room
from marchepied.apps.diagnosis.selectors.workshop import find_workshop
from marchepied.apps.diagnosis.services.room import (
    TURNS,
    close_turn,
    forget_turn,
    move_room,
    note_in_room,
    open_turn,
    set_timer,
    type_turn,
)
from marchepied.apps.diagnosis.services.workshop import MOST_MINUTES
from marchepied.apps.meetings.selectors.meetings import count_phones, running_show
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.diagnosis.forms.room import HandsForm, NoteForm
from marchepied.web.diagnosis.staging import GESTURES, describe_room, name_card, sort_lines
from marchepied.web.diagnosis.views.workshop import describe_following
from marchepied.web.shared.access import SpaceRequest, member_view

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle

MORE_MINUTES = 2


@member_view(READ_CYCLE)
def show_room(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """One question, projected, with what is noted below the fold."""
    row = cycle_or_404(request, cycle)
    return _render(request, row, _room_or_404(row, question_id))


def _room_or_404(cycle: "Cycle", question_id: str) -> Room:
    room = read_room(cycle, question_id)
    if room is None:
        raise Http404
    return room


def _render(
    request: SpaceRequest,
    cycle: "Cycle",
    room: Room,
    *,
    hands: HandsForm | None = None,
    note: NoteForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    hands = hands or _hands_form(room)
    following = room.next_phase
    context = {
        "cycle": cycle,
        **describe_room(room),
        **describe_following(room.workshop),
        **sort_lines(room.lines),
        "hands": hands,
        "hands_rows": [
            {"key": key, "field": field, "card": name_card(key, len(room.question.worded.choices))}
            for key, field in hands.rows()
        ],
        "counting": hands.is_bound,
        "form": note or NoteForm(),
        "refusal": refusal,
        "kept": request.GET.get("note") == "1",
        "gesture": GESTURES[following] if following else "",
        "following": str(following or ""),
        "backwards": str(room.previous_phase or ""),
        "more_minutes": MORE_MINUTES,
        "pulse": feel_pulse(room.workshop).mark,
    }
    return render(request, "diagnosis/room.html", context, status=422 if refusal else 200)


def _hands_form(room: Room, data: Any = None) -> HandsForm:
    texts = [choice.text for choice in room.question.worded.choices]
    counted = room.turn.show.counts if room.turn else {}
    return HandsForm(data, texts=texts, counted=counted)


@require_POST
@member_view(RUN_WORKSHOP)
def move(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """Bring the room to a phase of a question."""
    row = cycle_or_404(request, cycle)
    phase = request.POST.get("phase", "")
    room = _room_or_404(row, question_id)
    try:
        move_room(cycle=row, question_id=question_id, phase=phase, by=request.user)
    except ValidationError as error:
        return _render(request, row, room, refusal=" ".join(error.messages))
    if phase == Phase.DECIDE and room.question.position is None:
        return redirect("diagnosis:decide", request.space.slug, row.pk, question_id)
    return redirect("diagnosis:room", request.space.slug, row.pk, question_id)


@require_POST
@member_view(RUN_WORKSHOP)
def count(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """Hands: open to phones, counted, typed, or taken out; « + » and « − » only change what is typed."""
    row = cycle_or_404(request, cycle)
    room = _room_or_404(row, question_id)
    turn = TURNS.get(room.phase)
    if turn is None:
        return redirect("diagnosis:room", request.space.slug, row.pk, question_id)
    if request.POST.get("phase", room.phase) != room.phase:  # another device moved the room on meanwhile
        refusal = _(
            "La salle est passée à l’étape suivante pendant que vous comptiez. Rien n’est noté : revérifiez."
        )
        return _render(request, row, room, refusal=refusal)
    act = request.POST.get("act", "")
    gestures = {"phones": open_turn, "close": close_turn, "forget": forget_turn}
    if act in gestures:
        try:
            gestures[act](cycle=row, question_id=question_id, turn=turn, by=request.user)
        except ValidationError as error:  # somebody else took the first turn out meanwhile
            return _render(request, row, room, refusal=" ".join(error.messages))
        return redirect("diagnosis:room", request.space.slug, row.pk, question_id)
    form = _hands_form(room, request.POST)
    if act != "type" or not form.is_valid():
        return _render(request, row, room, hands=form)
    try:
        type_turn(
            cycle=row,
            question_id=question_id,
            turn=turn,
            way=form.cleaned_data["way"],
            counts=form.counts(),
            by=request.user,
        )
    except ValidationError as error:
        return _render(request, row, room, hands=form, refusal=" ".join(error.messages))
    return redirect("diagnosis:room", request.space.slug, row.pk, question_id)


@require_POST
@member_view(RUN_WORKSHOP)
def note(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """Write a line of the minutes; refused, it comes back with its words."""
    row = cycle_or_404(request, cycle)
    room = _room_or_404(row, question_id)
    form = NoteForm(request.POST)
    if form.is_valid():
        note_in_room(cycle=row, question_id=question_id, by=request.user, **form.cleaned_data)
        page = reverse("diagnosis:room", args=[request.space.slug, row.pk, question_id])
        return redirect(f"{page}?note=1#noter")
    return _render(request, row, room, note=form)


@require_POST
@member_view(RUN_WORKSHOP)
def time(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """Start, lengthen or stop the timer."""
    row = cycle_or_404(request, cycle)
    typed = request.POST.get("minutes", "")
    minutes = int(typed) if typed.isdecimal() and len(typed) <= len(str(MOST_MINUTES)) else MOST_MINUTES + 1
    try:
        set_timer(cycle=row, minutes=minutes, by=request.user)
    except ValidationError as error:
        return _render(request, row, _room_or_404(row, question_id), refusal=" ".join(error.messages))
    return redirect("diagnosis:room", request.space.slug, row.pk, question_id)


@member_view(READ_CYCLE)
def tell_pulse(request: SpaceRequest, cycle: UUID) -> JsonResponse:
    """What a projected screen asks every few seconds: has another device moved the room, how many phones?"""
    row = cycle_or_404(request, cycle)
    workshop = find_workshop(row)
    show = running_show(workshop.meeting) if workshop else None
    here = workshop.current_id if workshop else ""
    return JsonResponse(
        {
            "mark": feel_pulse(workshop).mark,
            "raised": count_phones(show) if show else None,
            "url": reverse("diagnosis:room", args=[request.space.slug, row.pk, here]) if here else "",
        }
    )
