"""One TOML file -> typed settings. Everything wrong in the file is told at once."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.codes import PROVENANCES
from data.contract import Dataset
from data.datasets import BY_NAME
from etl.errors import UsageError, capped

SIGNS = {"result": 1, "cost_positive": -1}
ORE_PER_UNIT = {"kr": 100, "tkr": 100_000, "mnkr": 100_000_000}
SOURCE_PROVENANCES = tuple(p for p in PROVENANCES if p != "published")
EMBEDDED = Path(__file__).parent.parent / "data" / "demo" / "demo.toml"


@dataclass(frozen=True)
class Place:
    """Where one dataset is read. `columns` maps the contract's names to the source's, where they differ.

    `factor` is öre per unit in result convention: it carries both the unit and the sign.
    """

    dataset: Dataset
    source: str
    url: str
    table: str
    columns: Mapping[str, str]
    factor: int
    provenance: str


@dataclass(frozen=True)
class Limits:
    """Small groups: a group of at most `withheld` employees is not shown, up to `rounded` only in whole per cent."""

    withheld: int = 10
    rounded: int = 30
    answers: int = 7


@dataclass(frozen=True)
class Settings:
    path: Path
    title: str
    provenance: str
    places: Mapping[str, Place]
    income_classes: tuple[str, ...] = ()
    known_errors: Path | None = None
    limits: Limits = Limits()

    @property
    def embedded(self) -> bool:
        return self.path == EMBEDDED


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Raises `UsageError` with every fault of the file."""
    top = Section(path, "", _read(path), [])
    provenance = top.text("provenance", "booked", SOURCE_PROVENANCES)
    title = top.text("title", "Inbyggd källa" if path == EMBEDDED else path.stem)
    sources = {name: _source(section, provenance, environ) for name, section in top.sections("sources").items()}
    places = {name: _place(section, name, sources) for name, section in top.sections("datasets").items()}
    finance, checks, limits = (top.section(name) for name in ("finance", "checks", "disclosure"))
    settings = Settings(
        path,
        title,
        provenance,
        {name: place for name, place in places.items() if place},
        finance.texts("income_classes"),
        _beside(path, checks),
        Limits(**{name: limits.number(name, getattr(Limits, name)) for name in ("withheld", "rounded", "answers")}),
    )
    for section in (finance, checks, limits, top):
        section.refuse_the_rest()
    if top.problems:
        raise UsageError(capped(top.problems))
    return settings


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

    def number(self, key: str, default: int) -> int:
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.wrong(key, value, "ett heltal som är minst 0")
            return default
        return value

    def mapping(self, key: str, allowed: list[str]) -> dict[str, str]:
        value = self._take(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            self.wrong(key, value, 'namn = "källans namn"')
            return {}
        for unknown in sorted(set(value) - set(allowed)):
            self.wrong(f"{key}.{unknown}", value[unknown], ", ".join(allowed))
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

    def refuse_the_rest(self) -> None:
        for key in self.values:
            self._say(f"okänd nyckel {self.name}{key}. Tillåtna: {', '.join(self.known)}.")

    def wrong(self, key: str, got: Any, allowed: str) -> None:
        self._say(f"nyckeln {self.name}{key} är {got!r}. Tillåtet: {allowed}.")

    def _take(self, key: str, default: Any) -> Any:
        self.known += (key,)
        return self.values.pop(key, default)

    def _say(self, what: str) -> None:
        self.problems.append(f"{self.path}: {what} Rätta filen och kör igen.")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise UsageError(
            f"{path}: filen kan inte läsas. Ange en TOML-fil med --config eller FOLLOWUP_CONFIG."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: filen är inte giltig TOML ({error}). Rätta filen och kör igen.") from None


def _source(section: Section, provenance: str, environ: Mapping[str, str]) -> tuple[str, str]:
    """URL and provenance of a source."""
    url = section.text("url")
    for name in re.findall(r"\$\{(\w+)\}", url):
        if name not in environ:
            section.wrong("url", f"${{{name}}}", f"en miljövariabel som är satt; sätt {name}")
    expanded = re.sub(r"\$\{(\w+)\}", lambda found: environ.get(found[1], ""), url)
    if not url:
        section.wrong("url", url, "en SQLAlchemy-adress, t.ex. postgresql+psycopg://anvandare:${LOSENORD}@server/db")
    own = section.text("provenance", provenance, SOURCE_PROVENANCES)
    section.refuse_the_rest()
    return expanded, own


def _place(section: Section, name: str, sources: Mapping[str, tuple[str, str]]) -> Place | None:
    if name not in BY_NAME:
        section.problems.append(
            f"{section.path}: okänd datamängd datasets.{name}. Tillåtna: {', '.join(BY_NAME)}. Rätta och kör igen."
        )
        return None
    dataset = BY_NAME[name]
    source = section.text("source", next(iter(sources), ""), tuple(sources))
    factor = ORE_PER_UNIT[section.text("unit", "kr", tuple(ORE_PER_UNIT))]
    sign = SIGNS[section.text("sign", "result", tuple(SIGNS))]
    table = section.text("table", name)
    columns = section.mapping("columns", dataset.names)
    section.refuse_the_rest()
    url, provenance = sources.get(source, ("", ""))
    return Place(dataset, source, url, table, columns, sign * factor, provenance)


def _beside(path: Path, checks: Section) -> Path | None:
    """A file named in the settings stands relative to them."""
    name = checks.text("known_errors")
    if not name:
        return None
    file = path.parent / name
    if not file.is_file():
        checks.wrong("known_errors", name, f"en fil som finns; {file} saknas")
    return file
