"""People, organisations, memberships."""

import factory
from factory.django import DjangoModelFactory

from marchepied.apps.organisations import models
from marchepied.apps.organisations.enums import LegalForm, Role


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
