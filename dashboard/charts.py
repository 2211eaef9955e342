"""A chart grammar of a few verbs, IBCS-inspired: (frame, what it shows) -> Vega-Lite dict. Pure, no Streamlit.

Every verb takes amounts in the unit it shows. The order of rows and months is passed to every layer as a list, so
that no figure can stand beside another row's name.
"""

from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format as sv
from dashboard import theme
from dashboard.words import PUBLISHED_MARK

ROW_HEIGHT = 34
_HEAD = 30
_MAGNIFICATIONS = (20, 10, 5, 2, 1)
_PERCENT_CLIP = 0.30
_LABEL_ROOM = 0.085
_PADDING = {"top": 4, "bottom": 4, "left": 4, "right": 4}
"""A dict: Streamlit's chart element cannot take a number."""


@dataclass(frozen=True)
class Tier:
    """One column of pictures in a table chart: where its zero stands and how many times its unit is magnified."""

    zero: float
    scale: float
    heading: str


def three_tiers(rows: pd.DataFrame, heading: str, hatched: bool = False) -> dict[str, Any]:
    """Value against reference, absolute deviation and per cent deviation, one row per line, in one picture.

    `rows`: label, value, reference, deviation (mnkr, missing allowed), share (deviation / |reference|), bold.
    The deviation tier may be magnified, and says so. `hatched` draws the value as a forecast.
    """
    tiers = _tiers(rows, heading)
    bars, texts = _tier_marks(rows, tiers)
    order = list(rows["label"])
    y = alt.Y("label:N", sort=order, title=None, axis=_row_axis(rows))
    width = _width(rows, tiers)
    x = alt.X("from:Q", axis=None, scale=alt.Scale(domain=[width[0], width[1]], nice=False, zero=False))
    layers = [
        _bar_layer(bars, "reference", x, y, 20, filled=False),
        *(
            _hatched_layers(bars, x, y, (width[1] - width[0]) / 190)
            if hatched
            else [_bar_layer(bars, "value", x, y, 11)]
        ),
        _bar_layer(bars, "good", x, y, 11, color=theme.GOOD),
        _bar_layer(bars, "bad", x, y, 11, color=theme.BAD),
        *_pins(bars, x, y),
        _zero_lines(tiers, x),
        _texts(texts, x, y),
        _headings(tiers, width[0], x),
    ]
    height = ROW_HEIGHT * len(rows) + _HEAD + 4
    return theme.dressed(
        alt.layer(*layers).properties(height=height, padding={"top": _HEAD, "left": 0, "right": 0, "bottom": 4})
    )


def _tiers(rows: pd.DataFrame, heading: str) -> tuple[Tier, Tier, Tier]:
    low, high = _span(rows[["value", "reference"]])
    total = max(high - low, 1e-9)
    worst, best = _span(rows[["deviation"]])
    magnified = next(m for m in _MAGNIFICATIONS if m == 1 or m * (best - worst) <= 0.45 * total)
    room = 0.13 * total
    second_zero = high + 2 * room - magnified * worst
    percent_scale = 0.16 * total / _PERCENT_CLIP
    third_zero = second_zero + magnified * best + 2 * room + percent_scale * _PERCENT_CLIP
    note = f" (skala ×{magnified})" if magnified > 1 else ""
    return (
        Tier(0, 1, heading),
        Tier(second_zero, magnified, f"Avvikelse, mnkr{note}"),
        Tier(third_zero, percent_scale, "Avvikelse, %"),
    )


def _span(values: pd.DataFrame) -> tuple[float, float]:
    """Smallest and largest value, with zero among them."""
    known = [0.0, *(float(value) for value in values.to_numpy(float).ravel() if not pd.isna(value))]
    return min(known), max(known)


def _width(rows: pd.DataFrame, tiers: tuple[Tier, Tier, Tier]) -> tuple[float, float]:
    low, high = _span(rows[["value", "reference"]])
    room = 0.13 * max(high - low, 1e-9)
    return low - room, tiers[2].zero + tiers[2].scale * _PERCENT_CLIP + room


Mark = tuple[str, str, float, float]
Label = tuple[str, float, str, str]


def _tier_marks(rows: pd.DataFrame, tiers: tuple[Tier, Tier, Tier]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(bars: label, part, from, to), (texts: label, from, text, align) of all three tiers."""
    bars: list[Mark] = []
    texts: list[Label] = []
    for row in rows.to_dict("records"):
        for draw, tier in zip((_value_marks, _deviation_marks, _percent_marks), tiers, strict=True):
            drawn, written = draw(row, tier)
            bars += drawn
            texts += written
    return (
        pd.DataFrame(bars, columns=["label", "part", "from", "to"]),
        pd.DataFrame(texts, columns=["label", "from", "text", "align"]),
    )


def _value_marks(row: dict[Any, Any], tier: Tier) -> tuple[list[Mark], list[Label]]:
    parts = [part for part in ("reference", "value") if pd.notna(row[part])]
    bars = [(row["label"], part, tier.zero, row[part]) for part in parts]
    if "value" not in parts:
        return bars, []
    far = max((row[part] for part in parts), key=abs)
    return bars, [(row["label"], far, sv.number(row["value"], 1), _side(far))]


def _deviation_marks(row: dict[Any, Any], tier: Tier) -> tuple[list[Mark], list[Label]]:
    deviation = row["deviation"]
    if pd.isna(deviation):
        return [], []
    end = tier.zero + tier.scale * deviation
    bar = (row["label"], "good" if deviation > 0 else "bad", tier.zero, end)
    return [bar], [(row["label"], end, sv.number(deviation, 1, signed=True), _side(deviation))]


def _percent_marks(row: dict[Any, Any], tier: Tier) -> tuple[list[Mark], list[Label]]:
    share = row["share"]
    if pd.isna(share):
        return [], []
    clipped = max(-_PERCENT_CLIP, min(_PERCENT_CLIP, share))
    part = "pin-good" if share > 0 else "pin-bad"
    end = tier.zero + tier.scale * clipped
    pin = (row["label"], part if clipped == share else f"{part}-clipped", tier.zero, end)
    return [pin], [(row["label"], end, _percent_text(share), _side(share))]


def _percent_text(share: float) -> str:
    """A per cent of a small budget says no more than that it is large."""
    if abs(share) <= 1:
        return sv.number(100 * share, 0, signed=True)
    return f">{sv.NBSP}+100" if share > 0 else f"<{sv.NBSP}{sv.MINUS}100"


def _side(value: float) -> str:
    return "left" if value >= 0 else "right"


def _row_axis(rows: pd.DataFrame) -> alt.Axis:
    bold = list(rows.loc[rows["bold"], "label"]) if "bold" in rows else []
    weight = alt.condition(alt.expr.indexof(bold, alt.datum.value) >= 0, alt.value("bold"), alt.value("normal"))
    return alt.Axis(domain=False, ticks=False, labelLimit=320, labelPadding=10, labelFontWeight=weight)


def _bar_layer(
    bars: pd.DataFrame, part: str, x: alt.X, y: alt.Y, size: int, color: str = theme.ACTUAL, filled: bool = True
) -> alt.Chart:
    look: dict[str, Any] = (
        {"color": color} if filled else {"fill": theme.SURFACE, "stroke": theme.ACTUAL, "strokeWidth": 1.2}
    )
    return alt.Chart(bars[bars["part"] == part]).mark_bar(size=size, **look).encode(x=x, x2="to:Q", y=y)


def _hatched_layers(bars: pd.DataFrame, x: alt.X, y: alt.Y, step: float) -> list[alt.Chart]:
    """A forecast: an outline filled with stripes at equal steps, whatever the bar's length."""
    values = bars[bars["part"] == "value"]
    stripes = [
        (row["label"], low, min(low + step / 3, high))
        for row in values.to_dict("records")
        for low, high in _stripes(min(row["from"], row["to"]), max(row["from"], row["to"]), step)
    ]
    frame = pd.DataFrame(stripes, columns=["label", "from", "to"])
    outline = alt.Chart(values).mark_bar(size=11, fill=theme.SURFACE, stroke=theme.ACTUAL, strokeWidth=1)
    return [
        outline.encode(x=x, x2="to:Q", y=y),
        alt.Chart(frame).mark_bar(size=11, color=theme.ACTUAL, aria=False).encode(x=x, x2="to:Q", y=y),
    ]


def _stripes(low: float, high: float, step: float) -> list[tuple[float, float]]:
    return [(low + place * step, high) for place in range(int((high - low) / step) + 1)]


def _pins(bars: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """A thin rule with a head; a clipped one ends in an arrow."""
    layers = []
    for part, color in (("pin-good", theme.GOOD), ("pin-bad", theme.BAD)):
        rows = bars[bars["part"].isin([part, f"{part}-clipped"])]
        layers.append(alt.Chart(rows).mark_bar(size=2, color=color).encode(x=x, x2="to:Q", y=y))
        for shape, ending in (
            ("square", part),
            ("triangle-right" if part == "pin-good" else "triangle-left", f"{part}-clipped"),
        ):
            heads = alt.Chart(rows[rows["part"] == ending]).mark_point(
                shape=shape, size=55, filled=True, color=color, opacity=1
            )
            layers.append(heads.encode(x=alt.X("to:Q", axis=None, scale=x["scale"]), y=y))
    return layers


def _zero_lines(tiers: tuple[Tier, Tier, Tier], x: alt.X) -> alt.Chart:
    zeros = pd.DataFrame({"from": [tier.zero for tier in tiers]})
    return alt.Chart(zeros).mark_rule(color=theme.AXIS, strokeWidth=1.2, aria=False).encode(x=x)


def _texts(texts: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.LayerChart:
    left = alt.Chart(texts[texts["align"] == "left"]).mark_text(align="left", dx=6, baseline="middle")
    right = alt.Chart(texts[texts["align"] == "right"]).mark_text(align="right", dx=-6, baseline="middle")
    return alt.layer(left.encode(x=x, y=y, text="text:N"), right.encode(x=x, y=y, text="text:N"))


def _headings(tiers: tuple[Tier, Tier, Tier], left_edge: float, x: alt.X) -> alt.LayerChart:
    titles = pd.DataFrame({"from": [left_edge, tiers[1].zero, tiers[2].zero], "text": [tier.heading for tier in tiers]})
    left = alt.Chart(titles.head(1)).mark_text(align="left", color=theme.QUIET, baseline="bottom")
    middle = alt.Chart(titles.tail(2)).mark_text(align="center", color=theme.QUIET, baseline="bottom")
    place = {"x": x, "y": alt.value(-10), "text": "text:N"}
    return alt.layer(left.encode(**place), middle.encode(**place))


def _month_axis(months: list[str]) -> alt.X:
    axis = alt.Axis(title=None, labelAngle=0, ticks=False, domain=False, labelPadding=8)
    return alt.X("month:N", sort=months, scale=alt.Scale(domain=months, paddingInner=0.25), axis=axis)


def _amount(field: str, room: tuple[float, float]) -> alt.Y:
    axis = alt.Axis(title=None, tickCount=4, domain=False, ticks=False, format=",~f")
    return alt.Y(f"{field}:Q", title=None, stack=None, axis=axis, scale=alt.Scale(domain=list(room), nice=True))


def months_against_budget(months: pd.DataFrame, height: int = 260) -> dict[str, Any]:
    """Columns per month: actual solid, budget outlined, last year as a line; published months are marked.

    `months`: month ("jan"), actual, budget, prev_year (one unit, missing allowed), published; one row per month.
    """
    order = list(months["month"])
    x = _month_axis(order)
    room = _room(months[["actual", "budget", "prev_year"]])
    base = alt.Chart(months)
    budget = base.mark_bar(fill="transparent", stroke=theme.ACTUAL, strokeWidth=1.2, size=34)
    actual = base.mark_bar(color=theme.ACTUAL, size=20)
    before = base.mark_line(color=theme.PREV_YEAR, strokeWidth=2.5, point={"color": theme.PREV_YEAR, "size": 30})
    layers = [
        _zero_rule(room),
        budget.encode(x=x, y=_amount("budget", room)),
        actual.encode(x=x, y=_amount("actual", room)),
        before.transform_filter("isValid(datum.prev_year)").encode(x=x, y=_amount("prev_year", room)),
        _published_marks(months, x, height),
    ]
    return theme.dressed(
        alt.layer(*layers).properties(height=height, padding={"top": 8, "bottom": 22, "left": 4, "right": 4})
    )


def _zero_rule(room: tuple[float, float]) -> alt.Chart:
    zero = pd.DataFrame({"zero": [0.0]})
    return alt.Chart(zero).mark_rule(color=theme.AXIS, strokeWidth=1.2, aria=False).encode(y=_amount("zero", room))


def _published_marks(months: pd.DataFrame, x: alt.X, height: int) -> alt.Chart:
    marked = months[months["published"]].assign(mark=PUBLISHED_MARK)
    return (
        alt.Chart(marked).mark_text(fontSize=13, color=theme.TEXT).encode(x=x, y=alt.value(height + 36), text="mark:N")
    )


def _room(values: pd.DataFrame) -> tuple[float, float]:
    """The domain of an axis from zero, with room for labels on the sides that are used."""
    low, high = _span(values)
    room = _LABEL_ROOM * max(high - low, 1e-9)
    return (low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)


def deviation_months(months: pd.DataFrame, height: int = 260) -> dict[str, Any]:
    """Columns per month, green above zero and red below, each with its signed figure.

    `months`: month, deviation (mnkr, missing allowed), published.
    """
    order = list(months["month"])
    x = _month_axis(order)
    low, high = _span(months[["deviation"]])
    room = 0.16 * max(high - low, 1e-9)
    scale = alt.Scale(domain=[low - room, high + room], nice=False)
    y = alt.Y("deviation:Q", scale=scale, axis=None)
    known = months.dropna(subset=["deviation"]).assign(
        text=lambda frame: frame["deviation"].map(lambda value: sv.number(value, 1, signed=True))
    )
    layers: list[Any] = [
        alt.Chart(pd.DataFrame({"deviation": [0.0]})).mark_rule(color=theme.AXIS, aria=False).encode(y=y)
    ]
    for rows, color, dy in (
        (known[known["deviation"] >= 0], theme.GOOD, -9),
        (known[known["deviation"] < 0], theme.BAD, 10),
    ):
        base = alt.Chart(rows)
        layers += [
            base.mark_bar(color=color, size=22).encode(x=x, y=y),
            base.mark_text(dy=dy).encode(x=x, y=y, text="text:N"),
        ]
    layers.append(_published_marks(months, x, height))
    return theme.dressed(
        alt.layer(*layers).properties(height=height, padding={"top": 8, "bottom": 22, "left": 4, "right": 4})
    )


def share_over_time(values: pd.DataFrame, height: int = 260, decimals: int = 1) -> dict[str, Any]:
    """A line of a share over months with its target, the last point labelled and published months marked.

    `values`: period, value (0-1, missing breaks the line), target (missing allowed), published.
    """
    rows = values.assign(percent=values["value"] * 100, target_percent=values["target"] * 100)
    high = max(rows[["percent", "target_percent"]].max().max(), 1.0)
    scale = alt.Scale(domain=[0, high * 1.25], nice=False)
    x = alt.X(
        "period:T",
        axis=alt.Axis(format="%b %Y", title=None, grid=False, labelAngle=0, tickCount="month", labelOverlap=True),
    )
    y = alt.Y("percent:Q", scale=scale, axis=alt.Axis(title=None, tickCount=4, domain=False, ticks=False, format=",~f"))
    base = alt.Chart(rows)
    line = base.mark_line(color=theme.ACTUAL, strokeWidth=2.5, invalid="break-paths-show-path-domains").encode(x=x, y=y)
    points = base.transform_filter("isValid(datum.percent)").mark_point(
        color=theme.ACTUAL, filled=True, size=30, opacity=1
    )
    target = base.transform_filter("isValid(datum.target_percent)").mark_line(
        color=theme.ACTUAL, strokeDash=[6, 4], strokeWidth=1.5
    )
    published = base.transform_filter("datum.published").mark_text(text=PUBLISHED_MARK, dy=-13, fontSize=13)
    known = rows.dropna(subset=["percent"])
    last = known.tail(1).assign(text=lambda frame: frame["value"].map(lambda value: sv.percent(value, decimals)))
    label = alt.Chart(last).mark_text(align="right", dx=6, dy=18, fontSize=14, fontWeight="bold")
    layers = [
        line,
        points.encode(x=x, y=y),
        target.encode(x=x, y=alt.Y("target_percent:Q", scale=scale, title=None)),
        published.encode(x=x, y=y),
        label.encode(x=x, y=y, text="text:N"),
    ]
    return theme.dressed(
        alt.layer(*layers).properties(height=height, padding={"top": 8, "bottom": 4, "left": 4, "right": 12})
    )


def counted_bars(rows: pd.DataFrame) -> dict[str, Any]:
    """Horizontal bars with their counts, in the order given. `rows`: label, count."""
    order = list(rows["label"])
    y = alt.Y(
        "label:N", sort=order, title=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=260, labelPadding=8)
    )
    scale = alt.Scale(domain=[0, max(rows["count"].max(), 1) * 1.12], nice=False)
    x = alt.X("count:Q", axis=None, scale=scale)
    base = alt.Chart(rows.assign(text=rows["count"].map(sv.number)))
    bars = base.mark_bar(color=theme.ACTUAL, size=13).encode(x=x, y=y)
    texts = base.mark_text(align="left", dx=6).encode(x=x, y=y, text="text:N")
    return theme.dressed(alt.layer(bars, texts).properties(height=26 * len(rows), padding=_PADDING))


def plan_years(plan: pd.DataFrame, height: int = 200) -> dict[str, Any]:
    """Columns per plan year, outlined as a budget is, each with its figure. `plan`: year (text), amount (mnkr)."""
    order = list(plan["year"])
    axis = alt.Axis(title=None, labelAngle=0, ticks=False, domainColor=theme.AXIS, labelPadding=8)
    x = alt.X("year:N", sort=order, axis=axis)
    scale = alt.Scale(domain=[0, max(plan["amount"].max(), 1e-9) * 1.15], nice=False)
    y = alt.Y("amount:Q", axis=None, scale=scale)
    base = alt.Chart(plan.assign(text=plan["amount"].map(lambda value: sv.number(value, 1))))
    bars = base.mark_bar(fill=theme.SURFACE, stroke=theme.ACTUAL, strokeWidth=1.2, size=48).encode(x=x, y=y)
    texts = base.mark_text(dy=-10).encode(x=x, y=y, text="text:N")
    return theme.dressed(alt.layer(bars, texts).properties(height=height, padding=_PADDING))


def months_against_last_year(months: pd.DataFrame, height: int = 220) -> dict[str, Any]:
    """Columns of a monthly share beside the same month last year. `months`: month, value, last_year (0-1)."""
    order = list(months["month"])
    rows = months.assign(percent=months["value"] * 100, before=months["last_year"] * 100)
    rows = rows.assign(text=months["value"].map(lambda value: "" if pd.isna(value) else sv.number(value * 100, 1)))
    x = _month_axis(order)
    high = max(rows[["percent", "before"]].max().max(), 1.0) if len(rows) else 1.0
    room = (0.0, high * 1.15)
    y = _amount("percent", room)
    base = alt.Chart(rows)
    before = _amount("before", room)
    layers = [
        base.mark_bar(color=theme.ACTUAL, size=24).encode(x=x, y=y),
        base.mark_tick(color=theme.PREV_YEAR, thickness=3, size=40).encode(x=x, y=before),
        base.mark_text(dy=-9).encode(x=x, y=y, text="text:N"),
    ]
    return theme.dressed(alt.layer(*layers).properties(height=height, padding=_PADDING))
