"""Guides that a network hands to its members."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marchepied.apps.diagnosis.selectors.cycles import current_cycle
from marchepied.apps.diagnosis.selectors.upgrades import upgrade_targets
from marchepied.apps.networks.models import Sharing
from marchepied.apps.referentials.selectors import own_versions
from marchepied.core.scope import unscoped


@dataclass(frozen=True, slots=True)
class Offer:
    """A guide handed to a member: who hands it, and what the member may do with it.

    `cycle_id` is the running cycle that may go on to it with its answers; None where none may. `followed`
    that the running cycle follows it already.
    """

    version: Any
    network: str
    shared_at: Any
    cycle_id: UUID | None
    followed: bool
    may_start: bool


def find_own_version(organisation: Any, version_id: UUID) -> Any:
    """A version that the organisation wrote and published; None where there is none."""
    return next((version for version in own_versions(organisation) if version.pk == version_id), None)


def told_of(version: Any) -> set[UUID]:
    """The members that were handed a version (one query)."""
    return set(Sharing.objects.filter(version=version).values_list("member_id", flat=True))


def offers_to(organisation: Any) -> list[Offer]:
    """The latest version of each guide handed to a member, latest first, with what it may do with it."""
    with unscoped("a member reads what its networks handed to it"):
        rows = Sharing.objects.filter(member=organisation).select_related(
            "organisation", "version__referential"
        )
        latest: dict[UUID, Sharing] = {}
        for row in rows.defer("version__content").order_by("-version__published_at", "pk"):
            latest.setdefault(row.version.referential_id, row)
    if not latest:
        return []
    cycle = current_cycle(organisation)
    targets = {version.pk for version in upgrade_targets(cycle)} if cycle else set()
    return [
        Offer(
            version=row.version,
            network=row.organisation.name,
            shared_at=row.at,
            cycle_id=cycle.pk if cycle and row.version_id in targets else None,
            followed=cycle is not None and cycle.version_id == row.version_id,
            may_start=cycle is None,
        )
        for row in latest.values()
    ]
