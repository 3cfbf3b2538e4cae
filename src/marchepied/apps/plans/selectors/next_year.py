"""Reads of what a plan leaves to the next."""

from typing import Any

from marchepied.apps.plans.models import Action
from marchepied.apps.plans.selectors.plan import ENDED


def unfinished_actions(cycle: Any) -> list[Action]:
    """The actions of a cycle that are neither done nor dropped, with their owners (one query)."""
    return list(Action.objects.filter(cycle=cycle).exclude(state__in=ENDED).select_related("owner"))
