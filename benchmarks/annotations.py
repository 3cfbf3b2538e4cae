"""Annotated answers, and how well a grouping agrees with those who annotated them."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

Labels = Sequence[Hashable]
FEWEST_ANSWERS = 90


@dataclass(frozen=True)
class Question:
    """One question, its answers, and for each how many annotators gave each label."""

    text: str
    answers: list[str]
    labels: list[dict[str, int]]

    @property
    def main(self) -> list[str]:
        """The label that most annotators gave to each answer."""
        return [max(counts.items(), key=lambda pair: (pair[1], pair[0]))[0] for counts in self.labels]


def read_questions(path: Path, fewest: int = FEWEST_ANSWERS) -> list[Question]:
    """The questions with enough annotated answers, in the order of the file."""
    answers: defaultdict[str, list[tuple[str, dict[str, int]]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["libelles"]:
            answers[row["question"]].append((row["texte"], row["libelles"]))
    return [
        Question(text, [answer for answer, _counts in rows], [counts for _answer, counts in rows])
        for text, rows in answers.items()
        if len(rows) >= fewest
    ]


def cross(first: Labels, second: Labels) -> np.ndarray:
    """The table of how many texts have each label of the first and each of the second."""
    rows = {label: at for at, label in enumerate(dict.fromkeys(first))}
    columns = {label: at for at, label in enumerate(dict.fromkeys(second))}
    table = np.zeros((len(rows), len(columns)))
    for (one, other), count in Counter(zip(first, second, strict=True)).items():
        table[rows[one], columns[other]] = count
    return table


def v_measure(first: Labels, second: Labels) -> float:
    """The harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg, 2007); symmetric."""
    shares = cross(first, second) / len(first)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    known = shares > 0
    shared = float((shares[known] * np.log(shares[known] / np.outer(rows, columns)[known])).sum())
    total = float(-(rows * np.log(rows)).sum() - (columns * np.log(columns)).sum())
    return 1.0 if total == 0 else 2 * shared / total


def adjusted_rand(first: Labels, second: Labels) -> float:
    """The Rand index corrected for chance (Hubert and Arabie, 1985): 1 for the same groups, 0 by chance."""
    table = cross(first, second)

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1) / 2).sum())

    together, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = rows * columns / pairs(np.array([len(first)]))
    most = (rows + columns) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


def matched_kappa(first: Labels, second: Labels) -> float:
    """Cohen’s kappa once each group is matched with the label that suits all best (Kuhn, 1955)."""
    table = cross(first, second) / len(first)
    rows, columns = linear_sum_assignment(-table)
    observed = float(table[rows, columns].sum())
    chance = float((table.sum(axis=1)[rows] * table.sum(axis=0)[columns]).sum())
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def cohen_kappa(first: Labels, second: Labels) -> float:
    """Cohen’s kappa of two people who used the same labels."""
    same = sum(one == other for one, other in zip(first, second, strict=True)) / len(first)
    ours, theirs = Counter(first), Counter(second)
    chance = sum(ours[label] * theirs[label] for label in ours) / len(first) ** 2
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)


def draw_mentions(counts: dict[str, int], draw: random.Random) -> tuple[str, str]:
    """Two labels given to an answer, drawn among all those given, one by one.

    Both may come from one annotator, who then gave two different labels: two people agree more than this.
    """
    mentions = [label for label, times in sorted(counts.items()) for _time in range(times)]
    one, other = draw.sample(mentions, 2) if len(mentions) > 1 else mentions * 2
    return one, other


def draw_annotators(counts: dict[str, int], draw: random.Random) -> tuple[str, str]:
    """One label from each of two annotators, were there as few of them as the counts allow.

    As few as gave the most frequent label, so that all gave it: two people agree less than this.
    """
    people = max(2, *counts.values())
    given: list[list[str]] = [[] for _person in range(people)]
    for label, times in sorted(counts.items()):
        for person in draw.sample(range(people), times):
            given[person].append(label)
    one, other = draw.sample([labels for labels in given if labels] * 2, 2)
    return draw.choice(one), draw.choice(other)
