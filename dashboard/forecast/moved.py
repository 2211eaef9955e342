"""Two bridges: from the year's budget to the forecast, and from the last forecast to this one."""

import pandas as pd

from dashboard import bridge, economy, messages, ui
from dashboard import format as sv
from dashboard.bridge import Moves, Part
from dashboard.charts import waterfall
from dashboard.forecast import amounts, headline, subject
from dashboard.forecast.subject import Subject
from dashboard.markup import Shown
from dashboard.view import View, per_view

TO_BUDGET, TO_LAST = "forecast_deviation_sek", "latest_change_sek"
BUDGET_LEGEND = [("budget", "årsbudget"), ("forecast", "prognos"), ("good", "förbättrar"), ("bad", "försämrar")]
LAST_LEGEND = BUDGET_LEGEND[1:]


@per_view
def parts(view: View, about: Subject, measure: str) -> tuple[Part, ...]:
    """What a bridge is made of: the lines of a sum; for a line its own forecasts, one after the other."""
    if about.is_sum:
        table, lines = amounts.latest_change(view), view.read("budget_lines")
        return bridge.parts(table, lines, view.period.year, about.line_id, measure)
    return _through_the_year(view, about) if measure == TO_BUDGET else ()


def _through_the_year(view: View, about: Subject) -> tuple[Part, ...]:
    """From the budget to the year's first forecast, then each change."""
    found = amounts.forecasts(view)[about.line_id]
    levels = [about.row["budget_year_sek"], *found]
    months = [sv.month_name(month) for month in found.index]
    words = [f"{now.capitalize()} mot {before}" for before, now in zip(["budget", *months], months, strict=False)]
    changes = [after - before for before, after in zip(levels, levels[1:], strict=False)]
    return tuple(
        Part(None, name, None if pd.isna(change) else round(change, 2))
        for name, change in zip(words, changes, strict=True)
    )


@per_view
def budget_rows(view: View, about: Subject) -> pd.DataFrame:
    """Rows of the first bridge in mnkr: label, role, amount, subject; empty where it cannot be drawn."""
    start, end = about.row["budget_year_sek"], about.row["forecast_year_sek"]
    return _rows(_steps(view, about, TO_BUDGET), ("Årsbudget", "budget", start), ("Prognos", "forecast", end))


@per_view
def last_rows(view: View, about: Subject) -> pd.DataFrame:
    """The same from the last forecast to this one; a line has no rows of its own."""
    months = amounts.made(view)
    if not about.is_sum or len(months) < 2:
        return pd.DataFrame(columns=["label", "role", "amount", "subject"])
    found = amounts.forecasts(view)[about.line_id]
    before, now = months[-2:]
    return _rows(
        _steps(view, about, TO_LAST),
        (f"Prognos i {sv.month_name(before)}", "forecast", found[before]),
        (f"Prognos i {sv.month_name(now)}", "forecast", found[now]),
    )


def _steps(view: View, about: Subject, measure: str) -> tuple[Part, ...]:
    found = parts(view, about, measure)
    return bridge.steps(found).rows if about.is_sum else (() if bridge.missing(found) else found)


def _rows(steps: tuple[Part, ...], start: tuple[str, str, float], end: tuple[str, str, float]) -> pd.DataFrame:
    between = [(part.name, "rest" if part.line_id is None else "step", part.ore / 100, part.line_id) for part in steps]
    rows = [(*start, ""), *between, (*end, "")] if steps and pd.notna(end[2]) else []
    frame = pd.DataFrame(rows, columns=["label", "role", "amount", "subject"])
    return frame.assign(amount=frame["amount"].astype(float) / 1e6, subject=frame["subject"].fillna(""))


def budget_sentence(view: View, about: Subject) -> str:
    """How far the forecast is from the budget, and whether the net hides more."""
    deviation = about.row[TO_BUDGET]
    if pd.isna(deviation):
        return headline.why_no_forecast(view, about)
    text = f"Prognosen är {messages.better_or_worse(deviation, 'budget')}"
    return text + hidden(bridge.moves(parts(view, about, TO_BUDGET)))


def last_sentence(view: View, about: Subject) -> str:
    """How far the forecast has moved since the one before, and whether the net hides more."""
    months = amounts.made(view)
    if len(months) < 2:
        why = "Prognosen är årets första, så inget har ändrats än"
        return why if months else headline.why_no_forecast(view, about)
    change = amounts.change_of(view, about.line_id)
    before, now = (sv.month_name(month) for month in months[-2:])
    if pd.isna(change):
        return f"Förändringen från {before} till {now} kan inte räknas: en prognos saknas"
    if abs(change) < messages.ROUNDING_SEK:
        text = f"Prognosen i {now} är oförändrad sedan {before}"
    else:
        text = f"Prognosen i {now} är {messages.better_or_worse(change, f'i {before}')}"
    return text + hidden(groups_moves(view, about), _level(view, about))


def groups_moves(view: View, about: Subject) -> Moves | None:
    """The moves since the last forecast at the level a director speaks of: main groups, else lines."""
    rows = amounts.latest_change(view)
    return bridge.moves(bridge.as_parts(rows[rows["line_id"].isin(_groups(view, about)["line_id"])], TO_LAST))


def _groups(view: View, about: Subject) -> pd.DataFrame:
    rows = subject.rows_below(view, about)
    return bridge.main_groups(rows) if about.is_sum else rows.head(0)


def _level(view: View, about: Subject) -> str:
    """Groups are summed before they are counted, so they hide less than the lines in the picture."""
    return " per huvudgrupp" if (_groups(view, about)["kind"] == "sum").any() else ""


def hidden(moves: Moves | None, level: str = "") -> str:
    """What a net hides; empty where it hides nothing."""
    if moves is None or not moves.hides_opposites:
        return ""
    up, down = (sv.mnkr(amount, True, unit=True) for amount in (moves.up_sek, moves.down_sek))
    return f"; bakom nettot finns{level} {up} och {down}"


@per_view
def table(view: View, about: Subject) -> pd.DataFrame:
    """The rows behind both bridges: every row below the subject."""
    rows = subject.rows_below(view, about)
    return rows.assign(latest_change_sek=rows["line_id"].map(amounts.latest_change(view).set_index("line_id")[TO_LAST]))


COLUMNS = [
    Shown("shown_name", "Uppdrag", str),
    Shown("budget_year_sek", "Årsbudget", sv.mnkr, numeric=True, provenance="budget_provenance"),
    Shown("forecast_year_sek", "Prognos", sv.mnkr, numeric=True, provenance="forecast_provenance"),
    Shown(TO_BUDGET, "Mot budget", sv.deviation, numeric=True, toned=True, provenance="forecast_provenance"),
    Shown(TO_LAST, "Sedan förra prognosen", sv.deviation, numeric=True, toned=True, provenance="change_provenance"),
]


def draw_budget(view: View, about: Subject) -> None:
    """The first bridge with its sentence."""
    message = budget_sentence(view, about)
    ui.section(f"Från budget till prognos: {_lower(message)}")
    _picture(view, about, "budget", budget_rows(view, about), message, BUDGET_LEGEND)


def draw_last(view: View, about: Subject) -> None:
    """The second bridge with its sentence; of a line the sentence alone."""
    message = last_sentence(view, about)
    ui.section(f"Sedan förra prognosen: {_lower(message)}")
    _picture(view, about, "last", last_rows(view, about), message, LAST_LEGEND)


def draw_table(view: View, about: Subject) -> None:
    """The rows behind both."""
    ui.table(view, f"moved-{about.line_id}", table(view, about), COLUMNS, economy.caption(view))
    ui.note(economy.ROUNDING)


def _picture(
    view: View, about: Subject, which: str, rows: pd.DataFrame, message: str, legend: list[tuple[str, str]]
) -> None:
    if len(rows):
        heading = f"mnkr, helåret {view.period.year}"
        ui.picture(
            view,
            f"forecast-{which}-{about.line_id}",
            lambda: waterfall.bridge(rows, heading),
            f"{message}.",
            legend,
            on_pick=lambda line: subject.opened(view, line),
        )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
