"""What a table of answers must be before anything is computed from it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ._scale import Scale

Floats = npt.NDArray[np.float64]


def check_table(
    answers: Sequence[Sequence[float]] | Floats,
    groups: Sequence[str],
    items: Sequence[str],
    reversed_items: Sequence[str],
    scale: Scale,
) -> Floats:
    """A copy of the answers, known to be levels of the scale, reversed items being turned round."""
    table = np.array(answers, dtype=float).reshape(len(groups), len(items))
    if len(set(items)) < len(items):
        raise ValueError("Un même item est nommé deux fois.")
    unknown = set(reversed_items) - set(items)
    if unknown:
        raise ValueError(f"Item inversé inconnu : {', '.join(sorted(unknown))}.")
    given = ~np.isnan(table)
    wrong = given & ((table != np.floor(table)) | (table < scale.low) | (table > scale.high))
    if bool(wrong.any()):
        row, column = np.argwhere(wrong)[0]
        raise ValueError(
            f"Ligne {row + 1}, item {items[column]} : {table[row, column]:g} n’est pas un niveau "
            f"de l’échelle de {scale.low} à {scale.high}."
        )
    for place, item in enumerate(items):
        if item in reversed_items:
            table[:, place] = scale.low + scale.high - table[:, place]
    return table


def check_weights(weights: Sequence[float] | Floats | None, people: int) -> Floats:
    """A copy of the weights, known to be one a person and not negative; ones where there are none."""
    if weights is None:
        return np.ones(people)
    mass = np.array(weights, dtype=float)
    if mass.shape != (people,):
        raise ValueError(f"{mass.size} poids pour {people} personnes : il en faut un par personne.")
    wrong = ~np.isfinite(mass) | (mass < 0)
    if bool(wrong.any()):
        row = int(np.flatnonzero(wrong)[0])
        raise ValueError(f"Ligne {row + 1} : un poids est un nombre positif ou nul, pas {mass[row]:g}.")
    return mass


def place_people(groups: Sequence[str]) -> tuple[list[str], npt.NDArray[np.int_]]:
    """Names of the groups as they appear, and each person's place among them (-1 without a group)."""
    names = list(dict.fromkeys(name for name in groups if name))
    ranks = {name: rank for rank, name in enumerate(names)}
    return names, np.array([ranks.get(name, -1) for name in groups], dtype=int)
