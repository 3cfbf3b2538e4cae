"""Reads of the themes: what the machine suggested as people left it, on the texts that are there now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.listening.models import TakenTheme, ThemeBoard, ThemeGesture
from marchepied.apps.listening.selectors.written import SOURCES, Written
from marchepied.engines.themes import (
    REST,
    Labels,
    Placement,
    Theme,
    Themes,
    ThemesError,
    apply_labels,
    mask,
    read_themes,
)

# Fewer texts than that are read as they are: no theme would say more.
LEAST = 5
FRENCH = "fr"


@dataclass(frozen=True)
class Line:
    """A text under a theme, its names and contacts hidden, and whether a person put it there."""

    written: Written
    text: str
    by_hand: bool = False


@dataclass(frozen=True)
class Reading:
    """The themes of an organisation now. `board` and `themes` are None until somebody asked for them.

    `fresh` texts came since the machine last looked.
    """

    texts: Sequence[Written]
    board: ThemeBoard | None = None
    themes: Themes | None = None
    fresh: int = 0

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(source, how many texts), those that have some."""
        found = Counter(one.source for one in self.texts)
        return [(source, found[source]) for source in SOURCES if found[source]]

    @property
    def too_few(self) -> bool:
        return len(self.texts) < LEAST

    @property
    def apart(self) -> int:
        """The texts that fit no theme, or that a person set apart."""
        return self.themes.rest if self.themes else 0

    @property
    def hidden(self) -> int:
        """How many names and contacts are hidden."""
        return sum(count for _kind, count in self.themes.masked) if self.themes else 0

    @property
    def advice(self) -> list[str]:
        """What the engine warns of, in the language of the page."""
        warnings = self.themes.warnings if self.themes else ()
        return [_(warning.template) % dict(warning.params) for warning in warnings]

    def find(self, key: str) -> Theme | None:
        """The theme of this key, or the one that holds it since."""
        return self.themes.find(key) if self.themes else None

    def lines_of(self, key: str) -> list[Line]:
        """The texts whose first theme it is (`REST`: those of none), those placed by hand first, the surest
        then."""
        if self.themes is None:
            return []
        known = {one.id: one for one in self.texts}
        kept = [one for one in self.themes.placements if (one.theme or REST) == key]
        kept.sort(key=_rank)
        return [_line(known[one.text], one.by_hand) for one in kept]

    def lines(self) -> list[Line]:
        """Every text, when there are too few for themes."""
        return [_line(one, False) for one in self.texts]


def _rank(placement: Placement) -> tuple[bool, float]:
    return (not placement.by_hand, -placement.confidence)


def _line(written: Written, by_hand: bool) -> Line:
    return Line(written, mask(written.text, FRENCH).text, by_hand)


def find_board(organisation: Any) -> ThemeBoard | None:
    """The themes of an organisation; None until somebody asked for them (one query)."""
    return ThemeBoard.objects.filter(organisation=organisation).select_related("organisation").first()


def read_board_of(organisation: Any, texts: Sequence[Written]) -> Reading:
    """The themes on these texts, as people left them (one query); nothing is learned nor written."""
    board = find_board(organisation)
    if board is None or not texts:
        return Reading(texts, board)
    stored = stored_themes(board)
    known = {one.text for one in stored.placements}
    try:
        themes = apply_labels(stored, labels_of(board), {one.id: one.text for one in texts})
    except ThemesError:  # kept by another version of the engine: somebody looks for themes again
        return Reading(texts, board)
    return Reading(texts, board, themes, sum(one.id not in known for one in texts))


def stored_themes(board: ThemeBoard) -> Themes:
    """What was learned the last time, without a sentence."""
    return read_themes(board.found)


def labels_of(board: ThemeBoard) -> Labels:
    """What people did."""
    return Labels.from_dict(board.labels) if board.labels else Labels()


def call_theme(theme: Theme) -> str:
    """Its name, or what stands for one until a person gives it."""
    if theme.name:
        return theme.name
    words = ", ".join(theme.words[:3])
    return _("Sans nom : %(words)s") % {"words": words} if words else _("Sans nom")


def last_gesture(board: ThemeBoard) -> ThemeGesture | None:
    """The last gesture, which can be undone; None when nothing can (one query)."""
    return ThemeGesture.objects.filter(board=board).select_related("by").defer("before").first()


def taken_of(board: ThemeBoard) -> list[TakenTheme]:
    """The themes that became actions (one query)."""
    return list(TakenTheme.objects.filter(board=board))


def find_taken_theme(organisation: Any, taken_id: Any) -> TakenTheme | None:
    """A theme that became an action, by its id (one query)."""
    return TakenTheme.objects.filter(organisation=organisation, pk=taken_id).first()
