"""Several questions together: each group over all of them, then over those of each theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from marchepied.apps.diagnosis.compute.cells import THRESHOLD
from marchepied.apps.diagnosis.compute.gaps import SafeMatrix
from marchepied.engines.agreement import (
    Scale,
    compute_cronbach,
    compute_krippendorff,
    compute_rwg_j,
)
from marchepied.engines.privacy import print_joint

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Part:
    """One question as one cell prints it."""

    question: str
    levels: tuple[int, ...]
    indices: Mapping[str, Any]


def measure_groups(rows: Sequence[Row], matrix: SafeMatrix) -> dict[str, dict[str, Any]]:
    """For each cell, rwg(j), AD(j), a_wg(j) and both alphas over the questions of one scale printed exactly.

    The scale is the one that most of its questions use: items of different scales have no common variance.
    """
    groups: dict[str, dict[int, list[_Part]]] = {}
    for row in rows:
        for name, indices in row["indices"].items():
            counts = tuple(share["count"] for share in indices["shares"])
            part = _Part(row["id"], counts, indices)
            groups.setdefault(name, {}).setdefault(row["levels"], []).append(part)
    return {name: _measure_together(name, by_scale, matrix) for name, by_scale in groups.items()}


def measure_themes(
    rows: Sequence[Row], themes: Mapping[str, str], matrix: SafeMatrix
) -> list[dict[str, Any]]:
    """`measure_groups` theme by theme, in the questions' order; nothing when they are all of one theme."""
    owned: dict[str, list[Row]] = {}
    for row in rows:
        owned.setdefault(themes.get(row["id"], ""), []).append(row)
    if len(owned) < 2:
        return []
    return [{"theme": theme, "groups": measure_groups(parts, matrix)} for theme, parts in owned.items()]


def _measure_together(name: str, by_scale: Mapping[int, list[_Part]], matrix: SafeMatrix) -> dict[str, Any]:
    levels, parts = max(by_scale.items(), key=lambda pair: (len(pair[1]), pair[0]))
    scale = Scale(1, levels)
    together = {
        **_join_items([part.indices for part in parts], scale),
        "krippendorff": compute_krippendorff([part.levels for part in parts]),
        "cronbach": _print_cronbach(name, [part.question for part in parts], matrix),
    }
    if "weighted" in parts[0].indices:
        weighted = [part.indices["weighted"] for part in parts if part.indices["weighted"] is not None]
        together["weighted"] = _join_items(weighted, scale) if weighted else None
    return together


def _join_items(items: Sequence[Mapping[str, Any]], scale: Scale) -> dict[str, Any]:
    readable = [indices["awg"] for indices in items if indices["awg"] is not None]
    return {
        "levels": scale.size,
        "items": len(items),
        "rwg_j": compute_rwg_j([indices["variance"] for indices in items], scale),
        "awg_j": sum(readable) / len(readable) if readable else None,
        "ad_j_mean": sum(indices["ad_mean"] for indices in items) / len(items),
        "ad_j_median": sum(indices["ad_median"] for indices in items) / len(items),
    }


def _print_cronbach(name: str, questions: Sequence[str], matrix: SafeMatrix) -> float | None:
    """Cronbach's alpha of a college, as roughly as the engine `privacy` wants it."""
    answers = matrix.answers_of(name, questions)
    if answers is None:
        return None
    whole = answers[(answers >= 0).all(axis=1)]
    return print_joint(
        compute_cronbach(whole),
        compute_cronbach(np.sort(whole, axis=0)),  # no order of the answers gives more
        people=len(whole),
        questions=len(questions),
        left_out=int((answers >= 0).any(axis=1).sum()) - len(whole),
        threshold=THRESHOLD,
    )
