"""Reads of participation: who is called and how many took part; what was said, never by whom."""

from marchepied.apps.participation.selectors.calls import FoundCall, call_for_code

__all__ = ["FoundCall", "call_for_code"]
