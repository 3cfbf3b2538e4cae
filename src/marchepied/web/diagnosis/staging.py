"""What every screen of the room shows, the projected one and those that follow it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.enums import Phase
from marchepied.apps.diagnosis.selectors.hands_words import say_shift
from marchepied.apps.diagnosis.selectors.room import Hands, Room
from marchepied.apps.diagnosis.selectors.workshop import RoomQuestion
from marchepied.apps.meetings.selectors.meetings import NONE
from marchepied.apps.meetings.services.shows import FEWEST_PHONES

if TYPE_CHECKING:
    from marchepied.apps.meetings.models import Minute

# What each phase is called on a strip where five must fit.
SHORT = {
    Phase.READ: _("Lire"),
    Phase.FIRST: _("Se prononcer"),
    Phase.TALK: _("En parler"),
    Phase.SECOND: _("Se prononcer à nouveau"),
    Phase.DECIDE: _("Décider"),
}
# The one gesture that leads to a phase.
GESTURES = {
    Phase.READ: _("Lire la question"),
    Phase.FIRST: _("Se prononcer"),
    Phase.TALK: _("En parler"),
    Phase.SECOND: _("Se prononcer à nouveau"),
    Phase.DECIDE: _("Décider ensemble"),
}
# Cards of five colours, from the lowest answer; with other numbers of answers the rank alone is shown.
CARDS = (
    _("carton rouge"),
    _("carton orange"),
    _("carton jaune"),
    _("carton vert clair"),
    _("carton vert"),
)
WHITE_CARD = _("carton blanc")


def describe_room(room: Room) -> dict[str, Any]:
    """The question, its phase and its hands, as every screen shows them."""
    return {
        "room": room,
        "agenda": room.agenda,
        "question": room.question,
        "phase": str(room.phase),
        "phase_words": room.phase.label,
        "phases": _describe_phases(room),
        "turn": room.turn,
        **describe_hands(room.hands, room.question),
        "objections": room.objections,
        **place_question(room),
    }


def describe_hands(hands: Hands, question: RoomQuestion) -> dict[str, Any]:
    """The table of hands with its bars, and what moved, in a sentence."""
    return {
        "bars": hands.draw([choice.text for choice in question.worded.choices]),
        "two_turns": bool(hands.shift),
        "totals": [turn.turn.total if turn and turn.turn else None for turn in (hands.first, hands.second)],
        "shift": say_shift(hands.shift),
        "fewest": FEWEST_PHONES,
    }


def name_card(key: str, levels: int) -> Any:
    """The colour of the card of a level (« 3 ») or of no opinion; empty when there are not five answers."""
    if levels != len(CARDS):
        return ""
    return WHITE_CARD if key == NONE else CARDS[int(key) - 1]


def place_question(room: Room) -> dict[str, Any]:
    """Where the question is in the meeting; one that is not on the agenda leads to the first."""
    order = [other.id for other in room.agenda.questions]
    if room.question.id not in order:
        return {"number": 0, "previous_id": "", "next_id": order[0] if order else ""}
    place = order.index(room.question.id)
    return {
        "number": place + 1,
        "previous_id": order[place - 1] if place else "",
        "next_id": order[place + 1] if place + 1 < len(order) else "",
    }


def sort_lines(lines: Sequence["Minute"]) -> dict[str, list["Minute"]]:
    """The lines of the minutes by kind, each in the order they were written."""
    return {kind: [line for line in lines if line.kind == kind] for kind in ("note", "objection", "parking")}


def _describe_phases(room: Room) -> list[dict[str, Any]]:
    """The strip of phases. A second turn needs a first."""
    return [
        {
            "value": str(phase),
            "label": SHORT[phase],
            "here": phase == room.phase,
            "closed": phase == Phase.SECOND and room.hands.first is None,
        }
        for phase in Phase
    ]
