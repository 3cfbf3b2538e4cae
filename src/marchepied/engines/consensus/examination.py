"""The whole way, from votes to what may be said."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from .analysis import Analysis, analyse, analyse_groups
from .evidence import Evidence, judge
from .result import ConsensusResult
from .votes import Labels, Votes


def examine(
    votes: Votes,
    *,
    seed: int = 0,
    count: int | None = None,
    labels: npt.NDArray[np.int8] | None = None,
    group_ids: Labels = (),
    texts: Mapping[str, str] | None = None,
    unknown_people: int = 0,
) -> ConsensusResult:
    """Map, groups, statistics, and whether the groups may be shown. Any votes do, even none.

    `count` imposes the number of groups; `labels` (place in `group_ids` of each person, −1 for none) imposes
    membership, and `unknown_people` were given a group without being in the votes. The same votes and seed
    always give the same result. `texts` are the statements', by id.
    """
    rng = np.random.default_rng(seed)
    if labels is not None:
        analysis = analyse_groups(votes, labels, group_ids)
    else:
        analysis = analyse(votes, rng, count=count)
    evidence = judge_groups(analysis, rng)
    return ConsensusResult(analysis, evidence, seed, count, texts or {}, unknown_people)


def judge_groups(analysis: Analysis, rng: np.random.Generator) -> Evidence:
    """Whether the groups of an analysis may be shown."""
    return judge(analysis.votes, analysis.projection, analysis.partition, rng)
