"""What a controller reads when a database does not answer as it should. No sentence shows a password."""

from etl.config import Source
from etl.sources.address import cause, shown


def unreadable(source: Source, what: str, error: BaseException) -> str:
    return (
        f"{what} kan inte läsas från {shown(source)} ({cause(source, error)}). "
        "Kontrollera adress, tabellnamn och behörighet, och kör igen."
    )


def unreachable(source: Source, error: BaseException) -> str:
    return (
        f"sources.{source.name}: {shown(source)} går inte att nå ({cause(source, error)}). "
        "Kontrollera adress, användare, lösenord och att databasen är igång, och kör igen."
    )


def broken_off(source: Source, what: str, error: BaseException) -> str:
    return (
        f"{what} kan inte läsas: anslutningen till {shown(source)} bröts ({cause(source, error)}) sedan andra "
        "datamängder hade lästs. Kör igen, så läses alla från samma ögonblick."
    )


def too_slow(source: Source, what: str) -> str:
    return (
        f"{what} läste längre än {source.time_limit_seconds} s från {shown(source)} och är avbruten. "
        f"Höj sources.{source.name}.time_limit_seconds eller ge källan ett index, och kör igen."
    )
