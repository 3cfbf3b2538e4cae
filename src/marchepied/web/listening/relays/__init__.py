"""Relays: the right given, and the page on which one writes for others."""
