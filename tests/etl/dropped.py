"""The datasets of a SQLite file as a drop folder, written as Swedish systems write: 1 234,50 with a no-break space."""

from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from copied import shuffled_rows
from sqlalchemy import create_engine, inspect

from data.datasets import BY_NAME

AS_EXCEL = {"budget", "activity"}
IN_TWO_FILES = {"ledger"}
MONEY = {"sek"}
DECIMAL = {"number", "share"}


def drop_files(file: Path, folder: Path) -> dict[str, str]:
    """Dataset -> the file name, or pattern, that the settings shall give."""
    there = inspect(create_engine(f"sqlite:///{file}")).get_table_names()
    return {name: _drop(folder, name, *shuffled_rows(file, name)) for name in there if name in BY_NAME}


def _drop(folder: Path, name: str, names: list[str], rows: list[tuple[Any, ...]]) -> str:
    types = {column.name: column.type for column in BY_NAME[name].columns}
    kinds = [types[each] for each in names]
    if name in AS_EXCEL:
        _excel(folder / f"{name}.xlsx", names, kinds, rows)
        return f"{name}.xlsx"
    texts = [[_swedish(kind, value) for kind, value in zip(kinds, row, strict=True)] for row in rows]
    if name in IN_TWO_FILES:
        half = len(texts) // 2
        _csv(folder / f"{name}_1.csv", [names, *texts[:half]])
        _csv(folder / f"{name}_2.csv", [names, *texts[half:]])
        return f"{name}_*.csv"
    _csv(folder / f"{name}.csv", [names, *texts])
    return f"{name}.csv"


def _csv(file: Path, rows: list[list[str]]) -> None:
    """In cp1252 where it has the letters, else in UTF-8 with a byte order mark."""
    text = "".join(";".join(map(_quoted, row)) + "\r\n" for row in rows)
    try:
        file.write_bytes(text.encode("cp1252"))
    except UnicodeEncodeError:
        file.write_bytes(text.encode("utf-8-sig"))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ';"\r\n') else cell


def _excel(file: Path, names: list[str], kinds: list[str], rows: list[tuple[Any, ...]]) -> None:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("Blad1"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, names)
        for number, row in enumerate(rows, start=1):
            for at, (kind, value) in enumerate(zip(kinds, row, strict=True)):
                if kind == "date" and value:
                    sheet.write_datetime(number, at, date.fromisoformat(value), day)
                elif isinstance(value, str):
                    sheet.write_string(number, at, value)
                elif value is not None:
                    sheet.write(number, at, value)


def _swedish(kind: str, value: Any) -> str:
    if value is None:
        return ""
    if kind in MONEY:
        return f"{value:,.2f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return str(value).replace(".", ",") if kind in DECIMAL else str(value)
