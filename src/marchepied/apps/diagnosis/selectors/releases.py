"""Reads of the crossed views that were shown."""

from collections.abc import Collection
from typing import Any

from marchepied.apps.diagnosis.models import Cycle, Release, ReleaseFigures


def latest_release(cycle: Cycle) -> Release | None:
    """The last crossed views shown of the cycle; None while nothing was."""
    return Release.objects.filter(cycle=cycle).first()


def releases_of(cycle: Cycle) -> list[Release]:
    """Every release of the cycle, the latest first."""
    return list(Release.objects.filter(cycle=cycle))


def figures_of(release: Release, only: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """{question id: {cell: indices}} of a release, of `only` these questions where given (one query)."""
    rows = ReleaseFigures.objects.filter(release=release)
    if only is not None:
        rows = rows.filter(question_id__in=only)
    return dict(rows.values_list("question_id", "indices"))
