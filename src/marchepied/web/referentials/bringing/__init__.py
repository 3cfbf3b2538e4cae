"""Guides brought in from a file, and taken away as one."""
