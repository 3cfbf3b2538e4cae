"""Closed lists of the networks, with the words shown for them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AffiliationState(TextChoices):
    INVITED = "invited", _("invitée")
    ASKED = "asked", _("demande à rejoindre")
    ACTIVE = "active", _("membre")
    ENDED = "ended", _("partie")


class Phase(TextChoices):
    """Where a call for proposals is; it only goes forward."""

    PROPOSE = "propose", _("on propose")
    DISCUSS = "discuss", _("on discute")
    VOTE = "vote", _("on vote")
    REPLY = "reply", _("le réseau répond")
    CLOSED = "closed", _("terminé")


PHASES = list(Phase)


class ProposalKind(TextChoices):
    QUESTION = "question", _("Une question en plus")
    WORDS = "words", _("D’autres mots")
    REMOVAL = "removal", _("Un passage à retirer")
    COMMENT = "comment", _("Une remarque")


class ProposalState(TextChoices):
    OPEN = "open", _("pas encore de réponse")
    MERGED = "merged", _("retenue")
    PARTLY = "partly", _("retenue en partie")
    DECLINED = "declined", _("pas retenue")
    WITHHELD = "withheld", _("retirée de la page")


class VoteValue(TextChoices):
    FOR = "for", _("Pour")
    AGAINST = "against", _("Contre")
    UNDECIDED = "undecided", _("Sans avis")


class View(TextChoices):
    """What an expert thinks of a draft."""

    AGREE = "agree", _("D’accord")
    RESERVE = "reserve", _("D’accord, avec des réserves")
    AGAINST = "against", _("Pas d’accord")


SIGNED = frozenset({View.AGREE, View.RESERVE})
