"""Whether there are groups of opinion, and what each says, in words (docs/methods/consensus.md).

Groups are told by their own statements. A group is shown from five people on; what it says of a statement is
a word, never a figure: figures of groups and of everybody together could be subtracted.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from marchepied.apps.deliberation.compute.matrix import TopicVotes
from marchepied.apps.deliberation.rules import SHOWN_FROM
from marchepied.engines.consensus import examine
from marchepied.engines.privacy import CellCounts, print_cell, print_points

GROUPS, NO_GROUPS = "groups", "no-groups"
# Why groups that the engine found are not shown.
GROUPS_TOO_SMALL = "groups-too-small"
NAMES = "ABCDE"
# Groups are sought again once twice the threshold of people have come: as for an exact figure.
NEW_PEOPLE = 2 * SHOWN_FROM
# From these shares on: nearly all, most.
NEARLY_ALL, MOST = 0.9, 0.6
_SIDES = ("agree", "pass", "disagree")
_PATTERNS = {"mostly_low": "most_agree", "mostly_middle": "most_pass", "mostly_high": "most_disagree"}
SPLIT = "split"


def find_groups(
    votes: TopicVotes, earlier: Mapping[str, Any], seed: int, exact: Mapping[int, Sequence[int]]
) -> dict[str, Any]:
    """The verdict of the engine and, when there are groups, what each is told by.

    Keys: `verdict` (`groups`, `no-groups`, `too-small`), `reasons` and `warnings` (codes of the engine),
    `evidence` (its figures), `groups` (name, people, `representative` statements with the side, and
    `statements` with a word each), `map` (None without groups), `groups_voters` (people when they were
    sought). What an earlier release said is kept until ten more people voted: from one split to the next,
    a few people could be told apart. `exact` is {number: (agree, pass, disagree)} of the statements whose
    figures are printed: the map tells a mean of no other.
    """
    before = earlier.get("groups_voters")
    if before is not None and votes.people - before < NEW_PEOPLE:
        names = ("verdict", "reasons", "warnings", "evidence", "groups", "map", "groups_voters")
        return {name: earlier[name] for name in names}
    found = examine(votes.for_engine(), seed=seed)
    plain = found.as_dict()
    groups = _tell_groups(plain) if found.verdict == GROUPS else []
    hidden = found.verdict == GROUPS and len(groups) < 2
    return {
        "verdict": NO_GROUPS if hidden else found.verdict,
        "reasons": [GROUPS_TOO_SMALL] if hidden else list(found.evidence.reasons),
        "warnings": list(plain["warnings"]),
        "evidence": plain["evidence"],
        "groups": [] if hidden else groups,
        "map": None if hidden or not groups else _draw(plain, found.analysis.partition.labels, exact),
        "groups_voters": votes.people,
    }


def _tell_groups(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The groups of five people or more, the largest first."""
    told = []
    for rank, group in enumerate(plain["groups"]):
        if group["size"] < SHOWN_FROM:
            continue
        words = [(int(row["id"]), _word(row["groups"][rank])) for row in plain["statements"]]
        known = {number for number, word in words if word is not None}
        told.append(
            {
                "name": NAMES[rank],
                "people": group["size"],
                "representative": [
                    {"number": int(one["id"]), "side": one["for"]}
                    for one in group["representative"]
                    if int(one["id"]) in known
                ],
                "statements": [{"number": number, "word": word} for number, word in words if word],
            }
        )
    return told


def _word(cell: Mapping[str, Any]) -> str | None:
    """What a group says of a statement; None under five people."""
    printed = print_cell((), CellCounts((cell["agree"], cell["pass"], cell["disagree"])), SHOWN_FROM)
    if printed.dominant_level is not None:
        return f"nearly_all_{_SIDES[printed.dominant_level - 1]}"
    if printed.levels is not None:
        most = max(range(3), key=lambda place: printed.levels[place])  # type: ignore[index]
        share = printed.levels[most] / sum(printed.levels)
        return f"{'nearly_all' if share >= NEARLY_ALL else 'most'}_{_SIDES[most]}" if share >= MOST else SPLIT
    return None if printed.pattern is None else _PATTERNS.get(printed.pattern, SPLIT)


def _draw(
    plain: Mapping[str, Any], labels: npt.NDArray[np.int8], exact: Mapping[int, Sequence[int]]
) -> dict[str, Any]:
    """The map: means of five people or more, and what a device needs to place its own votes on it.

    The mean of a statement told in words would give its figures back, and the largest place is one person's:
    means come from printed figures alone, and the scale has two digits.
    """
    pca = plain["pca"]
    places = np.array(pca["coordinates"], dtype=float).reshape(-1, 2)
    shown = {rank for rank, group in enumerate(plain["groups"]) if group["size"] >= SHOWN_FROM}
    inside = np.array([label in shown for label in labels.tolist()], bool)
    names = [NAMES[label] for label in labels[inside].tolist()]
    points = print_points(places[inside], names, threshold=SHOWN_FROM)
    numbers = [int(number) for number in pca["statements"]]
    kept = [place for place, number in enumerate(numbers) if sum(exact.get(number, ()))]
    sides = [exact[numbers[place]] for place in kept]
    return {
        "points": [point.as_dict() for point in points],
        "scale": float(f"{float(np.abs(places[inside]).max(initial=0)) or 1.0:.2g}"),
        "statements": [numbers[place] for place in kept],
        "components": np.round(np.array(pca["components"])[:, kept], 2).tolist(),
        "center": [
            round((agree - against) / (agree + passed + against), 3) for agree, passed, against in sides
        ],
    }
