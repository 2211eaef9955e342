"""The report's investments: spent, forecast and budget per way of dividing them."""

from dashboard import format as sv
from dashboard import investments, messages
from dashboard.report import misprints, tables
from dashboard.report.content import Chart, Part, Section, Table
from dashboard.report.tables import Layout
from dashboard.view import View, per_view


@per_view
def sections(view: View) -> tuple[Section, ...]:
    """The investments of the whole; one sentence where none are reported."""
    reported, ways = investments.latest_report(view), investments.breakdowns(view)
    message = messages.investments_message(investments.total(view), view.period)
    if reported is None or not ways:
        return (Section("investeringar", "Investeringar", message=message, page="investments"),)
    parts: list[Part] = [*(_table(view, way) for way in ways), _chart(view, ways[0], message)]
    return (
        Section("investeringar", "Investeringar", message=message, parts=tuple(parts), page="investments",
                notes=(investments.lead(view),) if investments.lead(view) else ()),
    )  # fmt: skip


def _table(view: View, way: str) -> Table:
    rows = investments.with_total(view, way)
    noted = misprints.noted(view, "investment")
    keys = rows["item_id"].where(rows["kind"] != "sum", f"total/{way}").astype(str)
    caption = f"Investeringar per {way}, mnkr, {sv.year_to_date(investments.latest_report(view) or view.period)}; utgift är minus"
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
