"""After the assembly: who came, what was decided, what was said; then the next cycle."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marchepied.apps.diagnosis.selectors.cycles import find_step
from marchepied.apps.meetings.services import minutes as minute_services
from marchepied.apps.organisations.enums import Right
from marchepied.apps.restitution import selectors, services
from marchepied.apps.restitution.compute import say_attendance
from marchepied.web.restitution.finding import cycle_or_404
from marchepied.web.restitution.forms import AssemblyForm, DecisionForm, MinuteForm
from marchepied.web.shared.access import SpaceRequest, member_view

Gesture = Callable[[SpaceRequest, Any, selectors.HeldAssembly, dict[str, Any]], str]


@member_view(Right.FACILITATE)
def assembly(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """One page, three small forms: the meeting, its decisions, what was said. Each is kept by itself."""
    found = cycle_or_404(request, cycle)
    held = selectors.assembly_of(found)
    forms: dict[str, Any] = {
        "meeting": AssemblyForm(initial=_read_meeting(found, held)),
        "decision": DecisionForm(auto_id="decision_%s"),
        "minute": MinuteForm(auto_id="minute_%s"),
    }
    if request.method == "POST":
        gesture = GESTURES.get(request.POST.get("gesture", ""))
        if gesture is None:
            raise Http404
        if request.POST["gesture"] in REMOVALS and not request.POST.get("sure"):
            return _confirm(request, found, held)
        try:
            done = gesture(request, found, held, forms)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("restitution:assembly", request.space.slug, found.pk)
        if done:
            return redirect(f"{reverse('restitution:assembly', args=[request.space.slug, found.pk])}{done}")
    context = {
        "section": "cycle",
        "cycle": found,
        "held": held,
        "attendance": say_attendance(held),
        "forms": forms,
        "decisions": [(decision, DecisionForm.of(decision)) for decision in held.decisions],
        "told": selectors.published_reply(found),
        "done": _is_done(found),
        "wrong": next((form for form in forms.values() if form.is_bound), None),
    }
    return render(request, "restitution/assembly.html", context)


def _confirm(request: SpaceRequest, cycle: Any, held: selectors.HeldAssembly) -> HttpResponse:
    """Ask before something is removed for good."""
    gesture = request.POST["gesture"]
    row = _pick(request, held.decisions if gesture == "undecide" else held.minutes)
    context = {
        "section": "cycle",
        "question": REMOVALS[gesture],
        "what": row.text,
        "hidden": {"gesture": gesture, "id": row.pk, "sure": 1},
        "back": reverse("restitution:assembly", args=[request.space.slug, cycle.pk]),
    }
    return render(request, "restitution/confirm.html", context)


def _is_done(cycle: Any) -> bool:
    step = find_step(cycle, "assembly")
    return step is not None and step.state == "done"


def _read_meeting(cycle: Any, held: selectors.HeldAssembly) -> dict[str, Any]:
    return {
        "held_on": held.held_on or cycle.assembly_on,
        "place": held.meeting.place if held.meeting else "",
        "present": held.attendance.present or None,
        "represented": held.attendance.represented or None,
    }


def _note(request: SpaceRequest, cycle: Any, held: selectors.HeldAssembly, forms: dict[str, Any]) -> str:
    form = forms["meeting"] = AssemblyForm(request.POST)
    if not form.is_valid():
        return ""
    services.note_assembly(cycle=cycle, content=form.content(), by=request.user)
    messages.success(request, _("C’est noté."))
    return "#decisions"


def _decide(request: SpaceRequest, cycle: Any, held: selectors.HeldAssembly, forms: dict[str, Any]) -> str:
    form = forms["decision"] = DecisionForm(request.POST, auto_id="decision_%s")
    if not form.is_valid():
        return ""
    meeting = services.meeting_of_assembly(cycle=cycle, by=request.user)
    minute_services.write_decision(meeting=meeting, content=form.content(), by=request.user)
    messages.success(request, _("La décision est notée : le dossier la dira."))
    return "#decisions"


def _redecide(request: SpaceRequest, cycle: Any, held: selectors.HeldAssembly, forms: dict[str, Any]) -> str:
    decision = _pick(request, held.decisions)
    form = DecisionForm(request.POST, prefix=str(decision.pk))
    if not form.is_valid():
        raise ValidationError([message for errors in form.errors.values() for message in errors])
    minute_services.change_decision(decision=decision, content=form.content(), by=request.user)
    messages.success(request, _("La décision est corrigée."))
    return "#decisions"


def _undecide(request: SpaceRequest, cycle: Any, held: selectors.HeldAssembly, forms: dict[str, Any]) -> str:
    minute_services.remove_decision(decision=_pick(request, held.decisions), by=request.user)
    messages.success(request, _("La décision est retirée."))
    return "#decisions"


def _say(request: SpaceRequest, cycle: Any, held: selectors.HeldAssembly, forms: dict[str, Any]) -> str:
    form = forms["minute"] = MinuteForm(request.POST, auto_id="minute_%s")
    if not form.is_valid():
        return ""
    meeting = services.meeting_of_assembly(cycle=cycle, by=request.user)
    for text in form.lines():
        minute_services.write_minute(meeting=meeting, text=text, by=request.user)
    messages.success(request, _("C’est noté."))
    return "#debat"


def _unsay(request: SpaceRequest, cycle: Any, held: selectors.HeldAssembly, forms: dict[str, Any]) -> str:
    minute_services.remove_minute(minute=_pick(request, held.minutes), by=request.user)
    messages.success(request, _("La ligne est retirée."))
    return "#debat"


def _close(request: SpaceRequest, cycle: Any, held: selectors.HeldAssembly, forms: dict[str, Any]) -> str:
    services.close_assembly(cycle=cycle, by=request.user)
    messages.success(request, _("L’étape est faite."))
    return "#suite"


def _pick(request: SpaceRequest, rows: Any) -> Any:
    """The row of this assembly that the form names, or 404."""
    found = next((row for row in rows if str(row.pk) == request.POST.get("id", "")), None)
    if found is None:
        raise Http404
    return found


REMOVALS = {
    "undecide": gettext_lazy("Retirer cette décision ?"),
    "unsay": gettext_lazy("Retirer cette ligne du compte rendu ?"),
}
GESTURES: dict[str, Gesture] = {
    "note": _note,
    "decide": _decide,
    "redecide": _redecide,
    "undecide": _undecide,
    "say": _say,
    "unsay": _unsay,
    "close": _close,
}
