"""Votes on statements, as arrays: by person and statement, never by whom."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db.models import Count

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.models import Answer, Round, RoundCollege, SentForm
from marchepied.apps.participation.validators import digest_of_form


@dataclass(frozen=True)
class VoteRows:
    """Four arrays of one length: a random key a person, the place of the item in `item_ids`, the level, and
    the place of the call in `call_ids`. In the order of people's keys, which means nothing.

    Exact and secret: only a stored release may be shown. A person whose key was erased is in none of them.
    """

    respondents: npt.NDArray[np.int64]
    items: npt.NDArray[np.int32]
    levels: npt.NDArray[np.int8]
    calls: npt.NDArray[np.int32]
    item_ids: tuple[str, ...]
    call_ids: tuple[str, ...]


def votes_of(round_: Round) -> VoteRows:
    """Every vote deposited in a round of statements (one query)."""
    rows = (
        Answer.objects.filter(call__round=round_, kind=AnswerKind.LEVEL)
        .exclude(respondent=None)
        .order_by("respondent", "item_id")
        .values_list("respondent", "item_id", "level", "call_id")
    )
    items: dict[str, int] = {}
    calls: dict[str, int] = {}
    plain = [
        (person, items.setdefault(item, len(items)), level, calls.setdefault(str(call), len(calls)))
        for person, item, level, call in rows.iterator(chunk_size=20_000)
    ]
    table = np.array(plain, dtype=np.int64).reshape(-1, 4)
    return VoteRows(
        respondents=table[:, 0],
        items=table[:, 1].astype(np.int32),
        levels=table[:, 2].astype(np.int8),
        calls=table[:, 3].astype(np.int32),
        item_ids=tuple(items),
        call_ids=tuple(calls),
    )


def votes_by_item(round_: Round) -> dict[str, int]:
    """How many people voted on each item, whatever they said (one query)."""
    rows = (
        Answer.objects.filter(call__round=round_)
        .order_by()
        .values("item_id")
        .annotate(people=Count("pk"))
        .values_list("item_id", "people")
    )
    return dict(rows)


def has_arrived(call: RoundCollege, nonce: str) -> bool:
    """Whether the form of this random number has arrived already; never once the round is closed."""
    return SentForm.objects.filter(call=call, digest=digest_of_form(call, nonce)).exists()
