"""Writing a draft item by item: each gesture is one change, kept in its history."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.referentials.models import Draft, ReferentialVersion
from marchepied.apps.referentials.selectors import base_of, read_referential, stamp_of, taken_ids
from marchepied.apps.referentials.services.drafts import Gesture, change_draft, open_draft, publish_draft
from marchepied.engines.referential import editing


class ItemConflictError(ValidationError):
    """Somebody else changed this very item since the page was opened: nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _("Quelqu’un a changé ce passage entre-temps. Rien n’est perdu : comparez, puis choisissez.")
        )


class ItemGoneError(ValidationError):
    """The item is no longer in the draft: somebody took it out, or moved what held it."""

    def __init__(self) -> None:
        super().__init__(_("Quelqu’un a retiré ce passage entre-temps."))


@transaction.atomic
def start_draft(
    *,
    organisation: Any,
    title: Mapping[str, str],
    purpose: Mapping[str, str],
    languages: Sequence[str] = ("fr",),
    base: ReferentialVersion | None = None,
    by: Any,
) -> Draft:
    """A draft with a name and nothing in it yet: a guide of one's own, or an addition to a `base`.

    An addition is written in the languages of its base.
    """
    content = editing.new_content(
        title=title,
        purpose=purpose,
        publisher=organisation.name,
        languages=languages,
        base=read_referential(base) if base else None,
    )
    if base is not None:
        # A version that took a number beside the one it says (« 1.0.0+2 ») is named as it was published.
        content["extends"]["version"] = base.number
    name = editing.say_name(content)
    return open_draft(organisation=organisation, title=name, content=content, base=base, by=by)


@transaction.atomic
def change_head(*, draft: Draft, head: Mapping[str, Any], seen: str, credit: str = "", by: Any) -> Draft:
    """Another name, purpose, publisher or languages; `seen` is the stamp of the head when it was read."""
    if stamp_of("head", draft.content) != seen:
        raise ItemConflictError
    gesture = Gesture("head.changed", item_name=editing.say_name(head), credit=credit)
    return _write(draft, {**draft.content, **head}, gesture, by)


@transaction.atomic
def add_item(
    *, draft: Draft, kind: str, parent: str, item: Mapping[str, Any], credit: str = "", by: Any
) -> str:
    """Add an item, last of its kind in `parent`; returns the id made from its words.

    Raises ItemGoneError when nothing of that id may hold it.
    """
    base = base_of(draft)
    item_id = editing.make_id(editing.say_name(item), taken_ids(draft), kind)
    whole = {"id": item_id, **{name: value for name, value in item.items() if name != "id"}}
    try:
        content = editing.add_item(draft.content, kind, whole, parent, base)
    except KeyError as error:
        raise ItemGoneError from error
    _write(draft, content, _gesture(f"{kind}.added", whole, credit), by)
    return item_id


@transaction.atomic
def change_item(
    *, draft: Draft, item_id: str, item: Mapping[str, Any], seen: str, credit: str = "", by: Any
) -> Draft:
    """Write an item anew; `seen` is its stamp when it was read.

    Changes of other items do not matter. Raises ItemConflictError when this one changed, ItemGoneError when
    it is no longer there.
    """
    place = _find(draft, item_id)
    if stamp_of(place.kind, place.item) != seen:
        raise ItemConflictError
    if editing.own_words(place.kind, {**item, "id": item_id}) == editing.own_words(place.kind, place.item):
        return draft
    content = editing.replace_item(draft.content, item_id, item)
    return _write(draft, content, _gesture(f"{place.kind}.changed", {**item, "id": item_id}, credit), by)


@transaction.atomic
def shift_item(*, draft: Draft, item_id: str, step: int, by: Any) -> Draft:
    """Put an item one place later, or earlier with -1; nothing is written at an end of its list."""
    place = _find(draft, item_id)
    content = editing.shift_item(draft.content, item_id, step)
    if content == draft.content:
        return draft
    return _write(draft, content, _gesture(f"{place.kind}.moved", place.item), by)


@transaction.atomic
def move_item(*, draft: Draft, item_id: str, parent: str, by: Any) -> Draft:
    """Put an item in another theme or domain. Raises ItemGoneError when either is no longer there."""
    place = _find(draft, item_id)
    try:
        content = editing.move_item(draft.content, item_id, parent, base_of(draft))
    except KeyError as error:
        raise ItemGoneError from error
    if content == draft.content:
        return draft
    return _write(draft, content, _gesture(f"{place.kind}.moved", place.item), by)


@transaction.atomic
def remove_item(*, draft: Draft, item_id: str, by: Any) -> Draft:
    """Take an item out with all that is in it; the latest change can be taken back."""
    place = _find(draft, item_id)
    content = editing.remove_item(draft.content, item_id)
    return _write(draft, content, _gesture(f"{place.kind}.removed", place.item), by)


@transaction.atomic
def fill_languages(*, draft: Draft, by: Any) -> Draft:
    """Say in French what no one translated, so that the draft may be published as it is."""
    languages = editing.languages_of(draft.content, base_of(draft))
    content = editing.fill_languages(draft.content, languages)
    if content == draft.content:
        return draft
    return _write(draft, content, Gesture("languages.filled", item_name=draft.title), by)


@transaction.atomic
def finish_draft(*, draft: Draft, number: str, fill: bool = False, by: Any) -> ReferentialVersion:
    """Publish a draft; with `fill`, what was not translated is first said in French.

    Raises what `publish_draft` raises.
    """
    if fill:
        fill_languages(draft=draft, by=by)
    return publish_draft(draft=draft, number=number, by=by)


def _find(draft: Draft, item_id: str) -> editing.Place:
    place = editing.find_place(draft.content, item_id)
    if place is None:
        raise ItemGoneError
    return place


def _gesture(verb: str, item: Any, credit: str = "") -> Gesture:
    return Gesture(verb, item["id"], editing.say_name(item), credit)


def _write(draft: Draft, content: Any, gesture: Gesture, by: Any) -> Draft:
    return change_draft(draft=draft, content=content, gesture=gesture, revision=draft.revision, by=by)
