"""Writes of participation, one file a matter."""

from marchepied.apps.participation.services._sheets import CheckedSheet, Given, check_sheet
from marchepied.apps.participation.services.ballots import deposit_ballots
from marchepied.apps.participation.services.colleges import (
    CollegeChoice,
    add_college,
    archive_college,
    call_everyone,
    choose_colleges,
    merge_colleges,
    move_college,
    rename_college,
    restore_college,
    update_college,
)
from marchepied.apps.participation.services.deposit import (
    deposit_answers,
    deposit_organisation_answer,
    deposit_sheets,
    deposit_votes,
    shuffle_deposit,
)
from marchepied.apps.participation.services.erasure import erase_respondent_keys, forget_respondents
from marchepied.apps.participation.services.invitations import (
    InvitationOutcome,
    invite_by_mail,
    make_slips,
    remind,
)
from marchepied.apps.participation.services.replies import publish_reply
from marchepied.apps.participation.services.rounds import (
    CallRequest,
    add_call,
    close_round,
    create_round,
    extend_round,
    open_round,
    reopen_round,
    set_call_items,
    set_calls,
    update_draft,
)

__all__ = [
    "CallRequest",
    "CheckedSheet",
    "CollegeChoice",
    "Given",
    "InvitationOutcome",
    "add_call",
    "add_college",
    "archive_college",
    "call_everyone",
    "check_sheet",
    "choose_colleges",
    "close_round",
    "create_round",
    "deposit_answers",
    "deposit_ballots",
    "deposit_organisation_answer",
    "deposit_sheets",
    "deposit_votes",
    "erase_respondent_keys",
    "extend_round",
    "forget_respondents",
    "invite_by_mail",
    "make_slips",
    "merge_colleges",
    "move_college",
    "open_round",
    "publish_reply",
    "remind",
    "rename_college",
    "reopen_round",
    "restore_college",
    "set_call_items",
    "set_calls",
    "shuffle_deposit",
    "update_college",
    "update_draft",
]
