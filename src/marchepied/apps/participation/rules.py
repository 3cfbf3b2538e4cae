"""What a college and a round allow, whoever asks."""

from collections.abc import Mapping

from marchepied.apps.participation.enums import (
    MAY_ANSWER_AS_ORGANISATION,
    NEVER_NAMED,
    CollegeKind,
    RoundState,
)
from marchepied.apps.participation.models import College, Round, RoundCollege

# Below this number of answers nothing that a college said is shown.
SHOWN_FROM = 5
# Nobody is written to again sooner, whatever happens.
DAYS_BETWEEN_MAILS = 3


def may_answer_as_organisation(college: College) -> bool:
    """Whether its people may be offered to answer in their own organisation's name.

    Never those who depend on the enterprise, whatever the form asks: nobody must be led to sign.
    """
    return college.kind in MAY_ANSWER_AS_ORGANISATION and college.kind not in NEVER_NAMED


def takes_answers(round_: Round) -> bool:
    """Whether answers are taken now: a round is open until somebody closes it."""
    return round_.state == RoundState.OPEN


def has_more_than_expected(call: RoundCollege) -> bool:
    """Whether more answers came than there are people: a link has been passed on, or sent twice."""
    return call.expected_count is not None and call.answered_count > call.expected_count


# The groups first thought of, by legal form; the pilot adds and removes as they wish.
_FIRST_THOUGHT: dict[str, tuple[CollegeKind, ...]] = {
    "association": (
        CollegeKind.BENEFICIARIES,
        CollegeKind.EMPLOYEES,
        CollegeKind.VOLUNTEERS,
        CollegeKind.ADMINISTRATORS,
        CollegeKind.PARTNERS,
    ),
    "cooperative_scop": (
        CollegeKind.EMPLOYEES,
        CollegeKind.MEMBERS,
        CollegeKind.ADMINISTRATORS,
        CollegeKind.BENEFICIARIES,
    ),
    "cooperative_scic": (
        CollegeKind.MEMBERS,
        CollegeKind.EMPLOYEES,
        CollegeKind.BENEFICIARIES,
        CollegeKind.LOCAL_AUTHORITIES,
        CollegeKind.PARTNERS,
    ),
    "cooperative_other": (
        CollegeKind.MEMBERS,
        CollegeKind.EMPLOYEES,
        CollegeKind.ADMINISTRATORS,
        CollegeKind.BENEFICIARIES,
    ),
    "mutuelle": (
        CollegeKind.MEMBERS,
        CollegeKind.ADMINISTRATORS,
        CollegeKind.EMPLOYEES,
        CollegeKind.PARTNERS,
    ),
    "foundation": (
        CollegeKind.BENEFICIARIES,
        CollegeKind.EMPLOYEES,
        CollegeKind.ADMINISTRATORS,
        CollegeKind.FUNDERS,
        CollegeKind.PARTNERS,
    ),
}
_OTHERWISE = (CollegeKind.BENEFICIARIES, CollegeKind.EMPLOYEES, CollegeKind.PARTNERS)
_NEEDS_EMPLOYEES = {CollegeKind.EMPLOYEES, CollegeKind.PATHWAY_EMPLOYEES, CollegeKind.STAFF_REPRESENTATIVES}


def propose_kinds(
    legal_form: str, *, sector: str = "", traits: Mapping[str, bool | None] | None = None
) -> list[CollegeKind]:
    """The groups to propose first to an organisation, from its legal form, sector and known traits.

    `traits` are has_employees, has_members, has_volunteers (None or absent: not known, nothing removed).
    """
    known = traits or {}
    kinds = list(_FIRST_THOUGHT.get(legal_form, _OTHERWISE))
    if sector == "insertion":
        kinds.insert(0, CollegeKind.PATHWAY_EMPLOYEES)
    if known.get("has_members") and CollegeKind.MEMBERS not in kinds:
        kinds.append(CollegeKind.MEMBERS)
    if known.get("has_volunteers") and CollegeKind.VOLUNTEERS not in kinds:
        kinds.append(CollegeKind.VOLUNTEERS)
    if known.get("has_employees") is False:
        kinds = [kind for kind in kinds if kind not in _NEEDS_EMPLOYEES]
    if known.get("has_volunteers") is False:
        kinds = [kind for kind in kinds if kind != CollegeKind.VOLUNTEERS]
    return kinds
