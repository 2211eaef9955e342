"""The report's investments: spent, forecast and budget per way of dividing them."""

import pandas as pd

from dashboard import format as sv
from dashboard import investments, messages
from dashboard.report import misprints, tables
from dashboard.report.content import Chart, Section, Table, Text
from dashboard.report.tables import Layout
from dashboard.view import View, per_view


@per_view
def sections(view: View) -> tuple[Section, ...]:
    """The investments of the whole; one sentence where none are reported."""
    reported, ways = investments.latest_report(view), investments.breakdowns(view)
    message = messages.investments_message(investments.total(view), view.period)
    if reported is None or not ways:
        return (Section("investeringar", "Investeringar", message=message, page="investments", place="paper"),)
    first, *others = ways
    told = _told(view, reported)
    said = (Text(told),) if told else ()
    parts = (*said, _chart(view, first, message), _table(view, first))
    return (
        Section("investeringar", "Investeringar", message=message, parts=parts, page="investments"),
        *(_another(view, way) for way in others),
    )


def _told(view: View, reported: pd.Timestamp) -> tuple[str, ...]:
    """When they were reported, and of whom."""
    late = () if reported == view.period else (f"Senast rapporterat i {sv.month(reported)}.",)
    whole = ("Investeringar följs upp för hela organisationen, inte per avdelning.",) if view.department_id else ()
    return (*late, *whole)


def _another(view: View, way: str) -> Section:
    """The same investments divided in another way: for the report alone."""
    key = tables.slug("investeringar", way)
    return Section(key, f"Investeringar per {way}", 3, parts=(_table(view, way),), page="investments", place="paper")


def _table(view: View, way: str) -> Table:
    rows = investments.with_total(view, way)
    noted = misprints.noted(view, "investment")
    keys = rows["item_id"].where(rows["kind"] != "sum", f"total/{way}").astype(str)
    reported = investments.latest_report(view) or view.period
    caption = f"Investeringar per {way}, mnkr, {sv.year_to_date(reported)}; utgift är minus"
    return tables.table(
        rows.assign(key=keys), investments.COLUMNS, caption, Layout("key"), noted, (investments.ROUNDING,)
    )


def _chart(view: View, way: str, message: str) -> Chart:
    rows = investments.tier_rows(investments.with_total(view, way))
    return Chart(
        "tiers",
        f"Prognos mot årsbudget per {way}, mnkr, {view.period.year}",
        f"{message}.",
        rows,
        "Prognos och årsbudget, mnkr",
        tuple(investments.LEGEND),
        hatched=True,
    )
