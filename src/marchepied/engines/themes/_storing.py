"""Themes as plain JSON values, and back."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ._labels import Labels
from ._messages import Message
from ._preparing import Vocabulary
from ._results import SCHEMA, WORDS, Model, Placement, Sentence, Theme, Themes


def write_themes(themes: Themes, *, model: bool = True) -> dict[str, Any]:
    """Themes as plain JSON values; without `model`, what people read, not what places new texts."""
    values: dict[str, Any] = {
        "schema": SCHEMA,
        "engine": {"name": "themes", "version": themes.version},
        "parameters": {"method": themes.method, "count": themes.asked, "encoder": themes.model.encoder},
        "texts": len(themes.placements),
        "rest": themes.rest,
        "masked": dict(themes.masked),
        "themes": [theme.as_dict() for theme in themes.themes],
        "placements": [placement.as_dict() for placement in themes.placements],
        "labels": themes.labels.as_dict(),
        "warnings": [
            {"code": warning.code, "params": dict(warning.params), "text": str(warning)}
            for warning in themes.warnings
        ],
    }
    if model:
        values["model"] = _write_model(themes.model)
    return values


def read_themes(values: Mapping[str, Any]) -> Themes:
    """The themes written by `write_themes` with their model: equal to what was written, to the last digit."""
    return Themes(
        themes=tuple(_read_theme(theme) for theme in values["themes"]),
        placements=tuple(_read_placement(placement) for placement in values["placements"]),
        rest=values["rest"],
        asked=values["parameters"]["count"],
        masked=tuple(sorted(values["masked"].items())),
        labels=Labels.from_dict(values["labels"]),
        model=_read_model(values["model"], values["parameters"]),
        warnings=tuple(Message(warning["code"], warning["params"]) for warning in values["warnings"]),
        version=values["engine"]["version"],
    )


def _read_theme(values: Mapping[str, Any]) -> Theme:
    sentences = tuple(Sentence(found["text"], found["sentence"]) for found in values["sentences"])
    return Theme(**{**values, "words": tuple(values["words"]), "sentences": sentences})


def _read_placement(values: Mapping[str, Any]) -> Placement:
    themes = tuple((key, weight) for key, weight in values["themes"])
    return Placement(values["text"], themes, values["confidence"], values["by_hand"])


def _write_model(model: Model) -> dict[str, Any]:
    """Directions in the space of words are mostly zeros: only the others are written."""
    if model.method == WORDS:
        rows = [[[int(at), float(row[at])] for at in np.flatnonzero(row)] for row in model.directions]
    else:
        rows = model.directions.tolist()
    return {
        "keys": list(model.keys),
        "directions": rows,
        "terms": list(model.vocabulary.terms),
        "weights": model.vocabulary.weights.tolist(),
        "language": model.vocabulary.language,
        "asked": list(model.vocabulary.asked),
        "centre": None if model.centre is None else model.centre.tolist(),
    }


def _read_model(values: Mapping[str, Any], parameters: Mapping[str, Any]) -> Model:
    terms = tuple(values["terms"])
    weights = np.array(values["weights"], dtype=float)
    vocabulary = Vocabulary(terms, weights, values["language"], tuple(values["asked"]))
    centre = None if values["centre"] is None else np.array(values["centre"], dtype=float)
    width = len(terms) if parameters["method"] == WORDS else len(values["centre"] or ())
    directions = np.zeros((len(values["keys"]), width))
    for place, row in enumerate(values["directions"]):
        if parameters["method"] == WORDS:
            for at, value in row:
                directions[place, at] = value
        else:
            directions[place] = row
    return Model(
        parameters["method"], tuple(values["keys"]), directions, vocabulary, centre, parameters["encoder"]
    )
