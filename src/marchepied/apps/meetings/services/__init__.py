"""Writes of meetings, one file a matter."""
