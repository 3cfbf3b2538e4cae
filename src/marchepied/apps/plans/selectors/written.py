"""Everything that people wrote and that may be shown: registers, surveys, and questionnaires."""

from typing import Any

from marchepied.apps.diagnosis.selectors.released_words import released_words
from marchepied.apps.listening.selectors.written import (
    COMMENT,
    Written,
    keep_most,
    name_texts,
    written_in_registers,
)


def everything_written(organisation: Any, language: str) -> list[Written]:
    """Texts of the registers, of surveys, and comments of the last crossed views shown (four queries)."""
    return keep_most(
        [
            *written_in_registers(organisation, language),
            *name_texts(COMMENT, released_words(organisation)),
        ]
    )
