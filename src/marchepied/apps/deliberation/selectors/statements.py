"""Statements of a topic: those put to the vote, those to read over, those that say nearly the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marchepied.apps.deliberation.enums import StatementState
from marchepied.apps.deliberation.models import Statement, Topic
from marchepied.engines.words import search_key

# From this share of words in common on, two statements are said to be near.
NEAR = 0.4
NEAR_AT_MOST = 3


@dataclass(frozen=True)
class ToRead:
    """A statement waiting to be read over, and those it is near to, the nearest first."""

    statement: Statement
    near: tuple[Statement, ...]


def statements_of(topic: Topic) -> list[Statement]:
    """The statements put to the vote, by number (one query)."""
    return list(Statement.objects.filter(topic=topic, state=StatementState.ACCEPTED))


def all_statements(topic: Topic) -> list[Statement]:
    """Every statement that bore a number, whatever became of it, with where it was merged (one query)."""
    return list(Statement.objects.filter(topic=topic).exclude(number=None).select_related("merged_into"))


def left_out(topic: Topic) -> list[Statement]:
    """Statements refused or merged, in the order of their words (one query)."""
    gone = [StatementState.REFUSED, StatementState.MERGED]
    rows = Statement.objects.filter(topic=topic, state__in=gone).select_related("merged_into")
    return list(rows.order_by("text", "id"))


def find_statement(topic: Topic, statement_id: int) -> Statement | None:
    """The statement of that key in the topic; None where there is none."""
    return Statement.objects.filter(topic=topic, pk=statement_id).select_related("merged_into").first()


def to_read_over(topic: Topic) -> list[ToRead]:
    """The statements waiting, in the order of their words and not of their coming, with those that are near
    (two queries).
    """
    waiting = list(Statement.objects.filter(topic=topic, state=StatementState.WAITING).order_by("text", "id"))
    if not waiting:
        return []
    others = statements_of(topic) + waiting
    keys = [_words_of(other.text) for other in others]
    found = []
    for statement in waiting:
        near = find_near(statement.text, others, keys=keys)
        found.append(ToRead(statement, tuple(other for other in near if other.pk != statement.pk)))
    return found


def alike_since(statements: Sequence[Statement], number: int) -> list[ToRead]:
    """Among statements by number, those from this number on that are near to one before them (no query).

    A pair is told once, under the later of the two; statements that are near to none are left out.
    """
    keys = [_words_of(one.text) for one in statements]
    found = []
    for place, one in enumerate(statements):
        if one.number is not None and one.number >= number:
            near = find_near(one.text, statements[:place], keys=keys[:place])[:NEAR_AT_MOST]
            if near:
                found.append(ToRead(one, tuple(near)))
    return found


def find_near(
    text: str, statements: Sequence[Statement], *, keys: Sequence[frozenset[str]] | None = None
) -> list[Statement]:
    """The statements that share most of their words with a text, the nearest first, four at most.

    Words are compared by their stems, those that say nothing left out. `keys` are the words of the
    statements when they are known already. None for a text of such words only.
    """
    words = _words_of(text)
    if not words:
        return []
    known = keys if keys is not None else [_words_of(statement.text) for statement in statements]
    shares = [
        (_share(words, theirs), -place) for place, theirs in enumerate(known) if not words.isdisjoint(theirs)
    ]
    near = sorted((share for share in shares if share[0] >= NEAR), reverse=True)
    return [statements[-place] for _share_of, place in near[: NEAR_AT_MOST + 1]]


def same_sentence(text: str, statements: Iterable[Statement]) -> Statement | None:
    """The statement written with the very same letters, whatever their case and its full stop."""
    wanted = _fold(text)
    return next((statement for statement in statements if _fold(statement.text) == wanted), None)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".!… ")


def _words_of(text: str) -> frozenset[str]:
    return frozenset(search_key(text).split())


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Words in common over all the words of both (Jaccard)."""
    return len(one & other) / len(one | other)
