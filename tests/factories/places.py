"""Communes."""

import factory
from factory.django import DjangoModelFactory

from marchepied.apps.places import models
from marchepied.core.folding import fold


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = models.Commune
        django_get_or_create = ("code",)

    code = "42218"
    name = "Saint-Étienne"
    department = "42"
    region = "84"
    postcodes = "42000 42100 42230"
    population = 170_000
    search_key = factory.LazyAttribute(lambda commune: fold(commune.name))
