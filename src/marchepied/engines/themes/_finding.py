"""Find the themes of texts, apply people’s gestures, place new texts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from ._encoding import Encoder, load_encoder
from ._labels import Labels
from ._learning import Earlier, Material, learn
from ._masking import Masked, add_counts, mask
from ._messages import Message, ThemesError
from ._placing import (
    FAR,
    Corpus,
    count_touched,
    measure,
    place_texts,
    read_points,
    share,
    sort_themes,
    view,
)
from ._preparing import Integers, prepare, weigh
from ._results import MEANING, METHODS, WORDS, Model, Placement, Themes

Texts = Sequence[str] | Mapping[str, str]
MOST_ASKED = 50
FEW_TEXTS = 20


def find_themes(
    texts: Texts,
    *,
    count: int | None = None,
    method: str = WORDS,
    kept: Themes | None = None,
    labels: Labels | None = None,
    encoder: Encoder | None = None,
    language: str = "fr",
    question: str = "",
) -> Themes:
    """Group texts by theme: suggestions for people to name, merge, split and correct.

    `texts` are {id: text}, or a list whose ids are « 1 », « 2 »… Names and contacts are hidden before
    anything else. `count` themes are looked for (1 to 50; `choose_count` by default). `method`: « words »
    factorises the words (at once); « meaning » groups vectors of `encoder` (the extra’s by default). Words of
    the `question` that was asked are not shown among those of a theme. With `kept`, earlier themes, those
    that people touched (their `labels`, or the record given) stay with their keys, and the machine only looks
    for others beside them. Nothing is drawn at random and the order of the texts does not matter. No text, or
    none with a word that two people wrote, gives no theme: all are in the rest. Raises ThemesError for an
    unknown method, a wrong count, or a missing encoder. Method: docs/methods/themes.md.
    """
    if method not in METHODS:
        raise ThemesError("method", method=method)
    if count is not None and not 1 <= count <= MOST_ASKED:
        raise ThemesError("count", most=MOST_ASKED)
    if method == MEANING and encoder is None:
        encoder = load_encoder()
    labels = labels or (kept.labels if kept else Labels())
    ids, masked = _read_texts(texts, language)
    distinct, counts, back = _join_same([one.text for one in masked])
    prepared = prepare(distinct, language=language, counts=counts, question=question)
    material = Material(distinct, counts, prepared, method, encoder)
    earlier = Earlier(kept.model, labels, _find_places(kept, ids, back)) if kept else None
    model, points = learn(material, count, earlier)
    corpus = Corpus(
        ids, tuple(one.text for one in masked), prepared.matrix[back], points[back], add_counts(masked)
    )
    return view(corpus, model, labels, count, _warn(len(ids), len(distinct)))


def apply_labels(themes: Themes, labels: Labels, texts: Texts, *, encoder: Encoder | None = None) -> Themes:
    """The same themes as people see them after their gestures; the machine learns nothing here.

    `texts` are those of the themes, with the same ids; those that are gone are forgotten. `encoder` is needed
    for themes found by meaning (the extra’s by default). Raises ThemesError when a gesture names a theme that
    does not exist.
    """
    _check_keys(themes, labels)
    encoder = _need_encoder(themes.model, encoder)
    ids, masked = _read_texts(texts, themes.model.vocabulary.language)
    hidden = tuple(one.text for one in masked)
    table = weigh(hidden, themes.model.vocabulary)
    points = read_points(hidden, themes.model, encoder, table)
    corpus = Corpus(ids, hidden, table, points, add_counts(masked))
    return view(corpus, themes.model, labels, themes.asked, _warn(len(ids), len(set(hidden))))


def assign(new_texts: Texts, themes: Themes, *, encoder: Encoder | None = None) -> Themes:
    """The same themes with new texts placed in them; nothing that was there moves.

    Keys, names, words, sentences and earlier placements stay; sizes and shares follow. Ids of a list go on
    after the largest number among them. Raises ThemesError when an id is already there.
    """
    encoder = _need_encoder(themes.model, encoder)
    start = max((int(one.text) for one in themes.placements if one.text.isdecimal()), default=0)
    ids, masked = _read_texts(new_texts, themes.model.vocabulary.language, start)
    known = {placement.text for placement in themes.placements}
    twice = [text for text in ids if text in known]
    if twice:
        raise ThemesError("placed", text=twice[0])
    points = read_points([one.text for one in masked], themes.model, encoder)
    keys, close = measure(points, themes.model, themes.labels)
    shown = {theme.key for theme in themes.themes}
    close = close * np.array([key in shown for key in keys], dtype=bool)
    placed = place_texts(ids, close, keys, themes.labels, FAR[themes.method])
    placements = (*themes.placements, *placed)
    return _recount(themes, placements, add_counts([*masked, Masked("", themes.masked)]))


def _recount(
    themes: Themes, placements: tuple[Placement, ...], masked: tuple[tuple[str, int], ...]
) -> Themes:
    sizes: dict[str, int] = {}
    for placement in placements:
        if placement.theme is not None:
            sizes[placement.theme] = sizes.get(placement.theme, 0) + 1
    touched = count_touched(placements)
    counted = [
        replace(
            theme,
            size=sizes.get(theme.key, 0),
            share=share(sizes.get(theme.key, 0), len(placements)),
            touched=touched.get(theme.key, 0),
        )
        for theme in themes.themes
    ]
    rest = sum(not placement.themes for placement in placements)
    return replace(themes, themes=sort_themes(counted), placements=placements, rest=rest, masked=masked)


def _read_texts(texts: Texts, language: str, start: int = 0) -> tuple[tuple[str, ...], list[Masked]]:
    """The ids, and the texts with names and contacts hidden."""
    if isinstance(texts, str):
        raise ThemesError("one_text")
    if isinstance(texts, Mapping):
        ids = tuple(str(key) for key in texts)
        return ids, [mask(text, language) for text in texts.values()]
    ids = tuple(str(start + rank) for rank in range(1, len(texts) + 1))
    return ids, [mask(text, language) for text in texts]


def _join_same(texts: Sequence[str]) -> tuple[list[str], Integers, Integers]:
    """The distinct texts in alphabetical order, how often each was written, and the place of each text."""
    counted = Counter(texts)
    distinct = sorted(counted)
    places = {text: at for at, text in enumerate(distinct)}
    counts = np.array([counted[text] for text in distinct], dtype=np.int64)
    return distinct, counts, np.array([places[text] for text in texts], dtype=np.int64)


def _find_places(kept: Themes, ids: Sequence[str], back: Integers) -> dict[str, list[int]]:
    """The distinct texts that were in each earlier theme and are still there."""
    places = dict(zip(ids, back.tolist(), strict=True))
    found: dict[str, list[int]] = {}
    for placement in kept.placements:
        if placement.theme is not None and placement.text in places:
            found.setdefault(placement.theme, []).append(places[placement.text])
    return found


def _need_encoder(model: Model, encoder: Encoder | None) -> Encoder | None:
    return load_encoder() if model.method == MEANING and encoder is None else encoder


def _check_keys(themes: Themes, labels: Labels) -> None:
    known = {*themes.model.keys, *(split.key for split in labels.splits)}
    for key in labels.touched:
        if key not in known:
            raise ThemesError("unknown", key=key)


def _warn(texts: int, distinct: int) -> tuple[Message, ...]:
    return () if distinct >= FEW_TEXTS or not texts else (Message("few", {"enough": FEW_TEXTS}),)
