"""The names of groupings (EPCI) that ship."""

import csv
import gzip
import io
from importlib.resources import files

import pytest

from marchepied.apps.places.selectors import name_grouping


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("200069193", "communauté de communes de la Dombes"),
        ("246800726", "Colmar Agglomération"),
        ("200069854", "communauté urbaine du Grand Poitiers"),
        ("242100410", "Dijon Métropole"),
        ("", ""),
        ("123456789", ""),
    ],
)
def test_a_grouping_is_called_as_people_call_it(code, name):
    assert name_grouping(code) == name


def test_every_grouping_of_the_communes_has_its_name():
    data = (files("marchepied.content") / "territory" / "communes.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(data).decode()))
    codes = {row["epci"] for row in rows if row["epci"]}
    assert (len(codes), {code for code in codes if not name_grouping(code)}) == (1255, set())
