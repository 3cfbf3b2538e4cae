"""Whether a question makes sense for an enterprise: true, false, or what would have to be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marchepied.engines.expressions import Between, Result, Value, evaluate

from ._facts import FACTS_OF_PROFILE, SECTOR, SIZE
from ._reading import read_applicability

if TYPE_CHECKING:
    from marchepied.engines.referential.model import Applicability, Profile


def values_of(profile: Profile) -> dict[str, Value]:
    """The facts of a profile by the names that conditions use; None for what is not known."""
    values: dict[str, Value] = {
        fact.names[0]: getattr(profile, fact.field) for fact in FACTS_OF_PROFILE if fact is not SIZE
    }
    for name, value in values.items():
        values[name] = None if value == "" else value
    if profile.least_employees is not None or profile.most_employees is not None:
        values[SIZE.names[0]] = Between(profile.least_employees, profile.most_employees)
    return values


def decide(applicability: Applicability, profile: Profile) -> bool | None:
    """Whether the conditions hold for a profile; None where a fact that they need is not known.

    No condition holds for everybody. What cannot be computed (a division by zero) is not known either.
    """
    result = _evaluate(applicability, profile)
    return result.value if isinstance(result.value, bool) else None


def needs_sector(applicability: Applicability, profile: Profile) -> bool:
    """Whether the conditions stay undecided for want of the sector."""
    return SECTOR.names[0] in _evaluate(applicability, profile).missing


def _evaluate(applicability: Applicability, profile: Profile) -> Result:
    condition = read_applicability(applicability)
    return Result(value=True) if condition is None else evaluate(condition, values_of(profile))
