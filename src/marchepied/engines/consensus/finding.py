"""What must be known before groups are shown."""

from typing import Any, Protocol

GROUPS, NO_GROUPS, TOO_SMALL = "groups", "no-groups", "too-small"


class Finding(Protocol):
    """Whether groups may be shown, and why."""

    @property
    def verdict(self) -> str:
        """`groups`, `no-groups` or `too-small`."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of why."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Codes of what to keep in mind."""

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain JSON values."""
