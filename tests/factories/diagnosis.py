"""Cycles with their eight steps, own answers."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from marchepied.apps.diagnosis import models
from marchepied.apps.diagnosis.selectors.calendar import plan_steps
from tests.factories.organisations import OrganisationFactory
from tests.factories.referentials import ReferentialVersionFactory


class CycleFactory(DjangoModelFactory):
    """A running cycle on the first theme of a small guide: its two express questions, and eight steps."""

    class Meta:
        model = models.Cycle
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    version = factory.SubFactory(ReferentialVersionFactory)
    title = "Démarche 2027"
    axis_ids = factory.LazyFunction(lambda: ["theme-1"])
    question_ids = factory.LazyFunction(lambda: ["t1-d1-q1", "t1-d1-q2"])

    @factory.post_generation
    def steps(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        planned = plan_steps(
            today=self.started_on, assembly_on=self.assembly_on, n_questions=len(self.question_ids)
        )
        models.CycleStep.objects.bulk_create(
            models.CycleStep(
                organisation=self.organisation,
                cycle=self,
                key=step.key,
                position=position,
                planned_on=step.on,
                minutes=step.minutes,
            )
            for position, step in enumerate(planned)
        )


class OwnAnswerFactory(DjangoModelFactory):
    class Meta:
        model = models.OwnAnswer

    cycle = factory.SubFactory(CycleFactory)
    organisation = factory.SelfAttribute("cycle.organisation")
    question_id = "t1-d1-q1"
    level = 3


class PositionFactory(DjangoModelFactory):
    """Something agreed in the room, by everyone."""

    class Meta:
        model = models.Position

    cycle = factory.SubFactory(CycleFactory)
    organisation = factory.SelfAttribute("cycle.organisation")
    question_id = "t1-d1-q1"
    level = 3
    agreement = "consensus"


class DeclaredFactory(DjangoModelFactory):
    """An ISO 9001 certificate that counts for the whole organisation and never ends."""

    class Meta:
        model = models.Declared

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "certification"
    title = "ISO 9001, management de la qualité"
    standard_id = "iso-9001"
    label_id = "iso-9001"
