"""What `check` tells whoever connects a system: per dataset what was found, mapped, missing and refused."""

from collections.abc import Iterable, Mapping
from typing import Any

from etl.config import Place
from etl.errors import capped
from etl.money import as_sek
from etl.sources.extract import Extract
from etl.sources.ledger import Ledger
from etl.sources.refusals import PRIVATE, PRIVATE_COLUMNS

SAMPLES = 3
WITHHELD = "visas inte: små grupper"


def connection(extract: Extract, place: Place) -> dict[str, Any]:
    """One dataset: our column -> the source's, what the source has beside, what it lacks, and three rows as read."""
    mapped = {name: place.theirs(name) for name in place.dataset.names if place.theirs(name) in extract.found}
    return {
        "dataset": place.dataset.name,
        "source": place.where,
        "status": extract.status,
        "mapped": mapped,
        "unused": sorted(set(extract.found) - set(mapped.values())),
        "missing": [name for name in place.dataset.names if name not in mapped] if extract.found else [],
        "rows_in": extract.rows_in,
        "rows_refused": extract.rows_refused,
        "refused": [refusal.message for refusal in extract.refusals],
        "problems": list(extract.problems),
        "samples": samples(extract),
    }


def samples(extract: Extract) -> list[dict[str, str]]:
    """The first rows as they will be used; amounts in kronor in result convention, no comments."""
    if extract.dataset.name in PRIVATE:
        return []
    frame = extract.months.drop(columns="rows") if isinstance(extract, Ledger) else extract.frame
    rows = as_sek(frame.head(SAMPLES).drop(columns=list(PRIVATE_COLUMNS), errors="ignore")).astype(object)
    shown = rows.where(rows.notna(), "").to_dict("records")
    return [{str(name): _short(value) for name, value in row.items()} for row in shown]


def lines(found: Mapping[str, Any]) -> Iterable[str]:
    """The same as text, one thing per line."""
    yield f"{found['dataset']} <- {found['source']}: {found['rows_in']} rader, {found['rows_refused']} avvisade"
    renamed = [f"{ours} <- {theirs}" for ours, theirs in found["mapped"].items() if ours != theirs]
    same = [ours for ours, theirs in found["mapped"].items() if ours == theirs]
    for title, words in (
        ("kolumner", same + renamed),
        ("valfria som inte finns", found["missing"]),
        ("används inte", found["unused"]),
    ):
        if words:
            yield f"  {title}: {', '.join(words)}"
    for title, messages in (("fel", found["problems"]), ("avvisat", found["refused"])):
        if messages:
            yield from (f"  {title}: {message}" for message in capped(messages).splitlines())
    for row in found["samples"]:
        yield "  rad: " + ", ".join(f"{name}={value}" for name, value in row.items() if value)
    if found["dataset"] in PRIVATE and found["rows_in"]:
        yield f"  rader {WITHHELD}"


def _short(value: Any) -> str:
    text = f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
    return text if len(text) <= 40 else text[:37] + "..."
