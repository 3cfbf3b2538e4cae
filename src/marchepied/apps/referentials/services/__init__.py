"""Writes of referentials: what ships, what an organisation publishes."""

from marchepied.apps.referentials.services.publishing import (
    NumberTakenError,
    publish_own_referential,
    publish_version,
)
from marchepied.apps.referentials.services.shipping import load_shipped_referentials

__all__ = [
    "NumberTakenError",
    "load_shipped_referentials",
    "publish_own_referential",
    "publish_version",
]
