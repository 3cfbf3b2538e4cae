"""Names to write in sentences: a sentence shows a limited number of signs, and no name is cut in two."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from ._sentences import SHOWN_CHARACTERS

_GLUE = "\ue000"


def wrap_names(names: Iterable[str]) -> list[str]:
    """The names separated by commas, in as many texts as are needed for each to be shown whole.

    >>> wrap_names(["contexte", "exemples"])
    ['contexte, exemples']
    """
    glued = ", ".join(" ".join(name.split()).replace(" ", _GLUE) for name in names)
    lines = textwrap.wrap(glued, SHOWN_CHARACTERS, break_long_words=False, break_on_hyphens=False)
    return [line.removesuffix(",").replace(_GLUE, " ") for line in lines]
