"""Closed lists of the tenancy."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LegalForm(TextChoices):
    ASSOCIATION = "association", _("Association")
    COOPERATIVE_SCOP = "cooperative_scop", _("Coopérative – SCOP")
    COOPERATIVE_SCIC = "cooperative_scic", _("Coopérative – SCIC")
    COOPERATIVE_OTHER = "cooperative_other", _("Autre coopérative")
    MUTUELLE = "mutuelle", _("Mutuelle")
    FOUNDATION = "foundation", _("Fondation")
    COMPANY_ESS = "company_ess", _("Société commerciale de l’ESS")
    COMPANY_ESUS = "company_esus", _("Société commerciale agréée ESUS")
    OTHER = "other", _("Autre forme")


class SizeBand(TextChoices):
    NONE = "0", _("Aucun salarié")
    UP_TO_9 = "1-9", _("1 à 9 salariés")
    UP_TO_49 = "10-49", _("10 à 49 salariés")
    UP_TO_249 = "50-249", _("50 à 249 salariés")
    ABOVE = "250+", _("250 salariés ou plus")


class Sector(TextChoices):
    INSERTION = "insertion", _("Insertion par l’activité économique")
    SOCIAL = "social", _("Action sociale et médico-sociale")
    HEALTH = "health", _("Santé")
    EDUCATION = "education", _("Éducation, formation, jeunesse")
    CULTURE = "culture", _("Culture, loisirs, sport")
    ENVIRONMENT = "environment", _("Environnement, réemploi, énergie")
    FOOD = "food", _("Agriculture, alimentation")
    HOUSING = "housing", _("Logement, habitat")
    FINANCE = "finance", _("Banque, assurance, protection sociale")
    TRADE = "trade", _("Commerce, artisanat, industrie")
    SERVICES = "services", _("Services aux personnes ou aux entreprises")
    OTHER = "other", _("Autre secteur")


class Role(TextChoices):
    """What a member of a space may do; each role holds the rights of the ones below it."""

    PILOT = "pilot", _("Pilote")
    FACILITATOR = "facilitator", _("Animateur ou animatrice")
    CONTRIBUTOR = "contributor", _("Contributeur ou contributrice")
    READER = "reader", _("Lecteur ou lectrice")
    ACCOMPAGNATEUR = "accompagnateur", _("Accompagnateur ou accompagnatrice")


class Right(TextChoices):
    """What a page or a gesture asks for."""

    READ = "read", _("lire")
    CONTRIBUTE = "contribute", _("contribuer")
    FACILITATE = "facilitate", _("animer")
    PILOT = "pilot", _("piloter")
