"""The linear programming solver (HiGHS), as this room uses it."""

from typing import Any

import highspy
import numpy as np

from etl.disclosure.groups import Floats


def quiet_solver() -> Any:
    """A solver that prints nothing and starts each program where the last one ended."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("presolve", "off")
    return solver


def rowwise(model: Any, matrix: Floats) -> None:
    """Give the model its matrix, row by row, without the zeros."""
    rows, columns = np.nonzero(matrix)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.searchsorted(rows, np.arange(len(matrix) + 1)).astype(np.int32)
    model.a_matrix_.index_ = columns.astype(np.int32)
    model.a_matrix_.value_ = matrix[rows, columns]
