"""What the overview shows: four figures, the lines that move, what to look at, and what did not add up."""

import json
from dataclasses import dataclass

import pandas as pd

from dashboard import economy, markup, metrics, summary
from dashboard import format as sv
from dashboard.activities import month as activity_month
from dashboard.activities import progress
from dashboard.activities import rows as activity_rows
from dashboard.staff import cards as staff_cards
from dashboard.staff import rows as staff_rows
from dashboard.view import View, per_view
from dashboard.words import PUBLISHED_MARK, SEVERITY, rule_sentence
from data.indicators import BY_ID

_SHOWN_FINDINGS = 4
_SHOWN_FLAGS = 6
_ROWS = {1: "Den rad som", 2: "De två rader som", 3: "De tre rader som"}


@dataclass(frozen=True)
class Card:
    """One figure on the overview and the page it leads to."""

    html: str
    page: str
    link: str


@dataclass(frozen=True)
class Month:
    """The month in one view."""

    headline: str
    lead: str
    measure: str | None
    """The deviation by which lines are said to move the total; None without a budget."""
    moving: pd.DataFrame
    kept_cards: list[Card]
    worth_a_look: list[tuple[str, str, str]]
    tied_out: list[tuple[str, str, str]]


@per_view
def month(view: View) -> Month:
    """Everything the overview says about the view's month and department."""
    table = economy.month_table(view)
    total = metrics.top_row(table)
    measure = metrics.basis_of_movement(table)
    moving = metrics.movers(table, measure, 3) if measure else table.head(0)
    previous = metrics.previous_forecast_period(view.read("results"), view.period)
    words = summary.summary(view)
    return Month(
        words.headline.text,
        words.text if len(table) else f"{words.text} {economy.nothing(view)[1]}",
        measure,
        moving,
        [_result(view, total), _forecast(total, previous), _staff(view)],
        worth_a_look(view),
        tied_out(view),
    )


def cards(view: View) -> list[Card]:
    """The four figures; the activities' is of this moment, since comments are written between the nights."""
    result, forecast, people = month(view).kept_cards
    return [result, forecast, _activities(view), people]


def _result(view: View, total: pd.Series | None) -> Card:
    label = f"Resultat {sv.year_to_date(view.period)}"
    if total is None:
        return Card(markup.card(label, sv.MISSING, [("", "Månaden har inga belopp")]), "economy", "Ekonomi")
    figure = _with_mark(sv.mnkr(total["actual_ytd_sek"], True, unit=True), total["actual_provenance"])
    details = [_toned(total["deviation_ytd_sek"], "mot budget", "Budget saknas")]
    if pd.notna(total["actual_ytd_prev_year_sek"]):
        details.append(("", f"{sv.mnkr(total['actual_ytd_prev_year_sek'], True)} samma tid förra året"))
    return Card(markup.card(label, figure, details), "economy", "Ekonomi")


def _forecast(total: pd.Series | None, previous: pd.Timestamp | None) -> Card:
    label = "Årsprognos mot budget"
    if total is None or pd.isna(total["forecast_deviation_sek"]):
        return Card(markup.card(label, sv.MISSING, [("", "Ingen prognos finns för året")]), "forecast", "Prognos")
    figure = _with_mark(sv.mnkr(total["forecast_deviation_sek"], True, unit=True), total["forecast_provenance"])
    made = f"Prognos från {sv.month_name(total['forecast_reported_period'])}"
    change = _toned(total["forecast_change_sek"], f"sedan {sv.month_name(previous)}", "") if previous else ("", "")
    return Card(markup.card(label, figure, [change, ("", made)]), "forecast", "Prognos")


def _activities(view: View) -> Card:
    label = "Aktiviteter som behöver något"
    if activity_rows.published(view).empty:
        return Card(markup.card(label, sv.MISSING, [("", activity_rows.why_empty(view))]), "activities", "Aktiviteter")
    now = activity_month.load(view)
    far = now.progress
    details = [("", words)] if (words := progress.unknown_in_words(far)) else []
    missing = int(now.rows["comment_missing"].sum())
    details += [("", f"{sv.number(missing)} saknar kommentar")] if missing else []
    figure = f"{sv.number(far.needing)} av {sv.number(far.count)}"
    return Card(markup.card(label, figure, details), "activities", "Aktiviteter")


def _staff(view: View) -> Card:
    return Card(staff_cards.overview_card(view), "staff", "Medarbetare")


def _toned(value_sek: float, words: str, otherwise: str) -> tuple[str, str]:
    if pd.isna(value_sek):
        return "", otherwise
    return markup.tone(value_sek), f"{sv.deviation(value_sek)} {words}"


def _with_mark(text: str, provenance: str) -> str:
    return f"{text}{sv.NBSP}{PUBLISHED_MARK}" if provenance == "published" and text != sv.MISSING else text


def movers_title(measure: str, count: int) -> str:
    """What the picture shows."""
    about = "årsprognosen" if measure == "forecast_deviation_sek" else "resultatet"
    return f"{_ROWS[count]} mest flyttar {about} från budget" if count else f"Ingen rad avviker från budget i {about}"


def movers_alt(moving: pd.DataFrame, measure: str) -> str:
    """What the picture shows, for those who cannot see it."""
    parts = [f"{row['name']} ({sv.deviation(row[measure])})" for _, row in moving.iterrows()]
    return f"{movers_title(measure, len(moving))}: {sv.listing(parts)}"


def mover_rows(moving: pd.DataFrame, measure: str) -> tuple[pd.DataFrame, str, bool]:
    """Rows, heading and hatching for the table chart of the lines that move the total."""
    forecast = measure == "forecast_deviation_sek"
    value, reference = ("forecast_year_sek", "budget_year_sek") if forecast else ("actual_ytd_sek", "budget_ytd_sek")
    heading = "Prognos och årsbudget, mnkr" if forecast else "Resultat och budget, mnkr"
    return economy.tier_rows(moving, value, reference), heading, forecast


def mover_legend(measure: str) -> list[tuple[str, str]]:
    """The legend of that chart."""
    first = ("forecast", "prognos") if measure == "forecast_deviation_sek" else ("actual", "resultat")
    return [first, *economy.DEVIATION_KEYS]


def worth_a_look(view: View) -> list[tuple[str, str, str]]:
    """The flags of the month, gravest first: glyph, subject, sentence. Many of one kind are counted."""
    flags = metrics.within(view.read("flags"), view.departments)
    month = flags[flags["period"] == view.period]
    rows = _single_flags(view, month) + _counted_flags(month)
    return rows[:_SHOWN_FLAGS] or [("✓", "Inget är flaggat", "för månaden.")]


def _single_flags(view: View, month: pd.DataFrame) -> list[tuple[str, str, str]]:
    shown = month["subject_type"].isin(["line", "investment"]) | (
        (month["subject_type"] == "indicator") & (month["department_id"] == staff_rows.department_of(view))
    )
    singles = month[shown & (month["severity"] != "info")]
    names = subject_names(view)
    order = singles.assign(rank=singles["severity"].map({"serious": 0, "warning": 1})).sort_values(
        ["rank", "subject_id"]
    )
    return [
        (
            SEVERITY[row["severity"]][0],
            names.get((row["subject_type"], row["subject_id"]), row["subject_id"]) + ":",
            rule_sentence(row["rule"], json.loads(row["facts"])),
        )
        for _, row in order.head(4).iterrows()
    ]


def _counted_flags(month: pd.DataFrame) -> list[tuple[str, str, str]]:
    counted = month[month["subject_type"].isin(["activity", "assignment"])]
    groups = counted.groupby(["subject_type", "rule", "severity"]).size().reset_index(name="count")
    groups = groups.assign(rank=groups["severity"].map({"serious": 0, "warning": 1, "info": 2})).sort_values(
        ["rank", "count"], ascending=[True, False]
    )
    return [
        (
            SEVERITY[row["severity"]][0],
            activity_rows.counted(row["subject_type"], row["count"]) + ":",
            rule_sentence(row["rule"], {}),
        )
        for _, row in groups.iterrows()
    ]


def subject_names(view: View) -> dict[tuple[str, str], str]:
    """(subject type, id) -> the name on screen."""
    lines = view.read("budget_lines")
    lines = lines[lines["year"] == view.period.year]
    items = view.read("investments").drop_duplicates("item_id", keep="last")
    return {
        **{("line", key): name for key, name in zip(lines["line_id"], lines["name"], strict=True)},
        **{("indicator", key): indicator.name for key, indicator in BY_ID.items()},
        **{("investment", key): name for key, name in zip(items["item_id"], items["name"], strict=True)},
    }


def tied_out(view: View) -> list[tuple[str, str, str]]:
    """How many printed figures of the month tie out, and those that do not."""
    checks = view.read("checks")
    month = checks[checks["period"] == view.period]
    failed = month[~month["passed"]].sort_values(["known", "check_id"])
    if month.empty:
        return [("–", "Inget att stämma av:", "ingen tryckt rapport finns för månaden.")]
    summary = ("✓", f"{sv.number(int(month['passed'].sum()))} av {sv.number(len(month))}", "avstämningar stämmer.")
    new = failed[~failed["known"]]
    rows = [("✗", "Stämmer inte:", row["message"]) for _, row in new.head(_SHOWN_FINDINGS).iterrows()]
    room = max(_SHOWN_FINDINGS - len(rows), 0)
    known = failed[failed["known"]]
    rows += [("✗", "Känt fel i källan:", row["message"]) for _, row in known.head(room).iterrows()]
    left = len(failed) - len(rows)
    return [
        summary,
        *rows,
        *([("…", sv.plural(left, "avvikelse till", "avvikelser till"), "finns på Om data.")] if left else []),
    ]
