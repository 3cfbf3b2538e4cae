"""The number that a publication should take, from what it changes since the last one."""

from __future__ import annotations

from marchepied.engines.referential.diffing import Change, Changes

FIRST = "1.0.0"
_ANSWERS = frozenset({"levels", "ends"})


def propose_number(last: str, changes: Changes) -> str:
    """The number after `last` (empty before any): 1.0.0, then the second figure goes up.

    The first one does when a question is gone or may be answered otherwise (its levels or their ends
    changed): its answers before and after cannot be compared.
    """
    figures = [int(part) for part in last.partition("+")[0].split(".") if part.isdecimal()]
    if len(figures) != 3:
        return FIRST
    if any(_breaks(change) for change in changes.changes):
        return f"{figures[0] + 1}.0.0"
    return f"{figures[0]}.{figures[1] + 1}.0"


def _breaks(change: Change) -> bool:
    if change.kind != "question":
        return False
    return change.verb == "removed" or any(field.path[0] in _ANSWERS for field in change.fields)
