"""Additions to a small guide, and later versions of that guide."""

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from marchepied.apps.referentials.models import ReferentialVersion
from marchepied.apps.referentials.services import add_item, finish_draft, start_draft
from tests.factories.referentials import ReferentialVersionFactory, question, text

OURS = "qui-rappelle"


def make_guide() -> ReferentialVersion:
    """A guide of a theme and a domain of three questions, version 1.0.0."""
    return ReferentialVersionFactory(number="1.0.0")


def publish_later(
    base: ReferentialVersion, change: Callable[[Any], Any] = lambda axes: None, number: str = "1.1.0"
) -> ReferentialVersion:
    """A later version of a guide, whose themes are changed in place."""
    content = copy.deepcopy(base.content) | {"version": number}
    change(content["axes"])
    return ReferentialVersionFactory(
        referential=base.referential,
        number=number,
        content=content,
        published_at=base.published_at + timedelta(days=1),
    )


def begin_addition(organisation: Any, base: ReferentialVersion, *, by: Any) -> Any:
    """A draft that adds one complete question to the first domain; the organisation's scope must be open."""
    draft = start_draft(
        organisation=organisation, title=text("Nos ajouts"), purpose=text("Voir."), base=base, by=by
    )
    origin = draft.content["provenance"]
    asked = question(
        "x",
        levers=["t1-d1-levier"],
        statement=text("Qui rappelle ?"),
        provenance=origin,
        levels_provenance=origin,
    )
    add_item(draft=draft, kind="question", parent="t1-d1", item=asked, by=by)
    return draft


def publish_addition(organisation: Any, base: ReferentialVersion, *, by: Any) -> ReferentialVersion:
    """Version 1.0.0 of an addition of one question; the organisation's scope must be open."""
    return finish_draft(draft=begin_addition(organisation, base, by=by), number="1.0.0", by=by)


def rename_domain(axes: Any) -> None:
    """The domain is gone: another one holds its questions."""
    found = axes[0]["domains"][0]
    found["id"], found["title"] = "t1-d9", text("Un autre domaine")
    for example in axes[0]["examples"]:
        example["domain"] = "t1-d9"
