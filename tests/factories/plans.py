"""Actions, acts."""

from datetime import date

import factory

from marchepied.apps.plans import models
from marchepied.apps.plans.enums import Rhythm
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import OrganisationFactory, OwnedFactory


class ActionFactory(OwnedFactory):
    class Meta:
        model = models.Action

    cycle = factory.SubFactory(CycleFactory)
    organisation = factory.SelfAttribute("cycle.organisation")
    title = factory.Sequence(lambda n: f"Action {n}")


class ActFactory(OwnedFactory):
    class Meta:
        model = models.Act

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"Geste {n}")
    rhythm = Rhythm.WEEKLY
    starts_on = date(2026, 1, 5)  # a Monday
