"""What people of a told year wrote, by theme: looked for, named by its pilot, one of them in the plan."""

from typing import Any

from marchepied.apps.listening.selectors.theme_board import call_theme, read_board_of
from marchepied.apps.listening.services.themes import look_for_themes, mark_taken, name_theme
from marchepied.apps.plans.selectors.written import everything_written
from marchepied.apps.restitution.services._demo_house import Stage, Year
from marchepied.core.audit import trace


def name_themes(stage: Stage, year: Year | None) -> None:
    """The themes of a story, where it tells of some: each named after the one that holds a text."""
    told = stage.told["registers"].get("themes", ())
    if not told:
        return
    texts = everything_written(stage.organisation, "fr")
    board = look_for_themes(
        organisation=stage.organisation, texts={one.id: one.text for one in texts}, by=stage.pilot
    )
    for one in told:
        reading = read_board_of(stage.organisation, texts)
        theme: Any = reading.find(_key_of(reading, one["holds"]))
        title = call_theme(theme)
        board = name_theme(board=board, key=theme.key, title=title, name=one["name"], by=stage.pilot)
        if "action" in one and year is not None:
            row = mark_taken(board=board, key=theme.key, title=one["name"], by=stage.pilot)
            trace(row, year.actions[one["action"]], by=stage.pilot)


def _key_of(reading: Any, words: str) -> str:
    """The theme of the text that begins so; a story that names a text that is in none is wrong."""
    text = next(one for one in reading.texts if one.text.startswith(words))
    key = reading.themes.place(text.id).theme
    assert key is not None, words
    return str(key)
