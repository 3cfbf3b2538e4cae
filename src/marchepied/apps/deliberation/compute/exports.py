"""What leaves of a topic: its result as shown, and, where it was announced, votes under fresh numbers."""

import io
import json
import secrets
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.compute.matrix import TopicVotes, read_votes
from marchepied.apps.deliberation.enums import DIVIDES, FEW, LEANS, TOGETHER, UNSURE, StatementState
from marchepied.apps.deliberation.models import Release, Statement, Topic
from marchepied.apps.deliberation.rules import SHOWN_FROM
from marchepied.apps.deliberation.selectors.results import Result
from marchepied.apps.deliberation.selectors.statements import all_statements
from marchepied.engines.tables import write_csv

COMMENT_COLUMNS = (
    "statement_id",
    "is_meta",
    "moderated",
    "agree_count",
    "disagree_count",
    "pass_count",
    "text",
)
# One moment for all files of an archive: their own times would be those of the computation.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def result_csv(result: Result) -> bytes:
    """One line a statement, as it was shown, in the language of the page; empty figures where only words were
    told. Columns keep their order in every language; the JSON is the one whose names never change.
    """
    said, columns = _name_classes(), _name_columns()
    lines = (*result.together, *result.leans, *result.divides, *result.unsure, *result.few)
    rows = [
        (line.number, line.text, said[line.what], line.agree, line.passed, line.disagree, line.sentence)
        for line in sorted(lines, key=lambda line: line.number)
    ]
    return write_csv(columns, rows, separator=";")


def _name_columns() -> tuple[str, ...]:
    """Headers no reader of votes or statements takes for its own: this table is for people."""
    return (
        _("Numéro de la phrase"),
        _("Texte de la phrase"),
        _("Ce que dit le résultat"),
        _("D’accord"),
        _("Passe"),
        _("Pas d’accord"),
        _("En une phrase"),
    )


def _name_classes() -> dict[str, str]:
    """The classes by the titles that the page gives them."""
    return {
        TOGETHER: _("Ce qui nous rassemble"),
        LEANS: _("Plutôt d’un côté"),
        DIVIDES: _("Ce qui nous divise"),
        UNSURE: _("Où nous ne savons pas encore"),
        FEW: _("Trop peu de votes"),
    }


def result_json(topic: Topic, release: Release) -> bytes:
    """The release with its parameters and the versions of its engines; the title and day of the topic."""
    content = {
        "title": topic.title,
        "made_at": release.made_at.isoformat(timespec="minutes"),
        "engine_version": release.engine_version,
        "parameters": release.parameters,
        "origin": topic.origin,
        **release.content,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def may_export_votes(topic: Topic, release: Release | None) -> bool:
    """Whether votes one by one may leave: it was announced, the vote is over, and enough people voted."""
    return bool(
        topic.individual_export and release is not None and release.closing and release.voters >= SHOWN_FROM
    )


def votes_zip(topic: Topic) -> bytes:
    """Polis's three files: participants-votes.csv, votes.csv and comments.csv.

    People bear numbers drawn for this file alone, in a random order: two files do not join, and nothing leads
    back to the deposit. No time, no group, no importance. Statements that were refused have no votes here.
    """
    statements = all_statements(topic)
    votes = read_votes(topic, statements)
    table = _draw_people(votes)
    numbers = [statement.number for statement in votes.statements]
    files = {
        "participants-votes.csv": _write_people(table, numbers),
        "votes.csv": _write_votes(table, numbers),
        "comments.csv": _write_comments(table, votes.statements, statements),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data)
    return stream.getvalue()


def _draw_people(votes: TopicVotes) -> list[dict[int, int]]:
    """The ballots ({place of the statement: −1, 0, +1}) in an order drawn at random."""
    ballots: list[dict[int, int]] = [{} for _person in range(votes.people)]
    cells = zip(votes.rows.tolist(), votes.columns.tolist(), votes.signs.tolist(), strict=True)
    for person, place, sign in cells:
        ballots[person][place] = sign
    order = np.random.default_rng(secrets.randbits(128)).permutation(len(ballots))
    return [ballots[person] for person in order.tolist() if ballots[person]]


def _write_people(table: Sequence[dict[int, int]], numbers: Sequence[Any]) -> bytes:
    rows = [
        (
            person,
            len(ballot),
            sum(sign == 1 for sign in ballot.values()),
            sum(sign == -1 for sign in ballot.values()),
            *(ballot.get(place) for place in range(len(numbers))),
        )
        for person, ballot in enumerate(table)
    ]
    headers = ("participant", "n-votes", "n-agree", "n-disagree", *map(str, numbers))
    return write_csv(headers, rows)


def _write_votes(table: Sequence[dict[int, int]], numbers: Sequence[Any]) -> bytes:
    rows = (
        (person, numbers[place], sign)
        for person, ballot in enumerate(table)
        for place, sign in sorted(ballot.items())
    )
    return write_csv(("participant_id", "statement_id", "vote"), rows)


def _write_comments(
    table: Sequence[dict[int, int]], kept: Sequence[Statement], statements: Iterable[Statement]
) -> bytes:
    places = {statement.pk: place for place, statement in enumerate(kept)}
    rows = []
    for statement in statements:
        place = places.get(statement.pk, -1)
        signs = [ballot.get(place) for ballot in table]
        counts = [signs.count(1), signs.count(-1), signs.count(0)]
        accepted = statement.state == StatementState.ACCEPTED
        rows.append((statement.number, int(statement.meta), 1 if accepted else -1, *counts, statement.text))
    return write_csv(COMMENT_COLUMNS, rows)
