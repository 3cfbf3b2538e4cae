"""The territory of an idea: a commune, its grouping or its département, and how each is called."""

import csv
import io
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import Reach
from marchepied.apps.places.selectors import name_grouping


@cache
def department_names() -> dict[str, str]:
    """{code: name} of the départements, as they ship."""
    text = (files("marchepied.content") / "territory" / "departments.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(io.StringIO(text))}


def say_territory(commune: Any, reach: str) -> str:
    """« Colmar (68) », « communauté de communes de la Dombes (01) », « Haut-Rhin (68) »; else empty.

    A commune of no grouping that we know: « intercommunalité de Colmar (68) ».
    """
    if commune is None or not reach:
        return ""
    if reach == Reach.COMMUNE:
        return str(commune)
    if reach == Reach.EPCI:
        grouping = name_grouping(commune.epci)
        if grouping:
            return f"{grouping} ({commune.department})"
        return _("intercommunalité de %(place)s") % {"place": commune}
    name = department_names().get(commune.department, commune.department)
    return f"{name} ({commune.department})"
