"""The files of a drop folder: which are meant, and when they are at rest. They are only ever looked at and read."""

import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import file_digest
from pathlib import Path

from tenacity import RetryError, Retrying, retry_if_result, stop_after_attempt

from etl.config import Place
from etl.errors import RunFailed

UNFINISHED = {".tmp", ".part", ".filepart", ".crdownload"}
LOOKS = 4


@dataclass(frozen=True)
class Clock:
    """Handed in, so that a test need not wait."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


CLOCK = Clock()


def files_at_rest(place: Place, kinds: Iterable[str], clock: Clock = CLOCK) -> list[Path]:
    """The files of the configured name or pattern, in order of name, once nobody writes in them.

    None is opened before its size is known to be within the limit.
    """
    files = _matching(place, kinds)
    for file in files:
        _refuse_large(file, place.source.max_file_mb)
        _wait(file, place.source.quiet_seconds, clock)
        _refuse_large(file, place.source.max_file_mb)
        _refuse_empty(file)
    _refuse_twins(files)
    return files


def state(file: Path) -> tuple[int, int]:
    """What changes when somebody writes: size, and time in nanoseconds."""
    stat = file.stat()
    return stat.st_size, stat.st_mtime_ns


def _matching(place: Place, kinds: Iterable[str]) -> list[Path]:
    """Upper or lower case of a suffix is the same."""
    folder = place.source.folder or Path()
    there = sorted(file for file in folder.iterdir() if file.is_file() and not _is_unfinished(file))
    files = [file for file in there if _fits(file, place.file)]
    if not files:
        shown = ", ".join(file.name for file in there[:5]) + (f" och {len(there) - 5} till" if len(there) > 5 else "")
        raise RunFailed(
            f"{place.file}: ingen fil med det namnet i mappen {folder.name}. Finns: {shown or 'inga filer'}. "
            f"Lägg dit filen eller rätta file under [datasets.{place.dataset.name}], och kör igen."
        )
    for file in files:
        if file.suffix.lower() not in kinds:
            raise RunFailed(
                f"{file.name}: filer av slaget {file.suffix or 'utan ändelse'} läses inte. "
                f"Tillåtet: {', '.join(kinds)}. Spara om filen och kör igen."
            )
    return files


def _is_unfinished(file: Path) -> bool:
    return file.name.startswith((".", "~$")) or file.suffix.lower() in UNFINISHED


def _fits(file: Path, pattern: str) -> bool:
    name, wanted = _folded(file.name), _folded(pattern)
    return name == wanted or fnmatchcase(name, wanted)


def _folded(name: str) -> str:
    path = Path(unicodedata.normalize("NFC", name))
    return path.stem + path.suffix.lower()


def _refuse_empty(file: Path) -> None:
    if not file.stat().st_size:
        raise RunFailed(f"{file.name}: filen är tom. Väntat: en rubrikrad och rader. Lägg dit en ny och kör igen.")


def _refuse_large(file: Path, max_mb: int) -> None:
    size = file.stat().st_size
    if size > max_mb * 2**20:
        raise RunFailed(
            f"{file.name}: filen är {size / 2**20:.0f} MB. Tillåtet: max_file_mb = {max_mb}. "
            "Är det rätt fil, höj max_file_mb för källan och kör igen."
        )


def _wait(file: Path, quiet_seconds: int, clock: Clock) -> None:
    """Look again until nobody has written for `quiet_seconds`. A file dated in the future is timed by our own looks."""
    seen: dict[tuple[int, int], float] = {}

    def left() -> float:
        found, now = state(file), clock.now()
        return quiet_seconds - (now - min(found[1] / 1e9, seen.setdefault(found, now)))

    looks = Retrying(
        retry=retry_if_result(lambda seconds: seconds > 0),
        wait=lambda state: state.outcome.result() if state.outcome else 0,
        stop=stop_after_attempt(LOOKS),
        sleep=clock.sleep,
    )
    try:
        looks(left)
    except RetryError:
        raise RunFailed(
            f"{file.name}: någon skriver fortfarande i filen. Väntat: orörd i {quiet_seconds} sekunder "
            "(quiet_seconds). Kör igen när den är klar."
        ) from None


def _refuse_twins(files: list[Path]) -> None:
    """The same content twice would count twice."""
    first: dict[tuple[int, str], Path] = {}
    sizes = [file.stat().st_size for file in files]
    for file, size in zip(files, sizes, strict=True):
        if sizes.count(size) > 1:
            twin = first.setdefault((size, _digest(file)), file)
            if twin != file:
                raise RunFailed(
                    f"{file.name}: filen har samma innehåll som {twin.name} och skulle räknas två gånger. "
                    "Väntat: varje fil en gång. Ta bort den ena och kör igen."
                )


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()
