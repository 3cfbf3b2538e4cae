"""Read votes, statements and groups from CSV files: Polis's exports, and ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .reading_cells import (
    NO_VOTE,
    NOT_A_VOTE,
    NOT_A_VOTE_IN,
    NOT_UNDERSTOOD,
    SHOWN,
    Cast,
    Ids,
    Values,
    read_id,
    write_whole,
)
from .reading_table import NamedBytes, ReadingError, Source, Table, gettext_noop
from .votes import Votes, order_label

PARTICIPANT = ("participant", "participant_id", "participant-id", "voter-id", "voter_id", "personne")
STATEMENT = ("statement", "statement_id", "statement-id", "comment-id", "comment_id", "affirmation", "tid")
VOTE = ("vote", "value", "valeur")
MOMENT = ("modified_ms", "timestamp", "modified", "created")
TEXT = ("text", "comment-body", "body", "texte", "statement_text")
MODERATED = ("moderated", "modere", "modération", "moderation")
META = ("is_meta", "is-meta", "meta")
GROUP = ("group", "group-id", "group_id", "groupe", "college", "collège")
# Columns of Polis's participants-votes.csv that are not statements.
ABOUT_PEOPLE = frozenset(
    {"xid", "group-id", "group_id", "n-comments", "n-votes", "n-agree", "n-disagree", *PARTICIPANT}
)
REJECTED = frozenset({"-1", "rejected", "refusée", "refusee"})
TRUE = frozenset({"1", "true", "t", "yes", "oui", "vrai"})
# What a file of groups writes for a person in none.
NO_GROUP = frozenset({"", "-1"})

NOBODY_VOTES = gettext_noop(
    "%(file)s : aucune colonne ne dit qui vote. Nommez-la « participant » (ou voter-id)."
)
NO_VOTES = gettext_noop(
    "%(file)s : aucune colonne ne dit les votes. Nommez-la « vote », ou donnez une colonne par affirmation."
)
NO_NUMBERS = gettext_noop("%(file)s : aucune colonne ne numérote les affirmations (statement, comment-id).")
NO_GROUPS = gettext_noop("%(file)s : il faut deux colonnes, « participant » et « group ».")
SAME_TITLE = gettext_noop(
    "%(file)s : les colonnes %(first)s (« %(first_title)s ») et %(second)s (« %(second_title)s ») "
    "ont le même titre. Gardez-en une, ou renommez-la."
)
NO_TITLE = gettext_noop("Ligne %(line)s, colonne %(column)s : un vote est écrit sous une colonne sans titre.")
TWO_GROUPS = gettext_noop(
    "Ligne %(line)s : « %(person)s » est déjà dans le groupe « %(group)s ». "
    "Une personne est dans un seul groupe."
)


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements of a file: `texts` by id, and the ids to leave out (moderated, meta)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()


def read_votes(source: Source, statements: Statements | None = None) -> Votes:
    """Votes of a CSV file, one a line or one person a line; statements to leave out are left out.

    One vote a line: Polis's `votes.csv`, or ours (`participant`, `statement`, `vote`); with a column of times
    the latest vote of a pair counts (one without a time is before those that have one), the last line
    otherwise. One person a line: Polis's `participants-votes.csv`, a column a statement. In both, an empty
    cell is no vote, and whoever has only those is a participant without a vote. Ids written 1.0 and 1 are
    the same. Raises ReadingError.
    """
    known = statements or Statements()
    table = Table(source)
    participant = table.find(PARTICIPANT)
    if participant is None:
        raise ReadingError(NOBODY_VOTES, file=source.name)
    vote, statement = table.find(VOTE), table.find(STATEMENT)
    more = [label for label in known.texts if label not in known.excluded]
    people = Ids(table, table.header[participant])
    if vote is not None and statement is not None:
        moment = table.find(MOMENT)
        labels = Ids(table, table.header[statement])
        cast = _read_lines(table, (people, participant), (labels, statement), vote, moment)
        return cast.arrange(people, labels, more, known.excluded, timed=moment is not None)
    columns = _find_statements(table)
    if statement is not None or not columns:
        raise ReadingError(NO_VOTES, file=source.name)
    if vote is not None:
        raise ReadingError(NO_NUMBERS, file=source.name)
    labels = Ids(table, "")
    cast = _read_people(table, (people, participant), labels, columns)
    return cast.arrange(people, labels, more, known.excluded, timed=False)


def read_statements(source: Source) -> Statements:
    """Statements of a CSV file: Polis's `comments.csv`, or ours (`statement`, `text`).

    `moderated` = −1 and `is_meta` = 1 leave a statement out. Raises ReadingError.
    """
    table = Table(source)
    places = {name: table.find(titles) for name, titles in _STATEMENT_COLUMNS.items()}
    identifier = places["id"]
    if identifier is None:
        raise ReadingError(NO_NUMBERS, file=source.name)
    texts, excluded = {}, set()
    for row in table.rows():
        label = read_id(row[identifier], table.line, table.header[identifier])
        texts[label] = _cell(row, places["text"])
        if _flag(row, places["moderated"]) in REJECTED or _flag(row, places["meta"]) in TRUE:
            excluded.add(label)
    return Statements(texts, frozenset(excluded))


def read_groups(source: Source) -> dict[str, str]:
    """Group of each participant from a CSV file (`participant`, `group`); an empty group, or −1, is none.

    A person in two groups raises ReadingError.
    """
    table = Table(source)
    participant, group = table.find(PARTICIPANT), table.find(GROUP)
    if participant is None or group is None:
        raise ReadingError(NO_GROUPS, file=source.name)
    found: dict[str, str] = {}
    for row in table.rows():
        person = read_id(row[participant], table.line, table.header[participant])
        name = write_whole(row[group])
        if name in NO_GROUP:
            continue
        if found.setdefault(person, name) != name:
            raise ReadingError(
                TWO_GROUPS, line=table.line, person=person[:SHOWN], group=found[person][:SHOWN]
            )
    return found


def order_groups(names: Iterable[str]) -> tuple[str, ...]:
    """Names without repetition, whole numbers by value first."""
    return tuple(sorted(set(names), key=order_label))


_STATEMENT_COLUMNS = {"id": STATEMENT, "text": TEXT, "moderated": MODERATED, "meta": META}


def _read_lines(
    table: Table, people: tuple[Ids, int], statements: tuple[Ids, int], vote: int, moment: int | None
) -> Cast:
    (persons, participant), (labels, statement) = people, statements
    values, cast = Values(), Cast()
    add_row, add_column, add_value = cast.rows.append, cast.columns.append, cast.values.append
    for row in table.rows():
        person = persons[row[participant]]
        value = values[row[vote]]
        if value == NOT_UNDERSTOOD:
            raise ReadingError(NOT_A_VOTE, line=table.line, value=row[vote].strip()[:SHOWN])
        if value == NO_VOTE:
            read_id(row[statement], table.line, table.header[statement])
            continue
        add_column(labels[row[statement]])
        add_row(person)
        add_value(value)
        if moment is not None:
            cast.moments.append(row[moment])
    return cast


def _read_people(table: Table, people: tuple[Ids, int], labels: Ids, columns: list[tuple[int, str]]) -> Cast:
    (persons, participant), values, cast = people, Values(), Cast()
    for row in table.rows():
        person = persons[row[participant]]
        for place, title in columns:
            cell = row[place]
            value = values[cell]
            if value == NO_VOTE:
                continue
            if not title:
                raise ReadingError(NO_TITLE, line=table.line, column=place + 1)
            if value == NOT_UNDERSTOOD:
                shown = cell.strip()[:SHOWN]
                raise ReadingError(NOT_A_VOTE_IN, line=table.line, column=title[:SHOWN], value=shown)
            cast.columns.append(labels[title])
            cast.rows.append(person)
            cast.values.append(value)
    return cast


def _find_statements(table: Table) -> list[tuple[int, str]]:
    """Place and id of each column that holds the votes on a statement; two of the same title are refused."""
    columns: list[tuple[int, str]] = []
    places: dict[str, int] = {}
    for place, title in enumerate(table.header):
        label = write_whole(title)
        if label and places.setdefault(label, place) != place:
            raise _refuse_title(table, places[label], place)
        if title.casefold() not in ABOUT_PEOPLE:
            columns.append((place, label))
    return columns


def _refuse_title(table: Table, first: int, second: int) -> ReadingError:
    titles = {"first_title": table.header[first][:SHOWN], "second_title": table.header[second][:SHOWN]}
    return ReadingError(SAME_TITLE, file=table.name, first=first + 1, second=second + 1, **titles)


def _flag(row: list[str], place: int | None) -> str:
    return write_whole(_cell(row, place).replace("−", "-")).casefold()


def _cell(row: list[str], place: int | None) -> str:
    return "" if place is None else row[place].strip()


__all__ = [
    "NamedBytes",
    "ReadingError",
    "Source",
    "Statements",
    "order_groups",
    "read_groups",
    "read_statements",
    "read_votes",
]
