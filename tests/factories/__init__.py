"""Factories: one file an app; each makes a valid row with the least said."""
