"""The factorisation, on tables whose groups are known."""

import numpy as np
import pytest
from scipy import sparse

from marchepied.engines.themes import factorise

KNOWN = np.array([[3, 2, 0, 0], [0, 0, 1, 4], [6, 4, 0, 0], [3, 2, 1, 4]], dtype=float)


def test_a_table_made_of_two_groups_is_found_again():
    parts, groups = factorise(sparse.csr_array(KNOWN), 2)
    assert np.allclose(parts @ groups, KNOWN, atol=0.05)
    first, second = sorted(groups.tolist(), key=lambda row: row[0] < row[3])
    assert first[0] / first[1] == pytest.approx(1.5, abs=0.02)
    assert second[3] / second[2] == pytest.approx(4, abs=0.1)


def test_parts_and_groups_are_never_negative_and_come_near_the_best():
    table = np.random.default_rng(4).poisson(0.4, (90, 70)).astype(float)
    parts, groups = factorise(sparse.csr_array(table), 5)
    assert min(parts.min(), groups.min()) >= 0
    left, values, right = np.linalg.svd(table, full_matrices=False)
    best = np.linalg.norm(table - (left[:, :5] * values[:5]) @ right[:5])
    assert np.linalg.norm(table - parts @ groups) <= 1.05 * best


def test_fixed_groups_do_not_move():
    fixed = np.array([[0.6, 0.8, 0, 0]])
    parts, groups = factorise(sparse.csr_array(KNOWN), 1, fixed)
    assert groups[0].tolist() == fixed[0].tolist()
    assert groups[1, 3] > groups[1, 0]
    assert parts.shape == (4, 2)
