"""The map of opinions: the two directions along which votes differ most."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .directions import DIMENSIONS, find_directions
from .sparse import Blocks, multiply
from .votes import Votes

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Principal components of the votes, and where people stand on them.

    `center` (statements) is the mean vote on each statement; `components` (2, statements) are unit vectors,
    each with its largest coefficient positive (zeros when votes vary along fewer directions);
    `variances` (2) is the variance of people along each, over people − 1. `coordinates` (people, 2) is each
    person's place, stretched by √(statements ÷ votes of that person) so that someone who voted little does
    not sink to the middle; (0, 0) for whoever did not vote. Only statements with votes count there, and those
    taken out count in both numbers, as Polis has it. `converged` is false when the directions of a large
    table could not be told apart to the precision wanted (nearly equal variances). `voted` is the number of
    statements with votes, `single` whether sums were made in single precision (large tables).
    """

    center: Floats
    components: Floats
    variances: Floats
    coordinates: Floats
    converged: bool = True
    voted: int = 0
    single: bool = False


def project(votes: Votes) -> Projection:
    """Project people on the two principal components of the table completed by statement means.

    A cell without a vote takes the mean of its statement, so it is exactly zero once centred: nothing is
    densified. Any votes do, even none (zeros). Source: C. Small and others, “Polis: scaling deliberation by
    mapping high dimensional opinion spaces”, *Recerca* 26(2), 2021.
    """
    counts = votes.count_values()
    seen = counts.sum(axis=0)
    center = (counts[2] - counts[0]) / np.maximum(seen, 1)
    blocks = Blocks.make(votes, center)
    components, squares, converged = find_directions(blocks, votes.n_statements)
    voted = int(np.count_nonzero(seen))
    coordinates = stretch(multiply(blocks, components.T), votes.votes_by_participant, voted, votes.excluded)
    variances = squares / max(votes.n_participants - 1, 1)
    return Projection(center, components, variances, coordinates, converged, voted, blocks.single)


def place_people(votes: Votes, projection: Projection) -> Floats:
    """Where people (other people, or the same with more votes) stand on a map already drawn: (people, 2)."""
    blocks = Blocks.make(votes, projection.center, single=projection.single)
    places = multiply(blocks, projection.components.T)
    return stretch(places, votes.votes_by_participant, projection.voted, votes.excluded)


def stretch(places: Floats, sizes: npt.NDArray[np.int64], voted: int, excluded: int) -> Floats:
    """Places (people, 2) pushed away from the middle for those who voted on few of the `voted` statements."""
    return places * np.sqrt((voted + excluded) / np.maximum(sizes + excluded, 1))[:, None]


__all__ = ["DIMENSIONS", "Projection", "place_people", "project", "stretch"]
