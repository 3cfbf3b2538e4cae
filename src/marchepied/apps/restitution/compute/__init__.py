"""A cycle in, an account out: the AG pack and the sheet for those who answered, as plain data.

Everything about what people said comes from the stored release; nothing is counted again here.
"""

from marchepied.apps.restitution.compute.pack import build_pack, say_missing
from marchepied.apps.restitution.compute.sheet import build_sheet

__all__ = ["build_pack", "build_sheet", "say_missing"]
