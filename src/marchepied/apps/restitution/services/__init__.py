"""Writes of restitution, one file a matter."""

from marchepied.apps.restitution.services.demo import delete_demo, load_demo
from marchepied.apps.restitution.services.packs import make_pack, publish_staff_sheet

__all__ = ["delete_demo", "load_demo", "make_pack", "publish_staff_sheet"]
