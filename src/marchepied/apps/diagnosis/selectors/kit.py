"""Reads of kits: what one holds, which ones were taken away, and the one that a code names."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from marchepied.apps.diagnosis.models import Cycle, Kit
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.kit_notes import Asked
from marchepied.apps.diagnosis.selectors.workshop import Agenda, read_agenda
from marchepied.apps.diagnosis.validators import open_kit
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.participation.selectors import calls_of, colleges_of
from marchepied.core.scope import unscoped
from marchepied.engines.referential import word_question


@dataclass(frozen=True)
class KitContent:
    """What goes into a kit: the agenda as the room may see it, and the groups whose people are counted."""

    agenda: Agenda
    groups: tuple[str, ...]

    @property
    def held_on(self) -> date | None:
        """The day that was prepared; None without one."""
        return self.agenda.workshop.held_on if self.agenda.workshop else None


def read_kit_content(cycle: Cycle) -> KitContent:
    """What a kit of this cycle holds now. Seven queries at most, whatever the size.

    The groups are those that were called to answer, or the organisation's own before any call.
    """
    called = [call.college for call in calls_of(cycle.round)] if cycle.round else []
    groups = called or colleges_of(cycle.organisation)
    return KitContent(read_agenda(cycle), tuple(college.name for college in groups))


def asked_in(cycle: Cycle) -> dict[str, Asked]:
    """The questions that a kit of the cycle may speak of, in order, in the space's words."""
    language = get_language() or "fr"
    words = vocabulary_of(cycle.organisation, language)
    return {
        question.id: Asked(len(question.levels), word_question(question, language, words).wording)
        for question in questions_of(cycle)
    }


def kits_of(cycle: Cycle) -> list[Kit]:
    """The kits of the cycle with who took them, the latest first (one query)."""
    return list(Kit.objects.select_related("by").filter(workshop__cycle=cycle))


def find_kit(cycle: Cycle, kit_id: UUID) -> Kit | None:
    """The kit of this id, if it is the cycle's; None where there is none."""
    return Kit.objects.select_related("workshop").filter(workshop__cycle=cycle, pk=kit_id).first()


def find_kit_of_code(cycle: Cycle, code: str) -> Kit | None:
    """The kit of the cycle that a code names; None for another cycle's, or no kit's."""
    handle = open_kit(code)
    return Kit.objects.filter(workshop__cycle=cycle, handle=handle).first() if handle else None


def kit_for_code(code: str) -> Kit | None:
    """The kit that a code names, with its cycle and organisation; None when it is not one of ours.

    Runs outside any scope, since the code names its own row; open `scope(kit.organisation)` after.
    """
    handle = open_kit(code)
    if handle is None:
        return None
    related = ("organisation", "workshop__cycle__organisation", "workshop__cycle__round")
    with unscoped("a kit's code names its own row"):
        found: Any = Kit.objects.select_related(*related).filter(handle=handle).first()
    return found
