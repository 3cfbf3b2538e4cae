"""Reads of relays: who holds a right, what a link opens, what came by each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.models import Complaint, Idea, Relay
from marchepied.apps.listening.rules import may_be_relayed, may_enter_as_relay
from marchepied.apps.listening.selectors.registers import registers_of
from marchepied.apps.listening.selectors.territories import say_territory
from marchepied.apps.listening.validators import open_relay_code, relay_code
from marchepied.apps.participation.selectors.open_calls import open_calls_of
from marchepied.core.models import Trace
from marchepied.core.scope import unscoped

_RELATED = ("organisation", "commune", "call", "call__round", "call__college")


@dataclass(frozen=True)
class RelayLine:
    """A relay in the pilot's list: where, whether it still serves, what came by it."""

    relay: Relay
    territory: str
    is_live: bool
    ideas: int
    complaints: int


@dataclass(frozen=True)
class RelayDoor:
    """What the page of a relay holds now: the call and the registers that take something from it."""

    relay: Relay
    territory: str
    call: Any
    ideas: Any
    complaints: Any
    enters: bool

    @property
    def takes_nothing(self) -> bool:
        """Whether everything it was for is closed."""
        return not (self.call or self.ideas or self.complaints)


def list_relays(organisation: Any) -> list[RelayLine]:
    """Every relay of an organisation, those that serve first (two queries, whatever there are)."""
    rows = list(Relay.objects.filter(organisation=organisation).select_related(*_RELATED[1:]))
    brought = _count_brought(rows)
    lines = [
        RelayLine(
            relay=row,
            territory=say_territory(row.commune, row.reach),
            is_live=may_enter_as_relay(row),
            ideas=brought[str(row.pk), Idea._meta.label_lower],
            complaints=brought[str(row.pk), Complaint._meta.label_lower],
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.is_live)


def _count_brought(rows: Sequence[Relay]) -> Counter[tuple[str, str]]:
    traces = Trace.objects.filter(
        source_type=Relay._meta.label_lower, source_id__in=[str(row.pk) for row in rows]
    )
    return Counter(traces.values_list("source_id", "target_type"))


def find_relay(organisation: Any, relay_id: UUID) -> Relay | None:
    """The relay of this id in the organisation; None where there is none."""
    return Relay.objects.filter(organisation=organisation, pk=relay_id).select_related(*_RELATED).first()


def relay_for_code(code: str) -> Relay | None:
    """The relay that a link names, even when its right ended; None for a code not of ours (one query)."""
    handle = open_relay_code(code)
    if handle is None:
        return None
    with unscoped("the link of a relay names its own row"):
        return Relay.objects.filter(handle=handle).select_related(*_RELATED).first()


def read_relay_door(relay: Relay) -> RelayDoor:
    """What a relay may write of now (one query)."""
    open_registers = {kind: row for kind, row in registers_of(relay.organisation).items() if row.is_open}
    return RelayDoor(
        relay=relay,
        territory=say_territory(relay.commune, relay.reach),
        call=relay.call if relay.call is not None and may_be_relayed(relay.call) else None,
        ideas=open_registers.get(RegisterKind.IDEAS) if relay.takes_ideas else None,
        complaints=open_registers.get(RegisterKind.COMPLAINTS) if relay.takes_complaints else None,
        enters=may_enter_as_relay(relay),
    )


def calls_to_relay(organisation: Any) -> list[Any]:
    """The groups whose answers a relay may be asked to bring (one query)."""
    return [call for call in open_calls_of(organisation) if may_be_relayed(call)]


def link_of_relay(relay: Relay) -> str:
    """The whole address given to a relay."""
    return settings.BASE_URL + reverse("listening:relay-page", args=[relay_code(relay.handle)])


def came_by_relay(rows: Sequence[Any]) -> dict[str, str]:
    """{id of a complaint or idea: name of the relay}, for rows of one kind (two queries)."""
    if not rows:
        return {}
    traces = Trace.objects.filter(
        Q(target_id__in=[str(row.pk) for row in rows]),
        source_type=Relay._meta.label_lower,
        target_type=rows[0]._meta.label_lower,
    )
    pairs = list(traces.values_list("source_id", "target_id"))
    names = {str(row.pk): row.name for row in Relay.objects.filter(pk__in=[pair[0] for pair in pairs])}
    return {target: names[source] for source, target in pairs if source in names}
