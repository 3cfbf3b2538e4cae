"""Reads of what was said, by college and item, never by whom."""

from dataclasses import dataclass
from uuid import UUID

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.models import (
    Answer,
    Comment,
    OrganisationAnswer,
    Reply,
    Round,
    RoundCollege,
)


@dataclass(frozen=True)
class RespondentMatrix:
    """Levels given in one college: a row a person (in an order that means nothing), a column an item.

    None where the person gave no level. Empty once the respondents' keys are erased.
    """

    item_ids: tuple[str, ...]
    rows: tuple[tuple[int | None, ...], ...]


def comments_of(round_: Round) -> dict[str, dict[UUID, list[str]]]:
    """{item id: {call id: texts}}, in the order of their random keys. Exact and secret: the engine
    `privacy` says which groups are large enough for theirs to be shown.
    """
    texts: dict[str, dict[UUID, list[str]]] = {}
    rows = Comment.objects.filter(call__round=round_).order_by("id")
    for item_id, call_id, text in rows.values_list("item_id", "call_id", "text"):
        texts.setdefault(item_id, {}).setdefault(call_id, []).append(text)
    return texts


def respondent_matrix(call: RoundCollege) -> RespondentMatrix:
    """The levels of each respondent of a call, joined by their random key (one query)."""
    item_ids = tuple(call.item_ids)
    place = {item_id: column for column, item_id in enumerate(item_ids)}
    people: dict[int, list[int | None]] = {}
    rows = Answer.objects.filter(call=call, kind=AnswerKind.LEVEL).exclude(respondent=None)
    for respondent, item_id, level in rows.order_by("respondent", "item_id").values_list(
        "respondent", "item_id", "level"
    ):
        if item_id in place:
            people.setdefault(respondent, [None] * len(item_ids))[place[item_id]] = level
    return RespondentMatrix(item_ids, tuple(tuple(levels) for levels in people.values()))


def organisation_answers_of(round_: Round) -> list[OrganisationAnswer]:
    """The answers given by organisations in their own name, with their college (one query)."""
    return list(
        OrganisationAnswer.objects.filter(call__round=round_)
        .select_related("call__college")
        .order_by("call__college__position", "name", "id")
    )


def reply_to(round_: Round) -> Reply | None:
    """What became of the round, when it has been said."""
    return Reply.objects.filter(round=round_).first()
