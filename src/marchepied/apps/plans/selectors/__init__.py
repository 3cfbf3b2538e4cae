"""Reads of the plan, one file a matter."""

from marchepied.apps.plans.selectors.plan import (
    ENDED,
    LOW_LEVEL,
    ActionTally,
    Plan,
    Proposal,
    find_action,
    find_objective,
    is_late,
    late_actions,
    plan_cycle,
    plan_of,
    proposals_for,
    tally_actions,
)

__all__ = [
    "ENDED",
    "LOW_LEVEL",
    "ActionTally",
    "Plan",
    "Proposal",
    "find_action",
    "find_objective",
    "is_late",
    "late_actions",
    "plan_cycle",
    "plan_of",
    "proposals_for",
    "tally_actions",
]
