"""The calls to answer: found by their code, and counted."""

from dataclasses import dataclass

from marchepied.apps.participation.models import Invitation, RoundCollege
from marchepied.apps.participation.validators import handle_of
from marchepied.core.scope import unscoped


@dataclass(frozen=True)
class FoundCall:
    """What a code opens: a call, and the single-use invitation when the code is somebody's or a slip's."""

    call: RoundCollege
    invitation: Invitation | None = None

    @property
    def is_used(self) -> bool:
        """Whether the single-use code has served already; a college's own link serves many times."""
        return self.invitation is not None and self.invitation.used


def call_for_code(code: str) -> FoundCall | None:
    """The call that a code opens (with round, college, organisation), or None; at most two queries.

    Runs outside any scope, since the code names its own row; open `scope(found.call.organisation)` after.
    """
    handle = handle_of(code)
    if handle is None:
        return None
    related = ("round", "college", "organisation")
    with unscoped("a link names its own row"):
        call = RoundCollege.objects.select_related(*related).filter(handle=handle).first()
        if call is not None:
            return FoundCall(call)
        invitation = (
            Invitation.objects.select_related("call", *(f"call__{name}" for name in related))
            .filter(handle=handle)
            .first()
        )
    return FoundCall(invitation.call, invitation) if invitation is not None else None
