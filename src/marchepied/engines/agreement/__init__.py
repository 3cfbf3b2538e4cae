"""Agreement inside groups and gaps between them, for answers on an ordinal scale."""

from ._cells import CellIndices, measure_cells
from ._classes import ClassFigures, IntraclassCorrelation, measure_classes, measure_icc, read_class
from ._effects import GroupEffect, compute_delta, find_effect
from ._gaps import compare_medians
from ._groups import measure_agreement, measure_item
from ._indices import (
    compute_awg,
    compute_deviation,
    compute_eijk_agreement,
    compute_rwg,
    compute_rwg_j,
    compute_variance,
    find_awg_bounds,
    find_median_level,
)
from ._permutations import GapTests, permute_groups
from ._results import (
    ENGINE_VERSION,
    SCHEMA,
    AgreementResult,
    GroupAgreement,
    ItemAgreement,
    ItemEffect,
    LevelShare,
    MedianGap,
    PairGap,
    PermutationPlan,
)
from ._scale import Scale
from ._schema import load_schema
from ._tally import TableIndices, measure_table
from ._themes import (
    Reliability,
    compute_cronbach,
    compute_krippendorff,
    measure_joint_rwg,
    measure_krippendorff,
    measure_reliability,
)

__all__ = [
    "ENGINE_VERSION",
    "SCHEMA",
    "AgreementResult",
    "CellIndices",
    "ClassFigures",
    "GapTests",
    "GroupAgreement",
    "GroupEffect",
    "IntraclassCorrelation",
    "ItemAgreement",
    "ItemEffect",
    "LevelShare",
    "MedianGap",
    "PairGap",
    "PermutationPlan",
    "Reliability",
    "Scale",
    "TableIndices",
    "compare_medians",
    "compute_awg",
    "compute_cronbach",
    "compute_delta",
    "compute_deviation",
    "compute_eijk_agreement",
    "compute_krippendorff",
    "compute_rwg",
    "compute_rwg_j",
    "compute_variance",
    "find_awg_bounds",
    "find_effect",
    "find_median_level",
    "load_schema",
    "measure_agreement",
    "measure_cells",
    "measure_classes",
    "measure_icc",
    "measure_item",
    "measure_joint_rwg",
    "measure_krippendorff",
    "measure_reliability",
    "measure_table",
    "permute_groups",
    "read_class",
]
