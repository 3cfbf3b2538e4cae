"""What the map of opinions gives a device tells nothing that the lines of the result do not."""

import pytest

from marchepied.apps.deliberation.services.releases import make_release
from tests.factories.deliberation import cast, open_one, two_camps

pytestmark = pytest.mark.django_db
LINES = [f"Phrase numéro {n} de cet essai." for n in range(1, 26)]


def printed_figures(content):
    cells = {row["number"]: row["printed"]["cells"][0] for row in content["statements"]}
    return {number: cell["levels"] for number, cell in cells.items() if cell["levels"] is not None}


def test_means_are_those_of_printed_figures_alone(house):
    topic = open_one(house, lines=LINES)
    # Seven people voted on statement 24, everybody but one agrees on statement 25.
    rows = two_camps(60, 24)
    people = [
        [*row[:23], row[23] if rank < 7 else None, 3 if rank == 0 else 1] for rank, row in enumerate(rows)
    ]
    cast(topic, people)
    content = make_release(topic=topic, by=None, closing=True).content
    figures, drawn = printed_figures(content), content["map"]
    assert content["verdict"] == "groups"
    assert set(range(1, 26)) - set(figures) == {24, 25}
    assert drawn["statements"] == sorted(figures)
    means = [round((figures[n][0] - figures[n][2]) / sum(figures[n]), 3) for n in drawn["statements"]]
    assert drawn["center"] == means
    assert [len(axis) for axis in drawn["components"]] == [23, 23]


def test_numbers_of_the_map_are_too_short_to_look_for_somebody(house):
    topic = open_one(house, lines=LINES)
    cast(topic, two_camps(60, 25))
    drawn = make_release(topic=topic, by=None, closing=True).content["map"]
    weights = [weight for axis in drawn["components"] for weight in axis]
    assert [round(weight, 2) for weight in weights] == weights
    assert float(f"{drawn['scale']:.2g}") == drawn["scale"]
