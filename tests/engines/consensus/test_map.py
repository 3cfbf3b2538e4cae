"""Map, splits and silhouettes: the quick ways give what the plain ones give."""

import numpy as np
import pytest

from marchepied.engines.consensus import analyse, partition, project
from marchepied.engines.consensus import directions as directions_of
from marchepied.engines.consensus.grid import deposit, measure_on_grid
from marchepied.engines.consensus.kmeans import nearest, settle, split_points
from marchepied.engines.consensus.silhouette import measure_silhouettes

from .conversations import draw_groups, rand_index


def plain_components(votes):
    """Singular vectors of the table completed by means, opened in full."""
    table = votes.as_table()
    table = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    return np.linalg.svd(table - table.mean(axis=0), full_matrices=False)[2][:2]


@pytest.mark.parametrize(("people", "statements"), [(30, 20), (300, 90), (900, 60)])
def test_components_are_those_of_the_completed_table(people, statements):
    votes, _ = draw_groups(people, statements, 3, np.random.default_rng(people))
    cosines = np.abs(np.sum(project(votes).components * plain_components(votes), axis=1))
    np.testing.assert_allclose(cosines, 1, atol=1e-9)


def test_iterations_that_start_from_a_sample_end_at_the_same_place(monkeypatch):
    votes, _ = draw_groups(3_000, 60, 3, np.random.default_rng(5))
    exact = project(votes)
    monkeypatch.setattr(directions_of, "SAMPLE", 200)
    sampled = project(votes)
    np.testing.assert_allclose(exact.components, sampled.components, atol=1e-7)


def test_votes_without_structure_still_get_the_right_directions():
    rng = np.random.default_rng(8)
    votes, _ = draw_groups(400, 50, 1, rng)
    cosines = np.abs(np.sum(project(votes).components * plain_components(votes), axis=1))
    np.testing.assert_allclose(cosines, 1, atol=1e-6)


def plain_silhouette(points, labels):
    """The definition, person by person."""
    values = []
    for person, place in enumerate(points):
        distances = np.hypot(*(points - place).T)
        own = labels == labels[person]
        if own.sum() == 1:
            values.append(0.0)
            continue
        inside = distances[own].sum() / (own.sum() - 1)
        outside = min(distances[labels == other].mean() for other in set(labels) - {labels[person]})
        values.append((outside - inside) / max(inside, outside))
    return float(np.mean(values))


def test_silhouette_is_its_definition():
    rng = np.random.default_rng(2)
    points = rng.normal(size=(70, 2)) + np.repeat([[0, 0], [3, 0]], 35, axis=0)
    labels = np.repeat([0, 1], 35).astype(np.int8)
    labels[5] = 2
    assert measure_silhouettes(points, [(labels, 3)])[0] == pytest.approx(plain_silhouette(points, labels))


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("spread", [0.3, 1.0])
def test_silhouette_by_convolution_is_close_to_the_exact_one(count, spread):
    rng = np.random.default_rng(count)
    places = rng.normal(size=(count, 2)) * 3
    points = places[np.arange(4_000) % count] + spread * rng.normal(size=(4_000, 2))
    centers, _ = settle(points, np.ones(4_000), places)
    labels = nearest(points, centers)
    exact = measure_silhouettes(points, [(labels, count)])[0]
    assert measure_on_grid(deposit(points), [centers]) == [pytest.approx(exact, abs=0.005)]


def test_k_means_finds_the_least_spread_of_four_points_on_a_rectangle():
    points = np.array([[0.0, 0], [0, 1], [5, 0], [5, 1]])
    centers = split_points(points, np.ones(4), 2, np.random.default_rng(0))
    assert sorted(centers.tolist()) == [[0, 0.5], [5, 0.5]]


def test_weights_are_people():
    points = np.array([[0.0, 0], [1, 0], [10, 0]])
    one = split_points(points, np.array([3.0, 1, 2]), 2, np.random.default_rng(0))
    other = split_points(np.repeat(points, [3, 1, 2], axis=0), np.ones(6), 2, np.random.default_rng(0))
    np.testing.assert_allclose(np.sort(one, axis=0), np.sort(other, axis=0))


@pytest.mark.parametrize(("people", "groups"), [(120, 2), (300, 3), (6_000, 3)])
def test_planted_groups_are_found(people, groups):
    votes, membership = draw_groups(people, 60, groups, np.random.default_rng(groups))
    found = analyse(votes, np.random.default_rng(0)).partition
    assert found.count == groups
    assert rand_index(membership, found.labels) > 0.98


def test_largest_group_comes_first_and_few_votes_are_not_placed():
    rng = np.random.default_rng(3)
    votes, _ = draw_groups(90, 40, 2, rng)
    kept = np.concatenate([np.arange(0, 90, 2), np.arange(1, 31, 2)])
    sparse = votes.take(np.sort(kept))
    found = partition(sparse, project(sparse), rng)
    sizes = np.bincount(found.labels[found.labels >= 0])
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)
    few, _ = draw_groups(60, 40, 2, rng, missing=0.9)
    found = partition(few, project(few), rng)
    assert found.minimum_votes == 7 or np.count_nonzero(found.labels >= 0) >= 15
    np.testing.assert_array_equal(found.labels >= 0, few.cast >= found.minimum_votes)
