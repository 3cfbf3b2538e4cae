"""Stems: what is common to the forms of a word, so that « bénévoles » finds « Bénévole »."""

import re
from functools import cache, lru_cache

import snowballstemmer

from ._counting import split_words
from ._folding import fold
from ._stop_words import STOP_WORDS

_ALGORITHMS = {"fr": "french", "en": "english"}
# plurals in -aux of nouns in -ail, which the algorithm makes nouns in -al
_AIL = {f"{root}aux": f"{root}ail" for root in ("trav", "vitr", "b", "cor", "em", "soupir", "gouvern")}
# What the algorithm would miss on folded words: plurals in -eux, feminines in -ère, nouns in -it, taken for
# a verb, and the endings that it knows with their accent only (« egalite », but not « petite »).
_BEFORE_STEMMING = (
    (re.compile(r"^((?:en|mi|ban)?(?:j|f|vo|li|chev)eu)x$"), r"\1"),
    (re.compile(r"(?<=..[^s])s$"), ""),
    (re.compile(r"(?<=...)ere$"), "er"),
    (re.compile(r"(?<!a)it$"), "ite"),  # not the past tense « décidait »
    (re.compile(r"(?<=...[^aeiouy])ite$"), "ité"),
    (re.compile(r"(?<=.)ee$"), "ée"),
)
_FEWEST_LETTERS = 3


@cache
def _find_stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_ALGORITHMS.get(language, "french"))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str = "fr") -> str:
    """The Snowball stem of one word, in lower case with what accents it keeps (« bénévoles » → « bénévol »).

    « travaux » has the stem of « travail ». An empty word has an empty stem; any language but English is
    stemmed as French.
    """
    lowered = word.lower()
    return str(_find_stemmer(language).stemWord(_AIL.get(lowered, lowered)))


@lru_cache(maxsize=50_000)
def _stem_key(word: str, language: str) -> str:
    """The stem of a folded word, folded: the same whether its accents were typed or not."""
    if language != "en":
        for pattern, replacement in _BEFORE_STEMMING:
            word = pattern.sub(replacement, word)
        word = _AIL.get(word, word)
    return fold(stem(word, language))


def search_key(text: str, language: str = "fr") -> str:
    """The folded stems of a text, in order, separated by a space, without the words that say nothing.

    To be stored beside a text and compared with the key of what is looked for; each stem appears as often as
    its words do. Empty for a text of stop words only.
    """
    stop_words = STOP_WORDS.get(language, STOP_WORDS["fr"])
    words = (fold(word) for word in split_words(text))
    return " ".join(_stem_key(word, language) for word in words if word and word not in stop_words)


def matches(query: str, text: str, language: str = "fr") -> bool:
    """True when each word looked for is in the text in some form, in any order.

    The last word may be unfinished from three letters on (« béné » finds « bénévoles »). A query without any
    word that says something finds every text.
    """
    wanted = search_key(query, language).split()
    if not wanted:
        return True
    words = search_key(text, language).split()
    found = set(words)
    *first, last = wanted
    if not all(word in found for word in first):
        return False
    return last in found or (len(last) >= _FEWEST_LETTERS and any(word.startswith(last) for word in words))
