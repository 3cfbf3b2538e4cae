"""Take new votes into a computation without doing it all again: the map stays, counts and groups follow."""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .analysis import Analysis, gather, measure
from .changes import Changes, add_votes, find_rows, merge_votes
from .partition import NOBODY, Partition, place_in_groups
from .projection import Projection, place_people
from .tally import Tally, count_groups
from .votes import Labels, Votes

STALE_SHARE = 0.01


def update(
    previous: Analysis,
    participants: npt.ArrayLike,
    statements: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    new_participant_ids: tuple[str, ...] = (),
) -> Analysis:
    """The analysis with more votes: place of the person, place of the statement, −1, 0 or +1.

    The map (center, components) and the centers of the groups stay those of the last full computation: it
    does not move under people's feet at each vote. Whoever voted is placed again, and may change group;
    counts and statistics are exactly those of `analyse_on_map` over all votes. The cost depends on the new
    votes and a little on the number of people, not on the number of votes. People who were not there get the
    next places, named by `new_participant_ids`. `previous` is not changed. With imposed membership, nobody
    changes group and new people are in none. A place out of range raises ValueError.
    """
    people, columns, cells = (np.asarray(array).ravel() for array in (participants, statements, values))
    if len(people) == 0:
        return previous
    ids = _extend_ids(previous, new_participant_ids)
    if people.min() < 0 or people.max() >= len(ids):
        raise ValueError("Un vote vient d’une personne inconnue : donnez son étiquette.")
    concerned, ranks = np.unique(people, return_inverse=True)
    before = find_rows(previous.votes, previous.changes, concerned)
    after = add_votes(before, ranks, columns, cells)
    projection, partition = _place_again(previous, concerned, after, len(ids))
    tally = _recount(previous, partition, concerned, before, after)
    changes = _gather_changes(previous, concerned, after, ids, len(people))
    return gather(previous.votes, projection, partition, tally, previous.group_ids, previous.imposed, changes)


def analyse_on_map(votes: Votes, previous: Analysis) -> Analysis:
    """A full computation over all votes, on the map and the centers of groups of an earlier one.

    With imposed membership, people keep the groups they had, new people being in none.
    """
    coordinates = place_people(votes, previous.projection)
    labels = np.full(votes.n_participants, NOBODY, np.int8)
    if previous.imposed:
        labels[: len(previous.partition.labels)] = previous.partition.labels
    else:
        labels = place_in_groups(votes.cast, coordinates, previous.partition)
    return measure(
        votes,
        _move(previous.projection, coordinates),
        _relabel(previous.partition, labels),
        group_ids=previous.group_ids,
        imposed=previous.imposed,
    )


def current_votes(analysis: Analysis) -> Votes:
    """Every vote, those that came by `update` included, as one table (a full copy when there are any)."""
    return analysis.votes if analysis.changes is None else merge_votes(analysis.votes, analysis.changes)


def is_stale(analysis: Analysis) -> bool:
    """Whether more than one vote in a hundred came since the map was drawn: time to draw it again."""
    came = analysis.changes.count if analysis.changes else 0
    return came > STALE_SHARE * analysis.votes.n_votes


def _extend_ids(previous: Analysis, more: tuple[str, ...]) -> Labels:
    known = previous.changes.participant_ids if previous.changes else previous.votes.participant_ids
    if not more:
        return known
    if isinstance(known, range) and all(label == str(len(known) + rank) for rank, label in enumerate(more)):
        return range(len(known) + len(more))
    return (*map(str, known), *more)


def _place_again(
    previous: Analysis, concerned: npt.NDArray[Any], after: Votes, people: int
) -> tuple[Projection, Partition]:
    coordinates = np.zeros((people, 2))
    coordinates[: len(previous.projection.coordinates)] = previous.projection.coordinates
    coordinates[concerned] = place_people(after, previous.projection)
    labels = np.full(people, NOBODY, np.int8)
    labels[: len(previous.partition.labels)] = previous.partition.labels
    if not previous.imposed:
        labels[concerned] = place_in_groups(after.cast, coordinates[concerned], previous.partition)
    return _move(previous.projection, coordinates), _relabel(previous.partition, labels)


def _recount(
    previous: Analysis, partition: Partition, concerned: npt.NDArray[Any], before: Votes, after: Votes
) -> Tally:
    known = previous.partition.labels
    old_labels = np.full(len(concerned), NOBODY, np.int8)
    inside = concerned < len(known)
    old_labels[inside] = known[concerned[inside]]
    removed = count_groups(before, old_labels, partition.count)
    added = count_groups(after, partition.labels[concerned], partition.count)
    tally = previous.tally
    return Tally(
        tally.everyone - removed.everyone + added.everyone,
        tally.groups - removed.groups + added.groups,
        tally.sizes - removed.sizes + added.sizes,
    )


def _gather_changes(
    previous: Analysis, concerned: npt.NDArray[Any], after: Votes, ids: Labels, count: int
) -> Changes:
    """The rows changed so far: those of before that did not change again, then the new ones."""
    places = concerned.tolist()
    if previous.changes is None:
        return Changes(after, {person: row for row, person in enumerate(places)}, ids, count)
    again = set(places)
    earlier = [person for person in previous.changes.row_of if person not in again]
    everybody = np.array([*earlier, *places], np.int64)
    kept = find_rows(previous.votes, previous.changes, everybody)
    rows = _put(kept, len(earlier), after)
    row_of = {int(person): row for row, person in enumerate(everybody)}
    return Changes(rows, row_of, ids, previous.changes.count + count)


def _put(rows: Votes, start: int, after: Votes) -> Votes:
    """The first `start` rows, then those of `after`."""
    head = rows.take(np.arange(start))
    starts = np.concatenate([head.starts, head.starts[-1] + after.starts[1:]])
    columns = np.concatenate([head.columns, after.columns])
    values = np.concatenate([head.values, after.values])
    cast = np.concatenate([head.cast, after.cast])
    people = range(len(cast))
    return Votes(starts, columns, values, people, rows.statement_ids, cast, rows.excluded)


def _move(projection: Projection, coordinates: npt.NDArray[np.float64]) -> Projection:
    return replace(projection, coordinates=coordinates)


def _relabel(partition: Partition, labels: npt.NDArray[np.int8]) -> Partition:
    return replace(partition, labels=labels)
