"""Writes content/territory/communes.csv.gz and groupings.csv from the official list of communes.

    npm pack @etalab/decoupage-administratif@6.0.0
    tar xzf etalab-decoupage-administratif-6.0.0.tgz
    .venv/bin/python scripts/communes.py package/data

The output is the same byte for byte whenever the input is: rows by code, no date in the archive.
Kept: current communes, those of the overseas collectivities included; those nobody lives in have a
population of 0. Left out: delegated and associated communes, and the arrondissements of Paris, Lyon and
Marseille, whose postcodes are those of the city itself.
"""

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "src/marchepied/content/territory/communes.csv.gz"
GROUPINGS = TARGET.with_name("groupings.csv")
COLUMNS = ("code", "name", "department", "region", "epci", "population", "postcodes")


def read_json(folder: Path, name: str) -> list[dict[str, Any]]:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def map_communes_to_epci(groupings: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The code of each commune → that of its grouping (EPCI à fiscalité propre)."""
    return {member["code"]: grouping["code"] for grouping in groupings for member in grouping["membres"]}


def make_rows(folder: Path) -> list[tuple[str, ...]]:
    epci_of = map_communes_to_epci(read_json(folder, "epci.json"))
    return sorted(
        (
            commune["code"],
            commune["nom"],
            commune["departement"],
            commune["region"],
            epci_of.get(commune["code"], ""),
            str(commune.get("population", 0)),
            " ".join(sorted(commune.get("codesPostaux", []))),
        )
        for commune in read_json(folder, "communes.json")
        if commune["type"] == "commune-actuelle"
    )


def make_grouping_rows(folder: Path) -> list[tuple[str, str]]:
    """The code and the name of each grouping, as the official list writes it (« CC de la Dombes »)."""
    return sorted((grouping["code"], grouping["nom"]) for grouping in read_json(folder, "epci.json"))


def write_groupings(rows: Iterable[tuple[str, str]], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name"))
        writer.writerows(rows)


def write_rows(rows: Iterable[tuple[str, ...]], target: Path) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    # No file name and no date in the header of the archive: the same input gives the same bytes.
    target.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not (Path(arguments[0]) / "communes.json").is_file():
        print("Give the package's data folder, which holds communes.json (see the top of this file).")
        return 2
    rows = make_rows(Path(arguments[0]))
    write_rows(rows, TARGET)
    groupings = make_grouping_rows(Path(arguments[0]))
    write_groupings(groupings, GROUPINGS)
    print(f"{len(rows)} communes, {TARGET.stat().st_size:,} bytes; {len(groupings)} groupings")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
