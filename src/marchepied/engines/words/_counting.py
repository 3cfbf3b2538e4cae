"""Words and sentences, counted as a reader counts them."""

import re

# a run of marks is tried once, from its first mark: time stays proportional to the text
_SENTENCE_END = re.compile(r"(?<![.?!…])[.?!…]++[»”\"’)\s\u00a0\u202f]*(?=\s\S|$)")
_WORD = re.compile(r"aujourd[’']hui|[^\W_]+", re.IGNORECASE)


def count_words(text: str) -> int:
    """Words as a reader counts them: pieces between spaces that hold a letter or a digit."""
    return sum(1 for piece in text.split() if any(character.isalnum() for character in piece))


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, cut after . ? ! … when a space or the end follows; empty ones dropped."""
    parts, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        parts.append(text[start : match.end()].strip())
        start = match.end()
    parts.append(text[start:].strip())
    return tuple(part for part in parts if count_words(part))


def count_sentences(text: str) -> int:
    """How many sentences `split_sentences` finds."""
    return len(split_sentences(text))


def split_words(text: str) -> tuple[str, ...]:
    """The runs of letters and digits of a text, in order, as they are written.

    Apostrophes and hyphens separate: « l’avis » gives « l » and « avis », « demande-t-on » three words;
    « aujourd’hui » alone stays whole. An empty text gives no word.
    """
    return tuple(_WORD.findall(text))
