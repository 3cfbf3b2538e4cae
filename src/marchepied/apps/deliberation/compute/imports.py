"""Files of votes given elsewhere, read by the engine and laid out as the deposit takes them."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.enums import Vote
from marchepied.apps.deliberation.rules import STATEMENTS_AT_MOST
from marchepied.apps.deliberation.validators import clean_sentence
from marchepied.engines.consensus import NamedBytes, ReadingError, Statements, read_statements, read_votes

VOTES_NAMES = ("votes.csv", "participants-votes.csv")
STATEMENTS_NAMES = ("comments.csv", "statements.csv")
LARGEST_FILE = 60_000_000
# Cells of a table, a hundred bytes of memory each while it is read: 2,000 people on 2,000 statements.
MOST_CELLS = 4_000_000
LONGEST_STATEMENT = 1000
_LEVELS = {1: int(Vote.AGREE), 0: int(Vote.PASS), -1: int(Vote.DISAGREE)}


@dataclass(frozen=True)
class Brought:
    """What files hold: statements in order, each (text, kept), and one {number: level} a person.

    A statement's number is its place, from 1. One that is not kept was left out where it comes from.
    """

    statements: tuple[tuple[str, bool], ...]
    ballots: tuple[Mapping[int, int], ...]
    format: str

    @property
    def votes(self) -> int:
        return sum(len(ballot) for ballot in self.ballots)

    def as_bytes(self) -> bytes:
        """The same as JSON, to wait for a task."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Brought":
        """What `as_bytes` wrote."""
        content = json.loads(data)
        ballots = tuple({int(n): level for n, level in ballot.items()} for ballot in content["ballots"])
        statements = tuple((text, kept) for text, kept in content["statements"])
        return cls(statements, ballots, content["format"])


def read_files(files: Mapping[str, bytes]) -> Brought:
    """Read {name: content}: votes, with their statements when a file gives them; or one ZIP that holds both.

    Raises ValidationError with a sentence that says what is wrong and where: no votes, a file that cannot be
    read, a statement too long, too many statements.
    """
    votes_name, statements_name, contents = _choose(_unpack(files))
    given = {name: NamedBytes(Path(name).name, data) for name, data in contents.items()}
    try:
        told = read_statements(given[statements_name]) if statements_name else Statements()
        votes = read_votes(given[votes_name])
    except ReadingError as error:
        raise ValidationError(_(error.template) % error.params) from error
    labels = [str(label) for label in votes.statement_ids]
    known = set(labels)
    labels += [label for label in told.texts if label not in known]
    if not votes.n_votes:
        raise ValidationError(_("Ce fichier ne contient aucun vote."))
    if len(labels) > STATEMENTS_AT_MOST:
        raise ValidationError(
            _("Ce fichier a %(count)s phrases : %(most)s au plus.")
            % {"count": len(labels), "most": STATEMENTS_AT_MOST}
        )
    statements = tuple((_word(told, label), label not in told.excluded) for label in labels)
    return Brought(statements, _lay_ballots(votes), "polis")


def _lay_ballots(votes: Any) -> tuple[Mapping[int, int], ...]:
    """One {number: level} a person who voted at least once."""
    columns, values, starts = votes.columns.tolist(), votes.values.tolist(), votes.starts.tolist()
    ballots = []
    for start, end in pairwise(starts):
        if end > start:
            pairs = zip(columns[start:end], values[start:end], strict=True)
            ballots.append({column + 1: _LEVELS[value] for column, value in pairs})
    return tuple(ballots)


def _word(told: Statements, label: str) -> str:
    text = clean_sentence(told.texts.get(label, ""))
    if len(text) > LONGEST_STATEMENT:
        raise ValidationError(
            _("Phrase %(label)s : elle a %(length)s signes, %(most)s au plus.")
            % {"label": label, "length": len(text), "most": LONGEST_STATEMENT}
        )
    return text or _("Phrase %(label)s") % {"label": label}


def _choose(contents: Mapping[str, bytes]) -> tuple[str, str, dict[str, bytes]]:
    """Which file holds the votes and which the statements, if any, by their names."""
    names = {Path(name).name.casefold(): name for name in contents}
    statements = next((names[name] for name in STATEMENTS_NAMES if name in names), "")
    others = [name for name in contents if name != statements]
    votes = next((names[name] for name in VOTES_NAMES if name in names), others[0] if others else "")
    if not votes:
        raise ValidationError(_("Donnez le fichier des votes : votes.csv ou participants-votes.csv."))
    kept = [name for name in (votes, statements) if name]
    return votes, statements, {name: contents[name] for name in kept}


def _unpack(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files themselves, or those of the one ZIP among them that bear a name we know."""
    found: dict[str, bytes] = {}
    for name, data in files.items():
        if zipfile.is_zipfile(io.BytesIO(data)):
            found |= _open_archive(name, data)
        else:
            _check_size(name, len(data))
            found[name] = data
    for name, data in found.items():
        _check_cells(name, data)
    return found


def _open_archive(name: str, data: bytes) -> dict[str, bytes]:
    """The members that we know, bounded: what an archive says of its sizes is not believed."""
    known = {*VOTES_NAMES, *STATEMENTS_NAMES}
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                title = Path(member.filename).name.casefold()
                if title in known and title not in found:
                    with archive.open(member) as stream:
                        found[title] = stream.read(LARGEST_FILE + 1)
                    _check_size(member.filename, len(found[title]))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise ValidationError(_("%(name)s : cette archive ZIP ne s’ouvre pas.") % {"name": name}) from error
    if not found:
        raise ValidationError(
            _("%(name)s : cette archive ne contient ni votes.csv, ni participants-votes.csv.")
            % {"name": name}
        )
    return found


def _check_size(name: str, size: int) -> None:
    if size > LARGEST_FILE:
        raise ValidationError(_("%(name)s est trop lourd : 60 Mo au plus.") % {"name": name})


def _check_cells(name: str, data: bytes) -> None:
    """A table small on disk may be large in memory: cells are counted before anything is read."""
    if sum(data.count(sign) for sign in (b",", b";", b"\t", b"\n")) > MOST_CELLS:
        raise ValidationError(
            _("%(name)s a trop de cases : 4 millions au plus. Donnez un fichier d’un vote par ligne.")
            % {"name": name}
        )
