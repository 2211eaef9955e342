"""How old each source is, where the settings say how old it may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from etl.config import Place, Source
from etl.sources.sql import Engines


@dataclass(frozen=True)
class Late:
    """A source older than its limit; `updated` is UTC, `hours` whole hours."""

    source: str
    updated: str
    hours: int
    severity: str
    message: str


def late_sources(places: Iterable[Place], engines: Engines, now: datetime) -> list[Late]:
    """Every database and file that is later than its source's `late_hours` or `too_late_hours`."""
    limited = {_name(place): place for place in places if _limited(place.source)}
    aged = [(name, place.source, _updated(place, engines)) for name, place in sorted(limited.items())]
    return [late for name, source, updated in aged if updated and (late := _late(name, source, updated, now))]


def _limited(source: Source) -> bool:
    return source.late_hours is not None or source.too_late_hours is not None


def _name(place: Place) -> str:
    return place.file or place.source.name


def _updated(place: Place, engines: Engines) -> datetime | None:
    if place.source.folder is None:
        return engines.updated(place.source)
    return max((_changed(file) for file in place.source.folder.glob(place.file)), default=None)


def _changed(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _late(name: str, source: Source, updated: datetime, now: datetime) -> Late | None:
    hours = int((now - updated).total_seconds() // 3600)
    for limit, severity in ((source.too_late_hours, "serious"), (source.late_hours, "warning")):
        if limit is not None and hours >= limit:
            message = f"Källan {name} uppdaterades senast för {hours} timmar sedan; gränsen är {limit} timmar."
            return Late(name, updated.isoformat(timespec="seconds"), hours, severity, message)
    return None
