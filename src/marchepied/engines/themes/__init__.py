"""What people write, grouped by theme, names hidden; people name, merge, split and correct.

>>> texts = ["Le bus est en retard", "Le bus ne passe pas", "La salle est froide", "Salle froide"]
>>> themes = find_themes(texts)
>>> [theme.title for theme in themes.themes]
['bus', 'salle, froide']
>>> labels = themes.labels.rename("t1", "Transports")
"""

from ._encoding import Encoder, UniversalEncoder, load_encoder
from ._factorising import factorise
from ._finding import apply_labels, assign, find_themes
from ._labels import REST, Labels, Split
from ._learning import choose_count
from ._masking import MARKS, Masked, mask
from ._messages import MESSAGES, Message, ThemesError
from ._preparing import Prepared, Vocabulary, prepare, weigh
from ._results import (
    ENGINE_VERSION,
    MEANING,
    METHODS,
    SCHEMA,
    WORDS,
    Model,
    Placement,
    Sentence,
    Theme,
    Themes,
)
from ._storing import read_themes, write_themes

__all__ = [
    "ENGINE_VERSION",
    "MARKS",
    "MEANING",
    "MESSAGES",
    "METHODS",
    "REST",
    "SCHEMA",
    "WORDS",
    "Encoder",
    "Labels",
    "Masked",
    "Message",
    "Model",
    "Placement",
    "Prepared",
    "Sentence",
    "Split",
    "Theme",
    "Themes",
    "ThemesError",
    "UniversalEncoder",
    "Vocabulary",
    "apply_labels",
    "assign",
    "choose_count",
    "factorise",
    "find_themes",
    "load_encoder",
    "mask",
    "prepare",
    "read_themes",
    "weigh",
    "write_themes",
]
