"""« Écouter toute l’année »: what can be opened, what is open, how each answers, how it closes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.rules import OPEN_REGISTER, PERSON_ROLES
from marchepied.apps.listening.selectors import find_register, registers_of
from marchepied.apps.listening.selectors.waiting import Waiting, waiting_complaints, waiting_ideas
from marchepied.apps.listening.services import (
    RegisterContent,
    change_register,
    close_register,
    open_register,
)
from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import active_people_of
from marchepied.web.listening.finding import require
from marchepied.web.listening.forms.registers import RegisterForm
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

DOOR = {RegisterKind.COMPLAINTS: "listening:complaints-door", RegisterKind.IDEAS: "listening:ideas-door"}
LIST = {RegisterKind.COMPLAINTS: "listening:complaints", RegisterKind.IDEAS: "listening:ideas"}


@member_view(Right.READ)
def list_registers(request: SpaceRequest) -> HttpResponse:
    """What each register brings, who sees what, and what waits in those that are open."""
    registers = registers_of(request.space.organisation)
    complaints = registers.get(RegisterKind.COMPLAINTS)
    ideas = registers.get(RegisterKind.IDEAS)
    leads = request.space.may_facilitate  # who handles complaints; the others do not even count them
    context = {
        "section": "listening",
        "complaints": complaints,
        "ideas": ideas,
        "waiting_complaints": waiting_complaints(complaints) if complaints and leads else Waiting(),
        "waiting_ideas": waiting_ideas(ideas) if ideas else Waiting(),
    }
    return render(request, "listening/registers.html", context)


@member_view(OPEN_REGISTER)
def settle(request: SpaceRequest, kind: str) -> HttpResponse:
    """Open a register, or change how it answers."""
    organisation = request.space.organisation
    register = find_register(organisation, kind)
    form = RegisterForm(
        posted_data(request),
        kind=kind,
        people=active_people_of(organisation),
        initial=_initial(register, kind),
    )
    opening = register is None or not register.is_open
    if request.method == "POST" and form.is_valid():
        try:
            if register is None or opening:
                open_register(organisation=organisation, kind=kind, content=form.content(), by=request.user)
            else:
                change_register(register=register, content=form.content(), by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            said = _("C’est ouvert. Donnez maintenant son adresse.") if opening else _("C’est noté.")
            messages.success(request, said)
            return redirect((DOOR if opening else LIST)[RegisterKind(kind)], request.space.slug)
    context = {
        "section": "listening",
        "form": form,
        "register": register,
        "opening": opening,
        "complaints": kind == RegisterKind.COMPLAINTS,
    }
    return render(request, "listening/register.html", context)


def _initial(register: Any, kind: str) -> dict[str, Any]:
    content = RegisterContent(answer_days=30 if kind == RegisterKind.COMPLAINTS else 60)
    if register is None:
        return {**vars(content), "keeper": ""}
    known = {name: getattr(register, name) for name in vars(content)}
    roles = [role for role in register.person_roles if role in PERSON_ROLES]
    return {**known, "person_roles": roles, "keeper": str(register.keeper_id or "")}


@member_view(OPEN_REGISTER)
def close_one(request: SpaceRequest, kind: str) -> HttpResponse:
    """Close a register, after a page that says what stays."""
    register = require(find_register(request.space.organisation, kind))
    if request.method == "POST":
        close_register(register=register, by=request.user)
        messages.success(
            request, _("C’est fermé. Ce qui est arrivé reste là, et chacun peut encore le suivre.")
        )
        return redirect("listening:registers", request.space.slug)
    context = {"section": "listening", "register": register, "complaints": kind == RegisterKind.COMPLAINTS}
    return render(request, "listening/close.html", context)
