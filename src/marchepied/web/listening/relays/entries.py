"""What a relay brings: one entry after the other, each taken once, each with an honest outcome."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from marchepied.apps.listening.selectors.tracking import code_of_complaint, code_of_idea
from marchepied.apps.listening.services import ComplaintContent, IdeaContent
from marchepied.apps.listening.services.relays import bring_answers, bring_complaint, bring_idea
from marchepied.core.boxes import open_box
from marchepied.web.participation.forms.answer import read_fields, read_sheet

ANSWERS, IDEA, COMPLAINT = "answers", "idea", "complaint"
TAKEN, REFUSED, LATER = "taken", "refused", "later"
MOST_ENTRIES = 60
# What the refusals of a service say that another day may change.
_PASSING = frozenset({None, "closed", "over"})
_NUMBERS = range(1, 1_000_000)


@dataclass(frozen=True)
class Entry:
    """What one person said: its kind, its number drawn at random, the fields of its form."""

    kind: str
    nonce: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What became of an entry; `code` follows an idea or a difficulty, `said` is why it was not taken."""

    number: int
    state: str
    kind: str = ""
    said: str = ""
    code: str = ""


def read_boxes(body: bytes) -> list[tuple[int, Mapping[str, Any]]] | None:
    """The numbered boxes of a sending, in order; None for anything else, or too many."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return None
    rows = sent.get("entries") if isinstance(sent, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_ENTRIES:
        return None
    boxes: list[tuple[int, Mapping[str, Any]]] = []
    for row in rows:
        number, box = (row.get("number"), row.get("box")) if isinstance(row, dict) else (None, None)
        if type(number) is not int or number not in _NUMBERS or not isinstance(box, dict):
            return None
        boxes.append((number, box))
    return boxes


def open_entry(box: Mapping[str, Any], name: str) -> Entry | None:
    """What a box holds; None when it was not sealed for this relay, or holds something else."""
    text = open_box(box, name)
    if text is None:
        return None
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    fields = held.get("fields") if isinstance(held, dict) else None
    if not isinstance(fields, dict):
        return None
    plain = {_plain(key): _plain(value) for key, value in fields.items() if isinstance(value, str)}
    nonce = held.get("nonce")
    return Entry(_plain(held.get("kind")), _plain(nonce)[:64], plain) if nonce else None


def _plain(text: Any) -> str:
    """The text without the half signs that JSON can spell and that no page can hold."""
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else ""


def take_entry(relay: Any, entry: Entry | None, number: int) -> Outcome:
    """Hand an entry to its service. Sent again, it changes nothing and gives the same outcome."""
    if entry is None or entry.kind not in _TAKERS:
        return Outcome(number, REFUSED, said=_("Ce qui a été gardé ne s’ouvre pas ici."))
    try:
        code = _TAKERS[entry.kind](relay, entry)
    except ValidationError as refusal:
        return Outcome(number, _state_of(refusal), entry.kind, " ".join(refusal.messages))
    except IntegrityError:  # two sendings at the same moment: the next one finds its place
        return Outcome(number, LATER, entry.kind, _("Réessayez dans un instant."))
    return Outcome(number, TAKEN, entry.kind, code=code)


def _state_of(refusal: ValidationError) -> str:
    passing = not hasattr(refusal, "error_dict") and getattr(refusal, "code", None) in _PASSING
    return LATER if passing else REFUSED


def _take_answers(relay: Any, entry: Entry) -> str:
    item_ids = relay.call.item_ids if relay.call is not None else []
    answers, comments = read_sheet(item_ids, read_fields(len(item_ids), entry.fields))
    bring_answers(relay=relay, answers=answers, comments=comments, nonce=entry.nonce)
    return ""


def _take_idea(relay: Any, entry: Entry) -> str:
    names = ("title", "text", "signed")
    content = IdeaContent(**{name: entry.fields.get(name, "") for name in names})
    return code_of_idea(bring_idea(relay=relay, content=content, nonce=entry.nonce))


def _take_complaint(relay: Any, entry: Entry) -> str:
    names = ("what", "when_where", "wanted", "name", "contact")
    content = ComplaintContent(**{name: entry.fields.get(name, "") for name in names})
    return code_of_complaint(bring_complaint(relay=relay, content=content, nonce=entry.nonce))


_TAKERS = {ANSWERS: _take_answers, IDEA: _take_idea, COMPLAINT: _take_complaint}
