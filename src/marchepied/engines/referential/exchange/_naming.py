"""Names: as they are compared, and as a sentence shows them, which holds a limited number of signs."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable

from ._sentences import SHOWN_CHARACTERS

_GLUE = "\ue000"


def fold(text: str) -> str:
    """A title as it is compared: no accents, no case, plain apostrophes and single spaces."""
    flat = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    bare = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def wrap_names(names: Iterable[str]) -> list[str]:
    """The names separated by commas, in as many texts as are needed for each to be shown whole.

    >>> wrap_names(["contexte", "exemples"])
    ['contexte, exemples']
    """
    glued = ", ".join(" ".join(name.split()).replace(" ", _GLUE) for name in names)
    lines = textwrap.wrap(glued, SHOWN_CHARACTERS, break_long_words=False, break_on_hyphens=False)
    return [line.removesuffix(",").replace(_GLUE, " ") for line in lines]
