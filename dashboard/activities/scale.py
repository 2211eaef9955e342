"""Where a date stands across the timeline: its scale, its axis, and the two lines through all bars."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard import format as sv

_MOST_TICKS = 12
_ROOM = 1.18


@dataclass(frozen=True)
class Scale:
    """Days from the first month shown to the end of the last; both dates inclusive."""

    first: pd.Timestamp
    last: pd.Timestamp

    def at(self, date: pd.Timestamp) -> float:
        """Where a day's end stands, in per cent of the width; what lies outside stands at the edge."""
        days = (self.last - self.first).days + 1
        return round(100 * min(max((date - self.first).days + 1, 0), days) / days, 3)


def scale(
    rows: pd.DataFrame,
    ends: Mapping[str, list[pd.Timestamp]],
    today: pd.Timestamp,
    deadline: pd.Timestamp | None,
) -> Scale:
    """Whole months around every date that is shown, and room for the last bar's words."""
    dates = pd.concat([rows["start_date"], rows["end_date"]]).dropna()
    earlier = [date for activity in rows["activity_id"] for date in ends.get(activity, [])]
    known = [*dates, *earlier, today, *([deadline] if deadline is not None else [])]
    first = min(known).to_period("M").start_time
    roomy = first + (max(known) - first) * _ROOM
    return Scale(first, roomy.to_period("M").end_time.normalize())


@dataclass(frozen=True)
class Lines:
    """The month's end and the deadline, which stand through all bars."""

    across: Scale
    today: pd.Timestamp
    deadline: pd.Timestamp | None

    def drawn(self, *labels: str) -> str:
        """Both as HTML, with their labels where these stand: in the axis, where no line crosses a text.

        The first label ends at its line and the last begins there, so that they never meet.
        """
        dates = [("today", self.today), *([("due", self.deadline)] if self.deadline is not None else [])]
        words = [f"<b>{label} {date.day}/{date.month}</b>" for label, (_, date) in zip(labels, dates, strict=False)]
        return "".join(
            f'<span class="{name}{"" if date > self._first else " first"}" style="left:{self.across.at(date)}%">'
            f"{word}</span>"
            for (name, date), word in zip(dates, words or [""] * len(dates), strict=True)
        )

    def clear(self, date: pd.Timestamp) -> float:
        """Where the words of a bar that ends on this day stand: after both lines if the last would else cross them."""
        return self.across.at(self._last if self._first <= date < self._last else date)

    @property
    def _first(self) -> pd.Timestamp:
        return min(self.today, self.deadline or self.today)

    @property
    def _last(self) -> pd.Timestamp:
        return max(self.today, self.deadline or self.today)


def axis(across: Scale) -> str:
    """The first day of each month, or of every second, third ... so that the names have room.

    In a narrow window those that can be spared are hidden: every second, but none that carries a year.
    """
    starts = pd.date_range(across.first, across.last, freq="MS")
    step = -(-len(starts) // _MOST_TICKS)
    ticks, spare = "", True
    for start in starts[::step]:
        year = f"<br>{start.year}" if start.month <= step or start == starts[0] else ""
        spare = not spare and not year
        at = across.at(start - pd.Timedelta(days=1))
        kind = "tick spare" if spare else "tick"
        ticks += f'<span class="{kind}" style="left:{at}%">{sv.month_abbreviated(start)}{year}</span>'
    return ticks
