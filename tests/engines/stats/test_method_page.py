"""The numbers of docs/methods/stats.md are those of the engine."""

from marchepied.engines.stats import (
    exact_interval,
    interpolated_median,
    jeffreys_interval,
    measure_coverage,
)
from tests.engines.worked_examples import read_numbers, write_number


def test_median():
    numbers = read_numbers("stats.md", "median")
    assert numbers[:2] == ["1", "5"]
    counts = [int(number) for number in numbers[2:7]]
    steps = ["10", "5", "2", "3", "5", "2,5", "5", "2", "5"]
    assert numbers[7:] == [*steps, write_number(interpolated_median(counts), 1)]


def test_interval():
    numbers = read_numbers("stats.md", "interval")
    chosen, size, population = int(numbers[0]), int(numbers[1]), int(numbers[5])
    plain = jeffreys_interval(chosen, size)
    finite = jeffreys_interval(chosen, size, population=population)
    shown = [write_number(100 * value, 1) for value in (plain.low, plain.high, finite.low, finite.high)]
    assert numbers == ["3", "12", "25", *shown[:2], "15", *shown[2:]]
    assert plain.share == 0.25


def test_exact():
    numbers = read_numbers("stats.md", "exact")
    chosen, size, population = int(numbers[0]), int(numbers[1]), int(numbers[8])
    plain, finite = exact_interval(chosen, size), exact_interval(chosen, size, population=population)
    limits = [jeffreys_interval(count, size) for count in range(size + 1)]
    approximate = measure_coverage([one.low for one in limits], [one.high for one in limits])
    shares = (plain.low, plain.high, plain.coverage, plain.mean_coverage, *approximate, finite.coverage)
    shown = [write_number(100 * share, 1) for share in shares]
    people = [f"{limit * population:.0f}" for limit in (finite.low, finite.high)]
    assert numbers == ["3", "12", *shown[:6], "15", *people, shown[6]]
