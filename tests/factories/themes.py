"""Texts that people wrote, and their themes, as services make them."""

from typing import Any

from marchepied.apps.listening.models import Register, ThemeBoard
from marchepied.apps.listening.selectors.theme_board import Reading, read_board_of
from marchepied.apps.listening.services.themes import look_for_themes
from marchepied.apps.plans.selectors.written import everything_written
from marchepied.core.scope import scope
from tests.factories.listening import propose
from tests.factories.networks import pilot_of

IDEAS = (
    "Le bus du matin arrive trop tard",
    "Un bus de plus le samedi matin",
    "Le bus ne passe jamais à l’heure",
    "Attendre le bus sous un abri",
    "La salle est froide en hiver",
    "Chauffer la salle avant la réunion",
    "Dans la salle, on gèle dès novembre",
    "Une salle plus chaude pour les enfants",
)


def write_ideas(register: Any, titles: Any = IDEAS) -> list[Any]:
    """Ideas on the board, one a title."""
    return [propose(register, title) for title in titles]


def read_ideas(organisation: Any) -> Reading:
    """The themes of what is written, as people left them."""
    with scope(organisation):
        return read_board_of(organisation, everything_written(organisation, "fr"))


def look(organisation: Any, count: int | None = 2) -> ThemeBoard:
    """Themes of what is written."""
    texts = {one.id: one.text for one in read_ideas(organisation).texts}
    with scope(organisation):
        return look_for_themes(organisation=organisation, texts=texts, count=count, by=pilot_of(organisation))


def live_in_themes(organisation: Any) -> dict[str, Any]:
    """What addresses of the themes may name: two themes of the ideas in its box, which is open."""
    with scope(organisation):
        register = Register.objects.get(kind="ideas")
    write_ideas(register)
    look(organisation, count=None)
    return {"theme_key": read_ideas(organisation).themes.themes[0].key}
