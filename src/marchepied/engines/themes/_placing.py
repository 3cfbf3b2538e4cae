"""Each text in its themes: how close it is to each, then what people decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ._describing import describe
from ._encoding import Encoder, encode_texts
from ._grouping import normalise
from ._labels import REST, Labels, sort_key
from ._messages import Message, ThemesError
from ._preparing import Floats, Integers, weigh
from ._results import MEANING, Model, Placement, Theme, Themes

# Below this closeness a text fits no theme; below this part a theme is not one of the text’s.
FAR = {"words": 0.10, "meaning": 0.15}
LEAST_PART = 0.2
# How many times closer to a theme split by hand than to where it was, for a text to follow those chosen.
FOLLOWS = 1.2
MOST_THEMES = 3


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts with names and contacts hidden, their ids, their words in a table, and what was hidden.

    `points` are their places in the space where themes are directions: the table, or vectors of meaning.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    table: Any
    points: Any
    masked: tuple[tuple[str, int], ...] = ()


def read_points(texts: Sequence[str], model: Model, encoder: Encoder | None, table: Any = None) -> Any:
    """The places of texts in the model’s space."""
    if model.method != MEANING:
        return weigh(texts, model.vocabulary) if table is None else table
    if encoder is None or encoder.name != model.encoder:
        raise ThemesError("other_encoder")
    assert model.centre is not None
    vectors = encode_texts(encoder, texts) if texts else np.zeros((0, len(model.centre)))
    return encode_points(texts, vectors, model.centre)


def encode_points(texts: Sequence[str], vectors: Floats, centre: Floats) -> Floats:
    """Vectors of length 1 once the centre is taken off; zeros for a text without a letter."""
    points = normalise(vectors - centre)
    points[[not any(map(str.isalpha, text)) for text in texts]] = 0
    return points


def add_children(model: Model, labels: Labels, corpus: Corpus) -> Model:
    """The model with a direction for each theme split by hand, the mean of the texts put in it by hand."""
    places = {text: at for at, text in enumerate(corpus.ids)}
    keys, rows = list(model.keys), [*model.directions]
    for split in labels.splits:
        chosen = [places[text] for text, key in labels.moved if key == split.key and text in places]
        if not chosen:
            continue
        direction = normalise(np.asarray(corpus.points[chosen].sum(axis=0)).reshape(1, -1))[0]
        if split.key in keys:
            rows[keys.index(split.key)] = direction
        else:
            keys.append(split.key)
            rows.append(direction)
    directions = np.array(rows).reshape(len(keys), model.directions.shape[1])
    return replace(model, keys=tuple(keys), directions=directions)


def measure(points: Any, model: Model, labels: Labels) -> tuple[tuple[str, ...], Floats]:
    """How close each text is to each theme as people see them: keys, and texts × keys from 0 to 1."""
    close = np.maximum(np.asarray(points @ model.directions.T), 0)
    children = {split.key: labels.find(split.parent) for split in labels.splits}
    roots = [labels.find(key) for key in model.keys]
    own = [at for at, key in enumerate(model.keys) if key not in children]
    for at, key in enumerate(model.keys):
        if key in children and len(own):
            first = np.array(own)[close[:, own].argmax(axis=1)]
            follows = np.array([roots[place] == children[key] for place in range(len(roots))])[first]
            close[:, at] *= follows & (close[:, at] > FOLLOWS * close[np.arange(len(close)), first])
    keys = tuple(sorted(set(roots), key=sort_key))
    together = np.zeros((close.shape[0], len(keys)))
    for at, root in enumerate(roots):
        column = keys.index(root)
        together[:, column] = np.maximum(together[:, column], close[:, at])
    return keys, together


def place_texts(
    ids: Sequence[str], close: Floats, keys: Sequence[str], labels: Labels, far: float
) -> tuple[Placement, ...]:
    """The placement of each text, people’s gestures first.

    A text’s part in a theme is the square of its closeness, as a share; parts under 0.2 are dropped, save the
    largest.
    """
    moved = {text: labels.place_of(text) for text, _key in labels.moved}
    if close.shape[1] == 0:
        return tuple(_place_by_hand(text, moved.get(text, REST), text in moved) for text in ids)
    squares = close**2
    parts = squares / np.maximum(squares.sum(axis=1, keepdims=True), 1e-12)
    order = np.argsort(-parts, axis=1, kind="stable")[:, :MOST_THEMES]
    best = close.max(axis=1)
    placements = []
    for at, text in enumerate(ids):
        if text in moved:
            placements.append(_place_by_hand(text, moved[text], True))
            continue
        if best[at] < far:
            placements.append(Placement(text, (), 0.0))
            continue
        first = order[at, 0]
        mine = [
            (keys[place], parts[at, place])
            for place in order[at]
            if place == first or parts[at, place] >= LEAST_PART
        ]
        total = sum(part for _key, part in mine)
        themes = tuple((key, round(float(part / total), 4)) for key, part in mine)
        placements.append(Placement(text, themes, round(float(best[at] * mine[0][1]), 4)))
    return tuple(placements)


def _place_by_hand(text: str, key: str | None, by_hand: bool) -> Placement:
    return Placement(text, ((key, 1.0),) if key else (), 1.0 if by_hand else 0.0, by_hand)


def view(
    corpus: Corpus, model: Model, labels: Labels, asked: int | None, warnings: tuple[Message, ...]
) -> Themes:
    """Everything that people read, from the model and their gestures."""
    model = add_children(model, labels, corpus)
    keys, close = measure(corpus.points, model, labels)
    placements = place_texts(corpus.ids, close, keys, labels, FAR[model.method])
    shown = list(dict.fromkeys([*keys, *(key for one in placements for key, _part in one.themes)]))
    members = _list_members(placements, shown, close, keys)
    kept = {labels.find(key) for key in labels.touched}
    shown = [key for key in shown if len(members[key]) or key in kept]
    said = describe(corpus.texts, corpus.ids, corpus.table, [members[key] for key in shown], model.vocabulary)
    touched = count_touched(placements)
    themes = [
        Theme(
            key=key,
            name=labels.name_of(key),
            words=words,
            sentences=sentences,
            size=len(members[key]),
            share=share(len(members[key]), len(placements)),
            touched=touched.get(key, 0),
            by_hand=key in kept,
        )
        for key, (words, sentences) in zip(shown, said, strict=True)
    ]
    rest = sum(not placement.themes for placement in placements)
    return Themes(
        sort_themes(themes), placements, rest, asked, corpus.masked, labels, model, warnings
    )  # fmt: skip


def sort_themes(themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """The largest first; of the same size, the oldest."""
    return tuple(sorted(themes, key=lambda theme: (-theme.size, sort_key(theme.key))))


def share(size: int, texts: int) -> float:
    """The part of the texts, rounded; 0 without any."""
    return round(size / texts, 4) if texts else 0.0


def count_touched(placements: Sequence[Placement]) -> dict[str, int]:
    """How many texts have each theme among theirs."""
    touched: dict[str, int] = {}
    for placement in placements:
        for key, _part in placement.themes:
            touched[key] = touched.get(key, 0) + 1
    return touched


def _list_members(
    placements: Sequence[Placement], shown: Sequence[str], close: Floats, keys: Sequence[str]
) -> Mapping[str, Integers]:
    """The texts of each theme, the closest first, those of people before; then in the order of the texts."""
    members: dict[str, list[int]] = {key: [] for key in shown}
    for at, placement in enumerate(placements):
        if placement.theme is not None:
            members[placement.theme].append(at)
    ranked = {}
    for key, mine in members.items():
        found = np.array(mine, dtype=np.int64)
        near = close[found, keys.index(key)] if key in keys and len(found) else np.zeros(len(found))
        by_hand = np.array([placements[at].by_hand for at in mine], dtype=bool)
        ranked[key] = found[np.lexsort((found, -near, ~by_hand))]
    return ranked
