"""The report's staff: the indicators with women and men, and the rolling years; never a unit below department."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import format as sv
from dashboard import words
from dashboard.report import misprints, tables
from dashboard.report.content import Cell, Chart, Column, Place, Row, Section, Table, Text, Tone
from dashboard.staff import breaks, cards, cells, exported, figures, rolling, rows, since, surveys
from dashboard.staff.rows import Row as Found
from dashboard.view import View, per_view
from data.indicators import BY_ID

INDICATOR = "nyckeltal"
"""What stands before an indicator's id in the key of its detail."""
GROUPS = ("total", "K", "M")


def lifted(view: View) -> View:
    """The view at the lowest department that leaves the house: a unit's is the department above it."""
    lowest = exported.lowest(view)
    same = lowest == rows.department_of(view)
    return view if same else View(view.snapshot, view.scope, view.period, lowest)


@per_view
def sections(view: View) -> tuple[Section, ...]:
    """Staff of the month; one calm section where nothing can be shown."""
    seen = lifted(view)
    scope = (_stricter(seen, view),) if rows.is_unit(view) else ()
    found = _tables(seen)
    if not found:
        return (_nothing(seen, view, scope),)
    first, *others = found
    silent = ("Nyckeltal för små grupper visas inte; säg aldrig mer än det som står här.",)
    text = (Text(scope),) if scope else ()
    return (
        Section(
            "personal",
            "Personal",
            message=_named(seen, view, figures.sentence(seen)),
            parts=(*text, first[1]),
            page="staff",
            notes=silent,
        ),
        *(Section(key, title, 3, parts=(table,), page="staff", place="paper") for (key, title), table in others),
        *_levels(seen, view),
    )


def _nothing(seen: View, view: View, scope: tuple[str, ...]) -> Section:
    """Why there is nothing; where the source has no staff at all it is no news, and said on paper alone."""
    why, *more = [note for note in figures.notes(seen) if note != figures.absent(seen)] or [""]
    message = why or f"Inga nyckeltal finns för {sv.month(view.period)}"
    parts = (Text((*more, *scope)),) if more or scope else ()
    place: Place = "both" if why else "paper"
    return Section("personal", "Personal", message=_named(seen, view, message), parts=parts, page="staff", place=place)


def _named(seen: View, view: View, sentence: str) -> str:
    """A sentence as a message; about another department than the document's it says whose it is."""
    message = sentence.removesuffix(".")
    return message if seen is view else f"{seen.department_name}: {message[:1].lower()}{message[1:]}"


def _stricter(seen: View, view: View) -> str:
    return (
        "Personalens nyckeltal lämnas ut ner till avdelning. Därför visas "
        f"{seen.department_name} i stället för {view.department_name}."
    )


_ASKED = (
    ("nyckeltal", "Nyckeltal för personal", cards.RATES),
    ("storlek", "Personalens storlek", tuple(each for each in cards.STRENGTH if BY_ID[each].unit != "share")),
    ("sysselsattning", "Heltid och deltid", tuple(each for each in cards.STRENGTH if BY_ID[each].unit == "share")),
    ("enkat", "Medarbetarenkät, index 0–100", surveys.INDEXES),
)


def _tables(view: View) -> list[tuple[tuple[str, str], Table]]:
    """(key, title) and table of rates, strength and the latest survey; those without a value are left out."""
    year = _survey_year(view)
    periods = {"enkat": year} if year is not None else {}
    found = [
        ((key, title), _table(view, title, indicator_ids, periods.get(key, view.period)))
        for key, title, indicator_ids in _ASKED
    ]
    return [(heading, table) for heading, table in found if table is not None]


def _survey_year(view: View) -> pd.Timestamp | None:
    table = view.read("indicators")
    mine = table["indicator_id"].isin(surveys.INDEXES) & (table["department_id"] == rows.department_of(view))
    months = table.loc[mine & (table["period"] <= view.period), "period"]
    return months.max() if len(months) else None


def _table(view: View, caption: str, indicator_ids: Sequence[str], period: pd.Timestamp) -> Table | None:
    """One row per indicator: all, women, men, how it stands and the change since the same month last year.

    A column that says nothing of any row is left out.
    """
    found = rows.by_period(view, period)
    known = [found[key] for each in indicator_ids if (key := _key(view, each, "total")) in found]
    if not any(map(rows.has_value, known)):
        return None
    told: dict[str, str] = {}
    groups = [group for group in GROUPS if any(_key(view, row["indicator_id"], group) in found for row in known)]
    compared = indicator_ids is not surveys.INDEXES and any(_is_compared(view, row) for row in known)
    lines = tuple(_line(view, found, row, groups, compared, told) for row in known)
    when = str(period.year) if indicator_ids is surveys.INDEXES else sv.month(period)
    shown = [row for each in known for group in groups if (row := found.get(_key(view, each["indicator_id"], group)))]
    notes = [f"{number} {text}" for text, number in told.items()]
    whole = [cells.rounded_note(view)] if any(map(rows.is_rounded, shown)) else []
    why_not = [since.note(view, known)] if indicator_ids is not surveys.INDEXES and since.note(view, known) else []
    columns = _columns([row["indicator_id"] for row in known], groups, compared)
    return Table(f"{caption}, {view.department_name}, {when}", columns, lines, (*notes, *whole, *why_not))


def _is_compared(view: View, row: Found) -> bool:
    return rows.has_value(row) and not since.why_not(view, row)


def _columns(indicator_ids: Sequence[str], groups: Sequence[str], compared: bool) -> tuple[Column, ...]:
    share = all(BY_ID[each].unit == "share" for each in indicator_ids)
    figures_of = [Column(words.BREAKDOWN[group], "share" if share else "number") for group in groups]
    change = [Column("Sedan samma månad förra året", slim=False)] if compared else []
    return (Column("Nyckeltal"), *figures_of, Column("Mot mål"), *change)


def _key(view: View, indicator_id: str, group: str) -> tuple[str, str, str]:
    return (rows.department_of(view), indicator_id, group)


def _line(
    view: View,
    found: Mapping[tuple[str, str, str], Found],
    total: Found,
    groups: Sequence[str],
    compared: bool,
    told: dict[str, str],
) -> Row:
    indicator_id = total["indicator_id"]
    values = [_cell(view, found.get(_key(view, indicator_id, group)), told) for group in groups]
    stands, tone = _stands(total)
    change = [Cell(since.change(view, total) if rows.has_value(total) else sv.MISSING)] if compared else []
    leads = tables.slug(INDICATOR, indicator_id) if indicator_id in rolling.SHOWN else ""
    return Row((Cell(rows.short_name(indicator_id)), *values, Cell(stands, tone=tone), *change), opens=leads)


def value_cell(view: View, row: Found | None, number: str = "") -> Cell:
    """The value with the number of its note, or why there is none; never a zero in its place."""
    if row is None:
        return Cell(sv.MISSING)
    if pd.isna(row["value"]):
        return Cell(cells.why_missing(view, row), mark=number)
    text = words.indicator_figure(BY_ID[row["indicator_id"]].unit, row["value"], rows.decimals(row))
    marks = " ".join([*cells.marks(row), *([number] if number else [])])
    return Cell(text, round(float(row["value"]), 2 + rows.decimals(row)), mark=marks)


def _cell(view: View, row: Found | None, told: dict[str, str]) -> Cell:
    return value_cell(view, row, "" if row is None else _number(view, row, told))


def _number(view: View, row: Found, told: dict[str, str]) -> str:
    group = "" if row["breakdown"] == "total" else f"/{row['breakdown']}"
    text = misprints.noted(view, "indicator").get((f"{row['indicator_id']}{group}", "value"))
    return (
        told.setdefault(text, f"{len(told) + 1})") if text and row["department_id"] == rows.top_department(view) else ""
    )


def _stands(row: Found) -> tuple[str, Tone]:
    found = rows.standing(row)
    if found is None:
        return (sv.MISSING if not rows.has_value(row) else "inget mål är satt"), ""
    glyph, css = words.STANDING[found]
    tone: Tone = "good" if css == "mu-good" else "bad" if css == "mu-bad" else ""
    return f"{glyph} {rows.stands(row)}", tone


def _levels(seen: View, view: View) -> list[Section]:
    """A rolling year as a line, for those that are followed so."""
    return [
        Section(
            tables.slug("rullande", each),
            rows.short_name(each),
            3,
            message=_named(seen, view, figures.message(seen, each)),
            parts=(level_chart(seen, each),),
            page="staff",
            notes=(f"{rolling.in_words(seen, each)}.", BY_ID[each].definition),
        )
        for each in rolling.SHOWN
        if len(rolling.levels(seen, each))
    ]


def level_chart(view: View, indicator_id: str) -> Chart:
    """The rolling year of one indicator, month by month."""
    months = rolling.levels(view, indicator_id)
    kept = ["period", "value", "rounded", "decimals", "target", "limit", "published", "why"]
    last = sv.month(months["period"].iloc[-1])
    return Chart(
        "level",
        f"{view.department_name}, {rows.inside(indicator_id)}, procent, till och med {last}",
        f"{view.department_name}: {rolling.in_words(view, indicator_id)}.",
        months[kept].assign(value=_as_shown(months)),
        "procent",
        tuple(rolling.legend(view, indicator_id)),
        breaks=breaks.breaks(view, indicator_id),
    )


def _as_shown(months: pd.DataFrame) -> list[float]:
    """No more decimals than are read: what lies behind a picture leaves the house with it."""
    return [
        round(value, 2 + decimals)
        for value, decimals in zip(months["value"], months["decimals"].astype(int), strict=True)
    ]


def detail(view: View, indicator_id: str) -> Section:
    """What stands behind an indicator: its rolling year, and what it is."""
    seen = lifted(view)
    meaning = BY_ID[indicator_id]
    return Section(
        tables.slug(INDICATOR, indicator_id),
        rows.name(indicator_id),
        message=_named(seen, view, figures.message(seen, indicator_id)),
        parts=(level_chart(seen, indicator_id), Text((meaning.definition, f"Källa: {meaning.source}."))),
        page="staff",
    )
