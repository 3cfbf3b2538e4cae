"""Reads of the crossed views that were shown."""

from marchepied.apps.diagnosis.models import Cycle, Release


def latest_release(cycle: Cycle) -> Release | None:
    """The last crossed views shown of the cycle; None while nothing was."""
    return Release.objects.filter(cycle=cycle).first()


def releases_of(cycle: Cycle) -> list[Release]:
    """Every release of the cycle, the latest first."""
    return list(Release.objects.filter(cycle=cycle))
