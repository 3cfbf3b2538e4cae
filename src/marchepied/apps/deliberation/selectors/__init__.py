"""Reads of deliberation, one file a matter."""
