"""Saying yes or no to a proposal: rounds of consent, with their objections, and votes."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.enums import ObjectionState, PollOutcome, PollWay, ProposalState
from marchepied.apps.deliberation.models import Objection, Poll, Proposal
from marchepied.apps.deliberation.services._proposals import (
    POLL_RUNS,
    read_again,
    require_open,
    set_state,
)
from marchepied.core.audit import record

MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class PollCount:
    """Who said what, as counted in the room: people there, for or consenting, against, abstaining.

    `people` may be left out of a vote: it is then the sum.
    """

    people: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstaining: int | None = None


@transaction.atomic
def open_poll(*, proposal: Proposal, way: str, meeting: Any = None, by: Any) -> Poll:
    """Put the present text to those who are there. It does not change while they answer.

    Raises ValidationError when they are asked already: one poll at a time, which the database holds too.
    """
    require_open(proposal)
    if way not in PollWay.values:
        raise ValidationError(_("Choisissez : par consentement, ou par un vote."))
    poll = Poll(
        organisation_id=proposal.organisation_id,
        proposal=proposal,
        way=way,
        text=proposal.text,
        meeting=meeting,
    )
    try:
        with transaction.atomic():
            poll.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(POLL_RUNS) from error
    record("poll.opened", poll, by=by, way=way)
    return poll


@transaction.atomic
def record_objection(*, poll: Poll, text: str, said_by: str = "", by: Any) -> Objection:
    """Write down a reason not to consent, with the name its author agrees to give, or none."""
    _require_running(poll)
    if poll.way != PollWay.CONSENT:
        raise ValidationError(_("Un vote se compte : les objections sont pour le consentement."))
    if not text.strip():
        raise ValidationError(
            _("Écrivez l’objection : en quoi la proposition ferait du tort, ou irait contre le projet.")
        )
    objection = Objection.objects.create(
        organisation_id=poll.organisation_id, poll=poll, text=text.strip(), said_by=said_by.strip()[:120]
    )
    record("objection.recorded", objection, by=by)
    return objection


@transaction.atomic
def answer_objection(*, objection: Objection, answer: str, lifted: bool, by: Any) -> Objection:
    """Answer an objection: lifted when the person consents after all, kept otherwise. May be said again."""
    _require_running(objection.poll)
    read_again(objection)
    if not answer.strip():
        raise ValidationError(_("Écrivez la réponse : ce qu’on a expliqué, ou ce qu’on a changé."))
    objection.answer = answer.strip()
    objection.state = ObjectionState.LIFTED if lifted else ObjectionState.KEPT
    objection.save(update_fields=["answer", "state"])
    record("objection.answered", objection, by=by, lifted=lifted)
    return objection


@transaction.atomic
def remove_objection(*, objection: Objection, by: Any) -> None:
    """Take out an objection that was written by mistake, while the round runs."""
    _require_running(objection.poll)
    read_again(objection)
    record("objection.removed", objection.poll, by=by)
    objection.delete()


@transaction.atomic
def close_poll(*, poll: Poll, count: PollCount, by: Any) -> Poll:
    """Say the outcome. By consent: adopted when no objection is kept. By a vote: more for than against.

    Raises ValidationError with a sentence: an objection without its answer, numbers that lack or do not
    add up.
    """
    _require_running(poll)
    adopted = _weigh_consent(poll, count) if poll.way == PollWay.CONSENT else _weigh_vote(poll, count)
    poll.outcome = PollOutcome.ADOPTED if adopted else PollOutcome.REJECTED
    poll.closed_at = timezone.now()
    poll.save()
    set_state(
        poll.proposal,
        ProposalState.ADOPTED if adopted else ProposalState.DISCUSSED,
        "proposal.adopted" if adopted else "proposal.not_adopted",
        by,
    )
    record("poll.closed", poll, by=by, outcome=poll.outcome)
    return poll


@transaction.atomic
def cancel_poll(*, poll: Poll, by: Any) -> None:
    """Go back to discussion: the text may change, and be put again. What was said of it is erased."""
    _require_running(poll)
    record("poll.cancelled", poll.proposal, by=by, way=poll.way)
    poll.delete()


def _require_running(poll: Poll) -> None:
    read_again(poll)
    if poll.outcome != PollOutcome.OPEN:
        raise ValidationError(_("On s’est déjà prononcé : le résultat ne change plus."))


def _weigh_consent(poll: Poll, count: PollCount) -> bool:
    states = list(poll.objections.order_by("pk").values_list("state", flat=True))
    if ObjectionState.OPEN in states:
        raise ValidationError(_("Répondez d’abord à chaque objection : levée, ou maintenue."))
    kept = states.count(ObjectionState.KEPT)
    if count.people is None or not 1 <= count.people <= MOST_PEOPLE:
        raise ValidationError(_("Dites combien de personnes étaient là."))
    if count.people < kept:
        raise ValidationError(_("Il y a plus d’objections maintenues que de personnes : vérifiez."))
    poll.people, poll.against = count.people, kept
    poll.in_favour, poll.abstaining = count.people - kept, 0
    return kept == 0


def _weigh_vote(poll: Poll, count: PollCount) -> bool:
    numbers = (count.in_favour, count.against, count.abstaining or 0)
    in_favour, against, abstaining = numbers
    if in_favour is None or against is None:
        raise ValidationError(_("Comptez les pour et les contre ; écrivez 0 s’il n’y en a pas."))
    if min(in_favour, against, abstaining) < 0 or not 1 <= in_favour + against + abstaining <= MOST_PEOPLE:
        raise ValidationError(_("Vérifiez les nombres : personne n’a voté, ou l’un d’eux est impossible."))
    total = in_favour + against + abstaining
    if count.people is not None and count.people < total:
        raise ValidationError(_("Il y a plus de voix que de personnes : vérifiez les nombres."))
    poll.people = count.people if count.people is not None else total
    poll.in_favour, poll.against, poll.abstaining = in_favour, against, abstaining
    return in_favour > against
