"""Writes of deliberation, one file a matter."""
