"""Read votes, statements and groups from CSV files: Polis's exports, and ours."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from .votes import AGREE, DISAGREE, PASS, Votes, order_label

# Of a cell that is no vote, what the sentence shows.
SHOWN = 80
ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = ",;\t"
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
VALUES = {
    "1": AGREE, "1.0": AGREE, "+1": AGREE, "agree": AGREE, "d’accord": AGREE, "d'accord": AGREE,
    "0": PASS, "0.0": PASS, "pass": PASS, "passe": PASS,
    "-1": DISAGREE, "-1.0": DISAGREE, "−1": DISAGREE, "disagree": DISAGREE, "pas d’accord": DISAGREE,
    "pas d'accord": DISAGREE,
}  # fmt: skip
REJECTED = frozenset({"-1", "rejected", "refusée", "refusee"})
TRUE = frozenset({"1", "true", "t", "yes", "oui", "vrai"})


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return text


class ReadingError(ValueError):
    """The file cannot be used; the message says in French why, where, and what to do.

    Whoever shows it in another language translates `template` and fills it with `params`.
    """

    def __init__(self, template: str, **params: object) -> None:
        super().__init__(template % params)
        self.template, self.params = template, params


NOBODY_VOTES = gettext_noop(
    "%(file)s : aucune colonne ne dit qui vote. Nommez-la « participant » (ou voter-id)."
)
NO_NUMBERS = gettext_noop("%(file)s : aucune colonne ne numérote les affirmations (statement, comment-id).")
NO_GROUPS = gettext_noop("%(file)s : il faut deux colonnes, « participant » et « group ».")
NOT_CSV = gettext_noop("Ligne %(line)s : ce n’est pas du CSV lisible (%(error)s).")
EMPTY = gettext_noop("%(file)s est vide : il faut au moins une ligne de titres.")
WRONG_WIDTH = gettext_noop(
    "Ligne %(line)s : %(columns)s colonnes au lieu de %(expected)s. "
    "Mettez entre guillemets un texte qui contient le séparateur."
)
UNREADABLE = gettext_noop("%(file)s : l’écriture du texte n’est pas reconnue. Enregistrez-le en UTF-8.")
NOT_A_VOTE = gettext_noop(
    "Ligne %(line)s : « %(value)s » n’est pas un vote. Écrivez 1 (d’accord), -1 (pas d’accord) ou 0 (passe)."
)


class Source(Protocol):
    """A file to read: a path, or bytes under a name (`NamedBytes`)."""

    @property
    def name(self) -> str:
        """What to call it in a sentence."""

    def read_bytes(self) -> bytes:
        """All that it holds."""


@dataclass(frozen=True, slots=True)
class NamedBytes:
    """A file that was received, not written anywhere."""

    name: str
    data: bytes

    def read_bytes(self) -> bytes:
        """All that it holds."""
        return self.data


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements of a file: `texts` by id, and the ids to leave out (moderated, meta)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()


def read_votes(source: Source, statements: Statements | None = None) -> Votes:
    """Votes of a CSV file, one a line or one person a line; statements to leave out are left out.

    One vote a line: Polis's `votes.csv`, or ours (`participant`, `statement`, `vote`); with a column of times
    the latest vote of a pair counts, the last line otherwise. One person a line: Polis's
    `participants-votes.csv`, a column a statement, an empty cell for no vote. Raises ReadingError.
    """
    known = statements or Statements()
    header, rows = read_table(source)
    participant = find_column(header, PARTICIPANT)
    if participant is None:
        raise ReadingError(NOBODY_VOTES, file=source.name)
    vote, statement = find_column(header, VOTE), find_column(header, STATEMENT)
    if vote is not None and statement is not None:
        moment = find_column(header, MOMENT)
        found = _read_lines(rows, participant, statement, vote, moment)
    else:
        found = _read_people(header, rows, participant)
    more = [label for label in known.texts if label not in known.excluded]
    people, labels, values = found
    return Votes.from_labels(people, labels, values, statement_ids=more, excluded=known.excluded)


def read_statements(source: Source) -> Statements:
    """Statements of a CSV file: Polis's `comments.csv`, or ours (`statement`, `text`).

    `moderated` = −1 and `is_meta` = 1 leave a statement out. Raises ReadingError.
    """
    header, rows = read_table(source)
    places = {name: find_column(header, titles) for name, titles in _STATEMENT_COLUMNS.items()}
    identifier = places["id"]
    if identifier is None:
        raise ReadingError(NO_NUMBERS, file=source.name)
    texts, excluded = {}, set()
    for _line, row in rows:
        label = row[identifier].strip()
        texts[label] = _cell(row, places["text"])
        rejected = _cell(row, places["moderated"]).casefold() in REJECTED
        if rejected or _cell(row, places["meta"]).casefold() in TRUE:
            excluded.add(label)
    return Statements(texts, frozenset(excluded))


def read_groups(source: Source) -> dict[str, str]:
    """Group of each participant from a CSV file (`participant`, `group`); an empty group is none."""
    header, rows = read_table(source)
    participant, group = find_column(header, PARTICIPANT), find_column(header, GROUP)
    if participant is None or group is None:
        raise ReadingError(NO_GROUPS, file=source.name)
    found = {row[participant].strip(): row[group].strip() for _line, row in rows}
    return {person: name for person, name in found.items() if name}


def order_groups(names: Iterable[str]) -> tuple[str, ...]:
    """Names without repetition, whole numbers by value first."""
    return tuple(sorted(set(names), key=order_label))


_STATEMENT_COLUMNS = {"id": STATEMENT, "text": TEXT, "moderated": MODERATED, "meta": META}


def find_column(header: list[str], titles: Iterable[str]) -> int | None:
    """Place of the first of these titles that the header has (capitals do not count)."""
    folded = [title.casefold() for title in header]
    return next((folded.index(title) for title in titles if title in folded), None)


def read_table(source: Source) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header and rows with their line; separators , ; or tab, UTF-8 or Windows-1252."""
    text = _decode(source)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise ReadingError(NOT_CSV, line=reader.line_num, error=error) from error
    if not rows:
        raise ReadingError(EMPTY, file=source.name)
    header = [cell.strip() for cell in rows[0][1]]
    for line, row in rows[1:]:
        if len(row) != len(header):
            raise ReadingError(WRONG_WIDTH, line=line, columns=len(row), expected=len(header))
    return header, rows[1:]


def _decode(source: Source) -> str:
    data = source.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError(UNREADABLE, file=source.name)


Found = tuple[list[str], list[str], list[int]]


def _read_lines(
    rows: list[tuple[int, list[str]]], participant: int, statement: int, vote: int, moment: int | None
) -> Found:
    if moment is not None:
        rows = sorted(rows, key=lambda row: _read_moment(row[1][moment]))
    people, labels, values = [], [], []
    for line, row in rows:
        people.append(row[participant].strip())
        labels.append(row[statement].strip())
        values.append(_read_vote(row[vote], line))
    return people, labels, values


def _read_people(header: list[str], rows: list[tuple[int, list[str]]], participant: int) -> Found:
    columns = [(place, title) for place, title in enumerate(header) if title.casefold() not in ABOUT_PEOPLE]
    people, labels, values = [], [], []
    for line, row in rows:
        for place, title in columns:
            if row[place].strip():
                people.append(row[participant].strip())
                labels.append(title)
                values.append(_read_vote(row[place], line))
    return people, labels, values


def _read_vote(cell: str, line: int) -> int:
    value = VALUES.get(cell.strip().casefold())
    if value is None:
        raise ReadingError(NOT_A_VOTE, line=line, value=cell.strip()[:SHOWN])
    return value


def _read_moment(cell: str) -> tuple[int, float, str]:
    """Numbers by value, other writings (dates) in their order as words."""
    try:
        return (0, float(cell), "")
    except ValueError:
        return (1, 0.0, cell)


def _cell(row: list[str], place: int | None) -> str:
    return "" if place is None else row[place].strip()
