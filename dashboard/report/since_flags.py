"""Which flags are new since the dialogue before, and which are solved."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from dashboard import format as sv
from dashboard import metrics, overview
from dashboard.report import tables
from dashboard.report.content import MOST_ON_SLIDES, Cell, Column, Row, Section, Table
from dashboard.report.forecast import LINE
from dashboard.report.work import ACTIVITY
from dashboard.view import View, per_view
from dashboard.words import SEVERITY, rule_short

Key = tuple[str, str, str]
"""Of a flag: kind, subject, rule."""
_RULES = 7
"""That are counted by themselves, so that the table stands on one slide."""


def sections(view: View, before: View, named: str) -> tuple[Section, ...]:
    """Flags on lines, activities and assignments that are new, and those that are solved.

    More than a room can follow are counted per rule, and stand one by one in the report.
    """
    then, now = _flagged(before), _flagged(view)
    new = {key: now[key] for key in now if key not in then}
    solved = {key: then[key] for key in then if key not in now}
    base = Section(
        "sedan-flaggor", "Sedan förra dialogen: flaggorna", message=_message(len(new), len(solved)), page="overview"
    )
    rows = (*_rows("ny", new), *_rows("löst", solved))
    if not rows:
        return (base,)
    columns = (Column("Vad", wide=True), Column("Flagga"), Column("Allvar"), Column("Läge"))
    caption = f"Flaggor som är nya eller lösta sedan {named}; en löst flagga har försvunnit, oavsett orsak"
    listed = Table(caption, columns, rows)
    if len(rows) <= MOST_ON_SLIDES:
        return (replace(base, parts=(listed,)),)
    one_by_one = replace(base, key="sedan-flaggor-alla", title="Flaggorna en och en", message="", parts=(listed,))
    counted = _per_rule(f"Flaggor per slag sedan {named}", new, solved)
    return (replace(base, parts=(counted,)), replace(one_by_one, depth=3, place="paper"))


def _message(new: int, solved: int) -> str:
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
def _flagged(view: View) -> dict[Key, Mapping[Hashable, Any]]:
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


def _rows(state: str, flags: Mapping[Key, Mapping[Hashable, Any]]) -> list[Row]:
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
