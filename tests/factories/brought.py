"""Guides brought from a file, and guides whose every text means harm."""

from collections.abc import Callable
from typing import Any

from marchepied.apps.referentials.services import keep_brought_file, open_draft, publish_draft
from marchepied.engines.referential.exchange import write_yaml
from tests.factories.referentials import generated

ELSEWHERE = "Thème;Question;Niveau 1;Niveau 2\nNuits;On dort bien ?;non;oui\nNuits;Il fait chaud ?;non;oui\n"
# Those of a participant are held to one sentence of fifteen words: the others may say anything.
_HELD = frozenset({"wording", "short"})


def bring_file(organisation: Any, *, by: Any, data: bytes | None = None, name: str = "nuits.csv") -> Any:
    """A file of questions that waits to be imported. The organisation's scope must be open."""
    return keep_brought_file(
        organisation=organisation, data=data or ELSEWHERE.encode(), file_name=name, by=by
    )


def spoil(value: Any, type_text: Callable[[], str], *, all_of_it: bool, key: str = "") -> Any:
    """The same content, every text of which was typed by somebody who means harm."""
    if isinstance(value, dict) and value and set(value) <= {"fr", "en"}:
        return value if key in _HELD and not all_of_it else {language: type_text() for language in value}
    if isinstance(value, dict):
        return {name: spoil(item, type_text, all_of_it=all_of_it, key=name) for name, item in value.items()}
    if isinstance(value, list):
        return [spoil(item, type_text, all_of_it=all_of_it, key=key) for item in value]
    return value


def write_hostile_guides(organisation: Any, type_text: Callable[[], str], *, by: Any) -> dict[str, Any]:
    """A draft, a published version and a file that waits, all of such texts: what addresses may name."""

    def visible() -> str:
        return next(text for text in iter(type_text, None) if text.strip() and "{" not in text)

    wrong = spoil(generated(2), visible, all_of_it=True) | {"id": "brouillon", "publisher": visible()}
    draft = open_draft(organisation=organisation, title=visible(), content=wrong, by=by)
    right = spoil(generated(2), visible, all_of_it=False) | {"id": "publie", "publisher": visible()}
    published = open_draft(organisation=organisation, title=visible(), content=right, by=by)
    version = publish_draft(draft=published, number="1.0.0", by=by)
    changed = right | {"axes": right["axes"][:1], "licence": visible()}
    brought = bring_file(organisation, data=write_yaml(changed), name="=1+1.yaml", by=by)
    return {"draft": draft.pk, "version": version.pk, "brought": brought.pk}
