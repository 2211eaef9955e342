"""Which sums of unknowns follow from known sums: exactly, modulo a prime, on systems of many months.

An unknown is a base cell (column) in a month (row of `present`). A sum follows from the known ones just when it is
zero on every vector on which all of those are zero; a random such vector tells with a chance of error of 2^-31.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

PRIME = 2_147_483_647
VECTORS = 2

Matrix = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Known:
    """A known sum: whole-number `weights` of the months times the base cells in `members`."""

    weights: Matrix
    members: Mask


def null_vectors(known: list[Known], present: Mask, rng: np.random.Generator) -> Matrix:
    """Random values, vector x month x base cell, on which every known sum is zero; zero where nobody can be."""
    alike = _alike(known, present, rng)
    columns = np.unique(alike[present.ravel()], return_index=True)[1]
    columns = np.flatnonzero(present.ravel())[columns]
    sums = np.stack([_flat(k, present)[columns] for k in known]) if known else np.zeros((0, len(columns)), np.int8)
    solved = _solve(sums, columns // present.shape[1], rng)
    return np.stack([_spread(values, columns, alike, present, rng) for values in solved.T])


def _flat(known: Known, present: Mask) -> npt.NDArray[np.int8]:
    return (known.weights[:, None] * (known.members & present)).ravel().astype(np.int8)


def _alike(known: list[Known], present: Mask, rng: np.random.Generator) -> npt.NDArray[np.uint64]:
    """Unknowns of a month that stand in the same known sums have the same mark: only their sum can ever be found."""
    marks = np.repeat(rng.integers(1, 2**63, len(present), dtype=np.uint64)[:, None], present.shape[1], axis=1)
    for sum_ in known:
        marks += np.outer(sum_.weights, sum_.members).astype(np.uint64) * rng.integers(1, 2**63, dtype=np.uint64)
    return marks.ravel()


def _spread(values: Matrix, columns: Matrix, alike: Matrix, present: Mask, rng: np.random.Generator) -> Matrix:
    """Random parts of each sum of unknowns that are alike."""
    found = rng.integers(0, PRIME, present.size) * present.ravel()
    order = np.argsort(alike[columns])
    place = order[np.searchsorted(alike[columns], alike, sorter=order).clip(0, len(columns) - 1)]
    parts = np.zeros(len(columns), np.int64)
    here = np.flatnonzero(present.ravel())
    np.add.at(parts, place[here], found[here])
    found[columns] = (found[columns] + values - parts) % PRIME
    return found.reshape(present.shape)


def _solve(sums: npt.NDArray[np.int8], months: Matrix, rng: np.random.Generator) -> Matrix:
    """Random solutions (unknown x vector) of sums = 0: months that few sums tie together are solved on their own."""
    blocks, of_row = _blocks(sums, months)
    pivots, free, follows = [np.zeros(0, np.int64)], [], []
    for block in np.unique(blocks):
        columns = np.flatnonzero(blocks == block)
        reduced, leading = _reduced(sums[np.ix_(of_row == block, columns)].astype(np.int64))
        rest = np.setdiff1d(np.arange(len(columns)), leading)
        pivots.append(columns[leading])
        free.append(columns[rest])
        follows.append(-reduced[:, rest] % PRIME)
    wide = sums[of_row < 0].astype(np.int64)
    tied = [wide[:, f] + wide[:, p] @ way for p, f, way in zip(pivots[1:], free, follows, strict=True)]
    chosen = _random_solution(np.hstack(tied) if tied else np.zeros((0, 0), np.int64), rng)
    solution = np.zeros((len(months), VECTORS), np.int64)
    solution[np.concatenate([*free, pivots[0]])] = chosen
    for p, f, way in zip(pivots[1:], free, follows, strict=True):
        solution[p] = _product(way, solution[f])
    return solution


def _blocks(sums: npt.NDArray[np.int8], months: Matrix) -> tuple[Matrix, Matrix]:
    """The block of each unknown, and of each sum (-1: it ties several): sums over at most two months join months."""
    touched = [np.unique(months[row != 0]) for row in sums]
    label = np.arange(months.max(initial=0) + 1)
    for pair in touched:
        if len(pair) == 2:
            label[label == label[pair[1]]] = label[pair[0]]
    of_row = [label[m[0]] if len(m) and len(set(label[m])) == 1 else -1 for m in touched]
    return label[months], np.array(of_row, dtype=np.int64)


def _reduced(matrix: Matrix) -> tuple[Matrix, Matrix]:
    """Reduced row echelon form, and its leading columns."""
    matrix, leading = matrix % PRIME, []
    for column in range(matrix.shape[1]):
        row = len(leading)
        below = np.flatnonzero(matrix[row:, column])
        if below.size:
            matrix[[row, row + below[0]]] = matrix[[row + below[0], row]]
            matrix[row] = matrix[row] * pow(int(matrix[row, column]), -1, PRIME) % PRIME
            others = np.setdiff1d(np.flatnonzero(matrix[:, column]), [row])
            ahead = column + np.flatnonzero(matrix[row, column:])
            taken = matrix[others, column][:, None] * matrix[row, ahead] % PRIME
            matrix[np.ix_(others, ahead)] = (matrix[np.ix_(others, ahead)] - taken) % PRIME
            leading.append(column)
    return matrix[: len(leading)], np.array(leading, dtype=np.int64)


def _random_solution(matrix: Matrix, rng: np.random.Generator) -> Matrix:
    reduced, leading = _reduced(matrix)
    rest = np.setdiff1d(np.arange(matrix.shape[1]), leading)
    solution = np.zeros((matrix.shape[1], VECTORS), np.int64)
    solution[rest] = rng.integers(0, PRIME, (len(rest), VECTORS))
    solution[leading] = _product(-reduced[:, rest] % PRIME, solution[rest])
    return solution


def _product(left: Matrix, right: Matrix) -> Matrix:
    """Left times right modulo the prime; a product of two residues just fits in 64 bits, a sum of them does not."""
    parts = [(left * column % PRIME).sum(axis=1) % PRIME for column in right.T]
    return np.stack(parts, axis=1)
