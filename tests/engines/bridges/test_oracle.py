"""The engine against the rule written out slowly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.bridges.networks import Case, cases, every_triangle
from tests.engines.bridges.oracle import Unrolled


def differences(case: Case, max_hops: int, *, cut: bool = True) -> list[tuple]:
    """Items on which the engine and the oracle do not say the same."""
    carried = case.carry(max_hops)
    slow = Unrolled(case.frameworks, case.links, case.declared, max_hops, cut=cut)
    wrong = []
    for item in carried:
        known, bounds = slow[item], carried.bounds(item)
        expected = None if known.neutral else pytest.approx((known.low, known.high), abs=1e-12)
        if bounds != expected or carried.state(item) != known.state or carried.clashes(item) != known.clash:
            wrong.append((item, bounds, carried.state(item), known))
    return wrong


def test_every_network_of_three_items():
    cases_seen = 0
    for case in every_triangle():
        cases_seen += 1
        assert differences(case, 3) == [], case
    assert cases_seen == 3 * 2_025


@settings(max_examples=150, deadline=None)
@given(cases(), st.integers(1, 4))
def test_drawn_networks(case, max_hops):
    assert differences(case, max_hops) == []


@settings(max_examples=100, deadline=None)
@given(cases(acyclic=True))
def test_without_a_cycle_the_naive_fixpoint_says_the_same(case):
    assert differences(case, 4, cut=False) == []
