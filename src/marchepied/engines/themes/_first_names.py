"""First names given in France, and those that are also ordinary words."""

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marchepied.engines.words import fold, frequency_rank


def split_words_of(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# Names that are first of all a place, a feast, a belief: never taken for somebody without a title.
_NEVER = split_words_of(
    "france paris florence lorraine saint sainte christ islam noel toussaint samba argentine avril mai sema "
    "mercedes emmaus marianne europe asia india chine china savannah sydney geneve nice vienne victoria "
    "london israel jordan kenya jerusalem ariane mars venus maya inca tibet syrie cuba alma"
)  # fmt: skip
# Words on paper only: who writes them speaks of somebody.
_ALWAYS = split_words_of(
    "marie jean louis rene jacques renee pascal olivier thomas marc virginie romain clement jules maria "
    "pascale richard clemence martial manuel lise regis elise elie angelique luis roman mina jenny "
    "ana max manuelle"
)
_COMMONEST = 700


@dataclass(frozen=True, slots=True)
class FirstNames:
    """First names, folded: `sure` are nobody’s word, `doubtful` are also ordinary words, and `common` are
    sure and so frequent that they count even without a capital letter. `written` holds every name in lower
    case with its accents, and the common ones are in it without them too."""

    sure: frozenset[str]
    doubtful: frozenset[str]
    common: frozenset[str]
    written: frozenset[str]


@cache
def read_first_names() -> FirstNames:
    """The packaged list; source and licence: content/names/README.md."""
    packed = files("marchepied.content").joinpath("names", "first_names.txt.gz").read_bytes()
    names = gzip.decompress(packed).decode("utf-8").splitlines()
    sure, doubtful, common = set(), set(), set()
    written = frozenset(form for name in names for form in (name.lower(), fold(name)))
    for rank, name in enumerate(names):
        folded = fold(name)
        if folded in _NEVER:
            continue
        if folded not in _ALWAYS and is_word(name):
            doubtful.add(folded)
            continue
        sure.add(folded)
        if rank < _COMMONEST and folded not in _ALWAYS and len(folded) > 3:
            common.add(folded)
    return FirstNames(frozenset(sure), frozenset(doubtful), frozenset(common), written)


def is_word(text: str) -> bool:
    """Whether the text, its accents typed or not, is a French word of the packaged list."""
    lowered = text.lower()
    return frequency_rank(lowered) is not None or fold(lowered) in _fold_words()


@cache
def _fold_words() -> frozenset[str]:
    packed = files("marchepied.content").joinpath("words", "french.txt.gz").read_bytes()
    forms = gzip.decompress(packed).decode("utf-8").split()
    return frozenset(form if form.isascii() else fold(form) for form in forms)
