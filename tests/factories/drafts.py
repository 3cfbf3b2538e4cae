"""Guides that an organisation writes: a draft with one of each kind of item, and a version it published."""

from typing import Any

from marchepied.apps.referentials.selectors import guide_version, read_referential
from marchepied.apps.referentials.services import add_item, finish_draft, start_draft
from tests.factories.referentials import indicator, lever, question, text


def write_draft(organisation: Any, *, by: Any, title: str = "Nos questions") -> tuple[Any, str]:
    """A draft that adds to the guide: two questions, one unfinished, a lever, an indicator, a theme.

    With the id of the first question. The organisation's scope must be open.
    """
    draft = start_draft(
        organisation=organisation,
        title={"fr": title},
        purpose=text("Voir."),
        base=guide_version(),
        by=by,
    )
    domain = read_referential(guide_version()).find_axis("theme-5").domains[1]
    levers = [domain.levers[0].id]
    asked = question("x", levers=levers, statement=text("Qui rappelle les gens ?"))
    del asked["why"]
    item_id = add_item(draft=draft, kind="question", parent=domain.id, item=asked, by=by)
    other = question("x", levers=levers, statement={"fr": "Qui écoute ?"})
    add_item(draft=draft, kind="question", parent=domain.id, item=other, credit="Lucie", by=by)
    add_item(draft=draft, kind="lever", parent=domain.id, item=lever("x"), by=by)
    add_item(draft=draft, kind="indicator", parent=domain.id, item=indicator("x"), by=by)
    theme = {"number": 9, "title": text("Un thème à nous"), "domains": []}
    add_item(draft=draft, kind="axis", parent="", item=theme, by=by)
    return draft, item_id


def publish_addition(organisation: Any, *, by: Any, title: str = "Nos questions publiées") -> Any:
    """A version that adds one question to the guide."""
    draft = start_draft(
        organisation=organisation, title=text(title), purpose=text("Voir."), base=guide_version(), by=by
    )
    domain = read_referential(guide_version()).find_axis("theme-5").domains[0]
    asked = question("x", levers=[domain.levers[0].id], statement=text("Qui prévient les gens ?"))
    source = draft.content["provenance"]
    asked |= {"provenance": source, "levels_provenance": source}
    add_item(draft=draft, kind="question", parent=domain.id, item=asked, by=by)
    return finish_draft(draft=draft, number="1.0.0", by=by)
