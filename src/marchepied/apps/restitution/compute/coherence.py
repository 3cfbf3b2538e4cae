"""What the plan serves, of what the organisation exists for, as the pack tells it."""

from django.utils.translation import gettext as _

from marchepied.apps.organisations.selectors import Project, purposes_of
from marchepied.apps.plans.selectors.coherence import ServedLine, compare_project
from marchepied.apps.plans.selectors.coherence_words import (
    say_coherence,
    say_loose_actions,
    say_what_is_left,
)
from marchepied.apps.restitution.compute.account import Account
from marchepied.engines.documents import FigureTable


def describe_coherence(account: Account) -> tuple[FigureTable, ...]:
    """Each purpose with what serves it this year; none while nothing was said to serve any (five queries)."""
    purposes = purposes_of(account.cycle.organisation)
    if not purposes:
        return ()
    told = compare_project(
        account.cycle, Project(purposes), actions=account.plan.actions, positions=account.positions
    )
    if not any(purpose.actions or purpose.decisions for purpose in told.purposes):
        return ()
    said = (say_coherence(told), say_what_is_left(told, account.language), say_loose_actions(told))
    return (
        FigureTable(
            title=_("Nos raisons d’être"),
            sentence=" ".join(filter(None, said)),
            head=(_("Pourquoi nous existons"), _("Ce qui le sert cette année")),
            rows=tuple((purpose.line.text, _say_serving(purpose)) for purpose in told.purposes),
        ),
    )


def _say_serving(purpose: ServedLine) -> str:
    if purpose.actions:
        return "\n".join(f"– {action.title} ({action.get_state_display()})" for action in purpose.actions)
    return _("Décidé, mais sans action pour l’instant") if purpose.decisions else _("Rien encore")
