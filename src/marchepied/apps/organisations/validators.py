"""Signed links of the tenancy. A token names its row; nothing about it is stored."""

from uuid import UUID

from django.core import signing

_INVITATION = "organisations.invitation"


def invitation_token(invitation_id: UUID) -> str:
    """The token of an invitation's link."""
    return signing.Signer(salt=_INVITATION, sep=".").sign(invitation_id.hex)


def read_invitation_token(token: str) -> UUID | None:
    """The invitation that a token names; None for a token we did not sign."""
    try:
        return UUID(hex=signing.Signer(salt=_INVITATION, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None
