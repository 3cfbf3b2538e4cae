"""From shared statements to a proposal, and the amendments that change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.enums import (
    AmendmentState,
    ProposalState,
    StatementState,
)
from marchepied.apps.deliberation.models import Amendment, Proposal, Statement, Topic
from marchepied.apps.deliberation.services._proposals import (
    read_again,
    require_deciding,
    require_open,
    set_state,
)
from marchepied.core.audit import record

TITLE_LENGTH = 200
TEXT_LENGTH = 4000
SAID_BY_LENGTH = 120


@dataclass(frozen=True)
class ProposalContent:
    """A text put to discussion; `numbers` are those of the statements it stands on."""

    title: str
    text: str
    numbers: Sequence[int] = ()


@dataclass(frozen=True)
class AmendmentContent:
    """Another wording of the whole text, why, and who brings it, in words, if they wish."""

    text: str
    why: str = ""
    said_by: str = ""


@transaction.atomic
def write_proposal(
    *, topic: Topic, content: ProposalContent, by: Any, proposal: Proposal | None = None
) -> Proposal:
    """A proposal, new or written again; put to discussion at once.

    Raises ValidationError with a sentence: nothing written, words too many, a statement that is not of this
    topic, a poll under way on it, one decided already, or a topic whose vote is not over.
    """
    require_deciding(topic)
    _check_text(content.title, content.text)
    numbers = set(content.numbers)
    statements = list(
        Statement.objects.filter(topic=topic, number__in=numbers, state=StatementState.ACCEPTED).order_by(
            "pk"
        )
    )
    if len(statements) != len(numbers):
        raise ValidationError(_("Une des phrases choisies n’est plus au vote : rechargez la page."))
    if proposal is None:
        last = Proposal.objects.filter(topic=topic).aggregate(last=Max("position"))["last"] or 0
        proposal = Proposal(organisation_id=topic.organisation_id, topic=topic, position=last + 1)
    else:
        require_open(proposal)
    proposal.title, proposal.text = content.title.strip(), content.text.strip()
    proposal.state = ProposalState.DISCUSSED
    proposal.save()
    proposal.statements.set(statements)
    record("proposal.written", proposal, by=by, statements=sorted(numbers))
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: Any) -> Proposal:
    """Leave a proposal aside; it stays readable and can be taken up again."""
    require_open(proposal)
    return set_state(proposal, ProposalState.WITHDRAWN, "proposal.withdrawn", by)


@transaction.atomic
def take_up_proposal(*, proposal: Proposal, by: Any) -> Proposal:
    """Put a proposal that was withdrawn back to discussion."""
    read_again(proposal)
    require_deciding(proposal.topic)
    if proposal.state != ProposalState.WITHDRAWN:
        raise ValidationError(_("Cette proposition n’a pas été retirée."))
    return set_state(proposal, ProposalState.DISCUSSED, "proposal.taken_up", by)


@transaction.atomic
def propose_amendment(*, proposal: Proposal, content: AmendmentContent, by: Any) -> Amendment:
    """Keep another wording, to be examined. Raises ValidationError when it changes nothing."""
    require_open(proposal)
    text = content.text.strip()
    _check_text(proposal.title, text)
    if text == proposal.text:
        raise ValidationError(_("Changez le texte : pour l’instant, c’est le même."))
    if len(content.said_by.strip()) > SAID_BY_LENGTH:
        raise ValidationError(
            _("Dites qui le propose en moins de %(most)s signes.") % {"most": SAID_BY_LENGTH}
        )
    amendment = Amendment.objects.create(
        organisation_id=proposal.organisation_id,
        proposal=proposal,
        text=text,
        why=content.why.strip(),
        said_by=content.said_by.strip(),
    )
    record("amendment.proposed", amendment, by=by)
    return amendment


@transaction.atomic
def accept_amendment(*, amendment: Amendment, answer: str = "", by: Any) -> Proposal:
    """Put the amendment's text in place of the proposal's, which is kept beside it."""
    proposal = amendment.proposal
    require_open(proposal)
    _require_waiting(amendment)
    amendment.state, amendment.answer = AmendmentState.ACCEPTED, answer.strip()
    amendment.former_text = proposal.text
    amendment.save(update_fields=["state", "answer", "former_text"])
    proposal.text = amendment.text
    proposal.save(update_fields=["text"])
    record("amendment.accepted", amendment, by=by)
    return proposal


@transaction.atomic
def refuse_amendment(*, amendment: Amendment, answer: str, by: Any) -> Amendment:
    """Leave an amendment aside, with the reason that its authors will read."""
    require_open(amendment.proposal)
    _require_waiting(amendment)
    if not answer.strip():
        raise ValidationError(_("Dites pourquoi : ceux qui l’ont proposé le liront."))
    amendment.state, amendment.answer = AmendmentState.REFUSED, answer.strip()
    amendment.save(update_fields=["state", "answer"])
    record("amendment.refused", amendment, by=by)
    return amendment


@transaction.atomic
def reopen_amendment(*, amendment: Amendment, by: Any) -> Amendment:
    """Examine an amendment again. An accepted one gives its former text back, unless it changed since.

    Raises ValidationError when the proposal was written again after it was accepted.
    """
    proposal = amendment.proposal
    require_open(proposal)
    read_again(amendment)
    if amendment.state == AmendmentState.ACCEPTED:
        if proposal.text != amendment.text:
            raise ValidationError(_("Le texte a changé depuis : reprenez-le à la main."))
        proposal.text = amendment.former_text
        proposal.save(update_fields=["text"])
    amendment.state, amendment.answer, amendment.former_text = AmendmentState.WAITING, "", ""
    amendment.save(update_fields=["state", "answer", "former_text"])
    record("amendment.reopened", amendment, by=by)
    return amendment


def _require_waiting(amendment: Amendment) -> None:
    read_again(amendment)
    if amendment.state != AmendmentState.WAITING:
        raise ValidationError(_("Cet amendement a déjà sa réponse."))


def _check_text(title: str, text: str) -> None:
    if not title.strip():
        raise ValidationError(_("Donnez un titre à la proposition."))
    if len(title.strip()) > TITLE_LENGTH:
        raise ValidationError(_("Raccourcissez le titre : %(most)s signes au plus.") % {"most": TITLE_LENGTH})
    if not text.strip():
        raise ValidationError(_("Écrivez le texte de la proposition."))
    if len(text.strip()) > TEXT_LENGTH:
        raise ValidationError(_("Raccourcissez le texte : %(most)s signes au plus.") % {"most": TEXT_LENGTH})
