"""Principal directions of the votes: exactly for few people or statements, by iteration for many."""

import numpy as np
import numpy.typing as npt

from .sparse import Blocks, cross_products, multiply_twice

Floats = npt.NDArray[np.float64]
DIMENSIONS = 2
OPENED = 4_000  # cells of a table small enough to be opened
SOLVED = 5_000_000_000  # people × statements²: a few seconds
SAMPLE = 8_000  # people
WIDTH = 4
FULLEST = 8 * WIDTH
SINGLE, DOUBLE, ROUGH = 3e-6, 1e-9, 1e-3
ROUNDS = 40
NOTHING = 1e-9


def find_directions(blocks: Blocks, width: int) -> tuple[Floats, Floats, bool]:
    """The two unit directions (2, statements) of largest spread, their sums of squares, and whether found.

    Small tables: eigenvectors of the products of statements. Others: block Krylov iterations (Rayleigh–Ritz)
    that start from a sample of people, until the residual of both directions is under 10⁻⁹ of their sum of
    squares (3·10⁻⁶ above two million votes); the sample changes nothing to where it ends. When they do not
    settle (votes without structure), the small way is taken where the table is not too large.
    """
    directions, squares = np.zeros((DIMENSIONS, width)), np.zeros(DIMENSIONS)
    if width == 0 or blocks.votes == 0:
        return directions, squares, True
    if width <= FULLEST or blocks.people * width <= OPENED:
        values, vectors, converged = _solve(blocks)
    else:
        values, vectors, converged = _seek(blocks)
        if not converged and blocks.people * width**2 <= SOLVED:
            values, vectors, converged = _solve(blocks)
    for rank in range(min(DIMENSIONS, len(values))):
        if values[rank] > NOTHING * blocks.votes:
            directions[rank], squares[rank] = orient(vectors[:, rank]), values[rank]
    return directions, squares, converged


def _solve(blocks: Blocks) -> tuple[Floats, Floats, bool]:
    values, vectors = np.linalg.eigh(cross_products(blocks))
    return values[::-1], vectors[:, ::-1], True


def _seek(blocks: Blocks) -> tuple[Floats, Floats, bool]:
    basis = np.linalg.qr(np.random.default_rng(0).standard_normal((blocks.width, 2 * WIDTH)))[0]
    if blocks.people > 4 * SAMPLE:
        _, basis, _ = _iterate(blocks.thin(blocks.people // SAMPLE), basis, ROUGH)
    return _iterate(blocks, basis[:, : 2 * WIDTH], SINGLE if blocks.single else DOUBLE)


def orient(vector: Floats) -> Floats:
    """The same direction with its largest coefficient positive (the first of those equal to 1e-9)."""
    sizes = np.abs(vector)
    place = int(np.argmax(sizes >= sizes.max() * (1 - 1e-9)))
    return -vector if vector[place] < 0 else vector


def _iterate(blocks: Blocks, basis: Floats, precision: float) -> tuple[Floats, Floats, bool]:
    """Rayleigh–Ritz on a growing Krylov basis, begun again from its best vectors when it is full."""
    basis = basis[:, :WIDTH]
    images = multiply_twice(blocks, basis)
    for _ in range(ROUNDS):
        values, inside = np.linalg.eigh(basis.T @ images)
        values, inside = values[::-1], inside[:, ::-1]
        vectors, moved = basis @ inside, images @ inside
        residual = moved[:, :DIMENSIONS] - vectors[:, :DIMENSIONS] * values[:DIMENSIONS]
        errors = np.linalg.norm(residual, axis=0)
        if np.all(errors <= precision * np.maximum(values[:DIMENSIONS], NOTHING * blocks.votes)):
            return values, vectors, True
        fresh = images[:, -WIDTH:]
        if basis.shape[1] >= FULLEST:
            basis, images = vectors[:, : 2 * WIDTH], moved[:, : 2 * WIDTH]
            fresh = moved[:, :WIDTH] - vectors[:, :WIDTH] * values[:WIDTH]
        fresh = fresh - basis @ (basis.T @ fresh)
        fresh = np.linalg.qr(fresh)[0]
        fresh = np.linalg.qr(fresh - basis @ (basis.T @ fresh))[0]
        basis, images = np.hstack([basis, fresh]), np.hstack([images, multiply_twice(blocks, fresh)])
    return values, vectors, False
