"""One cell read as an answer: a level, « ne sait pas », « pas concerné », or nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ._messages import Message, TableError
from ._words import DONT_KNOW, MISSING, NOT_CONCERNED, fold_code

# Codes of an answer in the arrays of an extraction; a level is 1 or more.
CODE_MISSING = 0
CODE_DONT_KNOW = -1
CODE_NOT_CONCERNED = -2

_INTEGER = re.compile(r"([+-]?\d{1,9})(?:[.,]0+)?")
_DECIMAL = re.compile(r"[+-]?\d+[.,]\d+(?:[eE][+-]?\d+)?")
_NUMBERED_LABEL = re.compile(r"(\d{1,2})\s*[-–—:.)=]\s+\D.*", re.DOTALL)
_ERRORS = frozenset(("#n/a", "#div/0!", "#ref!", "#value!", "#name?", "#num!", "#null!", "#valeur!", "#nom?"))


@dataclass(frozen=True)
class AnswerCodes:
    """Folded texts that stand for something else than a level, and words that stand for one."""

    dont_know: frozenset[str]
    not_concerned: frozenset[str]
    missing: frozenset[str]
    level_words: Mapping[str, int]

    def find_code(self, folded: str) -> int | None:
        """Return the code that this folded text stands for, or None."""
        if folded in self.missing:
            return CODE_MISSING
        if folded in self.dont_know:
            return CODE_DONT_KNOW
        if folded in self.not_concerned:
            return CODE_NOT_CONCERNED
        return None


def build_codes(
    dont_know: Iterable[str] | None = None,
    not_concerned: Iterable[str] | None = None,
    missing: Iterable[str] | None = None,
    level_words: Mapping[str, int] | None = None,
) -> AnswerCodes:
    """Fold the codes of a file; None stands for the usual ones. Raises ``TableError`` on a double meaning.

    A code given by the caller wins over a usual code of another kind: declaring « NC » as missing is enough.
    """
    given = {"dont_know": dont_know, "not_concerned": not_concerned, "missing": missing}
    usual = {"dont_know": DONT_KNOW, "not_concerned": NOT_CONCERNED, "missing": MISSING}
    words = {fold_code(word): level for word, level in (level_words or {}).items()}
    for word, level in words.items():
        if not isinstance(level, int) or isinstance(level, bool):
            raise TableError("level_word", value=word, level=level)
    declared = {
        kind: {fold_code(text) for text in texts} for kind, texts in given.items() if texts is not None
    }
    _refuse_double_meaning([*declared.values(), set(words)])
    taken = set(words).union(*declared.values())
    folded = {
        kind: frozenset(declared[kind])
        if kind in declared
        else frozenset(fold_code(text) for text in texts) - taken
        for kind, texts in usual.items()
    }
    # A cell left blank is always an absent answer, whatever list the caller gives.
    return AnswerCodes(
        folded["dont_know"], folded["not_concerned"], folded["missing"] | {""}, MappingProxyType(words)
    )


def _refuse_double_meaning(groups: list[set[str]]) -> None:
    seen: set[str] = set()
    for group in groups:
        for text in sorted(group & seen):
            raise TableError("code_twice", value=text)
        seen |= group


def read_number(text: str) -> int | None:
    """Return the whole number that a cell says: 3, « 3 », « 3,0 », « 3 - Plutôt d’accord »; else None."""
    bare = text.strip()
    found = _INTEGER.fullmatch(bare) or _NUMBERED_LABEL.fullmatch(bare)
    return int(found[1]) if found else None


def explain_no_level(text: str) -> Message:
    """Say why a text that is no known code is no level either."""
    bare = text.strip()
    if bare.casefold() in _ERRORS:
        return Message("reject_error_cell")
    return Message("reject_not_integer" if _DECIMAL.fullmatch(bare) else "reject_not_level")
