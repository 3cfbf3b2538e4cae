"""Closed lists of the referentials, with the words shown for them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PracticeEffect(TextChoices):
    """What a practice changed; the codes are those of the format."""

    VOICE = "voice", _("chacun est entendu")
    TRUST = "trust", _("on se fait confiance")
    TRANSPARENCY = "transparency", _("on y voit clair")
    ACCESS = "access", _("plus de gens y ont accès")
    QUALITY = "quality", _("le service est meilleur")
    SKILLS = "skills", _("on apprend")
    WELLBEING = "wellbeing", _("on travaille mieux et plus serein")
    EQUALITY = "equality", _("chacun a les mêmes chances")
    JOBS = "jobs", _("des emplois sont créés ou gardés")
    COOPERATION = "cooperation", _("on agit avec d’autres")
    SAVINGS = "savings", _("on dépense moins")
    NATURE = "nature", _("on abîme moins la nature")


class LabelKind(TextChoices):
    """What a thing of the directory is; the codes are those of the format."""

    LABEL = "label", _("label")
    CERTIFICATION = "certification", _("certification")
    APPROVAL = "approval", _("agrément")
    MARK = "mark", _("marque")
    REVIEW = "review", _("examen prévu par la loi")
    STATUS = "status", _("statut")
    APPROACH = "approach", _("démarche")
    REPORT = "report", _("rapport ou engagement")


class Territory(TextChoices):
    """Where a label may be asked for."""

    REGION = "region", _("une région")
    FRANCE = "france", _("la France")
    EUROPE = "europe", _("l’Europe")
    WORLD = "world", _("le monde entier")


class ExperienceState(TextChoices):
    """Where an organisation stands with a label."""

    UNDERWAY = "underway", _("nous y travaillons")
    OBTAINED = "obtained", _("nous l’avons")
    PAST = "past", _("nous l’avons eu, nous ne l’avons plus")
    STOPPED = "stopped", _("nous avons arrêté en chemin")
