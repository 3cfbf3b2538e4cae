"""Small-number statistics of ordinal answers, shared by the other engines."""

from ._differences import Difference, difference_interval
from ._exact import ExactInterval, exact_interval, measure_coverage
from ._intervals import Interval, effective_size, jeffreys_interval
from ._ordinal import (
    OrdinalSummary,
    count_levels,
    interpolated_median,
    interpolated_quantile,
    interpolated_quantiles,
    mean_level,
    summarise_ordinal,
    weighted_mean,
    weighted_median,
    weighted_variance,
)

ENGINE_VERSION = "1.1"

__all__ = [
    "ENGINE_VERSION",
    "Difference",
    "ExactInterval",
    "Interval",
    "OrdinalSummary",
    "count_levels",
    "difference_interval",
    "effective_size",
    "exact_interval",
    "interpolated_median",
    "interpolated_quantile",
    "interpolated_quantiles",
    "jeffreys_interval",
    "mean_level",
    "measure_coverage",
    "summarise_ordinal",
    "weighted_mean",
    "weighted_median",
    "weighted_variance",
]
