"""A brake on guessing codes: so many wrong ones from one address, then a pause."""

from allauth.core import ratelimit
from django.http import HttpRequest

# A whole room behind one box may mistype; a machine would need centuries at this pace.
WRONG_CODES = {"wrong-code": "20/10m/ip"}


def may_try_code(request: HttpRequest) -> bool:
    """Whether this address may try a code (POST only; nothing is counted here)."""
    return bool(_consume(request, dry_run=True))


def count_wrong_code(request: HttpRequest) -> None:
    """Remember a wrong code, by address, for ten minutes."""
    _consume(request, dry_run=False)


def _consume(request: HttpRequest, *, dry_run: bool) -> object:
    return ratelimit.consume(
        request, app="participation", action="wrong-code", config=WRONG_CODES, dry_run=dry_run
    )
