"""How common a word is, from the packaged lists."""

import gzip
from functools import cache
from importlib.resources import files

_FILES = {"fr": "french.txt.gz", "en": "english.txt.gz"}


@cache
def _read_ranks(language: str) -> dict[str, int]:
    packed = files("marchepied.content").joinpath("words", _FILES[language]).read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return {form: rank for rank, line in enumerate(lines, start=1) for form in line.split()}


def frequency_rank(word: str, language: str = "fr") -> int | None:
    """How common a word is: 1 for the most common; None when it is not in the packaged list.

    French ranks are those of the dictionary word (« accueille » has the rank of « accueillir »), so that a
    rare form of a common word is not rare; English ones are of the form itself. Case and the ligature œ make
    no difference, accents do. None for a language that has no list. Source: content/words/README.md.
    """
    if language not in _FILES:
        return None
    return _read_ranks(language).get(word.lower().replace("œ", "oe").replace("æ", "ae"))
