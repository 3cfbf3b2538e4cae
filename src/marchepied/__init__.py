"""Marchepied: the démarche d’amélioration continue of the social and solidarity economy."""

__version__ = "0.1.0"
