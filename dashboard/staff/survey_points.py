"""The surveys as a picture: which points stand on which row, and the same in words."""

import pandas as pd

from dashboard import format as sv
from dashboard.charts import indexes
from dashboard.staff import cells, rows, surveys
from dashboard.staff.rows import Row
from dashboard.view import View, per_view

KEYS = ("baseline-point", "forecast-point", "budget-point")
"""The marks of the latest year and those before it."""


def years(view: View) -> list[int]:
    """The latest years of the table, the newest first, as many as the picture holds."""
    return surveys.years(view)[::-1][: indexes.YEARS]


def legend(view: View) -> list[tuple[str, str]]:
    """A mark per year that has a point."""
    drawn = set(points(view).dropna(subset=["value"])["year"])
    return [(key, str(year)) for key, year in zip(KEYS, years(view), strict=False) if year in drawn]


@per_view
def points(view: View) -> pd.DataFrame:
    """name, year, value (missing allowed) and text: one row per index of the table and year."""
    found = [(each, year, surveys.row_of(view, each, year)) for each in surveys.shown(view) for year in years(view)]
    return pd.DataFrame(
        [
            {
                "name": rows.name(indicator_id),
                "year": year,
                "value": float("nan") if row is None else row["value"],
                "text": cells.cell(view, row) if rows.has_value(row) else sv.MISSING,
            }
            for indicator_id, year, row in found
        ]
    )


def any_drawn(view: View) -> bool:
    """Is there a point to draw? Without one the sentence and the table say why."""
    return bool(points(view)["value"].notna().any())


@per_view
def listed(view: View) -> pd.DataFrame:
    """name, indent and why of each index; `why` are the years without a value, with the words of the table."""
    found = surveys.shown(view)
    return pd.DataFrame(
        {
            "name": [rows.name(each) for each in found],
            "indent": [surveys.indent(each) for each in found],
            "why": [_why(view, each) for each in found],
        }
    )


def _why(view: View, indicator_id: str) -> str:
    """ "2018: färre än 7 svar"; years for the same reason together."""
    told: dict[str, list[str]] = {}
    for year in sorted(years(view)):
        row = surveys.row_of(view, indicator_id, year)
        if not rows.has_value(row):
            told.setdefault(_reason(view, row), []).append(str(year))
    return "; ".join(f"{sv.listing(years)}: {why}" for why, years in told.items())


def _reason(view: View, row: Row | None) -> str:
    return "inget värde" if row is None else cells.why_missing(view, row)


def in_words(view: View) -> str:
    """Each index with its years: "HME, motivation 78,6 (2017: 79,1)"."""
    latest, *before = years(view)
    texts = points(view).set_index(["name", "year"])["text"].to_dict()
    told = []
    for row in listed(view).to_dict("records"):
        earlier = [f"{year}: {texts[row['name'], year]}" for year in before]
        told.append(f"{row['name']} {texts[row['name'], latest]}" + (f" ({', '.join(earlier)})" if earlier else ""))
    return f"{surveys.CAPTION}, {latest}. {'; '.join(told)}."
