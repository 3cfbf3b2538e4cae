"""Writes of the plan, one file a matter."""

from marchepied.apps.plans.services.coherence import add_serving_actions, point_to
from marchepied.apps.plans.services.plan import (
    LINE_LENGTH,
    TITLE_LENGTH,
    ActionContent,
    add_action,
    add_objective,
    adopt_levers,
    change_action_state,
    delete_action,
    delete_objective,
    save_vision,
    update_action,
    update_objective,
)

__all__ = [
    "LINE_LENGTH",
    "TITLE_LENGTH",
    "ActionContent",
    "add_action",
    "add_objective",
    "add_serving_actions",
    "adopt_levers",
    "change_action_state",
    "delete_action",
    "delete_objective",
    "point_to",
    "save_vision",
    "update_action",
    "update_objective",
]
