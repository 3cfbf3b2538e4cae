"""The votes compared: who took which side on what, as small full tables."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marchepied.engines.consensus.votes import AGREE, DISAGREE, Votes

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
MOST_PEOPLE, MOST_STATEMENTS, MOST_CELLS = 500, 160, 40_000
KEY_POWER = 1.5
KEY_DECIMALS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Sides taken by the people compared: `agreed` and `taken`, both (people, statements).

    `taken` is true where the person agreed or disagreed: a pass takes no side, and is treated as a cell
    without a vote. `people` and `statements` are places in the votes. `sampled_people` and
    `sampled_statements` say whether only some of them are compared. Everybody compared took a side, and every
    statement has both.
    """

    agreed: Flags
    taken: Flags
    people: Places
    statements: Places
    sampled_people: bool
    sampled_statements: bool

    @property
    def size(self) -> tuple[int, int]:
        """People and statements."""
        return self.taken.shape[0], self.taken.shape[1]


def gather_sides(votes: Votes, labels: npt.NDArray[np.int8], rng: np.random.Generator) -> Sides:
    """The sides of people in a group (`labels` at least 0), in an order that does not depend on theirs.

    Statements on which all took the same side say nothing of groups and are left out. At most 500 people are
    compared, drawn at random, on at most 160 statements (those on which most of them took sides), and at most
    40,000 cells: 250 people for 160 statements.
    """
    placed = np.flatnonzero(labels >= 0)
    drawn = rng.choice(placed, MOST_PEOPLE, replace=False) if len(placed) > MOST_PEOPLE else placed
    table = votes.take(drawn).as_table(0.0)
    statements, sampled_statements = _choose_statements(table)
    most = MOST_CELLS // max(len(statements), 1)
    if len(drawn) > most:
        kept = rng.choice(len(drawn), most, replace=False)
        drawn, table = drawn[kept], table[kept]
    agreed, taken = table[:, statements] == AGREE, table[:, statements] != 0
    people, statements, agreed, taken = _drop_silent(drawn, statements, agreed, taken)
    rows, columns = _order(agreed, taken)
    return Sides(
        agreed[rows][:, columns],
        taken[rows][:, columns],
        people[rows],
        statements[columns],
        len(drawn) < len(placed),
        sampled_statements,
    )


def _choose_statements(table: npt.NDArray[np.float64]) -> tuple[Places, bool]:
    """Places of the statements with both sides, and whether some were left aside."""
    yes, no = (table == AGREE).sum(axis=0), (table == DISAGREE).sum(axis=0)
    both = np.flatnonzero((yes > 0) & (no > 0))
    ranked = both[np.argsort(-(yes + no)[both], kind="stable")]
    return np.sort(ranked[:MOST_STATEMENTS]), len(both) > MOST_STATEMENTS


def _drop_silent(
    people: Places, statements: Places, agreed: Flags, taken: Flags
) -> tuple[Places, Places, Flags, Flags]:
    both = agreed.any(axis=0) & (taken & ~agreed).any(axis=0)
    agreed, taken, statements = agreed[:, both], taken[:, both], statements[both]
    spoke = taken.any(axis=1)
    return people[spoke], statements, agreed[spoke], taken[spoke]


def _order(agreed: Flags, taken: Flags) -> tuple[Places, Places]:
    """An order of people and one of statements that come from the votes alone, whatever side is which."""
    seen = np.maximum(taken.sum(axis=0), 1)
    centred = np.where(taken, agreed - (agreed & taken).sum(axis=0) / seen, 0.0)
    return _rank(centred @ centred.T), _rank(centred.T @ centred)


def _rank(products: npt.NDArray[np.float64]) -> Places:
    keys = (np.abs(products) ** KEY_POWER).sum(axis=1)
    return np.lexsort((np.round(keys, KEY_DECIMALS), np.round(np.diagonal(products), KEY_DECIMALS)))
