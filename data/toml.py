"""One TOML file, read key by key: a key of the wrong type and a key nobody knows are told, all at once."""

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from data.errors import UsageError


def read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise UsageError(
            f"{path}: filen kan inte läsas. Ange en TOML-fil med --config eller FOLLOWUP_CONFIG."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: filen är inte giltig TOML ({error}). Rätta filen och kör igen.") from None


@dataclass
class Section:
    """One table of the TOML file, emptied key by key, so that what is left is unknown."""

    path: Path
    name: str
    values: dict[str, Any]
    problems: list[str]
    known: tuple[str, ...] = ()

    def text(self, key: str, default: str = "", allowed: tuple[str, ...] = ()) -> str:
        value = self._take(key, default)
        if not isinstance(value, str) or (allowed and value not in allowed):
            self.wrong(key, value, " eller ".join(allowed) or "en text")
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(key, value, "en lista av texter")
            return ()
        return tuple(value)

    def number(self, key: str, default: int, least: int = 0) -> int:
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            self.wrong(key, value, f"ett heltal som är minst {least}")
            return default
        return value

    def decimal(self, key: str, default: float) -> float:
        value = self._take(key, default)
        number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not number or value < 0:
            self.wrong(key, value, "ett tal som är minst 0, med decimalpunkt")
            return default
        return float(value)

    def optional_number(self, key: str) -> int | None:
        """None where the key is left out."""
        return self.number(key, 0, least=1) if key in self.values else self._take(key, None)

    def optional_flag(self, key: str) -> bool | None:
        """None where the key is left out."""
        value = self._take(key, None)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, value, "true eller false")
            return None
        return value

    def numbers(self, defaults: Any) -> dict[str, int]:
        """Every field of a dataclass of numbers."""
        return {field.name: self.number(field.name, getattr(defaults, field.name)) for field in fields(defaults)}

    def mapping(self, key: str, names: Sequence[str] = (), meanings: Sequence[str] = ()) -> dict[str, str]:
        """Text to text; `names` and `meanings` limit the keys and the values, where they are given."""
        value = self._take(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            self.wrong(key, value, 'namn = "text"')
            return {}
        for name, meaning in value.items():
            if names and name not in names:
                self.wrong(f"{key}.{name}", meaning, ", ".join(names))
            if meanings and meaning not in meanings:
                self.wrong(f"{key}.{name}", meaning, ", ".join(meanings))
        return value

    def section(self, key: str) -> "Section":
        value = self._take(key, {})
        if not isinstance(value, dict):
            self.wrong(key, value, "en tabell")
            value = {}
        return Section(self.path, f"{self.name}{key}.", dict(value), self.problems)

    def sections(self, key: str) -> dict[str, "Section"]:
        section = self.section(key)
        return {name: section.section(name) for name in list(section.values)}

    def refuse_the_rest(self, allowed: Sequence[str] = ()) -> None:
        """Every key that nobody has asked for; `allowed` are the names to tell, where they are not fixed."""
        for key in self.values:
            self._say(f"okänd nyckel {self.name}{key}. Tillåtna: {', '.join(allowed or self.known)}.")

    def wrong(self, key: str, got: Any, allowed: str) -> None:
        self._say(f"nyckeln {self.name}{key} är {got!r}. Tillåtet: {allowed}.")

    def _take(self, key: str, default: Any) -> Any:
        self.known += (key,)
        return self.values.pop(key, default)

    def _say(self, what: str) -> None:
        self.problems.append(f"{self.path}: {what} Rätta filen och kör igen.")
