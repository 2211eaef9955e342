"""What a unit head has left to do before the report: which activities need what, why, and since when."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard.activities import rows
from dashboard.view import View, per_view
from dashboard.words import status_word

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """One kind of thing to do, `need` in a few words.

    `rules` are the flags that ask for it, the one that says most first.
    """

    name: str
    title: str
    need: str
    step: str
    rules: tuple[str, ...]


GROUPS = (
    Group(
        "comment",
        "Skriv en kommentar",
        "en kommentar",
        "Öppna aktiviteten och skriv vad som har hänt.",
        ("off_track_uncommented", "comment_missing"),
    ),
    Group(
        "overdue",
        "Slutdatum har passerat",
        "nytt slutdatum eller status",
        "Rapporten säger inte att de är klara: ändra status eller sätt ett nytt slutdatum i källsystemet.",
        ("on_track_overdue", "overdue"),
    ),
    Group(
        "worse",
        "Status är sämre än i förra rapporten",
        "en ny kommentar",
        "Förklara i en ny kommentar vad som har ändrats.",
        ("status_worsened",),
    ),
    Group(
        "stale",
        "Inget är uppdaterat på länge",
        "en uppdatering",
        "Se över status, datum och kommentar i källsystemet.",
        ("not_updated",),
    ),
    Group(
        "contradiction",
        "Pausade länge, eller uppgifter som säger emot varandra",
        "en rättelse",
        "Rätta det som inte stämmer i källsystemet, eller skriv vad som gäller.",
        ("paused_long", "done_unstarted", "comment_copied"),
    ),
)
"""The most urgent first. What no one can mend before the report, as a date moved twice, is a flag only."""

BY_RULE = {rule: group for group in GROUPS for rule in group.rules}
ANSWERED_BY_COMMENT = frozenset(
    {"off_track_uncommented", "comment_missing", "status_worsened", "comment_copied", "not_updated"}
)
"""What a comment of this month's own settles."""


def _month(facts: Facts, name: str) -> str:
    return sv.month(pd.Timestamp(facts[name]))


def _missing(facts: Facts, since: pd.Timestamp) -> str:
    status = f" Status: {status_word(facts['status'])}." if "status" in facts else ""
    return f"Kommentar saknas sedan {sv.month(since)}.{status}"


def _off_track(facts: Facts, since: pd.Timestamp) -> str:
    return f"Följer inte planeringen sedan {_month(facts, 'status_since')}, och ingen kommentar säger varför."


def _overdue(facts: Facts, since: pd.Timestamp) -> str:
    days = sv.plural(facts["days_overdue"], "dag", "dagar")
    return f"Slutdatum var {facts['end_date']}, {days} före månadens slut."


def _on_track_overdue(facts: Facts, since: pd.Timestamp) -> str:
    days = sv.plural(facts["days_overdue"], "dag", "dagar")
    return f"Följer planeringen enligt rapporten, men slutdatum var {facts['end_date']}, {days} före månadens slut."


def _worse(facts: Facts, since: pd.Timestamp) -> str:
    return f"{_change(facts)}, utan en ny kommentar."


def _change(facts: Facts) -> str:
    before, now = status_word(facts["status_previous"]), status_word(facts["status"])
    return f"Status gick från {before} till {now} sedan förra rapporten"


SENTENCES: dict[str, Callable[[Facts, pd.Timestamp], str]] = {
    "off_track_uncommented": _off_track,
    "comment_missing": _missing,
    "on_track_overdue": _on_track_overdue,
    "overdue": _overdue,
    "status_worsened": _worse,
    "not_updated": lambda facts, since: f"Inget är uppdaterat sedan {_month(facts, 'updated_period')}.",
    "paused_long": lambda facts, since: f"Pausad sedan {_month(facts, 'status_since')}.",
    "done_unstarted": lambda facts, since: (
        f"Klar sedan {_month(facts, 'status_since')}, men ingen tidigare rapport säger att den har påbörjats."
    ),
    "comment_copied": lambda facts, since: (
        f"Samma kommentar i {sv.plural(facts['comment_reports'], 'rapport', 'rapporter')} i rad; flaggad sedan "
        f"{sv.month(since)}."
    ),
}
"""Why an activity is in the list and since when, one sentence per rule."""


@per_view
def published(view: View) -> pd.DataFrame:
    """activity_id, group, rule, facts, worsened, since_period, one row per activity and group, by the snapshot alone.

    A missing comment answers a worse status too, so such an activity stands there once, with the facts of both. Group
    by group, in each the latest and the oldest first.
    """
    flags = rows.month_flags(view, "activity").rename(columns={"subject_id": "activity_id"})
    flags = flags[flags["rule"].isin(BY_RULE)]
    shown = rows.published(view)[["activity_id", "title", "comment_reports", "days_overdue"]]
    found = flags.merge(shown, on="activity_id", how="inner", validate="m:1")
    found = found[~((found["rule"] == "status_worsened") & (found["comment_reports"] == 1))]
    place = {rule: number for number, rule in enumerate(BY_RULE)}
    found = found.assign(
        group=found["rule"].map({rule: group.name for rule, group in BY_RULE.items()}),
        place=found["rule"].map(place),
    ).sort_values("place", kind="stable")
    once = found.drop_duplicates(["activity_id", "group"])
    worse = once[once["group"] == "worse"].set_index("activity_id")["facts"]
    once = once.assign(worsened=once["activity_id"].map(worse).where(once["group"] == "comment"))
    once = once[~((once["group"] == "worse") & once["activity_id"].isin(once.dropna(subset="worsened")["activity_id"]))]
    once = once.assign(asked=once["group"].map({group.name: number for number, group in enumerate(GROUPS)}))
    order = ["asked", "days_overdue", "since_period", "title"]
    once = once.sort_values(order, ascending=[True, False, True, True], ignore_index=True)
    return once[["activity_id", "group", "rule", "facts", "worsened", "since_period"]]


def needing(view: View, table: pd.DataFrame) -> pd.Series:
    """Which rows of the table `activities` need something, each by the flags of its own month."""
    flags = view.read("flags")
    flags = flags[(flags["subject_type"] == "activity") & flags["rule"].isin(BY_RULE)]
    keys = pd.MultiIndex.from_frame(table[["period", "activity_id"]])
    worse = flags["rule"] == "status_worsened"
    asked, explained = (
        pd.MultiIndex.from_frame(own[["period", "subject_id"]]) for own in (flags[~worse], flags[worse])
    )
    fresh = (table["comment_reports"] == 1).to_numpy()
    return pd.Series(keys.isin(asked) | (keys.isin(explained) & ~fresh), index=table.index)


def sentence(need: Mapping[Any, Any]) -> str:
    """Why one row of the list is there, and since when; with how the status has become worse, where it has."""
    facts, since = json.loads(need["facts"]), need["since_period"]
    if not isinstance(need["worsened"], str):
        return SENTENCES[need["rule"]](facts, since)
    facts.pop("status", None)  # what it has become is said by the change
    return f"{SENTENCES[need['rule']](facts, since)} {_change(json.loads(need['worsened']))}."


def needs(found: pd.DataFrame) -> dict[str, list[str]]:
    """Activity -> what it needs in a few words, the most urgent first."""
    words: dict[str, list[str]] = {}
    for group in GROUPS:
        for activity in found.loc[found["group"] == group.name, "activity_id"]:
            words.setdefault(activity, []).append(group.need)
    return words


def left(found: pd.DataFrame, commented: frozenset[str]) -> pd.DataFrame:
    """What is left of the list once these activities have got a comment for the month."""
    settled = found["rule"].isin(ANSWERED_BY_COMMENT) & found["activity_id"].isin(commented)
    return found[~settled].reset_index(drop=True)
