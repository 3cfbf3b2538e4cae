"""What the log must not keep: an address that is itself a right, and says when its holder came."""

import logging
import re

# Django writes the address of every refusal (a form sent empty, a link that has served).
_SECRET = re.compile(
    r"(/(?:r|suivre|invitation|demo/pilote|dire|suivi|relais|idees|appel|reseaux/rejoindre|agenda|courriels)/)"
    r"[^/\s?]+"
)


class HideCodes(logging.Filter):
    """Replaces the codes of the links that are a right by themselves in a record's arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _SECRET.sub(r"\1…", value) if isinstance(value, str) else value for value in record.args
            )
        return True
