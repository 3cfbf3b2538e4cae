"""A brake on guessing codes: so many wrong ones from one address, then a pause."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# A whole room behind one box may mistype; a machine would need centuries at this pace.
WRONG_CODES = 20
PAUSE_SECONDS = 600


def may_try_code(request: HttpRequest) -> bool:
    """Whether this address may try a code now."""
    return cache.get(_key_of(request), 0) < WRONG_CODES


def count_wrong_code(request: HttpRequest) -> None:
    """Count a wrong code from this address; the count is forgotten ten minutes after the last."""
    key = _key_of(request)
    cache.set(key, cache.get(key, 0) + 1, PAUSE_SECONDS)


def _key_of(request: HttpRequest) -> str:
    """The address is not kept, only a seal of it."""
    address = get_adapter(request).get_client_ip(request)
    return "wrong-code:" + salted_hmac("marchepied.wrong-code", address, algorithm="sha256").hexdigest()
