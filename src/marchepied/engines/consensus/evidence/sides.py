"""The votes compared: who took which side on what, as small full tables."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from marchepied.engines.consensus.votes import AGREE, Votes

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
MOST_DRAWN = 5_000
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

    Statements on which all took the same side say nothing of groups and are left out. At most 5,000 people
    are looked at, drawn at random, and at most 160 statements (those on which most of them took sides); of
    these people, those who took the most sides there are compared, 500 at most and 40,000 cells in all: 250
    people for 160 statements. Where everybody voted on little, that keeps what shows the most: the tests draw
    on the same mask, so who was kept does not bend them.
    """
    placed = np.flatnonzero(labels >= 0)
    drawn = rng.choice(placed, MOST_DRAWN, replace=False) if len(placed) > MOST_DRAWN else placed
    statements, sampled_statements = _choose_statements(votes.take(drawn))
    most = min(MOST_PEOPLE, MOST_CELLS // max(len(statements), 1))
    if len(drawn) > most:
        drawn = _choose_people(votes.take(drawn), statements, drawn, most, rng)
    table = votes.take(drawn).as_table(0.0)
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


def _choose_statements(votes: Votes) -> tuple[Places, bool]:
    """Places of the statements with both sides, and whether some were left aside."""
    no, _, yes = votes.count_values()
    both = np.flatnonzero((yes > 0) & (no > 0))
    ranked = both[np.argsort(-(yes + no)[both], kind="stable")]
    return np.sort(ranked[:MOST_STATEMENTS]), len(both) > MOST_STATEMENTS


def _choose_people(
    votes: Votes, statements: Places, people: Places, most: int, rng: np.random.Generator
) -> Places:
    """The people who took the most sides on these statements; at random among equals."""
    compared = np.zeros(votes.n_statements, bool)
    compared[statements] = True
    counts = np.bincount(
        votes.rows, weights=compared[votes.columns] & (votes.values != 0), minlength=len(people)
    )
    ranked = np.lexsort((rng.permutation(len(people)), -counts))
    return people[ranked[:most]]


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
