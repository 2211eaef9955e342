"""A drop folder to be filled by a test, and what the ETL makes of it."""

import os
from pathlib import Path

import openpyxl

from data.datasets import BY_NAME
from etl.config import Place, Source
from etl.sources import files
from etl.sources.extract import Extract, typed

HEADERS = {
    "budget": "period;line_id;account_class;amount_sek",
    "activity": "reported_period;activity_id;assignment_id;title;kind;department_id;status;start_date;end_date;comment",
    "ledger": "voucher_id;booking_date;line_id;account;cost_centre;amount_sek",
    "department": "department_id;name;parent_id",
    "hr_month": "period;department_id;gender;age_band;headcount_permanent;leavers;contracted_hours;sick_hours;"
    "sick_hours_60_plus",
    "target": "year;indicator_id;target;limit;direction",
}


def place(folder: Path, dataset: str, file: str = "", **more) -> Place:
    """Settings of one dataset in a drop folder; those of its source are told from those of its place by name."""
    of_source = {key: more.pop(key) for key in list(more) if key in Source.__dataclass_fields__}
    source = Source("mapp", folder=folder, **({"quiet_seconds": 0} | of_source))
    return Place(BY_NAME[dataset], source, file=file or f"{dataset}.csv", **more)


def drop(folder: Path, name: str, content: str | bytes | list[list]) -> Path:
    """A file at rest: text and bytes as they are, rows as a workbook of one sheet called Blad1."""
    file = folder / name
    if isinstance(content, list):
        book = openpyxl.Workbook()
        book.active.title = "Blad1"
        for row in content:
            book.active.append(row)
        book.save(file)
    else:
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(file, (1_500_000_000, 1_500_000_000))
    return file


def read(where: Place) -> Extract:
    return typed(where, files.read(where))


def read_csv(folder: Path, dataset: str, *lines: str, **more) -> Extract:
    """What is made of a semicolon-separated file of these lines under the dataset's header."""
    drop(folder, f"{dataset}.csv", "\n".join([HEADERS[dataset], *lines]) + "\n")
    return read(place(folder, dataset, **more))


def balances(extract: Extract) -> bool:
    """In = used + refused, by count and by sum."""
    rows = extract.rows_in == extract.rows_used + extract.rows_refused
    return rows and extract.sum_in == extract.sum_used + extract.sum_refused
