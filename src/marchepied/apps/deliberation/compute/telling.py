"""What a printed cell says of a statement: it brings together, divides, or we do not know.

Nothing here reads a secret count: only what the engine `privacy` printed.
"""

from typing import Any

from marchepied.apps.deliberation.enums import AGREE, DISAGREE, DIVIDES, FEW, LEANS, TOGETHER, UNSURE
from marchepied.engines.privacy import PrintedCell
from marchepied.engines.stats import jeffreys_interval

# Together: the interval of the share that agrees, among those who took a side, is wholly above a half, and
# the share at least this. Divided: the interval of the smaller side is wholly above this.
TOGETHER_SHARE, SMALL_SIDE = 0.6, 0.2
LEVEL = 0.95
# From this share of people who pass on, nobody knows.
UNKNOWN_SHARE = 0.5
_PATTERNS = {
    "mostly_low": (LEANS, AGREE, 0.5),
    "mostly_high": (LEANS, DISAGREE, 0.5),
    "opposed": (DIVIDES, "", 1.0),
    "mostly_middle": (UNSURE, "", None),
    "spread": (UNSURE, "", 0.75),
}
_DOMINANT = {1: (TOGETHER, AGREE, 0.0), 2: (UNSURE, "", None), 3: (TOGETHER, DISAGREE, 0.0)}


def tell(cell: PrintedCell) -> dict[str, Any]:
    """The class of a statement, the side when it brings together or leans, how divided it is (None when not
    known), and the share that agrees with its Jeffreys interval where figures are printed.

    Levels of the cell: agree, pass, disagree.
    """
    if cell.status == "shown" and cell.levels is not None:
        return _tell_figures(*cell.levels)
    if cell.status == "nearly_all" and cell.dominant_level is not None:
        return _say(*_DOMINANT[cell.dominant_level])
    if cell.status == "banded" and cell.pattern is not None:
        return _say(*_PATTERNS[cell.pattern])
    return _say(FEW, "", None)


def _tell_figures(agree: int, passed: int, disagree: int) -> dict[str, Any]:
    decided, everybody = agree + disagree, agree + passed + disagree
    if decided == 0:
        return _say(UNSURE, "", None)
    interval = jeffreys_interval(agree, decided, level=LEVEL)
    share, low, high = (float(limit or 0.0) for limit in (interval.share, interval.low, interval.high))
    figures = {"share": round(share, 4), "low": round(low, 4), "high": round(high, 4)}
    split = round(2 * min(agree, disagree) / decided, 4)
    if passed >= UNKNOWN_SHARE * everybody:
        return _say(UNSURE, "", split, **figures)
    if low > 0.5 and share >= TOGETHER_SHARE:
        return _say(TOGETHER, AGREE, split, **figures)
    if high < 0.5 and 1 - share >= TOGETHER_SHARE:
        return _say(TOGETHER, DISAGREE, split, **figures)
    if min(low, 1 - high) >= SMALL_SIDE:
        return _say(DIVIDES, "", split, **figures)
    return _say(UNSURE, "", split, **figures)


def _say(what: str, side: str, split: float | None, **figures: float) -> dict[str, Any]:
    return {"class": what, "side": side, "split": split, **figures}
