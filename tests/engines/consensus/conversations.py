"""Conversations to test on: real ones of Polis, and drawn ones."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from marchepied.engines.consensus import Votes
from marchepied.engines.consensus.reading import read_statements, read_votes

Ints = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Published:
    """A conversation with what Polis computed of it (its agree is −1)."""

    name: str
    votes: Votes
    math: dict[str, Any]

    @property
    def groups(self) -> list[int]:
        return [group["id"] for group in self.math["group-clusters"]]

    def membership(self) -> dict[str, int]:
        """Place, in `groups`, of each participant that Polis put in one."""
        base = self.math["base-clusters"]
        members = dict(zip(base["id"], base["members"], strict=True))
        return {
            str(person): rank
            for rank, group in enumerate(self.math["group-clusters"])
            for cluster in group["members"]
            for person in members[cluster]
        }

    def labels(self) -> npt.NDArray[np.int8]:
        places = self.membership()
        return np.array([places.get(str(person), -1) for person in self.votes.participant_ids], np.int8)


@cache
def read_published(shared_data: Path) -> tuple[Published, ...]:
    """The open conversations whose results Polis published (read once)."""
    return tuple(_read_all(shared_data))


def _read_all(shared_data: Path) -> Iterator[Published]:
    for folder in sorted((shared_data / "polis").iterdir()):
        if (folder / "math-pca2.json").exists():
            statements = read_statements(folder / "comments.csv")
            votes = read_votes(folder / "votes.csv", statements)
            yield Published(folder.name, votes, json.loads((folder / "math-pca2.json").read_text()))


def draw_groups(
    people: int, statements: int, groups: int, rng: np.random.Generator, missing: float = 0.3
) -> tuple[Votes, npt.NDArray[np.int64]]:
    """Groups that agree at .8 with what the others agree with at .2; and who is in which."""
    membership = np.arange(people) % groups
    leanings = rng.choice([0.2, 0.8], (groups, statements))
    agree = rng.random((people, statements)) < leanings[membership]
    values = np.where(agree, 1, -1)
    values[rng.random(values.shape) < 0.1] = 0
    rows, columns = np.nonzero(rng.random(values.shape) >= missing)
    votes = Votes.from_arrays(
        rows,
        columns,
        values[rows, columns],
        participant_ids=range(people),
        statement_ids=range(statements),
    )
    return votes, membership


def rand_index(one: Ints, other: Ints) -> float:
    """Adjusted Rand index of two labellings (Hubert & Arabie 1985): 1 when equal, 0 as chance."""
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)
    pairs, rows, columns = (
        (counts * (counts - 1) / 2).sum() for counts in (table, table.sum(axis=1), table.sum(axis=0))
    )
    total = len(one) * (len(one) - 1) / 2
    expected, most = rows * columns / total, (rows + columns) / 2
    return 1.0 if most == expected else float((pairs - expected) / (most - expected))
