"""What has changed since the last dialogue: between two months of one snapshot, or of two kept ones."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from dashboard import economy, messages, metrics, overview
from dashboard import format as sv
from dashboard.activities import rows as activity_rows
from dashboard.activities.rows import counted
from dashboard.markup import Shown
from dashboard.report import tables
from dashboard.report.content import MOST_ON_SLIDES, Cell, Column, Row, Section, Table, Text
from dashboard.report.forecast import LINE
from dashboard.report.tables import Layout
from dashboard.report.work import ACTIVITY, FLAGGED
from dashboard.view import View, per_view
from dashboard.words import SEVERITY, STATUS, rule_short, with_glyph

FORECAST = "forecast_deviation_sek"
Key = tuple[str, str, str]
"""Of a flag: kind, subject, rule."""
_RULES = 7
"""That are counted by themselves, so that the table stands on one slide."""


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
        same = self.view.snapshot.snapshot_id == now.snapshot.snapshot_id
        return f"{month}, samma utgåva" if same else f"{month}, utgåva {self.view.snapshot.snapshot_id}"


@per_view
def sections(view: View, before: Since) -> tuple[Section, ...]:
    """Forecast, flags and activities, a section each; many flags are counted first."""
    return (_forecast(view, before), *_flags(view, before), _activities(view, before))


def _title(what: str) -> str:
    return f"Sedan förra dialogen: {what}"


def _forecast(view: View, before: Since) -> Section:
    """The forecast against budget then and now, row by row where it has moved."""
    caption = f"Prognos mot årsbudget, mnkr: {before.named(view)} och nu {sv.month(view.period)}"
    base = Section("sedan-prognos", _title("prognosen"), page="forecast")
    if before.view.period.year != view.period.year:
        text = (f"Förra dialogen gällde {before.view.period.year}: prognoser för olika år jämförs inte.",)
        return replace(base, message=f"Förra dialogen gällde {sv.month(before.view.period)}", parts=(Text(text),))
    rows = _then_and_now(view, before)
    moved = rows[(rows["change"].abs() >= messages.ROUNDING_SEK) | (rows["kind"] == "sum")]
    message = _forecast_message(rows, before)
    shown = moved[moved["change"].notna()]
    parts = (tables.table(shown, _FORECASTS, caption, Layout("line_id", LINE)),) if len(shown) else ()
    return replace(base, message=message, parts=parts)


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


def _flags(view: View, before: Since) -> tuple[Section, ...]:
    """Flags on lines, activities and assignments that are new, and those that are solved.

    More than a room can follow are counted per rule, and stand one by one in the report.
    """
    then, now = _flag_names(before.view), _flag_names(view)
    new = {key: now[key] for key in now if key not in then}
    solved = {key: then[key] for key in then if key not in now}
    base = Section("sedan-flaggor", _title("flaggorna"), message=_flags_message(len(new), len(solved)), page="overview")
    rows = (*_flag_rows("ny", new), *_flag_rows("löst", solved))
    if not rows:
        return (base,)
    columns = (Column("Vad", wide=True), Column("Flagga"), Column("Allvar"), Column("Läge"))
    caption = f"Flaggor som är nya eller lösta sedan {before.named(view)}; en löst flagga har försvunnit, oavsett orsak"
    listed = Table(caption, columns, rows)
    if len(rows) <= MOST_ON_SLIDES:
        return (replace(base, parts=(listed,)),)
    one_by_one = replace(base, key="sedan-flaggor-alla", title="Flaggorna en och en", message="", parts=(listed,))
    counted = _per_rule(f"Flaggor per slag sedan {before.named(view)}", new, solved)
    return (replace(base, parts=(counted,)), replace(one_by_one, depth=3, place="paper"))


def _flags_message(new: int, solved: int) -> str:
    if not new and not solved:
        return "Samma flaggor gäller nu som i förra dialogen"
    first = sv.plural(new, "flagga är ny", "flaggor är nya") if new else "Ingen flagga är ny"
    return f"{first} och {sv.plural(solved, 'är löst', 'är lösta') if solved else 'ingen är löst'}"


def _per_rule(caption: str, new: Mapping[Key, Any], solved: Mapping[Key, Any]) -> Table:
    """How many are new and solved of each rule, most new first; the rules that are left together, and all."""
    came, went = (Counter(rule_short(rule) for *_, rule in flags) for flags in (new, solved))
    rules = sorted({*came, *went}, key=lambda rule: (-came[rule], -went[rule], rule))
    rows = [_counts(rule, came[rule], went[rule]) for rule in rules[:_RULES]]
    if others := rules[_RULES:]:
        rows.append(_counts("övriga slag", sum(came[rule] for rule in others), sum(went[rule] for rule in others)))
    rows.append(replace(_counts("Summa", len(new), len(solved)), is_sum=True))
    return Table(caption, (Column("Flagga"), Column("Nya", "number"), Column("Lösta", "number")), tuple(rows))


def _counts(name: str, new: int, solved: int) -> Row:
    return Row((Cell(name), Cell(sv.number(new), new), Cell(sv.number(solved), solved)))


@per_view
def _flag_names(view: View) -> dict[Key, Mapping[Hashable, Any]]:
    """(kind, subject, rule) -> the flag with its subject's name; those that only inform are left out."""
    flags = metrics.within(view.read("flags"), view.departments)
    wanted = ["line", "activity", "assignment", "investment"]
    rows = flags[(flags["period"] == view.period) & flags["subject_type"].isin(wanted) & (flags["severity"] != "info")]
    names = overview.subject_names(view) | _titles(view)
    found = {}
    for row in rows.to_dict("records"):
        name = names.get((row["subject_type"], row["subject_id"]), row["subject_id"])
        found[(row["subject_type"], row["subject_id"], row["rule"])] = {**row, "name": name}
    return dict(sorted(found.items(), key=lambda item: (_RANK[item[1]["severity"]], item[1]["name"], item[0])))


_RANK = {"serious": 0, "warning": 1}


def _titles(view: View) -> dict[tuple[str, str], str]:
    titles: dict[tuple[str, str], str] = {}
    for kind, table in (("activity", "activities"), ("assignment", "assignments")):
        rows = view.read(table)
        month = rows[rows["period"] == view.period]
        titles |= {(kind, key): title for key, title in zip(month[f"{kind}_id"], month["title"], strict=True)}
    return titles


_OPENS = {"line": LINE, "activity": ACTIVITY}


def _flag_rows(state: str, flags: Mapping[Key, Mapping[Hashable, Any]]) -> list[Row]:
    return [
        Row(
            (
                Cell(str(flag["name"])),
                Cell(rule_short(rule)),
                Cell("\u00a0".join(SEVERITY[flag["severity"]])),
                Cell(f"✓\u00a0{state}" if state == "löst" else f"+\u00a0{state}"),
            ),
            opens=tables.slug(_OPENS[kind], subject) if kind in _OPENS and state == "ny" else "",
        )
        for (kind, subject, rule), flag in flags.items()
    ]


def _activities(view: View, before: Since) -> Section:
    """Activities whose status or end date has moved, and those that have come or gone."""
    base = Section("sedan-aktiviteter", _title("aktiviteterna"), page="activities", chosen={"flik": "Status över tid"})
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
