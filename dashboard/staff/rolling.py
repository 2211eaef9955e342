"""The level of twelve months, month by month: its values of two kinds, its gaps, and the same in words."""

import pandas as pd

from dashboard import format as sv
from dashboard.staff import cells, rows
from dashboard.view import View, per_view
from dashboard.words import PUBLISHED_MARK

SHOWN = ("sick_leave_r12", "staff_turnover_r12")


@per_view
def levels(view: View, indicator_id: str) -> pd.DataFrame:
    """Every month of a rolling year up to the view's: period, value, target, limit, published, rounded, decimals, why.

    It begins where twelve months are known; it is empty where no month has a value.
    """
    found = rows.rows_of(view, indicator_id)
    found = found[(found["period"] <= view.period) & (found["reason"].fillna("") != "short_history")]
    if found["value"].isna().all():
        return found.iloc[:0]
    whys = [cells.why_missing(view, row) if pd.isna(row["value"]) else "" for row in found.to_dict("records")]
    return found.assign(
        published=found["provenance"] == "published",
        rounded=[rows.is_rounded(row) for row in found.to_dict("records")],
        decimals=[rows.decimals(row) for row in found.to_dict("records")],
        why=whys,
    ).reset_index(drop=True)


@per_view
def in_words(view: View, indicator_id: str) -> str:
    """First and last exact value, those in whole per cent by themselves, and the gaps."""
    months = levels(view, indicator_id)
    whole = months["rounded"].astype(bool)
    told = (_ends(view, months[~whole]), _whole_in_words(months[whole]), _gaps(months))
    return f"{rows.short_name(indicator_id)}: {'; '.join(each for each in told if each)}"


def _ends(view: View, exact: pd.DataFrame) -> str:
    known = exact.dropna(subset=["value"])
    ends = pd.concat([known.head(1), known.tail(1)]).to_dict("records")
    return ", ".join(dict.fromkeys(f"{cells.cell(view, row)} i {sv.month(row['period'])}" for row in ends))


def _gaps(months: pd.DataFrame) -> str:
    missing = [why for why in dict.fromkeys(months["why"]) if why]
    return f"glapp: {sv.listing(missing)}" if missing else ""


def _whole_in_words(months: pd.DataFrame) -> str:
    """How many months are in whole per cent, and the latest of them; they are not compared with the exact ones."""
    if months.empty:
        return ""
    last = months.iloc[-1]
    count = sv.plural(len(months), "månad", "månader")
    return f"{count} i hela procent, senast {sv.percent(last['value'], 0)} i {sv.month(last['period'])}"


def no_values(view: View, indicator_id: str) -> str:
    """Why there is no line."""
    row, name = rows.indicator_row(view, indicator_id), rows.short_name(indicator_id)
    return (
        f"{name} har inte mätts."
        if row is None
        else f"{name} har inget värde att visa: {cells.why_missing(view, row)}."
    )


def legend(view: View, indicator_id: str) -> list[tuple[str, str]]:
    """What the line's marks mean; only those that are there."""
    months = levels(view, indicator_id)
    keys = [
        ("line", "värde", (months["value"].notna() & ~months["rounded"]).any()),
        ("forecast-point", "hela procent", months["rounded"].any()),
        ("target", "mål", months["target"].notna().any()),
        ("limit", "gräns", months["limit"].notna().any()),
        (PUBLISHED_MARK, "publicerad månad", months["published"].any()),
        ("×", "inget värde", (months["why"] != "").any()),
    ]
    return [(key, word) for key, word, here in keys if here]
