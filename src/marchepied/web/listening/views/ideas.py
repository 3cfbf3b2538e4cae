"""The idea box inside the space: the list, an idea written down, the tables."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marchepied.apps.listening.enums import IdeaState, RegisterKind
from marchepied.apps.listening.rules import LEAD_IDEAS, READ_IDEAS
from marchepied.apps.listening.selectors.exports import idea_grid, write_grid
from marchepied.apps.listening.selectors.ideas import Board, read_board, read_box
from marchepied.apps.listening.selectors.relays import came_by_relay
from marchepied.apps.listening.selectors.waiting import waiting_ideas
from marchepied.apps.listening.services import note_idea
from marchepied.apps.organisations.enums import Right
from marchepied.web.listening.finding import current_themes, with_register
from marchepied.web.listening.forms.ideas import IdeaForm, SieveForm, read_sieve
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.listening.views.complaints import hand_over
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(READ_IDEAS)
@with_register(RegisterKind.IDEAS)
@require_safe
def show_box(request: SpaceRequest, register: Any) -> HttpResponse:
    """The ideas: what waits first for who leads, the board for who reads."""
    sieve = read_sieve(request.GET)
    leads = request.space.may_facilitate
    board = read_box(register, sieve) if leads else read_board(register, sieve)
    context = {
        "section": "listening",
        "register": register,
        "board": board,
        "sieve": sieve,
        "form": sift_form(request.GET, board),
        "waiting": waiting_ideas(register) if leads else None,
        "relayed": set(came_by_relay([line.idea for line in board.lines])) if leads else set(),
    }
    return render(request, "listening/ideas.html", context)


def sift_form(data: Any, board: Board) -> SieveForm:
    """What a board may be sifted by, as it is now."""
    themes = current_themes()
    return SieveForm(
        data or None,
        places=board.places,
        themes=[(key, themes.get(key, key)) for key in board.theme_ids],
        states=[(key, IdeaState(key).label) for key, number in board.states.items() if number],
    )


@member_view(Right.CONTRIBUTE)
@with_register(RegisterKind.IDEAS)
def add(request: SpaceRequest, register: Any) -> HttpResponse:
    """Write down an idea that somebody said, or left on paper."""
    form = IdeaForm(posted_data(request), themes=current_themes())
    if request.method == "POST" and form.is_valid():
        try:
            row = note_idea(register=register, content=form.content(), by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("L’idée est dans la boîte."))
            return redirect("listening:idea", request.space.slug, row.pk)
    return render(
        request, "listening/idea_new.html", {"section": "listening", "register": register, "form": form}
    )


@member_view(LEAD_IDEAS)
@with_register(RegisterKind.IDEAS)
@require_safe
def export(request: SpaceRequest, register: Any, kind: str) -> HttpResponse:
    """The box as a table."""
    data = write_grid(idea_grid(register, current_themes()), kind, sheet=_("Idées"))
    return hand_over(data, kind, _("idees"))
