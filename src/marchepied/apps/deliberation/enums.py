"""Closed lists of deliberation."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Phase(TextChoices):
    """Where a topic is. « Propose » may be skipped; the vote, once ended, never opens again."""

    DRAFT = "draft", _("en préparation")
    PROPOSE = "propose", _("on propose des phrases")
    VOTE = "vote", _("on vote")
    DISCUSS = "discuss", _("on discute")
    DECIDE = "decide", _("on décide")
    DONE = "done", _("terminé")


# Phases in which the links of the round take proposals or votes.
TAKING = frozenset({Phase.PROPOSE, Phase.VOTE})


class Moderation(TextChoices):
    BEFORE = "before", _("Vous relisez chaque phrase avant qu’elle ne paraisse")
    AFTER = "after", _("Elles paraissent tout de suite, et vous pouvez les retirer")


class StatementOrigin(TextChoices):
    SEEDED = "seeded", _("écrite pour commencer")
    PROPOSED = "proposed", _("proposée par quelqu’un")
    IMPORTED = "imported", _("reprise d’ailleurs")


class StatementState(TextChoices):
    WAITING = "waiting", _("à relire")
    ACCEPTED = "accepted", _("au vote")
    REFUSED = "refused", _("écartée")
    MERGED = "merged", _("réunie à une autre")


class Vote(IntegerChoices):
    """What one person says of one statement, as the deposit keeps it: a level, plus three when it matters
    much to that person. Both are one row, so that nothing else has to join them.
    """

    AGREE = 1, _("D’accord")
    PASS = 2, _("Je passe")
    DISAGREE = 3, _("Pas d’accord")
    AGREE_IMPORTANT = 4, _("D’accord, important pour moi")
    PASS_IMPORTANT = 5, _("Je passe, important pour moi")
    DISAGREE_IMPORTANT = 6, _("Pas d’accord, important pour moi")

    @property
    def side(self) -> "Vote":
        """The vote without its importance: AGREE, PASS or DISAGREE."""
        return Vote((int(self) - 1) % 3 + 1)

    @property
    def is_important(self) -> bool:
        return int(self) > 3

    def weigh(self, important: bool) -> "Vote":
        """The same vote, important to the person or not."""
        return Vote(int(self.side) + (3 if important else 0))


# −1, 0, +1: what the engine `consensus` reads.
SIGN = {Vote.AGREE: 1, Vote.PASS: 0, Vote.DISAGREE: -1}


# What a printed result says of a statement, and on which side.
TOGETHER, DIVIDES, LEANS, UNSURE, FEW = "together", "divides", "leans", "unsure", "few"
AGREE, DISAGREE = "agree", "disagree"


class ProposalState(TextChoices):
    DRAFT = "draft", _("en préparation")
    DISCUSSED = "discussed", _("en discussion")
    ADOPTED = "adopted", _("adoptée")
    REJECTED = "rejected", _("rejetée")
    WITHDRAWN = "withdrawn", _("retirée")


class AmendmentState(TextChoices):
    WAITING = "waiting", _("à examiner")
    ACCEPTED = "accepted", _("accepté")
    REFUSED = "refused", _("refusé")


class PollWay(TextChoices):
    CONSENT = "consent", _("par consentement : personne ne s’y oppose avec une raison")
    VOTE = "vote", _("par un vote : pour, contre, abstention")


class PollOutcome(TextChoices):
    OPEN = "", _("en cours")
    ADOPTED = "adopted", _("adoptée")
    REJECTED = "rejected", _("rejetée")


class ObjectionState(TextChoices):
    OPEN = "open", _("à traiter")
    LIFTED = "lifted", _("levée")
    KEPT = "kept", _("maintenue")


class TransferState(TextChoices):
    """Where an import of votes is."""

    WAITING = "waiting", _("en attente")
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminé")
    FAILED = "failed", _("interrompu")
