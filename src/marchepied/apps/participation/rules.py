"""What a college and a round allow, whoever asks."""

from collections.abc import Mapping

from django.utils import timezone

from marchepied.apps.participation.enums import (
    MAY_ANSWER_AS_ORGANISATION,
    NEVER_NAMED,
    CollegeKind,
    RoundState,
)
from marchepied.apps.participation.models import College, Round, RoundCollege

# Below this number of answers nothing that a college said is shown.
SHOWN_FROM = 5
# What `form["kind"]` says of a round that collects ballots.
VOTE_FORM = "grades"
# The same of a round in which people vote on statements, which the app `deliberation` keeps.
STATEMENTS_FORM = "statements"
# The same of a satisfaction survey, whose questions the app `listening` keeps.
SURVEY_FORM = "survey"
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


def is_vote(round_: Round) -> bool:
    """Whether a round collects ballots: its items are proposals, its levels grades, 1 being the best."""
    return bool(round_.form.get("kind") == VOTE_FORM)


def is_deliberation(round_: Round) -> bool:
    """Whether a round collects votes on statements: its form holds none of them."""
    return bool(round_.form.get("kind") == STATEMENTS_FORM)


def is_survey(round_: Round) -> bool:
    """Whether a round collects a survey: several items of its form may belong to one question."""
    return bool(round_.form.get("kind") == SURVEY_FORM)


def count_questions(call: RoundCollege) -> int:
    """How many questions a call asks, as people count them."""
    return int(call.round.form.get("asked") or len(call.item_ids))


def is_vote_over(round_: Round) -> bool:
    """Whether the last day announced for a vote is past: what comes late would not be fair to the others.

    A questionnaire, on the contrary, takes answers until somebody closes it.
    """
    last = round_.closes_on if is_vote(round_) or is_deliberation(round_) else None
    return last is not None and last < timezone.localdate()


def needs_own_code(round_: Round) -> bool:
    """Whether only codes that serve once are taken, so that nobody votes twice."""
    return (is_vote(round_) or is_deliberation(round_)) and bool(round_.form.get("single_use"))


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
