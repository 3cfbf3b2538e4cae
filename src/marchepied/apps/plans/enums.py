"""Closed lists of the plan."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Horizon(IntegerChoices):
    ONE_YEAR = 1, _("dans un an")
    THREE_YEARS = 3, _("dans trois ans")


class ActionState(TextChoices):
    TODO = "todo", _("à faire")
    DOING = "doing", _("en cours")
    DONE = "done", _("faite")
    DROPPED = "dropped", _("abandonnée")


class Rhythm(TextChoices):
    """How often a daily act comes back."""

    DAILY = "daily", _("chaque jour ouvré")
    WEEKLY = "weekly", _("chaque semaine")
    MONTHLY = "monthly", _("chaque mois")
    QUARTERLY = "quarterly", _("chaque trimestre")
    YEARLY = "yearly", _("chaque année")


class HappeningKind(TextChoices):
    """What a day of the calendar holds."""

    ASSEMBLY = "assembly", _("rendez-vous")
    MEETING = "meeting", _("réunion")
    REVIEW = "review", _("rendez-vous")
    CLOSING = "closing", _("fin des réponses")
    STEP = "step", _("étape")
    ACTION = "action", _("action")
    ACT = "act", _("geste")


class Direction(TextChoices):
    """Which way an indicator should go."""

    UP = "up", _("plus il est haut, mieux c’est")
    DOWN = "down", _("plus il est bas, mieux c’est")
    NONE = "none", _("ni l’un ni l’autre")


class IndicatorKind(TextChoices):
    NUMBER = "number", _("un chiffre")
    WORDS = "words", _("quelques mots")


class VoteState(TextChoices):
    DRAFT = "draft", _("en préparation")
    OPEN = "open", _("ouvert")
    CLOSED = "closed", _("clos")
