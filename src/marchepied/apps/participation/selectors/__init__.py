"""Reads of participation: who is called and how many took part; what was said, never by whom."""

from marchepied.apps.participation.selectors.answers import (
    RespondentMatrix,
    comments_of,
    organisation_answers_of,
    reply_to,
    respondent_matrix,
)
from marchepied.apps.participation.selectors.calls import (
    FoundCall,
    InvitationCounts,
    call_for_code,
    calls_of,
    demo_answer_path,
    find_call,
    invitation_counts,
    invited_emails,
    link_of,
)
from marchepied.apps.participation.selectors.colleges import (
    ProposedKind,
    colleges_of,
    find_college,
    propose_colleges,
)
from marchepied.apps.participation.selectors.counts import counts_by_item, counts_by_weight
from marchepied.apps.participation.selectors.round_answers import RoundAnswers, RoundMatrix, read_round
from marchepied.apps.participation.selectors.votes import VoteRows, has_arrived, votes_by_item, votes_of

__all__ = [
    "FoundCall",
    "InvitationCounts",
    "ProposedKind",
    "RespondentMatrix",
    "RoundAnswers",
    "RoundMatrix",
    "VoteRows",
    "call_for_code",
    "calls_of",
    "colleges_of",
    "comments_of",
    "counts_by_item",
    "counts_by_weight",
    "demo_answer_path",
    "find_call",
    "find_college",
    "has_arrived",
    "invitation_counts",
    "invited_emails",
    "link_of",
    "organisation_answers_of",
    "propose_colleges",
    "read_round",
    "reply_to",
    "respondent_matrix",
    "votes_by_item",
    "votes_of",
]
