"""What brings people together: shares over everybody, and over groups taken one by one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .representativeness import SHOWN, SIGNIFICANT, z_of_share
from .tally import Tally

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Agreement over everybody and across groups; each array has one figure a statement.

    `p_agree`, `p_disagree`: (count + 1) ÷ (votes + 2) over everybody, with their z against one half in
    `agree_test`, `disagree_test`. `product_agree` is Polis's group-aware consensus, the product over groups
    of (agree + 1) ÷ (votes + 2), which sinks as groups become many; `mean_agree` is its root of degree the
    number of groups (geometric mean), which does not. The same for disagreement. Without groups, everybody
    is one.
    """

    p_agree: Floats
    agree_test: Floats
    p_disagree: Floats
    disagree_test: Floats
    product_agree: Floats
    mean_agree: Floats
    product_disagree: Floats
    mean_disagree: Floats


def measure_together(tally: Tally) -> Together:
    """Measure every statement; a statement without votes gives one half everywhere."""
    disagree, _, agree = tally.everyone
    seen = tally.everyone.sum(axis=0)
    counts = tally.groups if len(tally.groups) else tally.everyone[None]
    votes = counts.sum(axis=1)
    products = [np.prod((counts[:, side] + 1) / (votes + 2), axis=0) for side in (2, 0)]
    means = [product ** (1 / len(counts)) for product in products]
    return Together(
        (agree + 1) / (seen + 2),
        z_of_share(agree, seen),
        (disagree + 1) / (seen + 2),
        z_of_share(disagree, seen),
        products[0],
        means[0],
        products[1],
        means[1],
    )


def choose_shared(together: Together) -> tuple[list[int], list[int]]:
    """Places of the (at most five) statements that most people agree with, and of those most disagree with.

    More than half, with a test above 1.2816; by share × test.
    """
    return (
        _choose(together.p_agree, together.agree_test),
        _choose(together.p_disagree, together.disagree_test),
    )


def _choose(share: Floats, test: Floats) -> list[int]:
    passing = np.flatnonzero((share > 0.5) & (test > SIGNIFICANT))
    return [int(place) for place in passing[np.argsort(-(share * test)[passing], kind="stable")][:SHOWN]]
