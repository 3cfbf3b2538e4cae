"""What a framework of CISO Assistant holds that a questionnaire has no place for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ._naming import wrap_names
from ._sentences import Sentence, gettext_noop, sentence

_NODE = frozenset(
    "urn assessable depth parent_urn ref_id name description annotation questions "  # noqa: SIM905
    "implementation_groups".split()
)
_QUESTION = frozenset({"urn", "type", "text", "choices"})
_CHOICE = frozenset({"urn", "value", "description", "add_score"})
_FRAMEWORK = frozenset(
    "urn ref_id name description scores_definition min_score max_score "  # noqa: SIM905
    "implementation_groups_definition requirement_nodes".split()
)
_OBJECTS = frozenset({"framework", "reference_controls"})
_BARE = ("fr", "en")


def tell_left(
    data: Mapping[str, Any], framework: Mapping[str, Any], nodes: Iterable[Any]
) -> Iterator[Sentence]:
    """Every field that is filled and not carried, by its name in the file; the language if not ours."""
    left: dict[str, None] = {}
    _collect(left, data["objects"], _OBJECTS)
    _collect(left, framework, _FRAMEWORK)
    for node in nodes:
        _collect(left, node, _NODE)
        for question in list_inside(node, "questions"):
            _collect(left, question, _QUESTION)
            for choice in list_inside(question, "choices"):
                _collect(left, choice, _CHOICE)
    for names in wrap_names(left):
        yield sentence(gettext_noop("Ces champs du fichier ne sont pas repris : %(names)s."), names=names)
    locale = str(data.get("locale") or "fr")
    if not locale.lower().startswith(_BARE):
        yield sentence(
            gettext_noop("Le fichier est dans une autre langue (%(locale)s) : ses textes sont à traduire."),
            locale=locale,
        )


def _collect(left: dict[str, None], item: Any, known: frozenset[str]) -> None:
    if isinstance(item, Mapping):
        left |= {
            str(key): None
            for key, value in item.items()
            if key not in known and value not in (None, "", [], {})
        }


def list_inside(item: Any, key: str) -> list[Any]:
    """The values that a block holds under a key, as a list or by name; none where it is neither."""
    held = item.get(key) if isinstance(item, Mapping) else None
    return list(held.values()) if isinstance(held, Mapping) else held if isinstance(held, list) else []
