"""Loading the communes that ship with the product."""

import csv
import gzip
import io
from importlib.resources import files
from typing import Any

from django.db import transaction

from marchepied.apps.places.models import Commune
from marchepied.core.folding import fold

FIELDS = (
    "name", "department", "region", "epci", "postcodes", "population", "search_key", "is_current",
)  # fmt: skip


@transaction.atomic
def load_communes(*, by: Any = None) -> int:
    """Bring the table in line with the shipped file; returns how many rows it wrote (0 the second time).

    A commune that the file no longer has is kept for the organisations that are there, and no longer found.
    The same for every organisation, so nothing is written in an audit log.
    """
    shipped = {commune.pk: commune for commune in _read_shipped()}
    known = {row[0]: row[1:] for row in Commune.objects.values_list("code", *FIELDS)}
    changed = [
        commune
        for code, commune in shipped.items()
        if known.get(code) != tuple(getattr(commune, field) for field in FIELDS)
    ]
    Commune.objects.bulk_create(
        changed, batch_size=2000, update_conflicts=True, unique_fields=["code"], update_fields=FIELDS
    )
    gone = [code for code, values in known.items() if code not in shipped and values[-1]]
    for start in range(0, len(gone), 500):
        Commune.objects.filter(pk__in=gone[start : start + 500]).update(is_current=False)
    return len(changed) + len(gone)


def _read_shipped() -> list[Commune]:
    data = (files("marchepied.content") / "territory" / "communes.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(data).decode()))
    return [
        Commune(
            code=row["code"],
            name=row["name"],
            department=row["department"],
            region=row["region"],
            epci=row["epci"],
            postcodes=row["postcodes"],
            population=int(row["population"]),
            search_key=fold(row["name"]),
        )
        for row in rows
    ]
