"""Telling a sentence that was corrected from one that was replaced."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from marchepied.core.folding import fold

# Of the letters of both sentences, how many stay in the same order.
SAME_LETTERS = 2 / 3


def pair_corrections(gone: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """{new text: the text that it corrects}, for those that correct one.

    A text that appears corrects one that disappears when two thirds of their letters or more stay in the same
    order, whatever the capitals, accents and punctuation. The closest two go together first; each text serves
    once. « Nourrir les gens du canton » corrects « Nourir les gens du canton. »; « Loger » corrects neither.
    """
    old, wanted = list(gone), list(new)
    close = sorted(
        (-_likeness(before, after), old.index(before), wanted.index(after), before, after)
        for before in old
        for after in wanted
        if _likeness(before, after) >= SAME_LETTERS
    )
    pairs: dict[str, str] = {}
    for _distance, _rank, _place, before, after in close:
        if after not in pairs and before not in pairs.values():
            pairs[after] = before
    return pairs


def _likeness(before: str, after: str) -> float:
    return SequenceMatcher(None, fold(before), fold(after), autojunk=False).ratio()
