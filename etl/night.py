"""What surrounds a run that nobody watches: alone, timed, and its end on record whatever happens."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from data import disk
from data.errors import UsageError
from data.snapshot import StoreError
from etl.config import Settings
from etl.deadline import Stoppable, deadline
from etl.errors import RunFailed
from etl.lock import only_run
from etl.record import Record, last_run


@contextmanager
def guarded(
    record: Record, settings: Settings, root: Path, say: Callable[[str], None], now: Callable[[], datetime]
) -> Iterator[Stoppable]:
    """Raises what failed after it has been recorded; `RunFailed` where another run holds the lock, unrecorded."""

    def save() -> None:
        _save(record, settings, root, now())

    def overdue() -> None:
        minutes = settings.night.total_minutes
        record.failed(f"Körningen är bruten efter {minutes} minuter, sin tidsgräns (night.total_minutes).")
        save()
        print(record.message, file=sys.stderr, flush=True)

    with only_run(root, now(), say), _recorded(record, save), deadline(settings.night.total_minutes, overdue) as limit:
        yield limit


@contextmanager
def _recorded(record: Record, save: Callable[[], None]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        record.failed(f"{disk.reason(error)}. Den förra utgåvan ligger kvar; åtgärda och kör igen.")
        raise RunFailed(record.message) from None
    except RunFailed as error:
        record.failed(*error.problems)
        raise
    except (UsageError, StoreError) as error:
        record.failed(str(error))
        raise
    except BaseException as error:
        record.failed(f"Programfel: {type(error).__name__}")
        raise
    finally:
        save()


def _save(record: Record, settings: Settings, root: Path, now: datetime) -> None:
    """Nobody waits for the embedded source, so it is never late."""
    night = settings.night
    record.finish(now, timedelta(hours=night.late_hours), timedelta(hours=night.too_late_hours), last_run(root))
    if settings.embedded:
        record.late_after = record.too_late_after = None
    record.save(root)
