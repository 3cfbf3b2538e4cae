"""What several services ask of a proposal."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.enums import Phase, PollOutcome, ProposalState
from marchepied.apps.deliberation.models import Poll, Proposal, Topic
from marchepied.core.audit import record

# A proposal is made once what people said is known.
DECIDING = frozenset({Phase.DISCUSS, Phase.DECIDE})


def require_open(proposal: Proposal) -> None:
    require_deciding(proposal.topic)
    if proposal.state not in {ProposalState.DRAFT, ProposalState.DISCUSSED}:
        raise ValidationError(_("Cette proposition n’est plus en discussion."))
    if Poll.objects.filter(proposal=proposal, outcome=PollOutcome.OPEN).exists():
        raise ValidationError(_("On se prononce sur ce texte en ce moment : il ne change plus."))


def require_deciding(topic: Topic) -> None:
    if topic.phase not in DECIDING:
        raise ValidationError(
            _("On propose et on décide quand le vote est fini, tant que le sujet est ouvert.")
        )


def set_state(proposal: Proposal, state: str, verb: str, by: Any) -> Proposal:
    proposal.state = state
    proposal.save(update_fields=["state"])
    record(verb, proposal, by=by)
    return proposal
