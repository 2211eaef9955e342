"""The cards of the staff figures: a figure, how it stands, and how it has moved since the same month last year."""

from dashboard import format as sv
from dashboard import markup, words
from dashboard.staff import cells, rows, since
from dashboard.staff.rows import Row
from dashboard.view import View, per_view
from data.indicators import BY_ID

SICK_LEAVE, TURNOVER, NOT_RETIRED = "sick_leave_r12", "staff_turnover_r12", "staff_turnover_not_retired_r12"
RATES = (SICK_LEAVE, "sick_leave_short_r12", "sick_leave_60_plus_r12", TURNOVER, NOT_RETIRED)
SHOWN_RATES = RATES[:4]
"""Those with a card; turnover without retirements is a line on the card of turnover."""
STRENGTH = ("headcount", "full_time_equivalents", "full_time_share", "part_time_share")


@per_view
def cards(view: View, indicator_ids: tuple[str, ...]) -> list[str]:
    """A card per indicator that was measured; none where no value is shown, for the notes say why in one line."""
    found = measured(view, indicator_ids)
    return [_card(view, row) for row in found] if any(map(rows.has_value, found)) else []


def measured(view: View, indicator_ids: tuple[str, ...]) -> list[Row]:
    """The month's rows, without what a unit's months would show."""
    found = [row for each in indicator_ids if (row := rows.indicator_row(view, each)) is not None]
    return [row for row in found if row["reason"] != "unit_month"]


def _card(view: View, row: Row) -> str:
    label = rows.short_name(row["indicator_id"])
    if not rows.has_value(row):
        return markup.card(label, *_without_value(view, row))
    details = [_standing(row), *_not_retired(view, row), ("", since.change(view, row))]
    return markup.card(label, cells.cell(view, row), details, _trend(view, row["indicator_id"]))


def _not_retired(view: View, row: Row) -> list[tuple[str, str]]:
    """Turnover without retirements beside the whole; nothing beside other figures, or where the source lacks it."""
    other = rows.indicator_row(view, NOT_RETIRED)
    if row["indicator_id"] != TURNOVER or other is None:
        return []
    tone, text = _standing(other) if rows.stands(other) else ("", "")
    return [(tone, ", ".join(each for each in (f"utan pensioner {cells.cell(view, other)}", text) if each))]


def overview_card(view: View) -> str:
    """Sick leave and turnover, each with how it stands, in one card."""
    sick, turnover = (rows.indicator_row(view, each) for each in (SICK_LEAVE, TURNOVER))
    figure, details = _figure(view, sick)
    second = [("", f"Personalomsättning R12 {cells.cell(view, turnover)}"), *_figure(view, turnover)[1]]
    whole = [("", cells.ROUNDED)] if rows.is_rounded(sick) or rows.is_rounded(turnover) else []
    return markup.card("Sjukfrånvaro R12", figure, [*details, *(second if rows.has_value(turnover) else []), *whole])


def _figure(view: View, row: Row | None) -> tuple[str, list[tuple[str, str]]]:
    """The figure and how it stands, or why there is none."""
    if row is None:
        return sv.MISSING, [("", f"Inget värde för {sv.month(view.period)}")]
    return (cells.cell(view, row), [_standing(row)]) if rows.has_value(row) else _without_value(view, row)


def _without_value(view: View, row: Row) -> tuple[str, list[tuple[str, str]]]:
    """What stands in the figure's place, and the rest of why there is none."""
    why = cells.why_missing(view, row)
    if row["reason"] in _SIZES:
        return why, [("", _SIZES[row["reason"]])]
    return "visas inte" if row["suppressed"] else "saknas", [("", why)]


_SIZES = {
    "small": "gruppen är för liten för att visas",
    "middle": "gruppens storlek; det exakta antalet visas inte",
}


def _standing(row: Row) -> tuple[str, str]:
    found = rows.standing(row)
    if found is None:
        return "", "inget mål är satt" if BY_ID[row["indicator_id"]].direction else ""
    glyph, tone = words.STANDING[found]
    return tone, f"{glyph} {rows.stands(row)}"


def _trend(view: View, indicator_id: str) -> str:
    """A column per month; one without a value is an empty place with its reason, one in whole per cent an outline."""
    shown = _months(view, indicator_id)
    whole = [_month(row) for row in shown if rows.is_rounded(row)]
    return markup.trend([(_month(row), cells.cell(view, row), row["value"]) for row in shown], outlined=whole)


def has_outlined(view: View, indicator_id: str) -> bool:
    """Is any of the card's columns in whole per cent?"""
    return any(map(rows.is_rounded, _months(view, indicator_id)))


def _months(view: View, indicator_id: str) -> list[Row]:
    """Since the same month last year."""
    months = rows.rows_of(view, indicator_id)
    return list(months[months["period"].between(since.last_year(view), view.period)].to_dict("records"))


def _month(row: Row) -> str:
    return f"{sv.month_short(row['period'])} {row['period'].year}"
