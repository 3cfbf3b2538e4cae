"""Communes of France: the same for every organisation."""

from django.db import models


class Commune(models.Model):
    """A commune, with the population and groupings of the official geographic code."""

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=80)
    department = models.CharField(max_length=3)
    region = models.CharField(max_length=3)
    epci = models.CharField(max_length=9, blank=True)
    # Separated by spaces.
    postcodes = models.CharField(max_length=200, blank=True)
    population = models.PositiveIntegerField(default=0)
    search_key = models.CharField(max_length=120, db_index=True)
    # False once it has merged into another: organisations there keep it, nobody chooses it any more.
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-population", "code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.department})"
