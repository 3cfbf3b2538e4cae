"""Reads of the board and of the list: the actions of a cycle by state, by person, by how near they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.selectors.plan import ENDED, is_late

SOON = timedelta(days=30)
# Of what is over, the latest dates are shown first; the others open on demand.
ENDED_SHOWN = 3
EVERYBODY, MINE, NOBODY = "", "moi", "personne"
NAME = "nom:"  # before the name of somebody who has no access, so that it is nobody else's key


@dataclass(frozen=True)
class Column:
    """The actions in one state: those shown at once, and the others."""

    state: ActionState
    shown: tuple[Action, ...]
    more: tuple[Action, ...] = ()

    @property
    def count(self) -> int:
        return len(self.shown) + len(self.more)


@dataclass(frozen=True)
class Owner:
    """Somebody whose actions one may want to see alone: `key` stands for them in an address."""

    key: str
    name: str


@dataclass(frozen=True)
class Board:
    """The actions of a cycle, for everybody or for one person (`who` as an `Owner.key`)."""

    columns: tuple[Column, ...]
    owners: tuple[Owner, ...]
    who: str
    late: frozenset[Any]
    total: int  # whoever is in charge

    @property
    def count(self) -> int:
        return sum(column.count for column in self.columns)


@dataclass(frozen=True)
class Horizons:
    """Running actions by how near their date is, each list by date."""

    late: tuple[Action, ...]
    soon: tuple[Action, ...]
    later: tuple[Action, ...]
    undated: tuple[Action, ...]


def read_board(cycle: Any, person: Any, who: str = EVERYBODY) -> Board:
    """The board of a cycle as `person` sees it (one query); an unknown `who` shows everybody's."""
    actions = list(Action.objects.filter(cycle=cycle).select_related("owner"))
    owners = _list_owners(actions, person)
    who = who if who in {MINE, NOBODY, *(owner.key for owner in owners)} else EVERYBODY
    kept = [action for action in actions if _belongs(action, who, person)]
    return Board(
        columns=tuple(_make_column(state, kept) for state in ActionState),
        owners=tuple(owners),
        who=who,
        late=frozenset(action.pk for action in kept if is_late(action)),
        total=len(actions),
    )


def sort_by_nearness(actions: Sequence[Action], today: date | None = None) -> Horizons:
    """The running actions among these, late, within thirty days, later, without date."""
    day = today or timezone.localdate()
    running = [action for action in actions if action.state not in ENDED]
    dated = [(action.due_on, action) for action in running if action.due_on]
    return Horizons(
        late=tuple(action for on, action in dated if on < day),
        soon=tuple(action for on, action in dated if day <= on <= day + SOON),
        later=tuple(action for on, action in dated if on > day + SOON),
        undated=tuple(action for action in running if not action.due_on),
    )


def find_first(actions: Sequence[Action], person: Any) -> Action | None:
    """The action this person should look at first: the nearest of theirs, otherwise the nearest of all."""
    running = [action for action in actions if action.state not in ENDED]
    own = [action for action in running if action.owner_id == person.pk]
    return next(iter(own or running), None)


def _list_owners(actions: Sequence[Action], person: Any) -> list[Owner]:
    """The people and names in charge of something, other than `person`, by name."""
    names = {}
    for action in actions:
        if action.owner_id and action.owner_id != person.pk:
            names[str(action.owner_id)] = str(action.owner)
        elif not action.owner_id and action.owner_name:
            names[NAME + action.owner_name] = action.owner_name
    return [Owner(key, name) for key, name in sorted(names.items(), key=lambda item: item[1].lower())]


def _belongs(action: Action, who: str, person: Any) -> bool:
    if who == MINE:
        return bool(action.owner_id == person.pk)
    if who == NOBODY:
        return not action.owner_id and not action.owner_name
    if who == EVERYBODY:
        return True
    return who == (str(action.owner_id) if action.owner_id else NAME + action.owner_name)


def _make_column(state: ActionState, actions: Sequence[Action]) -> Column:
    rows = [action for action in actions if action.state == state]
    if state not in ENDED:
        return Column(state, tuple(rows))
    rows.sort(key=lambda action: action.due_on or date.min, reverse=True)
    return Column(state, tuple(rows[:ENDED_SHOWN]), tuple(rows[ENDED_SHOWN:]))
