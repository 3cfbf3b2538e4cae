"""What the cells of votes say: ids as numbers in their order of arrival, votes, and moments."""

import math
import re
from array import array
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from .reading_table import ReadingError, Table, gettext_noop
from .votes import AGREE, DISAGREE, PASS, Votes, order_label

# Of a cell that is not understood, what the sentence shows.
SHOWN = 80
NO_VOTE, NOT_UNDERSTOOD = 2, 3
VALUES = {
    "agree": AGREE, "d’accord": AGREE, "d'accord": AGREE,
    "pass": PASS, "passe": PASS,
    "disagree": DISAGREE, "pas d’accord": DISAGREE, "pas d'accord": DISAGREE,
}  # fmt: skip
NUMBERS = {"1": AGREE, "+1": AGREE, "0": PASS, "+0": PASS, "-0": PASS, "-1": DISAGREE}
# A whole number that another tool wrote with decimals: 12.0, -1.00.
DECIMALS = re.compile(r"([+-]?\d+)[.,]0*")
ID_DECIMALS = re.compile(r"(-?\d+)\.0+")
HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

NOT_A_VOTE = gettext_noop(
    "Ligne %(line)s : « %(value)s » n’est pas un vote. Écrivez 1 (d’accord), -1 (pas d’accord) ou 0 (passe)."
)
NOT_A_VOTE_IN = gettext_noop(
    "Ligne %(line)s, colonne « %(column)s » : « %(value)s » n’est pas un vote. "
    "Écrivez 1 (d’accord), -1 (pas d’accord), 0 (passe), ou rien."
)
NO_ID = gettext_noop(
    "Ligne %(line)s, colonne « %(column)s » : la case est vide. Il y faut un numéro ou un nom."
)
HIDDEN_SIGN = gettext_noop(
    "Ligne %(line)s, colonne « %(column)s » : la case contient un signe invisible. "
    "Il y faut un numéro ou un nom."
)


def write_whole(cell: str) -> str:
    """The cell without spaces around; a whole number without the decimals another tool gave it (1.0 → 1)."""
    text = cell.strip()
    found = ID_DECIMALS.fullmatch(text)
    return found[1] if found else text


def read_id(cell: str, line: int, column: str) -> str:
    """Id that a cell holds. Empty, or with a hidden sign (NUL): ReadingError."""
    label = write_whole(cell)
    if not label:
        raise ReadingError(NO_ID, line=line, column=column)
    if HIDDEN.search(label):
        raise ReadingError(HIDDEN_SIGN, line=line, column=column)
    return label


def read_vote(cell: str) -> int:
    """Value of a vote, NO_VOTE for an empty cell, NOT_UNDERSTOOD for anything else."""
    text = cell.strip().casefold().replace("−", "-")
    if not text:
        return NO_VOTE
    found = DECIMALS.fullmatch(text)
    return NUMBERS.get(found[1] if found else text, VALUES.get(text, NOT_UNDERSTOOD))


class Ids(dict[str, int]):
    """Number of each id of a column, from 0 as they come: `ids[cell]`, whatever the writing of the cell."""

    def __init__(self, table: Table, column: str) -> None:
        super().__init__()
        self.labels: list[str] = []
        self._table, self._column = table, column

    def __missing__(self, cell: str) -> int:
        label = read_id(cell, self._table.line, self._column)
        if label != cell:
            code = self[label]
        else:
            code = len(self.labels)
            self.labels.append(label)
        self[cell] = code
        return code

    def arrange(self, more: Iterable[str] = ()) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
        """All ids in order, those of `more` included, and the place of each number among them."""
        ordered = tuple(sorted({*self.labels, *more}, key=order_label))
        places = {label: place for place, label in enumerate(ordered)}
        return ordered, np.fromiter((places[label] for label in self.labels), np.int32, len(self.labels))


class Values(dict[str, int]):
    """What `read_vote` makes of each writing, kept: `values[cell]`."""

    def __missing__(self, cell: str) -> int:
        value = self[cell] = read_vote(cell)
        return value


class Moments:
    """Times of votes: none first, then numbers by value, then other writings (dates) as words."""

    def __init__(self) -> None:
        self._numbers = array("d")
        self._words: dict[int, str] = {}

    def append(self, cell: str) -> None:
        """Take the time of one more vote."""
        try:
            number = float(cell)
        except ValueError:
            if cell.strip():
                self._words[len(self._numbers)] = cell.strip()
            number = math.nan
        self._numbers.append(number)

    def order(self) -> npt.NDArray[np.int64] | None:
        """Places of the votes by time, then as they came; None when they came in order."""
        numbers = np.asarray(self._numbers)
        keys = np.where(np.isnan(numbers), -math.inf, numbers)
        if self._words:
            ranks = {word: rank for rank, word in enumerate(sorted(set(self._words.values())))}
            where = np.fromiter(self._words, np.int64, len(self._words))
            keys[where] = [ranks[word] for word in self._words.values()]
            is_word = np.zeros(len(keys), bool)
            is_word[where] = True
            return np.lexsort((keys, is_word))
        return None if (keys[1:] >= keys[:-1]).all() else np.argsort(keys, kind="stable")


class Cast:
    """Votes as they are read: three compact arrays, and the moments when there are any."""

    def __init__(self) -> None:
        self.rows, self.columns, self.values = array("i"), array("i"), array("b")
        self.moments = Moments()

    def arrange(
        self, people: Ids, statements: Ids, more: Iterable[str], excluded: Collection[str], *, timed: bool
    ) -> Votes:
        """The votes by person and statement; the latest of a pair counts, the last that came otherwise."""
        names, person_places = people.arrange()
        labels, statement_places = statements.arrange(more)
        arrays: list[npt.NDArray[Any]] = [
            person_places[np.asarray(self.rows)],
            statement_places[np.asarray(self.columns)],
            np.asarray(self.values),
        ]
        order = self.moments.order() if timed else None
        if order is not None:
            arrays = [array_[order] for array_ in arrays]
        left_out = [place for place, label in enumerate(labels) if label in excluded]
        return Votes.from_arrays(*arrays, participant_ids=names, statement_ids=labels, excluded=left_out)
