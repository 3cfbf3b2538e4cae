"""Jeffreys intervals, alone and in a finite population."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import betabinom

from marchepied.engines.stats import effective_size, jeffreys_interval

CASES = json.loads((Path(__file__).parent / "cases/jeffreys_brown_cai_dasgupta_2001.json").read_text())


def integrate_density(successes, size, limit):
    """Probability under `limit` of Beta(x + ½, n − x + ½), in the angle that has no singular end."""

    def weigh(angle):
        return 2 * np.sin(angle) ** (2 * successes) * np.cos(angle) ** (2 * (size - successes))

    return quad(weigh, 0, np.arcsin(np.sqrt(limit)))[0] / quad(weigh, 0, np.pi / 2)[0]


@pytest.mark.parametrize("case", CASES["cases"])
def test_limits_are_the_quantiles_of_the_posterior(case):
    interval = jeffreys_interval(**case, level=CASES["level"])
    if case["successes"] == 0:
        assert interval.low == 0
    else:
        assert integrate_density(**case, limit=interval.low) == pytest.approx(0.025, abs=1e-7)
    if case["successes"] == case["size"]:
        assert interval.high == 1
    else:
        assert integrate_density(**case, limit=interval.high) == pytest.approx(0.975, abs=1e-7)


@given(st.integers(1, 60), st.data())
def test_interval_holds_the_share_and_mirrors(size, data):
    successes = data.draw(st.integers(0, size))
    interval = jeffreys_interval(successes, size)
    mirror = jeffreys_interval(size - successes, size)
    assert 0 <= interval.low <= interval.share <= interval.high <= 1
    assert mirror.low == pytest.approx(1 - interval.high)


@given(st.integers(1, 30), st.integers(0, 30), st.data())
def test_finite_population_follows_the_predictive_law(size, unseen, data):
    successes = data.draw(st.integers(0, size))
    interval = jeffreys_interval(successes, size, population=size + unseen)
    assert interval.low <= interval.share + 1e-12
    assert interval.share <= interval.high + 1e-12
    if unseen == 0:
        assert (interval.low, interval.high) == (interval.share, interval.share)
    elif 0 < successes < size:
        law = betabinom(unseen, successes + 0.5, size - successes + 0.5)
        assert interval.low == pytest.approx((successes + law.ppf(0.025)) / (size + unseen))
        assert interval.high == pytest.approx((successes + law.ppf(0.975)) / (size + unseen))


def test_a_vast_population_is_no_population():
    finite, plain = jeffreys_interval(5, 10, population=100_000), jeffreys_interval(5, 10)
    assert (finite.low, finite.high) == pytest.approx((plain.low, plain.high), abs=1e-4)


def test_nobody_has_no_share():
    interval = jeffreys_interval(0, 0)
    assert interval.as_dict() == {
        "share": None,
        "low": None,
        "high": None,
        "size": 0.0,
        "level": 0.95,
        "population": None,
        "warnings": ["Personne n’a répondu."],
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"successes": 6, "size": 5}, "6 réponses sur 5"),
        ({"successes": -1, "size": 5}, "-1 réponses sur 5"),
        ({"successes": 1, "size": 5, "level": 1}, "niveau de confiance"),
        ({"successes": 1, "size": 5, "population": 4}, "effectif trop petit"),
        ({"successes": 1.5, "size": 5, "population": 9}, "nombres entiers"),
    ],
)
def test_impossible_numbers_are_refused_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        jeffreys_interval(**arguments)


def test_effective_size():
    assert effective_size([1.0] * 7) == 7
    assert effective_size([3.0, 1.0]) == pytest.approx(1.6)
    assert effective_size([]) == 0
