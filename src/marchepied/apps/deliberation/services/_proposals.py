"""What several services ask of a proposal."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marchepied.apps.deliberation.enums import Phase, PollOutcome, ProposalState
from marchepied.apps.deliberation.models import Poll, Proposal, Topic
from marchepied.core.audit import record

# A proposal is made once what people said is known.
DECIDING = frozenset({Phase.DISCUSS, Phase.DECIDE})
POLL_RUNS = gettext_lazy("On se prononce sur ce texte en ce moment : il ne change plus.")


def read_again(row: Any) -> None:
    """Lock a row until the transaction ends, and read it again: another click may have come meanwhile.

    Raises ValidationError when the row is gone.
    """
    try:
        row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update())
    except type(row).DoesNotExist as error:
        raise ValidationError(_("Quelqu’un vient de retirer cela : rechargez la page.")) from error


def require_open(proposal: Proposal) -> None:
    """Whether its text may change, and a poll on it begin; two clicks at once wait for each other here."""
    read_again(proposal)
    require_deciding(proposal.topic)
    if proposal.state not in {ProposalState.DRAFT, ProposalState.DISCUSSED}:
        raise ValidationError(_("Cette proposition n’est plus en discussion."))
    if Poll.objects.filter(proposal=proposal, outcome=PollOutcome.OPEN).exists():
        raise ValidationError(POLL_RUNS)


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
