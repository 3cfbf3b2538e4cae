"""Read the worked examples of the method pages, so that the tests compute the very numbers shown."""

import re
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs/methods"


def read_numbers(page: str, example: str) -> list[str]:
    """Numbers of the paragraph that follows `<!-- example: … -->`, in order, as they are written."""
    text = (PAGES / page).read_text(encoding="utf-8")
    paragraph = text.split(f"<!-- example: {example} -->\n", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"\d+(?:,\d+)?", paragraph)


def write_number(value: float, digits: int) -> str:
    """A figure as the pages write it."""
    return f"{value:.{digits}f}".replace(".", ",")
