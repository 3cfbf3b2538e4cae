"""Small-number statistics of ordinal answers, shared by the other engines."""

from ._intervals import Interval, effective_size, jeffreys_interval
from ._ordinal import (
    OrdinalSummary,
    count_levels,
    interpolated_median,
    interpolated_quantile,
    mean_level,
    summarise_ordinal,
    weighted_mean,
    weighted_median,
    weighted_variance,
)

ENGINE_VERSION = "1.0"

__all__ = [
    "ENGINE_VERSION",
    "Interval",
    "OrdinalSummary",
    "count_levels",
    "effective_size",
    "interpolated_median",
    "interpolated_quantile",
    "jeffreys_interval",
    "mean_level",
    "summarise_ordinal",
    "weighted_mean",
    "weighted_median",
    "weighted_variance",
]
