"""Amounts that several sections need: what each line booked per month, its forecasts, and their latest change."""

import pandas as pd

from dashboard import economy, metrics
from dashboard.view import View, per_view


@per_view
def monthly(view: View) -> pd.DataFrame:
    """Month x line (the rows of the month's table): kronor booked in the month, up to the view's month.

    Taken from the year to date, so the month after a missing one is missing too.
    """
    results = view.read("results")
    known = results[results["period"] <= view.period]
    to_date = metrics.wide(known, "period", "line_id", "actual_ytd_sek")
    months = pd.date_range(to_date.index.min(), view.period, freq="MS")
    to_date = to_date.reindex(months)
    before = to_date.shift()
    before.loc[months.month == 1] = 0.0
    return _of_rows(view, to_date - before)


@per_view
def made(view: View) -> list[pd.Timestamp]:
    """The months of the year up to the view's in which a forecast was made, the oldest first."""
    return metrics.forecast_periods(view.read("results"), view.period)


@per_view
def forecasts(view: View) -> pd.DataFrame:
    """Month a forecast was made in x line (the rows of the month's table): kronor for the whole year."""
    rows = view.read("forecasts")
    known = rows[rows["reported_period"].isin(made(view))]
    return _of_rows(view, metrics.wide(known, "reported_period", "line_id", "forecast_year_sek"))


@per_view
def latest_change(view: View) -> pd.DataFrame:
    """The rows of the month's table with `latest_change_sek`: the latest forecast minus the one before it."""
    table, found = economy.shown_table(view), forecasts(view)
    if len(found) < 2:
        return table.assign(latest_change_sek=float("nan"))
    change = (found.iloc[-1] - found.iloc[-2]).mul(100).round().div(100)
    return table.assign(latest_change_sek=table["line_id"].map(change).astype(float))


def change_of(view: View, line_id: str) -> float:
    """The latest change of one row, in kronor; NaN before the year's second forecast."""
    rows = latest_change(view)
    return float(rows.loc[rows["line_id"] == line_id, "latest_change_sek"].item())


def _of_rows(view: View, by_line: pd.DataFrame) -> pd.DataFrame:
    """One column per row of the month's table; a sum over only some of its lines is summed from those."""
    rows = economy.month_table(view)["line_id"]
    by_line = by_line.reindex(columns=sorted({*by_line.columns, *rows}))
    shown = {row: by_line[economy.published_lines(view, row)].sum(axis="columns", skipna=False) for row in rows}
    return pd.DataFrame(shown, index=by_line.index)
