"""Colleges, rounds open to answers, invitations."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from marchepied.apps.participation import models
from marchepied.apps.participation.enums import CollegeKind, InvitationKind, RoundState
from marchepied.apps.participation.validators import new_handle
from marchepied.core.scope import unscoped
from tests.factories.organisations import OrganisationFactory

CHOICES = (
    "Non, jamais.",
    "Parfois, quand il y a un problème.",
    "Oui, souvent, en réunion.",
    "Oui, et on nous dit ce qui change.",
    "Oui, et on décide ensemble.",
)


def form_of(items: int = 3) -> dict[str, Any]:
    """A form of so many items of five levels: q1, q2…"""
    return {
        "items": [
            {
                "id": f"q{number}",
                "wording": {"fr": f"Ici, que fait-on du sujet {number} ?", "en": f"What about {number}?"},
                "why": {"fr": "Pour savoir par où commencer.", "en": "To know where to start."},
                "choices": [{"fr": text, "en": f"Level {level}"} for level, text in enumerate(CHOICES, 1)],
                "ends": {"low": {"fr": "jamais", "en": "never"}, "high": {"fr": "toujours", "en": "always"}},
                "levels": 5,
            }
            for number in range(1, items + 1)
        ]
    }


class ScopedFactory(DjangoModelFactory):
    """Makes rows of any organisation, inside or outside a scope."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with unscoped("a factory makes rows of any organisation"):
            return super()._create(model_class, *args, **kwargs)


class CollegeFactory(ScopedFactory):
    class Meta:
        model = models.College

    organisation = factory.SubFactory(OrganisationFactory)
    kind = CollegeKind.EMPLOYEES
    name = factory.Sequence(lambda n: f"Salariés {n}")
    expected_count = 12


class RoundFactory(ScopedFactory):
    """An open round of three questions."""

    class Meta:
        model = models.Round

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.LazyFunction(
        lambda: {"fr": "Votre avis sur le lien avec nos clients", "en": "Your view on our clients"}
    )
    form = factory.LazyFunction(form_of)
    state = RoundState.OPEN
    opened_on = date(2026, 11, 2)
    closes_on = date(2099, 3, 12)
    responsible = "Claire Morel, directrice"


class RoundCollegeFactory(ScopedFactory):
    """A college called to answer every item of an open round."""

    class Meta:
        model = models.RoundCollege

    round = factory.SubFactory(RoundFactory)
    organisation = factory.SelfAttribute("round.organisation")
    college = factory.SubFactory(CollegeFactory, organisation=factory.SelfAttribute("..organisation"))
    handle = factory.LazyFunction(new_handle)
    item_ids = factory.LazyAttribute(lambda call: [item["id"] for item in call.round.form["items"]])
    expected_count = 12


class InvitationFactory(ScopedFactory):
    class Meta:
        model = models.Invitation

    call = factory.SubFactory(RoundCollegeFactory)
    organisation = factory.SelfAttribute("call.organisation")
    handle = factory.LazyFunction(new_handle)
    kind = InvitationKind.NAMED
    email = factory.Sequence(lambda n: f"participante{n}@exemple.fr")
