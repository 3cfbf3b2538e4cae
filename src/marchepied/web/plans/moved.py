"""What was just moved, kept until the next page shows it with a way to undo it."""

from typing import Any

from django.http import HttpRequest

KEY = "plan_moved"


def remember_move(request: HttpRequest, action: Any, before: str, sentence: str) -> None:
    """The next page of the plan says `sentence`, and offers to put the action back to `before`."""
    request.session[KEY] = {"action": str(action.pk), "before": before, "sentence": sentence}


def take_move(request: HttpRequest) -> dict[str, str] | None:
    """What the page has to say of the last move, once; None when nothing was moved."""
    return request.session.pop(KEY, None)
