"""Writing a referential item by item: pure gestures on the data of a draft, which may be incomplete.

Every gesture takes a content and returns another; what an extension adds to is given as a typed `base`, and
never changed.
"""

from ._gaps import SHORT_FIELDS, Gap, find_gaps, languages_of
from ._making import fill_languages, ids_in, make_id, new_content, new_item, say_name
from ._numbers import FIRST, propose_number
from ._outline import Node, draw_outline
from ._places import (
    IN_DOMAIN,
    Place,
    add_item,
    find_place,
    move_item,
    remove_item,
    replace_item,
    shift_item,
    walk_places,
)
from ._rebasing import (
    AXIS_GONE,
    DOMAIN_GONE,
    ID_TAKEN,
    KEEP,
    LOST_LEVER,
    MOVED,
    RENUMBERED,
    THEIRS,
    Conflict,
    Notice,
    Rebase,
    plan_rebase,
    rebase,
)
from ._shapes import HEAD, LISTS, PARENTS, Field, fields_of, is_questionnaire, name_of, own_words, read_at

__all__ = [
    "AXIS_GONE",
    "DOMAIN_GONE",
    "FIRST",
    "HEAD",
    "ID_TAKEN",
    "IN_DOMAIN",
    "KEEP",
    "LISTS",
    "LOST_LEVER",
    "MOVED",
    "PARENTS",
    "RENUMBERED",
    "SHORT_FIELDS",
    "THEIRS",
    "Conflict",
    "Field",
    "Gap",
    "Node",
    "Notice",
    "Place",
    "Rebase",
    "add_item",
    "draw_outline",
    "fields_of",
    "fill_languages",
    "find_gaps",
    "find_place",
    "ids_in",
    "is_questionnaire",
    "languages_of",
    "make_id",
    "move_item",
    "name_of",
    "new_content",
    "new_item",
    "own_words",
    "plan_rebase",
    "propose_number",
    "read_at",
    "rebase",
    "remove_item",
    "replace_item",
    "say_name",
    "shift_item",
    "walk_places",
]
