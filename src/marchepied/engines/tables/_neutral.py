"""Texts that a spreadsheet would run as a formula, made harmless, and made themselves again."""

import re

# What opens a formula, a command or a new cell in the usual spreadsheets, with the full-width signs that
# some of them fold to ASCII, after any blank or invisible character that some of them trim.
_OPENING = re.compile(r"(?:[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@|%＝＋－＠﹢﹣﹦﹫−])")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?%?")


def is_dangerous(text: str) -> bool:
    """Say whether a spreadsheet could take this text for something to run.

    A plain number, negative or not, is not. Leading apostrophes do not count, so that a text and the same
    text made harmless get the same answer: this is what makes the gesture reversible.
    """
    bare = text.lstrip("'")
    return _OPENING.match(bare) is not None and _NUMBER.fullmatch(bare) is None


def neutralise_text(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could run; leave any other text as it is."""
    return "'" + text if is_dangerous(text) else text


def restore_text(text: str) -> str:
    """Undo ``neutralise_text``: ``restore_text(neutralise_text(text)) == text`` for every text."""
    return text[1:] if text.startswith("'") and is_dangerous(text) else text


# Characters that no table needs and that XML forbids: controls (but tab and line ends), lone surrogates
# and the two code points that are never characters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def strip_controls(text: str) -> str:
    """Remove the invisible characters that neither XML nor a reader can use."""
    return _CONTROLS.sub("", text)


def has_controls(text: str) -> bool:
    """Say whether ``strip_controls`` would change this text."""
    return _CONTROLS.search(text) is not None


def count_controls(text: str) -> int:
    """Count the characters that ``strip_controls`` would remove."""
    return len(_CONTROLS.findall(text))
