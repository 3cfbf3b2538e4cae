"""A meeting prepared after crossed views, the kit taken away for it, and what it brings back."""

import json
from typing import Any

from marchepied.apps.diagnosis.models import Cycle, Kit
from marchepied.apps.diagnosis.selectors.kit_notes import FORMAT
from marchepied.apps.diagnosis.services.kit import make_kit
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.workshop import prepare_workshop
from marchepied.apps.diagnosis.validators import seal_kit
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, heard

LOW, HIGH = [1] * 4 + [2] * 6 + [3] * 2, [3] * 2 + [4] * 7 + [5] * 3
CHOSEN, UNCHOSEN, SECRET = "On ne nous répond pas.", "Rien ne change.", "Un mot que personne ne doit voir"


def prepared_cycle(name: str = "L’Atelier du Pont", questions: int = 3) -> Cycle:
    """Two groups apart, a group too small to be shown, one voice chosen, every question on the agenda."""
    cycle = closed_cycle(name=name, questions=questions)
    item = cycle.question_ids[0]
    heard(cycle, "Salariés", LOW, comments={item: [CHOSEN, UNCHOSEN]})
    heard(cycle, "Élus", HIGH)
    heard(cycle, "Bénévoles", [5, 5, 5], comments={item: [SECRET]})
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=None)
        prepare_workshop(
            cycle=cycle,
            question_ids=cycle.question_ids,
            voices={item: [CHOSEN]},
            minutes=8,
            held_on=None,
            by=None,
        )
    return cycle


def take_kit(cycle: Cycle) -> Kit:
    """A kit of the cycle, with its workshop and cycle set."""
    with scope(cycle.organisation):
        kit = make_kit(cycle=cycle, by=None)
    kit.workshop.cycle = cycle
    return kit


def notes_of(kit: Kit, questions: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """What the kit would send."""
    return {"format": FORMAT, "kit": seal_kit(kit.handle), "questions": questions or {}, **fields}


def sending_of(kit: Kit, notes: dict[str, Any]) -> dict[str, str]:
    """The form that its file posts."""
    return {"code": seal_kit(kit.handle), "notes": json.dumps(notes)}
