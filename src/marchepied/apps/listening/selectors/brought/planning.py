"""What a table would bring: an entry a row, those already there, and each cell to correct."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from marchepied.core.cells import Refusal

MOST_NUMBER = 1_000_000


@dataclass
class Planned:
    """An entry of the register as the table tells it."""

    row: int
    # The number that the table gives, and the one that it will have.
    given: int | None
    number: int = 0
    # The entry of the register that it repeats, by its key.
    present: Any = None
    # What is written, by field of the model; what other rows give is resolved when it is written.
    fields: dict[str, Any] = field(default_factory=dict)
    # Ideas: the name of the group, how many support it, the number of the idea that it was joined to, and
    # which that is: another row, or an idea of the register by its key.
    group: str = ""
    supports: int = 0
    merged_into: int | None = None
    into: "Planned | None" = None
    into_present: Any = None

    @property
    def known(self) -> bool:
        """Whether the register holds it already."""
        return self.present is not None

    @property
    def is_renumbered(self) -> bool:
        """Whether another entry has the number that the table gives."""
        return self.given is not None and self.given != self.number


@dataclass(frozen=True)
class RegisterImport:
    """All that a table would bring; nothing can be written while a cell is refused."""

    planned: tuple[Planned, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    # The columns that no register has: they are left out.
    unknown: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.refusals and bool(self.added)

    @property
    def added(self) -> list[Planned]:
        return [plan for plan in self.planned if not plan.known]

    @property
    def known(self) -> int:
        """How many are in the register already: they stay as they are."""
        return sum(plan.known for plan in self.planned)

    @property
    def renumbered(self) -> list[Planned]:
        return [plan for plan in self.added if plan.is_renumbered]

    @property
    def urgent(self) -> int:
        """How many, still open, speak of danger or of violence."""
        return sum(
            bool(plan.fields.get("urgent")) and plan.fields["closed_on"] is None for plan in self.added
        )


def find_known(plans: Iterable[tuple[Planned, Hashable]], present: Iterable[tuple[Any, Hashable]]) -> None:
    """Tie each new entry to one that the register holds with the same key: each is taken once, in order.

    `present` are (primary key, key) of the entries of the register that no row is tied to yet.
    """
    left: dict[Hashable, deque[Any]] = defaultdict(deque)
    for pk, key in present:
        left[key].append(pk)
    for plan, key in plans:
        if plan.present is None and left[key]:
            plan.present = left[key].popleft()


def give_numbers(plans: Iterable[Planned], taken: Iterable[int]) -> list[tuple[Planned, str]]:
    """Give each new entry the number of the table where it is free, else the next ones.

    Returns the entries whose number stands twice in the table, each with a sentence.
    """
    plans = list(plans)
    used = set(taken)
    rows: dict[int, int] = {}
    faults = []
    for plan in plans:
        if plan.given is None:
            continue
        if plan.given in rows:
            faults.append((plan, _("La ligne %(row)s porte déjà ce numéro.") % {"row": rows[plan.given]}))
        rows.setdefault(plan.given, plan.row)
    following = max(used | rows.keys(), default=0) + 1
    for plan in plans:
        if plan.known:
            continue
        if plan.given is None or plan.given in used:
            plan.number, following = following, following + 1
        else:
            plan.number = plan.given
        used.add(plan.number)
    return faults
