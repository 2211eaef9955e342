"""The page "Om data", rendered from the declarations: nothing here is said twice."""

import csv
from pathlib import Path

import pandas as pd

import data
from dashboard import format as sv
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import PROVENANCE
from data.datasets import BY_NAME as DATASETS
from data.indicators import INDICATORS
from data.tables import TABLES

_DOCUMENTS = Path(data.__file__).parent / "demo" / "documents.csv"
_UNITS = {"share": "procent", "index": "index 0–100", "sek": "kronor"}
_DIRECTIONS = {"lower": "lägre är bättre", "higher": "högre är bättre"}
_STATUS = {"read": "läst", "refused": "avvisad", "absent": "inte ansluten"}


@per_view
def headline(view: View) -> str:
    """How many ties hold."""
    checks = view.read("checks")
    new = int((~checks["passed"] & ~checks["known"]).sum())
    known = int((~checks["passed"] & checks["known"]).sum())
    if new:
        return f"{sv.plural(new, 'avstämning', 'avstämningar')} stämmer inte"
    return "Alla avstämningar stämmer" + (
        f", utom {sv.plural(known, 'känt fel', 'kända fel')} i källan" if known else ""
    )


@per_view
def lead(view: View) -> str:
    """The count behind the headline."""
    checks = view.read("checks")
    return (
        f"{sv.number(int(checks['passed'].sum()))} av {sv.number(len(checks))} kontroller går ihop. "
        "Tryckta siffror rättas aldrig; det tryckta och det beräknade värdet står bredvid varandra."
    )


@per_view
def findings(view: View) -> pd.DataFrame:
    """The failed checks, unexpected ones first."""
    checks = view.read("checks")
    failed = checks[~checks["passed"]].sort_values(["known", "period", "check_id"], na_position="first")
    return failed.assign(
        origin=failed["known"].map({True: "känt fel i källan", False: "oväntat"}),
        month=failed["period"].map(lambda period: sv.MISSING if pd.isna(period) else sv.month(period)),
    )


FINDING_COLUMNS = [
    Shown("month", "Månad", str, fixed=True),
    Shown("origin", "Slag", str, fixed=True),
    Shown("found", "Tryckt", sv.printed, numeric=True),
    Shown("expected", "Beräknat", sv.printed, numeric=True),
    Shown("message", "Vad som inte stämmer", str),
]
REFUSED_COLUMNS = [
    Shown("dataset", "Datamängd", str),
    Shown("source", "Källa", str),
    Shown("row_number", "Rad", sv.number, numeric=True),
    Shown("column", "Kolumn", str),
    Shown("value_shown", "Värde", sv.text),
    Shown("message", "Vad som är fel", str),
]


@per_view
def sources(view: View) -> pd.DataFrame:
    """One row per dataset with Swedish words."""
    rows = view.read("sources")
    titles = {name: dataset.title for name, dataset in DATASETS.items()}
    return rows.assign(
        title=rows["dataset"].map(titles),
        status_text=rows["status"].map(_STATUS),
        origin=rows["provenance"].map(PROVENANCE).fillna(sv.MISSING),
    )


SOURCE_COLUMNS = [
    Shown("title", "Datamängd", str),
    Shown("source", "Källa", str),
    Shown("status_text", "Läge", str),
    Shown("origin", "Uppgifterna är", str),
    Shown("rows_in", "Rader in", sv.number, numeric=True),
    Shown("rows_used", "Använda", sv.number, numeric=True),
    Shown("rows_refused", "Avvisade", sv.number, numeric=True),
]


def documents() -> pd.DataFrame:
    """The public documents behind the embedded source."""
    with _DOCUMENTS.open(encoding="utf-8") as file:
        return pd.DataFrame(list(csv.DictReader(file)))


DOCUMENT_COLUMNS = [Shown("title", "Dokument", str), Shown("year", "År", str, numeric=True)]


def indicators() -> pd.DataFrame:
    """The catalogue of indicators."""
    return pd.DataFrame(
        [
            {
                "name": indicator.name,
                "unit": _UNITS[indicator.unit],
                "direction": _DIRECTIONS[indicator.direction],
                "definition": indicator.definition,
                "source": indicator.source,
            }
            for indicator in INDICATORS
        ]
    )


INDICATOR_COLUMNS = [
    Shown("name", "Nyckeltal", str),
    Shown("definition", "Definition", str),
    Shown("unit", "Enhet", str),
    Shown("direction", "Riktning", str),
    Shown("source", "Källa för definitionen", str),
]


@per_view
def tables(view: View) -> pd.DataFrame:
    """The published tables with their grain and rows."""
    counts = view.snapshot.manifest["tables"]
    return pd.DataFrame(
        [
            {"title": table.title, "name": table.name, "grain": table.grain, "rows": counts[table.name]["rows"]}
            for table in TABLES
        ]
    )


TABLE_COLUMNS = [
    Shown("title", "Tabell", str),
    Shown("name", "Fil", lambda name: f"{name}.parquet"),
    Shown("grain", "En rad per", str),
    Shown("rows", "Rader", sv.number, numeric=True),
]


def table_titles() -> list[str]:
    """The titles to choose from."""
    return [table.title for table in TABLES]


def columns(title: str) -> pd.DataFrame:
    """The columns of one published table, as declared."""
    table = next(table for table in TABLES if table.title == title)
    return pd.DataFrame(
        [
            {
                "name": column.name,
                "description": column.description + (" (nyckel)" if column.key else ""),
                "unit": column.shown_unit or sv.MISSING,
                "allowed": ", ".join(column.allowed) or sv.MISSING,
            }
            for column in table.columns
        ]
    )


COLUMN_COLUMNS = [
    Shown("name", "Kolumn", str),
    Shown("description", "Betydelse", str),
    Shown("unit", "Enhet", str),
    Shown("allowed", "Tillåtna värden", str),
]
