"""Closed lists of the cycle."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Depth(TextChoices):
    EXPRESS = "express", _("express")
    FULL = "full", _("complet")


class CycleState(TextChoices):
    RUNNING = "running", _("en cours")
    FINISHED = "finished", _("terminée")


class Path(TextChoices):
    """How a cycle is led: with groups who answer apart, or with everybody round one table."""

    GROUPS = "groups", _("avec des groupes qui répondent chacun de leur côté")
    TABLE = "table", _("autour de la table")


class Team(TextChoices):
    """How many people there are, as asked at the start to propose a path."""

    UNDER_TEN = "under_ten", _("Moins de dix personnes")
    NO_EMPLOYEE = "no_employee", _("Dix ou plus, sans salarié")
    LARGER = "larger", _("Dix ou plus, avec des salariés")


class Phase(TextChoices):
    """Where the room is on a question."""

    READ = "read", _("on lit la question")
    FIRST = "first", _("chacun se prononce")
    TALK = "talk", _("on en parle")
    SECOND = "second", _("chacun se prononce à nouveau")
    DECIDE = "decide", _("on décide")


class StepKey(TextChoices):
    """The guide's steps, in the order people live them."""

    SCOPE = "scope", _("Choisir ce que l’on regarde")
    TAKE_STOCK = "take_stock", _("Dire où nous en sommes")
    COLLECT = "collect", _("Recueillir les avis")
    CROSS = "cross", _("Regarder les avis ensemble")
    WORKSHOP = "workshop", _("Se réunir pour se mettre d’accord")
    PLAN = "plan", _("Choisir les actions")
    STAFF = "staff", _("Dire à chacun ce qu’on a décidé")
    ASSEMBLY = "assembly", _("Présenter à l’assemblée générale")


class StepState(TextChoices):
    TODO = "todo", _("à faire")
    DONE = "done", _("fait")
    SKIPPED = "skipped", _("passée")


class OwnAnswerKind(TextChoices):
    LEVEL = "level", _("un niveau")
    DONT_KNOW = "dont_know", _("nous ne savons pas encore")
    NOT_CONCERNED = "not_concerned", _("nous ne sommes pas concernés")
    COVERED = "covered", _("un autre document y répond déjà")


class DeclaredKind(TextChoices):
    """What something done elsewhere is; the first ones are those of the directory of labels."""

    LABEL = "label", _("label")
    CERTIFICATION = "certification", _("certification")
    APPROVAL = "approval", _("agrément")
    MARK = "mark", _("marque")
    REVIEW = "review", _("examen prévu par la loi")
    STATUS = "status", _("statut")
    APPROACH = "approach", _("démarche")
    REPORT = "report", _("rapport ou engagement")
    DUTY = "duty", _("obligation de la loi ou de l’usage")
    OTHER = "other", _("autre chose")


class Agreement(TextChoices):
    CONSENSUS = "consensus", _("Tout le monde est d’accord")
    CONSENT = "consent", _("Personne ne s’y oppose")
    DISAGREEMENT = "disagreement", _("Un désaccord demeure")
