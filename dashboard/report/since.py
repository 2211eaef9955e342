"""What has changed since the last dialogue: between two months of one snapshot, or of two kept ones."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard import economy, messages, metrics
from dashboard import format as sv
from dashboard.activities import rows as activity_rows
from dashboard.activities.rows import counted
from dashboard.markup import Shown
from dashboard.report import forecast, since_flags, tables
from dashboard.report.content import Section, Text
from dashboard.report.forecast import LINE
from dashboard.report.tables import Layout
from dashboard.report.work import ACTIVITY, FLAGGED
from dashboard.view import View, per_view
from dashboard.words import STATUS, with_glyph

FORECAST = "forecast_deviation_sek"


@dataclass(frozen=True)
class Since:
    """The dialogue before: its snapshot and month, seen by the same department."""

    view: View

    def __str__(self) -> str:
        """What is built on it is kept by."""
        return "|".join(self.view.key)

    def named(self, now: View) -> str:
        """The dialogue before in words, with its snapshot where that is another."""
        month = sv.month(self.view.period)
        return f"{month} ({'samma utgåva' if self.is_of(now) else f'utgåva {self.view.snapshot.snapshot_id}'})"

    def is_of(self, now: View) -> bool:
        """Whether both are read from one snapshot."""
        return self.view.snapshot.snapshot_id == now.snapshot.snapshot_id


@per_view
def sections(view: View, before: Since) -> tuple[Section, ...]:
    """Forecast, flags and activities, a section each; many flags are counted first."""
    flags = since_flags.sections(view, before.view, before.named(view))
    return (_forecast(view, before), *flags, _activities(view, before))


def _forecast(view: View, before: Since) -> Section:
    """The forecast against budget then and now, row by row where it has moved."""
    caption = f"Prognos mot årsbudget, mnkr: då {before.named(view)}, nu {sv.month(view.period)}"
    base = Section("sedan-prognos", "Sedan förra dialogen: prognosen", page="forecast")
    if before.view.period.year != view.period.year:
        text = (f"Förra dialogen gällde {before.view.period.year}: prognoser för olika år jämförs inte.",)
        return replace(base, message=f"Förra dialogen gällde {sv.month(before.view.period)}", parts=(Text(text),))
    rows = _then_and_now(view, before)
    moved = rows[(rows["change"].abs() >= messages.ROUNDING_SEK) | (rows["kind"] == "sum")]
    message = _forecast_message(rows, before)
    shown = moved[moved["change"].notna()]
    parts = (tables.table(shown, _FORECASTS, caption, Layout("line_id", LINE)),) if len(shown) else ()
    return replace(base, message=message, parts=parts, place="paper" if _is_drawn(view, before) else "both")


def _is_drawn(view: View, before: Since) -> bool:
    """Whether the slides have a bridge from just that forecast, which says the same in a picture."""
    last = metrics.previous_forecast_period(view.read("results"), view.period)
    return before.is_of(view) and before.view.period == last and forecast.is_bridged(view)


def _then_and_now(view: View, before: Since) -> pd.DataFrame:
    """The rows of the month's table with `then`, `now` and `change` of the forecast against budget."""
    now = economy.shown_table(view)
    then = economy.month_table(before.view).set_index("line_id")[FORECAST]
    rows = now.assign(then=now["line_id"].map(then).astype(float), now=now[FORECAST].astype(float))
    return rows.assign(change=(rows["now"] - rows["then"]).mul(100).round().div(100))


def _forecast_message(rows: pd.DataFrame, before: Since) -> str:
    top = metrics.top_row(rows)
    when = f"i dialogen om {sv.month(before.view.period)}"
    if top is None or pd.isna(top["change"]):
        return "Prognosen kan inte jämföras med förra dialogen: ett belopp saknas"
    if messages.reads_as_zero(top["change"]):
        return f"Prognosen är oförändrad sedan dialogen om {sv.month(before.view.period)}"
    return f"Prognosen är {messages.better_or_worse(top['change'], when)}"


_FORECASTS = [
    Shown("shown_name", "Uppdrag", str),
    Shown("then", "Då", sv.deviation, numeric=True, toned=True),
    Shown("now", "Nu", sv.deviation, numeric=True, toned=True),
    Shown("change", "Förändring", sv.deviation, numeric=True, toned=True),
]


def _activities(view: View, before: Since) -> Section:
    """Activities whose status or end date has moved, and those that have come or gone."""
    base = Section("sedan-aktiviteter", "Sedan förra dialogen: aktiviteterna", page="activities",
                   chosen={"flik": "Status över tid"})  # fmt: skip
    then, now = (activity_rows.published(each).set_index("activity_id") for each in (before.view, view))
    if then.empty or now.empty:
        missing = before.view if then.empty else view
        return replace(base, message=activity_rows.why_empty(missing), parts=())
    both = now.index.intersection(then.index)
    moved = _moved(then.loc[both], now.loc[both])
    came, went = now.index.difference(then.index), then.index.difference(now.index)
    unknown = int((now["status"] == "unknown").sum())
    message = _moved_message(moved, then["status"], now["status"])
    message += f"; {sv.number(len(came))} har tillkommit" if len(came) else ""
    message += f"; {sv.number(len(went))} finns inte längre" if len(went) else ""
    message += f"; {sv.number(unknown)} har okänd status nu" if unknown else ""
    caption = f"Aktiviteter vars status eller slutdatum har ändrats sedan {before.named(view)}"
    layout = Layout("activity_id", ACTIVITY, wide=("title",))
    columns = [each for each in _MOVED if (moved[each.name] != "").any()]
    parts = (tables.table(moved, columns, caption, layout),) if len(moved) else ()
    return replace(base, message=message, parts=parts)


def _moved_message(moved: pd.DataFrame, then: pd.Series, now: pd.Series) -> str:
    """How many have moved, and how many of them to and from a status that does not follow the plan."""
    count = counted("activity", len(moved)) if len(moved) else "Ingen aktivitet"
    message = f"{count} har ny status eller nytt slutdatum"
    told = moved.loc[moved["status_change"] != "", "activity_id"]
    was, stands = then[told].isin(FLAGGED), now[told].isin(FLAGGED)
    off, back = int((~was & stands).sum()), int((was & ~stands).sum())
    message += f"; {sv.number(off)} har börjat avvika från planen" if off else ""
    return message + (f"; {sv.number(back)} avviker inte längre" if back else "")


def _moved(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """activity_id, title, status_change, date_change of those that are not as they were; the worst status first.

    A status or a date that one of the two does not tell has not moved: it is unknown.
    """
    rank = {status: place for place, status in enumerate(STATUS)}
    rows = pd.DataFrame(
        {
            "activity_id": now.index,
            "title": now["title"],
            "status_change": [_changed(*each) for each in zip(then["status"], now["status"], strict=True)],
            "date_change": [_dates(*each) for each in zip(then["end_date"], now["end_date"], strict=True)],
            "rank": now["status"].map(rank),
        }
    )
    moved = rows[(rows["status_change"] != "") | (rows["date_change"] != "")]
    return moved.sort_values(["rank", "title"], ignore_index=True)


def _changed(then: str, now: str) -> str:
    return "" if then == now or "unknown" in (then, now) else f"{with_glyph(then, STATUS)} → {with_glyph(now, STATUS)}"


def _dates(then: Any, now: Any) -> str:
    return "" if pd.isna(then) or pd.isna(now) or then == now else f"{sv.date(then)} → {sv.date(now)}"


def _unchanged(text: str) -> str:
    return text or "oförändrat"


_MOVED = [
    Shown("title", "Aktivitet", str),
    Shown("status_change", "Status", _unchanged),
    Shown("date_change", "Slutdatum", _unchanged),
]
