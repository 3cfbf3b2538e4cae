"""The board: actions by state, each with a menu of every move."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from marchepied.apps.organisations.enums import Right
from marchepied.apps.plans import selectors
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.selectors.board import MINE, NOBODY, read_board
from marchepied.web.plans.moved import take_move
from marchepied.web.shared.access import SpaceRequest, member_view


@member_view(Right.READ)
def board(request: SpaceRequest) -> HttpResponse:
    """Four columns, of everybody's actions or of one person's."""
    cycle = selectors.plan_cycle(request.space.organisation)
    if cycle is None:
        return redirect("plans:plan", request.space.slug)
    context = {
        "section": "plan",
        "board": read_board(cycle, request.user, request.GET.get("qui", "")),
        "mine": MINE,
        "nobody": NOBODY,
        "states": ActionState,
        "moved": take_move(request),
        "back": "board",
    }
    return render(request, "plans/board.html", context)
