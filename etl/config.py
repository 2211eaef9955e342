"""One TOML file -> typed settings. Everything wrong in the file is told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data import comment_settings, report_settings, toml
from data.addresses import filled, unset
from data.codes import PROVENANCES
from data.comment_settings import CommentSettings
from data.contract import Dataset
from data.datasets import BY_NAME
from data.errors import UsageError
from data.toml import Section
from etl.errors import capped
from etl.flagging.limits import FlagLimits, house_limits, region_limits

SIGNS = {"result": 1, "cost_positive": -1}
ORE_PER_UNIT = {"kr": 100, "tkr": 100_000, "mnkr": 100_000_000}
SOURCE_PROVENANCES = tuple(p for p in PROVENANCES if p != "published")
EMBEDDED = Path(__file__).parent.parent / "data" / "demo" / "demo.toml"


@dataclass(frozen=True)
class Source:
    """One system: a database by its `url`, or a drop folder of files.

    `updated_query` gives the moment a database was last filled; a file has its own. Without `late_hours` nobody
    expects the source to be fresh.
    """

    name: str
    url: str = ""
    folder: Path | None = None
    provenance: str = "booked"
    tries: int = 3
    time_limit_seconds: int = 600
    updated_query: str = ""
    late_hours: int | None = None
    too_late_hours: int | None = None
    quiet_seconds: int = 10
    max_file_mb: int = 200
    decimal: str = ""
    date_format: str = ""


@dataclass(frozen=True)
class Place:
    """Where one dataset is read. `columns` maps the contract's names to the source's, where they differ.

    `words` maps, per column of ours, the source's words and symbols to our codes. `factor` is öre per unit in
    result convention: it carries both the unit and the sign.
    """

    dataset: Dataset
    source: Source
    table: str = ""
    query: str = ""
    file: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    factor: int = 100

    @property
    def where(self) -> str:
        """The table or file as a reader may see it: no password, no address."""
        if self.file:
            return f"{self.file}, blad {self.sheet}" if self.sheet else self.file
        return f"{self.source.name}.{self.table or 'query'}"

    def theirs(self, name: str) -> str:
        """The source's name of one of our columns."""
        return self.columns.get(name, name)


@dataclass(frozen=True)
class Limits:
    """Small groups: a group of at most `withheld` employees is not shown, up to `rounded` only in whole per cent."""

    withheld: int = 10
    rounded: int = 30
    answers: int = 7


@dataclass(frozen=True)
class Alarms:
    """When a dataset is too bad to use: share of refused rows, fewer rows than last night, a jump of scale."""

    refused_percent: int = 20
    fewer_rows_percent: int = 20
    magnitude_times: int = 100


@dataclass(frozen=True)
class Night:
    """The run's own limits: how long it may take, when it is late, and how long old snapshots are kept."""

    total_minutes: int = 60
    late_hours: int = 26
    too_late_hours: int = 50
    keep_days: int = 400
    session_hours: int = 24


@dataclass(frozen=True)
class Settings:
    """What the file says; `reorganised` gives the department that keeps the history of a unit that is no more."""

    path: Path
    title: str
    provenance: str
    places: Mapping[str, Place]
    income_classes: tuple[str, ...] = ()
    known_errors: Path | None = None
    limits: Limits = Limits()
    alarms: Alarms = Alarms()
    night: Night = Night()
    flag_limits: FlagLimits = field(default_factory=house_limits)
    comments: CommentSettings = CommentSettings("", None)
    reorganised: Mapping[str, str] = field(default_factory=dict)

    @property
    def embedded(self) -> bool:
        return self.path == EMBEDDED


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Raises `UsageError` with every fault of the file."""
    top = Section(path, "", toml.read(path), [])
    provenance = top.text("provenance", "booked", SOURCE_PROVENANCES)
    title = top.text("title", "Inbyggd källa" if path == EMBEDDED else path.stem)
    sources = {name: _source(section, name, provenance, environ) for name, section in top.sections("sources").items()}
    places = {name: _place(section, name, sources) for name, section in top.sections("datasets").items()}
    finance, checks, disclosure, night = (top.section(name) for name in ("finance", "checks", "disclosure", "night"))
    settings = Settings(
        path,
        title,
        provenance,
        {name: place for name, place in places.items() if place},
        finance.texts("income_classes"),
        _beside(checks, "known_errors"),
        Limits(**disclosure.numbers(Limits())),
        Alarms(**checks.numbers(Alarms())),
        Night(**night.numbers(Night())),
        region_limits(_beside(top, "flags"), top.problems),
        comment_settings.from_section(top.section("comments"), environ),
        _reorganised(top),
    )
    report_settings.from_section(top.section("report"))  # the dashboard's, but whoever wrote the file is told at night
    for section in (finance, checks, disclosure, night, top):
        section.refuse_the_rest()
    if top.problems:
        raise UsageError(capped(top.problems))
    return settings


def _source(section: Section, name: str, provenance: str, environ: Mapping[str, str]) -> Source:
    url, folder = section.text("url"), section.text("folder")
    if bool(url) == bool(folder):
        section.wrong("url", url, "antingen url (en SQLAlchemy-adress) eller folder (en mapp med filer)")
    source = Source(
        name,
        _with_secrets(section, url, environ),
        _existing_folder(section, folder) if folder else None,
        section.text("provenance", provenance, SOURCE_PROVENANCES),
        section.number("tries", Source.tries, least=1),
        section.number("time_limit_seconds", Source.time_limit_seconds, least=1),
        section.text("updated_query"),
        section.optional_number("late_hours"),
        section.optional_number("too_late_hours"),
        *(_file_settings(section) if folder else ()),
    )
    section.refuse_the_rest()
    return source


def _file_settings(section: Section) -> tuple[int, int, str, str]:
    return (
        section.number("quiet_seconds", Source.quiet_seconds),
        section.number("max_file_mb", Source.max_file_mb, least=1),
        section.text("decimal", "", ("", ",", ".")),
        section.text("date_format"),
    )


def _with_secrets(section: Section, url: str, environ: Mapping[str, str]) -> str:
    for name in unset(url, environ):
        section.wrong("url", f"${{{name}}}", f"en miljövariabel som är satt; sätt {name}")
    return filled(url, environ)


def _existing_folder(section: Section, name: str) -> Path:
    """A folder named in the settings stands relative to them."""
    folder = section.path.parent / name
    if not folder.is_dir():
        section.wrong("folder", name, f"en mapp som finns; {folder} saknas")
    return folder


def _place(section: Section, name: str, sources: Mapping[str, Source]) -> Place | None:
    if name not in BY_NAME:
        section.problems.append(
            f"{section.path}: okänd datamängd datasets.{name}. Tillåtna: {', '.join(BY_NAME)}. Rätta och kör igen."
        )
        return None
    dataset = BY_NAME[name]
    source = sources.get(section.text("source", next(iter(sources), ""), tuple(sources)), Source(""))
    factor = ORE_PER_UNIT[section.text("unit", "kr", tuple(ORE_PER_UNIT))]
    sign = SIGNS[section.text("sign", "result", tuple(SIGNS))]
    where = _in_folder(section) if source.folder else _in_database(section, name)
    columns = section.mapping("columns", dataset.names)
    words = _words(section.section("words"), dataset)
    section.refuse_the_rest()
    return Place(dataset, source, **where, columns=columns, words=words, factor=sign * factor)


def _words(section: Section, dataset: Dataset) -> dict[str, dict[str, str]]:
    """Per column: the source's words and symbols -> our codes, or the ids that several names stand for."""
    words = {c.name: section.mapping(c.name, meanings=c.allowed) for c in dataset.columns if c.name in section.values}
    section.refuse_the_rest(dataset.names)
    return words


def _in_database(section: Section, name: str) -> dict[str, str]:
    query = section.text("query")
    table = section.text("table", "" if query else name)
    if query and table:
        section.wrong("table", table, "antingen table eller query, inte båda")
    return {"table": table, "query": query}


def _in_folder(section: Section) -> dict[str, str]:
    file = section.text("file")
    if not file or Path(file).name != file:
        section.wrong("file", file, 'ett filnamn i mappen, gärna med stjärna: "Budget_*.xlsx"')
    return {"file": file, "sheet": section.text("sheet")}


def _reorganised(top: Section) -> dict[str, str]:
    """Old unit -> the one that keeps its history now, also where it was reorganised more than once."""
    into = top.mapping("reorganised")
    kept = {old: _last(old, into) for old in into}
    for old, last in kept.items():
        if not last:
            top.wrong(f"reorganised.{old}", into[old], "en avdelning som finns kvar; den här går runt i en ring")
    return kept


def _last(unit: str, into: Mapping[str, str]) -> str:
    """Where a chain of reorganisations ends; empty where it never does."""
    seen = {unit}
    while (unit := into[unit]) in into:
        if unit in seen:
            return ""
        seen.add(unit)
    return unit


def _beside(section: Section, key: str) -> Path | None:
    """A file named in the settings stands relative to them; None where none is named, or it is not there."""
    name = section.text(key)
    if not name:
        return None
    file = section.path.parent / name
    if not file.is_file():
        section.wrong(key, name, f"en fil som finns; {file} saknas")
        return None
    return file
