"""The groups of people that an organisation has named, and those it could think of."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marchepied.apps.organisations.selectors import profile_of, vocabulary_of
from marchepied.apps.participation.enums import CollegeKind
from marchepied.apps.participation.models import College
from marchepied.apps.participation.rules import propose_kinds

# The organisation's own word for a kind of group; the others keep their usual name.
_TERMS = {
    CollegeKind.EMPLOYEES: "employees",
    CollegeKind.PATHWAY_EMPLOYEES: "pathway_employees",
    CollegeKind.VOLUNTEERS: "volunteers",
    CollegeKind.ADMINISTRATORS: "administrators",
    CollegeKind.MEMBERS: "members",
    CollegeKind.BENEFICIARIES: "users",
    CollegeKind.INHABITANTS: "inhabitants",
    CollegeKind.PARTNERS: "partners",
}


@dataclass(frozen=True)
class ProposedKind:
    """A kind of group, as this organisation would name it, and whether it is worth proposing first."""

    kind: CollegeKind
    name: str
    proposed: bool


def colleges_of(organisation: Any, *, archived: bool = False) -> list[College]:
    """The organisation's groups in its own order, those set aside apart (one query)."""
    return list(College.objects.filter(organisation=organisation, archived=archived))


def find_college(organisation: Any, college_id: UUID) -> College | None:
    """The group of that id in the organisation, set aside or not; None where there is none."""
    return College.objects.filter(organisation=organisation, pk=college_id).first()


def propose_colleges(organisation: Any, language: str) -> list[ProposedKind]:
    """The twelve kinds of group in the organisation's words, those to propose first marked (no query)."""
    words = vocabulary_of(organisation, language)
    profile = profile_of(organisation)
    traits = {"has_employees": profile.has_employees, "has_volunteers": profile.has_volunteers}
    first = propose_kinds(organisation.legal_form, sector=organisation.sector, traits=traits)
    kinds = [kind for kind in CollegeKind if kind != CollegeKind.OTHER]
    kinds.sort(key=lambda kind: (kind not in first, first.index(kind) if kind in first else 0))
    return [ProposedKind(kind, _name_of(kind, words), kind in first) for kind in kinds]


def _name_of(kind: CollegeKind, words: dict[str, str]) -> str:
    word = words.get(_TERMS.get(kind, ""), "")
    return word[:1].upper() + word[1:] if word else str(kind.label)
