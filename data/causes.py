"""Why a call to the database of what is written failed, in words that name neither address nor statement."""

from typing import Any

from sqlalchemy.exc import ArgumentError, DBAPIError

_LOCKED, _SILENT = "databasen är låst av någon annan", "databasen svarar inte"
_DENIED, _FULL = "behörighet saknas", "disken är full"
PASSING = (_LOCKED, _SILENT)
"""Waiting may help against these."""
_SQLITE_CAUSES = {
    3: _DENIED,
    5: _LOCKED,
    6: _LOCKED,
    8: "databasfilen går inte att skriva i",
    10: "disken svarar med fel",
    11: "databasfilen är skadad",
    13: _FULL,
    14: "databasfilen går inte att öppna; mappen saknas eller går inte att skriva i",
    26: "databasfilen är skadad eller ingen databas",
}
_SERVER_CAUSES = {
    "08": _SILENT,
    "25006": "databasen går bara att läsa",
    "28": "databasen godtar inte användaren eller lösenordet",
    "3D000": "databasen finns inte på servern",
    "42501": _DENIED,
    "42": "tabellen {} ser inte ut som väntat",
    "53100": _FULL,
    "53": _SILENT,
    "55P03": _LOCKED,
    "57": _SILENT,
}
"""Beginnings of SQLSTATE, the longer one first where two begin alike."""


def of(error: Exception, table: str) -> str:
    """The cause in a few words; `table` is the one that was asked."""
    if isinstance(error, ArgumentError | ImportError):
        return "databasens adress eller drivrutin går inte att använda"
    if isinstance(error, ValueError):
        return f"tabellen {table} innehåller något som inte går att läsa"
    return _driver_cause(error.orig).format(table) if isinstance(error, DBAPIError) else _SILENT


def _driver_cause(told: Any) -> str:
    """psycopg has no code for a connection that was refused, only a sentence that begins with FATAL."""
    if code := getattr(told, "sqlite_errorcode", None):
        return _SQLITE_CAUSES.get(code & 0xFF, "databasfilen ser inte ut som väntat")
    if state := getattr(told, "sqlstate", None):
        return next((said for start, said in _SERVER_CAUSES.items() if state.startswith(start)), "databasen svarar fel")
    if "FATAL" in str(told):
        return "databasen släpper inte in oss: fel användare, lösenord eller namn på databasen"
    return _SILENT
