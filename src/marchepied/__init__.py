"""Marchepied: the démarche d’amélioration continue of the social and solidarity economy."""

import os

# Word processors' libraries bring lxml, which openpyxl then prefers for reading; without it, it reads through
# defusedxml, which refuses a workbook that declares entities. Set before anything loads openpyxl.
os.environ.setdefault("OPENPYXL_LXML", "False")

__version__ = "0.1.0"
