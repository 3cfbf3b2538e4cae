"""The plan: visions, objectives, actions; the votes that choose them; the daily acts; the indicators."""

from marchepied.apps.plans.models.indicators import Indicator, IndicatorTarget, IndicatorValue, PendingTable
from marchepied.apps.plans.models.life import Act, ActDone, Feed, MailChoice, Review, ReviewedAction
from marchepied.apps.plans.models.plan import Action, ActionActivity, ActionPurpose, Objective, Vision
from marchepied.apps.plans.models.votes import ActionVote

__all__ = [
    "Act",
    "ActDone",
    "Action",
    "ActionActivity",
    "ActionPurpose",
    "ActionVote",
    "Feed",
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "MailChoice",
    "Objective",
    "PendingTable",
    "Review",
    "ReviewedAction",
    "Vision",
]
