"""Exact elimination modulo a prime: a second way to tell what can be computed from what, for the gate."""

import numpy as np
import numpy.typing as npt

from etl.disclosure.groups import Floats, Mask

PRIME = 2_147_483_647
"""A product of two residues fits in 64 bits, and the vectors' small integers never meet the prime by accident."""

Residues = npt.NDArray[np.int64]


class Elimination:
    """What is left of every group, and of every single base cell, when the shown groups are subtracted."""

    def __init__(self, groups: Floats, shown: Floats) -> None:
        cells = np.eye(groups.shape[1], dtype=np.int64)
        self._groups = len(groups)
        self._rest = _without(shown.astype(np.int64), np.vstack([groups.astype(np.int64), cells]))

    def computable(self) -> Mask:
        """Which groups are linear combinations of the shown ones."""
        return np.asarray((self._rest[: self._groups] == 0).all(axis=1))

    def computable_inside(self, inside: Mask) -> Mask:
        """Which groups somebody can compute who knows all about some cells."""
        own = self._rest[self._groups :][inside]
        return np.asarray((_without(own, self._rest[: self._groups]) == 0).all(axis=1))


def _without(rows: Residues, rest: Residues) -> Residues:
    """Subtract the rows, one after the other, from the rows after them and from the rest."""
    left = rows.copy()
    for number, row in enumerate(left):
        filled = np.flatnonzero(row)
        if filled.size:
            inverse = pow(int(row[filled[0]]), -1, PRIME)
            left[number + 1 :] = _minus(left[number + 1 :], row, filled[0], inverse)
            rest = _minus(rest, row, filled[0], inverse)
    return rest


def _minus(rows: Residues, row: Residues, pivot: np.intp, inverse: int) -> Residues:
    """Rows with nothing at the pivot stay as they are; most of them do."""
    hit = np.flatnonzero(rows[:, pivot])
    factors = rows[hit, pivot] * inverse % PRIME
    left = rows.copy()
    left[hit] = (rows[hit] - factors[:, None] * row) % PRIME
    return left
