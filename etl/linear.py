"""What can be computed from what: linear combinations of groups, exactly, by elimination modulo a prime."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

PRIME = 2_147_483_647
"""A product of two residues fits in 64 bits, and the vectors' small integers never meet the prime by accident."""

Matrix = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Space:
    """What is left of the wanted and the protected vectors when everything shown so far is subtracted.

    A protected vector of which nothing is left can be computed from what is shown.
    """

    wanted: Matrix
    protected: Matrix

    def knowing(self, number: int) -> "Space":
        """The same space when wanted vector `number` is shown too."""
        row = self.wanted[number]
        filled = np.flatnonzero(row)
        if not filled.size:
            return self
        pivot = filled[0]
        inverse = pow(int(row[pivot]), -1, PRIME)
        return Space(_minus(self.wanted, row, pivot, inverse), _minus(self.protected, row, pivot, inverse))

    def computable(self) -> Mask:
        return np.asarray((self.protected == 0).all(axis=1))


def spaces(wanted: Matrix, protected: Matrix, present: Mask) -> list[Space]:
    """One space per constellation of base cells that exist in some month; a group that is nobody then is left out."""
    found = []
    for months in np.unique(present, axis=1).T:
        then = protected[:, months]
        found.append(Space(wanted[:, months], then[then.any(axis=1)]))
    return found


def granted(wanted: Matrix, protected: Matrix, present: Mask) -> Mask:
    """Which wanted vectors can be shown, taken in order, with no protected one computable in any month."""
    known = spaces(wanted, protected, present)
    shown = np.zeros(len(wanted), dtype=bool)
    for number in range(len(wanted)):
        after = [space.knowing(number) for space in known]
        if not any(space.computable().any() for space in after):
            known, shown[number] = after, True
    return shown


def leaks(shown: Matrix, protected: Matrix, present: Mask) -> int:
    """How many protected vectors, over all constellations, can be computed from everything shown."""
    count = 0
    for space in spaces(shown, protected, present):
        for number in range(len(shown)):
            space = space.knowing(number)
        count += int(space.computable().sum())
    return count


def _minus(rows: Matrix, row: Matrix, pivot: np.intp, inverse: int) -> Matrix:
    factors = rows[:, pivot] * inverse % PRIME
    return np.asarray((rows - np.outer(factors, row)) % PRIME, dtype=np.int64)
