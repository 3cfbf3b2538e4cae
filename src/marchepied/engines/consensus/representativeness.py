"""What tells a group from the others: Polis's statistics, from counts alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .tally import Tally

Floats = npt.NDArray[np.float64]
SIGNIFICANT = 1.2816
SHOWN = 5
AGREE, DISAGREE = "agree", "disagree"


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Statistics of one answer (agree, or disagree); each array has shape (groups, statements).

    `p_success`: (successes + 1) ÷ (votes + 2), so that few votes stay near one half. `p_test`: z of that
    share against one half, with one success added. `repness`: `p_success` ÷ the same of all other groups
    together. `repness_test`: z of the difference between the group and the others, with one success and one
    vote added to each.
    """

    successes: npt.NDArray[np.int64]
    p_success: Floats
    p_test: Floats
    repness: Floats
    repness_test: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Representativeness:
    """Both sides of each statement in each group, and the side on which the group stands out.

    `for_agree` (groups, statements) is true where agreeing tells the group from the others more than
    disagreeing does.
    """

    agree: Side
    disagree: Side
    for_agree: npt.NDArray[np.bool_]

    def pick(self, name: str) -> Floats:
        """A statistic of the side on which each group stands out (groups, statements)."""
        return np.where(self.for_agree, getattr(self.agree, name), getattr(self.disagree, name))


def measure_representativeness(tally: Tally) -> Representativeness:
    """Polis's statistics of every group and statement. Groups without votes give 1 ÷ 2 and z near 0.

    Source: C. Small and others, “Polis: scaling deliberation by mapping high dimensional opinion spaces”,
    *Recerca* 26(2), 2021, and the formulas of the published software.
    """
    seen = tally.seen
    agree = _measure_side(tally.agree, seen)
    disagree = _measure_side(tally.disagree, seen)
    return Representativeness(agree, disagree, agree.repness_test > disagree.repness_test)


def z_of_share(successes: npt.NDArray[np.int64], trials: npt.NDArray[np.int64]) -> Floats:
    """z of a share against one half, one success and one trial added to each."""
    return 2 * np.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def _measure_side(successes: npt.NDArray[np.int64], seen: npt.NDArray[np.int64]) -> Side:
    others, others_seen = successes.sum(axis=0) - successes, seen.sum(axis=0) - seen
    share = (successes + 1) / (seen + 2)
    repness = share / ((others + 1) / (others_seen + 2))
    return Side(
        successes,
        share,
        z_of_share(successes, seen),
        repness,
        _test_difference(successes, seen, others, others_seen),
    )


def _test_difference(
    successes: npt.NDArray[np.int64],
    seen: npt.NDArray[np.int64],
    others: npt.NDArray[np.int64],
    others_seen: npt.NDArray[np.int64],
) -> Floats:
    """z of two shares, pooled; 0 when everybody succeeds in both."""
    one, many, other, rest = (array + 1.0 for array in (successes, seen, others, others_seen))
    pooled = (one + other) / (many + rest)
    spread = np.sqrt(pooled * (1 - pooled).clip(0) * (1 / many + 1 / rest))
    difference = one / many - other / rest
    return np.divide(difference, spread, out=np.zeros_like(difference), where=spread > 0)


def choose_representative(measured: Representativeness, tally: Tally, group: int) -> list[int]:
    """Places of the statements that describe a group best, at most five, those it agrees with first.

    First the statement it agrees with most distinctively, then those where both tests pass 1.2816 (90 %,
    one-sided), by the product of the four statistics; when none passes, the one with the highest test.
    """
    best = _find_best_agreed(measured, tally, group)
    passing = np.zeros(tally.groups.shape[2], bool)
    for side in (measured.agree, measured.disagree):
        passing |= (side.repness_test[group] > SIGNIFICANT) & (side.p_test[group] > SIGNIFICANT)
    sufficient = [int(place) for place in np.flatnonzero(passing)]
    if not sufficient:
        if best is not None:
            return [best]
        tests = np.maximum(measured.agree.repness_test[group], measured.disagree.repness_test[group])
        return [int(np.argmax(tests))] if len(tests) else []
    score = np.ones(len(passing))
    for name in ("repness", "repness_test", "p_success", "p_test"):
        score = score * measured.pick(name)[group]
    ranked = sorted((place for place in sufficient if place != best), key=lambda place: -score[place])
    chosen = ([best] if best is not None else []) + ranked
    return sorted(chosen[:SHOWN], key=lambda place: not measured.for_agree[group, place])


def _find_best_agreed(measured: Representativeness, tally: Tally, group: int) -> int | None:
    """The statement that the group agrees with most distinctively, None without any agreement worth it."""
    agree = measured.agree
    share, test = agree.p_success[group], agree.p_test[group]
    repness, difference = agree.repness[group], agree.repness_test[group]
    best: int | None = None
    for place in range(len(share)):
        if tally.agree[group, place] == 0 and tally.disagree[group, place] == 0:
            continue
        if best is None:
            better = test[place] > SIGNIFICANT or (repness[place] > 1 and share[place] > 0.5)
        elif repness[best] > 1:
            better = _score(place, share, test, repness, difference) > _score(
                best, share, test, repness, difference
            )
        else:
            better = share[place] * test[place] > share[best] * test[best]
        best = place if better else best
    return best


def _score(place: int, *statistics: Floats) -> float:
    return float(np.prod([statistic[place] for statistic in statistics]))
