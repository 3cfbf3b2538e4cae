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
