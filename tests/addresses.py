"""Every address of the product, read from the URL configuration: a new page is there by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """A named address, who may open it, the names of what it needs, and how it is written."""

    name: str
    access: str
    arguments: tuple[str, ...]
    route: str = ""


def walk(
    patterns: list[Any], namespace: str = "", arguments: tuple[str, ...] = (), route: str = ""
) -> Iterator[Address]:
    for pattern in patterns:
        own = arguments + tuple(pattern.pattern.converters)
        written = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from walk(pattern.url_patterns, inner, own, written)
        elif isinstance(pattern, URLPattern):
            access = getattr(pattern.callback, "access", "")
            yield Address(f"{namespace}:{pattern.name}", access, own, written)


ADDRESSES = list(walk(get_resolver().url_patterns))
IN_SPACE = [address for address in ADDRESSES if "space" in address.arguments]
