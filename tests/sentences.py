"""Sentences as they are compared: with ordinary spaces, whatever the typography of the language."""

import re
from typing import Any


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


def said(refusal: Any) -> list[str]:
    """The sentences of a refusal caught by `pytest.raises(ValidationError)`."""
    return [plain(message) for message in refusal.value.messages]
