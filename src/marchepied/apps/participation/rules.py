"""What a college and a round allow, whoever asks."""

from marchepied.apps.participation.enums import (
    MAY_ANSWER_AS_ORGANISATION,
    NEVER_NAMED,
    AnswerMode,
    RoundState,
)
from marchepied.apps.participation.models import College, Round, RoundCollege

# Below this number of answers nothing that a college said is shown.
SHOWN_FROM = 5


def may_answer_as_organisation(college: College) -> bool:
    """Whether its people may be offered to answer in their own organisation's name.

    Never those who depend on the enterprise, whatever the form asks: nobody must be led to sign.
    """
    return college.kind in MAY_ANSWER_AS_ORGANISATION and college.kind not in NEVER_NAMED


def takes_answers(round_: Round) -> bool:
    """Whether answers are taken now: a round is open until somebody closes it."""
    return round_.state == RoundState.OPEN


def is_small(college: College) -> bool:
    """Whether the college is known to be too small to be shown when each person answers alone."""
    return (
        college.mode == AnswerMode.INDIVIDUAL
        and college.expected_count is not None
        and college.expected_count < SHOWN_FROM
    )


def has_more_than_expected(call: RoundCollege) -> bool:
    """Whether more answers came than there are people: a link has been passed on, or sent twice."""
    return call.expected_count is not None and call.answered_count > call.expected_count
