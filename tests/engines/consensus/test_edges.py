"""Unanimity, one person, everybody passing, nothing: results, not errors."""

import jsonschema
import numpy as np
import pytest

from marchepied.engines.consensus import Votes, analyse
from marchepied.engines.consensus.examination import examine
from marchepied.engines.consensus.report import write_report
from marchepied.engines.consensus.result import load_schema
from marchepied.engines.consensus.summary import summarise


def table(rows: list[list[int | None]]) -> Votes:
    """Votes from rows, None for no vote."""
    cells = [
        (person, statement, value)
        for person, row in enumerate(rows)
        for statement, value in enumerate(row)
        if value is not None
    ]
    people, statements, values = zip(*cells, strict=True) if cells else ((), (), ())
    return Votes.from_arrays(
        np.array(people, int),
        np.array(statements, int),
        np.array(values, int),
        participant_ids=range(len(rows)),
        statement_ids=range(max(map(len, rows), default=0)),
    )


EDGES = {
    "empty": [],
    "nobody voted": [[None, None], [None, None]],
    "one person": [[1, -1, 0]],
    "one statement": [[1], [-1], [1], [0]],
    "one vote": [[1]],
    "unanimity": [[1] * 6 for _ in range(40)],
    "everybody passes": [[0] * 6 for _ in range(40)],
    "two people opposed": [[1] * 8, [-1] * 8],
    "a statement without votes": [[1, None], [-1, None], [1, None]],
    "someone without votes": [[1, 1], [None, None], [-1, 1]],
}


@pytest.mark.parametrize("rows", EDGES.values(), ids=EDGES)
def test_an_edge_is_a_result(rows):
    result = examine(table(rows))
    found = result.as_dict()
    jsonschema.validate(found, load_schema())
    assert found["verdict"] in {"no-groups", "too-small"}
    for language in ("fr", "en"):
        assert summarise(result, language)[0]
        assert write_report(result, language).startswith("<!DOCTYPE html>")


def test_unanimity_is_one_group_at_one_point():
    analysis = analyse(table(EDGES["unanimity"]), np.random.default_rng(0))
    assert analysis.partition.count == 1
    assert analysis.partition.silhouette is None
    assert analysis.projection.variances.tolist() == [0, 0]
    np.testing.assert_allclose(analysis.together.p_agree, 41 / 42)
    assert analysis.together.product_agree.tolist() == analysis.together.mean_agree.tolist()


def test_two_people_opposed_are_two_groups_and_one_direction():
    analysis = analyse(table(EDGES["two people opposed"]), np.random.default_rng(0))
    assert sorted(analysis.partition.labels.tolist()) == [0, 1]
    np.testing.assert_allclose(analysis.projection.components[0], 8**-0.5)
    assert analysis.projection.components[1].tolist() == [0.0] * 8


def test_more_groups_than_places_are_as_many_groups_as_places():
    analysis = analyse(table(EDGES["two people opposed"]), np.random.default_rng(0), count=5)
    assert analysis.partition.count == 2
