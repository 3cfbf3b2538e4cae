"""What is decided on a topic, why, by whom, when; and the reply to those who took part."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.enums import Phase, ProposalState
from marchepied.apps.deliberation.models import Decision, Proposal, Topic
from marchepied.apps.meetings.enums import Outcome
from marchepied.apps.meetings.services.minutes import DecisionContent as Minuted
from marchepied.apps.meetings.services.minutes import write_decision as minute_decision
from marchepied.apps.participation.services import publish_reply
from marchepied.core.audit import record, trace

TEXT_LENGTH = 4000
DECIDED_BY_LENGTH = 160
OVER = frozenset({Phase.DISCUSS, Phase.DECIDE, Phase.DONE})


@dataclass(frozen=True)
class DecisionContent:
    """What was decided, why (what was kept and left of what people said), by whom and when."""

    text: str
    reasons: str
    decided_by: str = ""
    decided_on: date | None = None


@transaction.atomic
def write_decision(
    *,
    topic: Topic,
    content: DecisionContent,
    proposal: Proposal | None = None,
    meeting: Any = None,
    decision: Decision | None = None,
    by: Any,
) -> Decision:
    """A decision, new or written again. With a `meeting`, a new one also stands in its minutes.

    Raises ValidationError with a sentence: no text, no reasons, a day to come, a vote not over, a proposal
    that was not adopted.
    """
    _check(topic, content, proposal)
    if decision is None:
        decision = Decision(organisation_id=topic.organisation_id, topic=topic)
        if meeting is not None:
            decision.minuted = minute_decision(
                meeting=meeting, content=Minuted(text=content.text.strip(), outcome=Outcome.ADOPTED), by=by
            )
    decision.proposal = proposal
    decision.text, decision.reasons = content.text.strip(), content.reasons.strip()
    decision.decided_by, decision.decided_on = content.decided_by.strip(), content.decided_on
    decision.save()
    if proposal is not None:
        trace(proposal, decision, by=by)
    record("topic.decided", decision, by=by)
    return decision


@transaction.atomic
def delete_decision(*, decision: Decision, by: Any) -> None:
    """Take a decision out that was written by mistake; what stands in a meeting's minutes stays there."""
    record("decision.deleted", decision.topic, by=by, text=decision.text[:200])
    decision.delete()


@transaction.atomic
def reply_to_voters(*, topic: Topic, title: str, text: str, by: Any) -> Any:
    """Show at people's links what became of what they said; replaces a former reply.

    `text` is plain: a blank line begins a paragraph. The decisions of the topic follow it. Raises
    ValidationError with a sentence when the vote is not over, when it was held elsewhere (nobody has a link
    here), or when nothing is written.
    """
    if topic.round is None or topic.phase not in OVER:
        raise ValidationError(_("On répond quand le vote est fini."))
    if topic.origin:
        raise ValidationError(_("On a voté ailleurs : répondez par là où les gens ont été invités."))
    paragraphs = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    decisions = list(Decision.objects.filter(topic=topic).order_by("decided_on", "created_at", "pk"))
    parts = [
        {"title": decision.text, "lines": [line for line in decision.reasons.splitlines() if line.strip()]}
        for decision in decisions
    ]
    content = {"fr": {"title": title.strip(), "paragraphs": paragraphs, "parts": parts}}
    return publish_reply(round=topic.round, content=content, by=by)


def _check(topic: Topic, content: DecisionContent, proposal: Proposal | None) -> None:
    if topic.phase not in OVER:
        raise ValidationError(_("On décide quand le vote est fini."))
    if proposal is not None and (
        proposal.topic_id != topic.pk
        or proposal.state not in {ProposalState.ADOPTED, ProposalState.DISCUSSED}
    ):
        raise ValidationError(_("Cette proposition ne peut pas devenir une décision."))
    if not content.text.strip():
        raise ValidationError(_("Écrivez ce qui est décidé."))
    if not content.reasons.strip():
        raise ValidationError(
            _("Dites pourquoi : ce qu’on a retenu de ce que les gens ont dit, et ce qu’on n’a pas retenu.")
        )
    if max(len(content.text), len(content.reasons)) > TEXT_LENGTH:
        raise ValidationError(_("Raccourcissez : %(most)s signes au plus.") % {"most": TEXT_LENGTH})
    if len(content.decided_by.strip()) > DECIDED_BY_LENGTH:
        raise ValidationError(
            _("Dites qui a décidé en moins de %(most)s signes.") % {"most": DECIDED_BY_LENGTH}
        )
    if content.decided_on is not None and content.decided_on > timezone.localdate():
        raise ValidationError(_("Une décision a été prise aujourd’hui ou avant."))
