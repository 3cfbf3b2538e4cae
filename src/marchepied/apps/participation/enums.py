"""Closed lists of participation."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class CollegeKind(TextChoices):
    EMPLOYEES = "employees", _("Salariés permanents")
    PATHWAY_EMPLOYEES = "pathway_employees", _("Salariés en parcours")
    VOLUNTEERS = "volunteers", _("Bénévoles")
    ADMINISTRATORS = "administrators", _("Administrateurs")
    MEMBERS = "members", _("Membres")
    BENEFICIARIES = "beneficiaries", _("Bénéficiaires ou clients")
    STAFF_REPRESENTATIVES = "staff_representatives", _("Représentants du personnel")
    INHABITANTS = "inhabitants", _("Habitants")
    PARTNERS = "partners", _("Partenaires")
    SUPPLIERS = "suppliers", _("Fournisseurs")
    LOCAL_AUTHORITIES = "local_authorities", _("Collectivités locales")
    FUNDERS = "funders", _("Financeurs")
    OTHER = "other", _("Autre groupe")


# Never offered an answer in their own name: whoever depends on the enterprise must not be asked to sign.
NEVER_NAMED = frozenset(
    {
        CollegeKind.EMPLOYEES,
        CollegeKind.PATHWAY_EMPLOYEES,
        CollegeKind.BENEFICIARIES,
        CollegeKind.STAFF_REPRESENTATIVES,
    }
)
# May answer as an organisation, in its own name, as a separate record.
MAY_ANSWER_AS_ORGANISATION = frozenset(
    {CollegeKind.PARTNERS, CollegeKind.SUPPLIERS, CollegeKind.LOCAL_AUTHORITIES, CollegeKind.FUNDERS}
)


class AnswerMode(TextChoices):
    INDIVIDUAL = "individual", _("chacun répond de son côté")
    COLLECTIVE = "collective", _("une seule réponse, décidée ensemble")


class RoundState(TextChoices):
    DRAFT = "draft", _("en préparation")
    OPEN = "open", _("ouvert")
    CLOSED = "closed", _("clos")


class InvitationKind(TextChoices):
    NAMED = "named", _("par courriel")
    SLIP = "slip", _("bulletin à découper")


class AnswerKind(IntegerChoices):
    LEVEL = 0, _("un niveau")
    DONT_KNOW = 1, _("ne sait pas")
    NOT_CONCERNED = 2, _("pas concerné")
