"""No log keeps an address that is a right by itself."""

import logging
import re

from marchepied.config.logs import HideCodes
from tests.addresses import ADDRESSES


def write(address):
    """The line that Django writes when this address is refused."""
    path = "/" + re.sub(r"<str:\w+>", "SECRET-CODE", address.route)
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (path,), None)
    assert HideCodes().filter(record)
    return record.getMessage()


def test_an_address_without_account_that_holds_a_code_is_written_without_it():
    open_to_all = [
        address
        for address in ADDRESSES
        if "space" not in address.arguments and re.search(r"<str:\w+>", address.route)
    ]
    assert "networks:group" in {address.name for address in open_to_all}
    assert {"networks:door", "plans:feed", "plans:mail-stop"} <= {address.name for address in open_to_all}
    assert [address.name for address in open_to_all if "SECRET-CODE" in write(address)] == []
