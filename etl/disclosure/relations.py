"""Through which of the shown groups a small one can be computed: the relation to break."""

import highspy
import numpy as np

from etl.disclosure.groups import Floats
from etl.disclosure.solver import quiet_solver, rowwise

USED = 1e-6


def relation(shown: Floats, target: Floats) -> list[int]:
    """Rows of `shown` that together give the target, few and early ones rather than many and late ones.

    The smallest weighted sum of absolute coefficients, which is a corner of a linear program: no row is in it
    without need. The target must be a combination of the rows.
    """
    count = len(shown)
    weights = 1 + np.arange(count) / max(count, 1)
    solver = quiet_solver()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 2 * count, len(target)
    model.col_cost_ = np.concatenate([weights, weights])
    model.col_lower_, model.col_upper_ = np.zeros(2 * count), np.full(2 * count, highspy.kHighsInf)
    model.row_lower_ = model.row_upper_ = target
    rowwise(model, np.hstack([shown.T, -shown.T]))
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return list(range(count))
    used = np.abs(np.asarray(solver.getSolution().col_value)) > USED
    return np.flatnonzero(used[:count] | used[count:]).tolist()
