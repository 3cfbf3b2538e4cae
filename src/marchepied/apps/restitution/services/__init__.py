"""Writes of restitution, one file a matter."""

from marchepied.apps.restitution.services.packs import make_pack, publish_staff_sheet

__all__ = ["make_pack", "publish_staff_sheet"]
