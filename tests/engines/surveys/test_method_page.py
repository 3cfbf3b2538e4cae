"""The figures of the method page, computed again."""

from marchepied.engines.stats import jeffreys_interval
from tests.engines.worked_examples import read_numbers


def test_the_interval_of_the_page():
    size, count, share, low, high, people, close_low, close_high = read_numbers("surveys.md", "interval")
    wide = jeffreys_interval(int(count), int(size))
    close = jeffreys_interval(int(count), int(size), population=int(people))
    figures = [wide.share, wide.low, wide.high, close.low, close.high]
    assert [str(round(100 * figure)) for figure in figures] == [share, low, high, close_low, close_high]
