"""What a table that was brought may not say: the cell, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """A cell that cannot be taken: where (as a spreadsheet numbers rows), what it holds, what to do.

    `column` is its header, "" for the row as a whole; `reason` is a sentence for people, translated.
    """

    row: int
    column: str
    value: str
    reason: str
