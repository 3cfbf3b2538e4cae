"""The gestures of a page: each a form of its own, folded unless it is the next thing to do or has errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest


@dataclass
class Gesture:
    """One thing that can be done here: its name in the form, its words, its form, and whether it is first."""

    key: str
    title: str
    button: str
    form: Any = None
    help: str = ""
    first: bool = False
    danger: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is shown unfolded."""
        return self.first or bool(self.form is not None and self.form.errors)


def posted(request: HttpRequest, key: str) -> Any:
    """The data of the form of this gesture, when it is the one that was sent."""
    sent = request.method == "POST" and request.POST.get("gesture") == key
    return request.POST if sent else None


def find_sent(request: HttpRequest, gestures: Sequence[Gesture]) -> Gesture | None:
    """The gesture that was sent, if it is one of those offered and its form is well filled."""
    key = request.POST.get("gesture", "") if request.method == "POST" else ""
    chosen = next((gesture for gesture in gestures if gesture.key == key), None)
    if chosen is None or (chosen.form is not None and not chosen.form.is_valid()):
        return None
    return chosen


def add_refusal(form: Any, refusal: ValidationError) -> None:
    """Put what a service refused on the form: on its field where it has it, on the whole otherwise."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
