"""The tables of registers, brought in as their page does."""

from typing import Any

from marchepied.apps.listening.models import Register
from marchepied.apps.listening.selectors.brought import (
    RegisterImport,
    plan_complaints,
    plan_ideas,
    read_register_table,
)
from marchepied.apps.listening.services import bring_complaints, bring_ideas
from marchepied.core.scope import scope
from tests.factories.networks import pilot_of


def bring(house: Any, register: Register, data: bytes | str, name: str = "cahier.csv") -> RegisterImport:
    """Read and check a table, and write it when all is right."""
    plan, write = (plan_complaints, bring_complaints)
    if register.kind == "ideas":
        plan, write = plan_ideas, bring_ideas
    data = data.encode() if isinstance(data, str) else data
    with scope(house):
        planned = plan(register, read_register_table(data, name))
        if planned.ok:
            write(register=register, planned=planned, by=pilot_of(house))
        return planned
