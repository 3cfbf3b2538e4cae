"""Tables of deliberation: topics and statements, votes under way, results shown, what is decided."""

from marchepied.apps.deliberation.models.decisions import (
    Amendment,
    Decision,
    Objection,
    Poll,
    Proposal,
)
from marchepied.apps.deliberation.models.topics import OpenBallot, Release, Statement, Topic
from marchepied.apps.deliberation.models.transfers import VoteImport

__all__ = [
    "Amendment",
    "Decision",
    "Objection",
    "OpenBallot",
    "Poll",
    "Proposal",
    "Release",
    "Statement",
    "Topic",
    "VoteImport",
]
