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
