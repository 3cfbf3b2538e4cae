"""Closed lists of meetings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingKind(TextChoices):
    WORKSHOP = "workshop", _("réunion de travail")
    TABLE = "table", _("réunion autour de la table")
    REVIEW = "review", _("point d’étape")
    ASSEMBLY = "assembly", _("assemblée générale")
    OTHER = "other", _("autre réunion")


class Presence(TextChoices):
    PRESENT = "present", _("présent")
    REPRESENTED = "represented", _("représenté")
    EXCUSED = "excused", _("excusé")


class MinuteKind(TextChoices):
    NOTE = "note", _("note")
    PARKING = "parking", _("à reprendre plus tard")
    OBJECTION = "objection", _("objection")


class ShowWay(TextChoices):
    """How hands are counted."""

    PHONES = "phones", _("avec les téléphones")
    CARDS = "cards", _("avec des cartons de couleur")
    HANDS = "hands", _("à main levée")


class ShowState(TextChoices):
    OPEN = "open", _("ouvert")
    CLOSED = "closed", _("compté")


class Outcome(TextChoices):
    ADOPTED = "adopted", _("adoptée")
    REJECTED = "rejected", _("rejetée")
    POSTPONED = "postponed", _("reportée")
    NOTED = "noted", _("prise pour information")
