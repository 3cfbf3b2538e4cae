"""What pages of themes start from: the texts that may be shown, and the themes as people left them."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from marchepied.apps.listening.selectors.theme_board import (
    Reading,
    call_theme,
    read_board_of,
    taken_of,
)
from marchepied.apps.plans.selectors.listening import actions_from
from marchepied.apps.plans.selectors.written import everything_written
from marchepied.engines.themes import REST, Theme
from marchepied.web.listening.finding import current_language
from marchepied.web.shared.access import SpaceRequest

APART = "a-part"


@dataclass(frozen=True)
class Card:
    """A theme on the page: its title, whether people named it, and the actions made from it."""

    theme: Theme
    title: str
    actions: tuple[Any, ...]


def read_here(request: SpaceRequest) -> Reading:
    """What is written in the space, and its themes."""
    organisation = request.space.organisation
    return read_board_of(organisation, everything_written(organisation, current_language()))


def texts_by_id(reading: Reading) -> dict[str, str]:
    """The texts as the engine takes them."""
    return {one.id: one.text for one in reading.texts}


def cards_of(reading: Reading) -> tuple[list[Card], list[tuple[str, Any]]]:
    """Each theme with its actions; then the actions of themes that are no more, with the name they had."""
    if reading.board is None:
        return [], []
    taken = taken_of(reading.board)
    found = actions_from(taken)
    themes = reading.themes.themes if reading.themes else ()
    here: dict[str, list[Any]] = {theme.key: [] for theme in themes}
    gone = []
    for row in taken:
        theme = reading.find(row.key)
        for action in found.get(row.pk, []):
            if theme is not None:
                here[theme.key].append(action)
            else:
                gone.append((row.title, action))
    cards = [Card(theme, call_theme(theme), tuple(here[theme.key])) for theme in themes]
    return cards, gone


def require_theme(reading: Reading, key: str) -> Theme | None:
    """The theme of an address; None for the texts set apart; 404 for any other word."""
    if reading.themes is None:
        raise Http404
    if key == APART:
        return None
    theme = reading.find(key)
    if theme is None:
        raise Http404
    return theme


def key_of(theme: Theme | None) -> str:
    """The engine's key."""
    return REST if theme is None else theme.key
