"""Writes of the networks, one file a matter."""

from marchepied.apps.networks.services.affiliations import (
    accept_invitation,
    ask_to_join,
    end_affiliation,
    invite_organisation,
    take_in,
)
from marchepied.apps.networks.services.appeals import (
    AppealContent,
    change_closing,
    move_back,
    move_on,
    open_appeal,
    renew_group_link,
)
from marchepied.apps.networks.services.committees import (
    answer_remark,
    close_reading,
    end_expert,
    give_opinion,
    go_without,
    invite_expert,
    open_committee,
    open_reading,
    remark_on,
    require_agreement,
)
from marchepied.apps.networks.services.proposals import (
    ProposalContent,
    comment,
    merge,
    propose,
    propose_as_group,
    reply_to,
    vote,
)
from marchepied.apps.networks.services.sharings import share_version

__all__ = [
    "AppealContent",
    "ProposalContent",
    "accept_invitation",
    "answer_remark",
    "ask_to_join",
    "change_closing",
    "close_reading",
    "comment",
    "end_affiliation",
    "end_expert",
    "give_opinion",
    "go_without",
    "invite_expert",
    "invite_organisation",
    "merge",
    "move_back",
    "move_on",
    "open_appeal",
    "open_committee",
    "open_reading",
    "propose",
    "propose_as_group",
    "remark_on",
    "renew_group_link",
    "reply_to",
    "require_agreement",
    "share_version",
    "take_in",
    "vote",
]
