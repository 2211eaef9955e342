"""The page "Om data", rendered from the declarations: nothing here is said twice."""

import csv
from pathlib import Path

import pandas as pd

import data
from dashboard import editions, methods, refusals, restated
from dashboard import format as sv
from dashboard.markup import Shown
from dashboard.staff import definitions
from dashboard.view import View, per_view
from dashboard.words import PROVENANCE
from data.datasets import BY_NAME as DATASETS
from data.indicators import INDICATORS
from data.tables import TABLES

_DOCUMENTS = Path(data.__file__).parent / "demo" / "documents.csv"
TABS = [
    "Avstämningar",
    refusals.TAB,
    "Källor",
    restated.TAB,
    editions.TAB,
    "Senaste körning",
    "Nyckeltal",
    methods.TAB,
    "Tabeller",
]
"""The page's tabs, by the names that addresses use."""
_CONTROL_SUMS = ("sum_in", "sum_used", "sum_refused")
_STATUS = {"read": "läst", "refused": "avvisad", "absent": "inte ansluten"}


def title(view: View) -> str:
    """What the installation's settings call it."""
    return str(view.snapshot.manifest["source_title"])


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


@per_view
def sources(view: View) -> pd.DataFrame:
    """One row per dataset with Swedish words."""
    rows = view.read("sources")
    return rows.assign(
        title=rows["dataset"].map(refusals.title),
        status_text=[_status(*each) for each in zip(rows["status"], rows["kept_from"], strict=True)],
        origin=rows["provenance"].map(PROVENANCE).fillna(sv.MISSING),
    )


def _status(status: str, kept_from: str | None) -> str:
    kept = isinstance(kept_from, str) and kept_from
    return f"{_STATUS[status]}; siffror från utgåva {kept_from} behålls" if kept else _STATUS[status]


@per_view
def control_sums(view: View) -> pd.DataFrame:
    """The datasets that are followed by a sum, from what came in to what is used."""
    rows = sources(view)
    followed = rows[rows["sum_in"].notna() & (rows["status"] != "absent")]
    controls = [_control(*each) for each in zip(followed["dataset"], followed["control_column"], strict=True)]
    texts = {
        f"{name}_text": [_sum(*each) for each in zip(followed[name], controls, strict=True)] for name in _CONTROL_SUMS
    }
    return followed.assign(control_text=controls, **texts)


def _control(dataset: str, column: str) -> str:
    """What is summed and its unit, in words."""
    columns = DATASETS[dataset].columns if dataset in DATASETS else ()
    found = next((each for each in columns if each.name == column), None)
    return f"{found.description}, {found.shown_unit}" if found else column


def _sum(value: float, control: str) -> str:
    """Amounts with öre, so that a sum of two reads as their sum; the rest in whole units where they are."""
    return sv.number(value, 2 if control.endswith(", kr") or value % 1 else 0)


SOURCE_COLUMNS = [
    Shown("title", "Datamängd", str),
    Shown("source", "Källa", str, loose=True),
    Shown("status_text", "Läge", str),
    Shown("origin", "Uppgifterna är", str),
    Shown("rows_in", "Rader in", sv.number, numeric=True),
    Shown("rows_used", "Använda", sv.number, numeric=True),
    Shown("rows_refused", "Avvisade", sv.number, numeric=True),
]
SUM_COLUMNS = [
    Shown("title", "Datamängd", str),
    Shown("control_text", "Kolumn som summeras", str),
    Shown("sum_in_text", "Summa in", str, numeric=True),
    Shown("sum_used_text", "Använd", str, numeric=True),
    Shown("sum_refused_text", "Avvisad", str, numeric=True),
]


def documents() -> pd.DataFrame:
    """The public documents behind the embedded source."""
    with _DOCUMENTS.open(encoding="utf-8") as file:
        return pd.DataFrame(list(csv.DictReader(file)))


DOCUMENT_COLUMNS = [Shown("title", "Dokument", str), Shown("year", "År", str, numeric=True)]


def indicators() -> pd.DataFrame:
    """The catalogue of indicators, as declared."""
    return definitions.described(INDICATORS)


INDICATOR_COLUMNS = definitions.COLUMNS


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
