"""Letters without accents, ligatures or case: people do not type them when they search."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'"})


def fold(text: str) -> str:
    """Lower case, without accents or ligatures (« Œuvres » → « oeuvres »); spaces and signs are kept.

    Folding a folded text changes nothing.
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return kept.lower().translate(_LIGATURES)
