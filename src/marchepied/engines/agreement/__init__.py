"""Agreement inside groups and gaps between them, for answers on an ordinal scale."""

from ._gaps import compare_medians
from ._groups import measure_agreement, measure_item
from ._indices import (
    compute_deviation,
    compute_eijk_agreement,
    compute_raw_rwg,
    compute_rwg,
    compute_rwg_j,
    compute_variance,
    find_median_level,
)
from ._results import (
    ENGINE_VERSION,
    SCHEMA,
    AgreementResult,
    GroupAgreement,
    ItemAgreement,
    LevelShare,
    MedianGap,
    PairGap,
)
from ._scale import Scale
from ._schema import load_schema

__all__ = [
    "ENGINE_VERSION",
    "SCHEMA",
    "AgreementResult",
    "GroupAgreement",
    "ItemAgreement",
    "LevelShare",
    "MedianGap",
    "PairGap",
    "Scale",
    "compare_medians",
    "compute_deviation",
    "compute_eijk_agreement",
    "compute_raw_rwg",
    "compute_rwg",
    "compute_rwg_j",
    "compute_variance",
    "find_median_level",
    "load_schema",
    "measure_agreement",
    "measure_item",
]
