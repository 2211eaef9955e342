"""Exact elimination modulo a prime: a second way to tell what can be computed from what, for the gate."""

import numpy as np
import numpy.typing as npt

from etl.disclosure.groups import Floats, Mask

PRIME = 2_147_483_647
"""A product of two residues fits in 64 bits, and the vectors' small integers never meet the prime by accident."""

Residues = npt.NDArray[np.int64]


def computable(protected: Floats, shown: Floats) -> Mask:
    """Which protected rows are linear combinations of the shown ones."""
    rest, rows = protected.astype(np.int64), shown.astype(np.int64)
    for number in range(len(rows)):
        row = rows[number]
        filled = np.flatnonzero(row)
        if filled.size:
            pivot = filled[0]
            inverse = pow(int(row[pivot]), -1, PRIME)
            rows[number + 1 :] = _minus(rows[number + 1 :], row, pivot, inverse)
            rest = _minus(rest, row, pivot, inverse)
    return np.asarray((rest == 0).all(axis=1))


def _minus(rows: Residues, row: Residues, pivot: np.intp, inverse: int) -> Residues:
    factors = rows[:, pivot] * inverse % PRIME
    return np.asarray((rows - factors[:, None] * row) % PRIME, dtype=np.int64)
