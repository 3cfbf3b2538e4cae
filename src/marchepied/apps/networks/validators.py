"""Signed links of the networks. A token names its row; nothing about it is stored."""

from uuid import UUID

from django.core import signing

from marchepied.apps.participation.validators import open_code, seal_code

_INVITED, _ASKING = "networks.invited", "networks.asking"
_GROUP = "marchepied.networks.group"


def invitation_token(affiliation_id: UUID) -> str:
    """The token of the link by which an organisation invited answers."""
    return signing.Signer(salt=_INVITED, sep=".").sign(affiliation_id.hex)


def read_invitation_token(token: str) -> UUID | None:
    """The affiliation that a token names; None for a token we did not sign."""
    try:
        return UUID(hex=signing.Signer(salt=_INVITED, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def asking_token(slug: str) -> str:
    """The token of the link by which anybody may ask a network, of this address, to join it."""
    return signing.Signer(salt=_ASKING, sep=".").sign(slug)


def read_asking_token(token: str) -> str | None:
    """The address of the network that a token names; None for a token we did not sign."""
    try:
        return signing.Signer(salt=_ASKING, sep=".").unsign(token)
    except signing.BadSignature:
        return None


def seal_group(handle: str) -> str:
    """The whole code of a group that takes part in a call: XXXX-XXXX-XXXX."""
    return seal_code(handle, _GROUP)


def open_group(code: str) -> str | None:
    """The handle of a code as a person typed it, or None when the code is not one of ours."""
    return open_code(code, _GROUP)
