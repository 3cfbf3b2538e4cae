"""Votes deposited → engines → what may be shown."""
