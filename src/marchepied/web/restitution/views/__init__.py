"""The AG pack, its editions, the assembly, and what is told to those who answered."""

from marchepied.web.restitution.views.assembly import assembly
from marchepied.web.restitution.views.editions import freeze, pack_file
from marchepied.web.restitution.views.pack import arrange, pack, pack_download
from marchepied.web.restitution.views.sections import restore, section
from marchepied.web.restitution.views.sheet import sheet, sheet_file, sheet_publish

__all__ = [
    "arrange",
    "assembly",
    "freeze",
    "pack",
    "pack_download",
    "pack_file",
    "restore",
    "section",
    "sheet",
    "sheet_file",
    "sheet_publish",
]
