"""Words of French and English texts: counted, folded, cut into syllables, stemmed, common or rare."""

from ._counting import count_sentences, count_words, split_sentences, split_words
from ._folding import fold
from ._frequency import frequency_rank
from ._stemming import matches, search_key, stem
from ._syllables import count_syllables

ENGINE_VERSION = "1.0"

__all__ = [
    "ENGINE_VERSION",
    "count_sentences",
    "count_syllables",
    "count_words",
    "fold",
    "frequency_rank",
    "matches",
    "search_key",
    "split_sentences",
    "split_words",
    "stem",
]
