"""The text of one cell: a value in its unit with its marks, or why there is none."""

from dataclasses import dataclass

import pandas as pd

from dashboard import format as sv
from dashboard import words
from dashboard.staff import rows
from dashboard.staff.rows import Row
from dashboard.view import View
from data.indicator import Indicator
from data.indicators import BY_ID


@dataclass(frozen=True)
class Limits:
    """The sizes of groups that decide what is shown: at most so many are withheld, at most so many are rounded, and
    the least number of survey answers."""

    withheld: int
    rounded: int
    answers: int


def limits(view: View) -> Limits:
    """The settings that the snapshot was made with."""
    facts = view.snapshot.manifest
    return Limits(facts.get("withheld_limit", 10), facts.get("rounded_limit", 30), facts.get("answers_limit", 7))


def cell(view: View, row: Row | None) -> str:
    """The value in its unit, marked where it is published or in whole per cent; otherwise why there is none."""
    if row is None:
        return sv.MISSING
    if pd.isna(row["value"]):
        return why_missing(view, row)
    text = words.indicator_figure(BY_ID[row["indicator_id"]].unit, row["value"], rows.decimals(row))
    return text + "".join(f"{sv.NBSP}{mark}" for mark in marks(row))


ROUNDED = f"{words.ROUNDED_MARK} hela procent"


def marks(row: Row) -> list[str]:
    """The marks beside a value."""
    published = [words.PUBLISHED_MARK] if row["provenance"] == "published" else []
    return [*published, *([words.ROUNDED_MARK] if rows.is_rounded(row) else [])]


def rounded_note(view: View) -> str:
    """What the mark of whole per cent means."""
    sizes = limits(view)
    small = f"för att gruppen har {sizes.withheld + 1}–{sizes.rounded} anställda eller för att skydda en mindre grupp"
    return f"{words.ROUNDED_MARK} Andelen visas i hela procent, {small}."


def why_missing(view: View, row: Row) -> str:
    """Why a row has no value, in few words: it is withheld, or it cannot be computed."""
    indicator, sizes = BY_ID[row["indicator_id"]], limits(view)
    told = {
        "small": _small(indicator, sizes),
        "protects": "dold för att skydda en mindre grupp",
        "middle": _middle(indicator, sizes),
        "unit_month": "visas bara för tolv månader",
        "coarser": "dold: nivån visas inte",
        "month_missing": f"{_month(row['missing_period'])} saknas i underlaget",
        "short_history": "färre än tolv månader",
        "no_denominator": "inget att dela med",
    }
    return told.get(row["reason"], sv.MISSING)


def why_in_a_picture(view: View, row: Row) -> str:
    """The same where there is room for a word or two: the month is on the axis, the whole reason in the table."""
    brief = {"month_missing": "saknas", "protects": "dold", "coarser": "dold"}
    return brief.get(row["reason"]) or why_missing(view, row)


def _small(indicator: Indicator, sizes: Limits) -> str:
    return f"färre än {sizes.answers} svar" if indicator.survey_index else f"{sizes.withheld} eller färre"


def _middle(indicator: Indicator, sizes: Limits) -> str:
    """The size of the group; of those employed all, its permanent employees or full-time equivalents may be fewer."""
    size = f"{sizes.withheld + 1}–{sizes.rounded}"
    return size if indicator.indicator_id == "headcount" else f"grupp om {size}"


def _month(period: pd.Timestamp | None) -> str:
    return "en månad" if period is None or pd.isna(period) else sv.month(period)
