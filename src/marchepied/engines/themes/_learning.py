"""Learn the directions of themes, beside those that people keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from ._encoding import Encoder, encode_texts
from ._factorising import factorise
from ._grouping import group_points, normalise
from ._labels import Labels, sort_key
from ._placing import encode_points
from ._preparing import Floats, Integers, Prepared
from ._results import MEANING, WORDS, Model

FEWEST, MOST = 2, 15
PACE = 0.7
FEWEST_MEMBERS = 2
# With fewer texts, what they have in common is the subject itself: it is not taken off.
ENOUGH_FOR_CENTRE = 10


@dataclass(frozen=True, slots=True)
class Material:
    """Distinct texts in a fixed order, how often each was written, their words, and how to group them."""

    texts: Sequence[str]
    counts: Integers
    prepared: Prepared
    method: str
    encoder: Encoder | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was learned before, people’s gestures, and the distinct texts that were in each theme."""

    model: Model
    labels: Labels
    places: Mapping[str, Sequence[int]]


def choose_count(texts: int) -> int:
    """How many themes to look for in so many different texts: 0.7 × √texts, from 2 to 15 (1 for one text).

    A convention: enough to tell subjects apart, few enough to be read in a meeting. See the method page for
    what it does to agreement with people.
    """
    if texts < FEWEST:
        return texts
    return max(FEWEST, min(MOST, round(PACE * texts**0.5)))


def learn(material: Material, count: int | None, earlier: Earlier | None) -> tuple[Model, Any]:
    """The model, and the places of the distinct texts in its space."""
    centre = None
    points = material.prepared.matrix
    if material.method == MEANING:
        points, centre = _encode(material, earlier)
    keys, held = _carry(material, points, earlier)
    said = int((np.abs(points).sum(axis=1) > 0).sum())
    wanted = choose_count(said) if count is None else count
    if earlier is not None and keys:
        roots = {earlier.labels.find(key) for key in keys}
        wanted = max(wanted - len(roots), 1 if count is None else 0)
    found = _find_directions(material, points, min(wanted, *points.shape), held)
    start = _next_number(earlier)
    made = tuple(f"t{number}" for number in range(start, start + len(found)))
    name = material.encoder.name if material.encoder and material.method == MEANING else ""
    directions = np.vstack([held, found])
    model = Model(material.method, keys + made, directions, material.prepared.vocabulary, centre, name)
    return model, points


def _encode(material: Material, earlier: Earlier | None) -> tuple[Floats, Floats]:
    """Vectors of the texts without what they all share; the earlier middle is kept if there is one."""
    assert material.encoder is not None
    vectors = encode_texts(material.encoder, material.texts)
    centre = np.zeros(vectors.shape[1])
    if earlier is not None and _same_space(earlier.model, material) and earlier.model.centre is not None:
        centre = earlier.model.centre
    elif len(vectors) >= ENOUGH_FOR_CENTRE:
        centre = vectors.mean(axis=0)
    return encode_points(material.texts, vectors, centre), centre


def _same_space(model: Model, material: Material) -> bool:
    if model.method != material.method:
        return False
    return model.method == WORDS or (material.encoder is not None and model.encoder == material.encoder.name)


def _carry(material: Material, points: Any, earlier: Earlier | None) -> tuple[tuple[str, ...], Floats]:
    """The themes that people touched, and their directions in the new space."""
    width = points.shape[1]
    if earlier is None:
        return (), np.zeros((0, width))
    touched = [key for key in earlier.labels.touched if key in earlier.model.keys]
    if not _same_space(earlier.model, material):
        touched = [key for key in touched if earlier.labels.find(key) == key and earlier.places.get(key)]
        rows = [np.asarray(points[list(earlier.places[key])].sum(axis=0)).ravel() for key in touched]
        return tuple(touched), normalise(np.array(rows).reshape(len(touched), width))
    old = earlier.model.directions[[earlier.model.keys.index(key) for key in touched]]
    if material.method == MEANING:
        return tuple(touched), old.reshape(len(touched), width)
    columns = {term: at for at, term in enumerate(material.prepared.vocabulary.terms)}
    pairs = [(at, columns[term]) for at, term in enumerate(earlier.model.vocabulary.terms) if term in columns]
    directions = np.zeros((len(touched), width))
    if pairs:
        before, after = map(list, zip(*pairs, strict=True))
        directions[:, after] = old[:, before]
    return tuple(touched), normalise(directions)


def _find_directions(material: Material, points: Any, count: int, held: Floats) -> Floats:
    """Directions of new themes, those with fewer than two texts dropped."""
    if count <= 0 or not points.shape[0]:
        return np.zeros((0, points.shape[1]))
    if material.method == MEANING:
        said = np.asarray(np.abs(points).sum(axis=1)).ravel() > 0
        directions = group_points(points[said], count, material.counts[said], held if len(held) else None)
        strength = np.maximum(points @ directions.T, 0)
    else:
        scaled = sparse.diags_array(np.sqrt(material.counts)) @ points
        parts, groups = factorise(scaled.tocsr(), count, held if len(held) else None)
        strength = parts * np.linalg.norm(groups, axis=1)
    first = strength.argmax(axis=1) if strength.shape[1] else np.zeros(0, dtype=np.int64)
    first = np.where(strength.max(axis=1) > 0, first, -1)
    rows = []
    for place in range(len(held), strength.shape[1]):
        mine = first == place
        if material.counts[mine].sum() >= FEWEST_MEMBERS:
            weighted = points[mine] * material.counts[mine, None]
            rows.append(np.asarray(weighted.sum(axis=0)).ravel())
    return normalise(np.array(rows).reshape(len(rows), points.shape[1]))


def _next_number(earlier: Earlier | None) -> int:
    """The first number that no theme ever had."""
    if earlier is None:
        return 1
    used = [sort_key(key)[1] for key in (*earlier.model.keys, *earlier.labels.touched) if key.startswith("t")]
    return 1 + max(used, default=0)
