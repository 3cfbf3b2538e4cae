"""What the engine hands back: frozen, with parameters, what people did, and warnings."""

from dataclasses import dataclass, field
from typing import Any

from ._labels import Labels
from ._messages import Message
from ._preparing import Floats, Vocabulary

ENGINE_VERSION = "1.0"
SCHEMA = "marchepied/themes/1"
WORDS, MEANING = "words", "meaning"
METHODS = (WORDS, MEANING)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it was written, names and contacts hidden, and the id of its text."""

    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of texts that speak of the same thing, as far as the machine or a person can tell.

    `name` is given by people, empty until they do. `words` are as written, the most telling first;
    `sentences` are real, the most typical first. `size` texts have it as their first theme, which is `share`
    of all texts; `touched` have it among theirs. `by_hand`: a person named it, merged it, split it or put a
    text in it, so that no new computation takes it away.
    """

    key: str
    name: str
    words: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    size: int
    share: float
    touched: int
    by_hand: bool

    @property
    def title(self) -> str:
        """Its name, or else its first three words."""
        return self.name or ", ".join(self.words[:3]) or self.key

    def as_dict(self) -> dict[str, Any]:
        """The theme as plain JSON values."""
        return {
            "key": self.key,
            "name": self.name,
            "words": list(self.words),
            "sentences": [{"text": found.text, "sentence": found.sentence} for found in self.sentences],
            "size": self.size,
            "share": self.share,
            "touched": self.touched,
            "by_hand": self.by_hand,
        }


@dataclass(frozen=True, slots=True)
class Placement:
    """The themes of one text, the first one first, with weights that add up to 1; none when it fits none.

    `confidence` goes from 0 to 1: how close the text is to its first theme, times the part of that theme
    among its themes. It is 1 for a text that a person placed.
    """

    text: str
    themes: tuple[tuple[str, float], ...]
    confidence: float
    by_hand: bool = False

    @property
    def theme(self) -> str | None:
        """The key of its first theme."""
        return self.themes[0][0] if self.themes else None

    def as_dict(self) -> dict[str, Any]:
        """The placement as plain JSON values."""
        return {
            "text": self.text,
            "themes": [list(pair) for pair in self.themes],
            "confidence": self.confidence,
            "by_hand": self.by_hand,
        }


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned, so that new texts can be placed: one direction a theme (unit rows), in the space of
    the vocabulary (words) or of the encoder (meaning, once `centre` is taken off)."""

    method: str
    keys: tuple[str, ...]
    directions: Floats = field(compare=False)
    vocabulary: Vocabulary
    centre: Floats | None = field(default=None, compare=False)
    encoder: str = ""


@dataclass(frozen=True, slots=True)
class Themes:
    """Texts grouped by theme: the largest theme first, one placement a text, in the order given.

    `rest` texts fit no theme. `asked` is the number of themes asked for, None when it was chosen. `masked`
    says how many names, e-mails… were hidden. Everything here is a suggestion.
    """

    themes: tuple[Theme, ...]
    placements: tuple[Placement, ...]
    rest: int
    asked: int | None
    masked: tuple[tuple[str, int], ...]
    labels: Labels
    model: Model
    warnings: tuple[Message, ...] = ()
    version: str = ENGINE_VERSION

    @property
    def method(self) -> str:
        """How the texts were brought together: « words » or « meaning »."""
        return self.model.method

    def find(self, key: str) -> Theme | None:
        """The theme of this key, or that into which it was merged; None when there is none."""
        wanted = self.labels.find(key)
        return next((theme for theme in self.themes if theme.key == wanted), None)

    def place(self, text: str) -> Placement | None:
        """The placement of the text of this id."""
        return next((placement for placement in self.placements if placement.text == text), None)
