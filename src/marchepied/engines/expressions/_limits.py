"""How large an expression, its values and its computation may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of what a person may write and of what a server accepts to compute.

    ``length`` characters of the expression; ``depth`` parentheses, calls, lists or negations inside one
    another; ``parts`` of the tree; ``digits`` of one number; ``name`` and ``text`` characters of one name
    and of one text; ``items`` of a list given as a value; ``cost`` parts and items visited.
    """

    length: int = 1_000
    depth: int = 24
    parts: int = 250
    digits: int = 20
    name: int = 80
    text: int = 200
    items: int = 1_000
    cost: int = 10_000


USUAL_LIMITS = Limits()
# Values and results hold numbers below 10 to this power, and not finer than its inverse.
LARGEST_POWER = 30
# Decimals that `arrondi` may keep; negative: tens, hundreds…
LOWEST_PLACES, HIGHEST_PLACES = -6, 10
# Significant digits of a number given back.
RESULT_DIGITS = 28
