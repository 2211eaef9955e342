"""How closely the size of a withheld group can be bounded: linear programs over the base cells."""

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np

from etl.disclosure.groups import Floats
from etl.disclosure.solver import quiet_solver, rowwise

PERSONS, SHARE = 3.0, 0.5
"""Nobody may know the size of a withheld group within three persons, or half of it where that is more."""

BINDING = 1e-7
BEYOND_BELIEF = 10
"""No world has a base cell with more than so many times the people of the whole."""


@dataclass(frozen=True)
class Known:
    """Groups (rows over the base cells) whose size is known to lie between `least` and `most`."""

    vectors: Floats
    least: Floats
    most: Floats


@dataclass(frozen=True)
class Close:
    """A target that can be bounded too closely, and the known groups (by row) that bound it."""

    target: int
    bounded_by: list[int]


def too_close(targets: Floats, people: Floats, known: Known, few: float) -> Iterator[Close]:
    """The targets whose size every reader knows too well. `people` is the truth: the size of each base cell.

    To know that it is at most `few` is never too much: that is what is said of a small group.

    Each solution is a world that could be the true one: it shows for all targets at once that they may be larger or
    smaller, so most need no program of their own.
    """
    sizes = targets @ people
    slack = np.maximum(PERSONS, SHARE * sizes)
    low, high = sizes.copy(), sizes.copy()

    def open_(number: int) -> bool:
        below, above = sizes[number] - low[number], high[number] - sizes[number]
        untold = low[number] < BINDING and high[number] > few - BINDING
        return bool(max(below, above) > slack[number] + BINDING or untold)

    program = _Program(known, len(people), BEYOND_BELIEF * (float(people.sum()) + 1))
    for number in range(len(targets)):
        bounded_by: set[int] = set()
        for sign in (1, -1):
            if open_(number):
                break
            try:
                world, binding = program.extreme(sign * targets[number])
            except ArithmeticError:  # the solver gave up: nothing is proven, so everything is to blame
                bounded_by = set(range(len(known.vectors)))
                break
            seen = targets @ world
            low, high = np.minimum(low, seen), np.maximum(high, seen)
            bounded_by |= binding
        if not open_(number):
            yield Close(number, sorted(bounded_by))


class _Program:
    """One linear program with changing objectives: each starts where the last one ended."""

    def __init__(self, known: Known, cells: int, most: float) -> None:
        self._solver = quiet_solver()
        self._cells = np.arange(cells, dtype=np.int32)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = cells, len(known.vectors)
        model.col_cost_ = np.zeros(cells)
        model.col_lower_, model.col_upper_ = np.zeros(cells), np.full(cells, most)
        model.row_lower_, model.row_upper_ = known.least, known.most
        rowwise(model, known.vectors)
        self._solver.passModel(model)

    def extreme(self, objective: Floats) -> tuple[Floats, set[int]]:
        """A world where the objective is largest, and the known groups (by row) that keep it from being larger."""
        self._solver.changeColsCost(len(self._cells), self._cells, -objective)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError("The linear program has no solution, though the truth is one.")
        solution = self._solver.getSolution()
        duals = np.abs(np.asarray(solution.row_dual))
        return np.asarray(solution.col_value), set(np.flatnonzero(duals > BINDING).tolist())
