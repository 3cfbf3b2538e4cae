"""People, organisations, memberships."""

import factory
from factory.django import DjangoModelFactory

from marchepied.apps.organisations import models
from marchepied.apps.organisations.enums import LegalForm, Role
from marchepied.core.scope import unscoped


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = models.Person

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    name = factory.Sequence(lambda n: f"Camille Dupont {n}")
    password = "!"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda n: f"L’Atelier {n}")
    slug = factory.Sequence(lambda n: f"atelier-{n}")
    legal_form = LegalForm.ASSOCIATION


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory)
    role = Role.PILOT


class OwnedFactory(DjangoModelFactory):
    """Makes a row of an organisation without asking the test to open its scope."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with unscoped("a factory makes rows of any organisation"):
            return super()._create(model_class, *args, **kwargs)


class SiteFactory(OwnedFactory):
    class Meta:
        model = models.Site

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Atelier {n}")


class MemberInvitationFactory(OwnedFactory):
    class Meta:
        model = models.MemberInvitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invitee{n}@exemple.fr")
    role = Role.CONTRIBUTOR
    invited_by = factory.SubFactory(PersonFactory)
