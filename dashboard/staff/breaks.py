"""Known breaks in the staff series: what is measured anew, and for whom."""

import pandas as pd

from dashboard.staff import rows
from dashboard.view import View, per_view


@per_view
def breaks(view: View, indicator_id: str) -> pd.DataFrame:
    """period, title of the breaks that concern the indicator in the view's department, up to the view's month.

    A break of a department is one for all under it, but not for those above.
    """
    found = view.read("breaks")
    measured = found["indicator_id"].isna() | (found["indicator_id"] == indicator_id)
    concerned = found["department_id"].isna() | found["department_id"].isin(_and_above(view))
    known = found[measured & concerned & (found["period"] <= view.period)]
    return known.sort_values(["period", "title"], ignore_index=True)[["period", "title"]]


def _and_above(view: View) -> list[str]:
    """The view's department and every one above it."""
    departments = view.read("departments")
    parents = dict(zip(departments["department_id"], departments["parent_id"], strict=True))
    found = [rows.department_of(view)]
    while isinstance(parent := parents.get(found[-1]), str):
        found.append(parent)
    return found
