"""All the answers of a round in one pass: counted by item and college, and joined by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

import numpy as np
import numpy.typing as npt

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.models import Answer, Round, RoundCollege
from marchepied.engines.privacy import CellCounts

ROWS_AT_ONCE = 50_000
NOBODY = -1  # in place of a respondent's key that was erased

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RoundMatrix:
    """Levels given in a whole round: a row a person (in an order that means nothing), a column an item.

    `levels` counts from 0, −1 where the person gave no level; `calls` gives each person's place in
    `call_ids`. Nobody once the respondents' keys are erased. Exact and secret: only what the engine
    `privacy` lets through may be shown of it.
    """

    call_ids: tuple[UUID, ...]
    item_ids: tuple[str, ...]
    calls: Ints
    levels: npt.NDArray[np.int8]


@dataclass(frozen=True)
class RoundAnswers:
    """What `counts_by_item` gives, and the matrix of the people who answered one by one."""

    counts: dict[str, dict[UUID, CellCounts]]
    matrix: RoundMatrix


def read_round(round_: Round, calls: Sequence[RoundCollege]) -> RoundAnswers:
    """The answers of a round to these calls, each read once (one query whatever the size)."""
    items = {item["id"]: int(item["levels"]) for item in round_.form.get("items", [])}
    answers = _read_columns(round_, calls, tuple(items))
    call_ids = tuple(call.pk for call in calls)
    return RoundAnswers(
        counts=_count_cells(answers, call_ids, items),
        matrix=RoundMatrix(call_ids, tuple(items), *_join_people(answers, len(items))),
    )


def _read_columns(round_: Round, calls: Sequence[RoundCollege], item_ids: Sequence[str]) -> Ints:
    """One column an answer: the respondent's key, the places of call and item, kind, level from 0."""
    # A handle is a short text: an identifier would be parsed again for every answer.
    place = {call.handle: rank for rank, call in enumerate(calls)}
    column = {item_id: rank for rank, item_id in enumerate(item_ids)}
    rows = (
        Answer.objects.filter(call__round=round_)
        .order_by()
        .values_list("respondent", "call__handle", "item_id", "kind", "level")
        .iterator(chunk_size=ROWS_AT_ONCE)
    )
    blocks = [np.empty((5, 0), dtype=np.int64)]
    for block in batched(rows, ROWS_AT_ONCE):
        people, handles, items, kinds, levels = zip(*block, strict=True)
        blocks.append(
            np.array(
                [
                    [NOBODY if key is None else key for key in people],
                    [place.get(handle, -1) for handle in handles],
                    [column.get(item_id, -1) for item_id in items],
                    kinds,
                    [(level or 1) - 1 for level in levels],
                ],
                dtype=np.int64,
            )
        )
    answers = np.concatenate(blocks, axis=1)
    return answers[:, (answers[1] >= 0) & (answers[2] >= 0)]


def _count_cells(
    answers: Ints, call_ids: Sequence[UUID], items: dict[str, int]
) -> dict[str, dict[UUID, CellCounts]]:
    """The counts of every cell that has an answer."""
    most = max(items.values(), default=0)
    _keys, calls, columns, kinds, levels = answers
    places = np.where(kinds == AnswerKind.DONT_KNOW, most, levels)
    places = np.where(kinds == AnswerKind.NOT_CONCERNED, most + 1, places)
    cells = (columns * len(call_ids) + calls) * (most + 2) + places
    counted = np.bincount(cells, minlength=len(items) * len(call_ids) * (most + 2))
    table = counted.reshape(len(items), len(call_ids), most + 2).tolist()
    found: dict[str, dict[UUID, CellCounts]] = {}
    for (item_id, size), row in zip(items.items(), table, strict=True):
        given = {
            call_id: CellCounts(tuple(cell[:size]), dont_know=cell[most], not_concerned=cell[most + 1])
            for call_id, cell in zip(call_ids, row, strict=True)
            if any(cell)
        }
        if given:
            found[item_id] = given
    return found


def _join_people(answers: Ints, items: int) -> tuple[Ints, npt.NDArray[np.int8]]:
    """Each person's call, and their levels; those who gave none are nobody here."""
    keys, calls, columns, _kinds, given = answers[
        :, (answers[3] == AnswerKind.LEVEL) & (answers[0] != NOBODY)
    ]
    people, rows = np.unique(keys, return_inverse=True)
    owners = np.zeros(len(people), dtype=np.int64)
    owners[rows] = calls
    levels = np.full((len(people), items), -1, dtype=np.int8)
    levels[rows, columns] = given
    return owners, levels
