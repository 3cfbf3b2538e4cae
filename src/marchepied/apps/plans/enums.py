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


class TodoKind(TextChoices):
    """What waits for the organisation, in the one list of what there is to do."""

    DANGER = "danger", _("Quelqu’un parle peut-être d’un danger")
    COMPLAINT_REPLY = "complaint_reply", _("La personne a écrit de nouveau")
    ACKNOWLEDGE = "acknowledge", _("Accuser réception d’une difficulté")
    ANSWER = "answer", _("Répondre à une difficulté")
    CLOSE = "close", _("Clore une difficulté, et noter ce qu’on a appris")
    IDEA_READ = "idea_read", _("Lire une idée avant qu’elle paraisse")
    IDEA_REPLY = "idea_reply", _("Dire un mot à qui a proposé une idée")
    IDEA_DECIDE = "idea_decide", _("Décider d’une idée")
    STATEMENTS = "statements", _("Relire des phrases proposées")
    TOPIC = "topic", _("Passer à la suite d’un sujet dont on parle")
    ACTION = "action", _("Reprendre une action en retard")
    REVIEW = "review", _("Faire le point sur le plan")
    SURVEY_CLOSE = "survey_close", _("Clore une enquête, et voir son résultat")
    SURVEY_ENDS = "survey_ends", _("Une enquête finit bientôt : rappeler qu’on peut répondre")
    SURVEY_REPLY = "survey_reply", _("Dire aux gens ce qu’on fait d’une enquête")
    ROUND_REPLY = "round_reply", _("Dire aux gens ce qu’on fait de leurs réponses")


class TodoWeight(IntegerChoices):
    """Why one thing is above another in that list."""

    DANGER = 0, _("tout de suite")
    PROMISED = 1, _("promis, et en retard")
    OWED = 2, _("quelqu’un attend un mot")
    PAST = 3, _("la date est passée")
    NEW = 4, _("nouveau")
    COMING = 5, _("à venir")
