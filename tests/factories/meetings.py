"""Meetings."""

import factory

from marchepied.apps.meetings import models
from marchepied.apps.meetings.enums import MeetingKind
from tests.factories.organisations import OrganisationFactory
from tests.factories.participation import ScopedFactory


class MeetingFactory(ScopedFactory):
    class Meta:
        model = models.Meeting

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"Réunion {n}")
    kind = MeetingKind.WORKSHOP
