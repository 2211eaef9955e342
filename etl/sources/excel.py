"""Rows of one sheet of an Excel workbook: saved values, never a formula's guess."""

import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from etl.config import Place
from etl.errors import RunFailed
from etl.sources import header
from etl.sources.cells import is_empty
from etl.sources.header import ROWS_ABOVE, Row, Table
from etl.sources.sheetxml import Blemishes, blemishes, letter_of

OLD_FORMAT = b"\xd0\xcf\x11\xe0"
"""How a workbook with a password begins, and one in the format before 2007."""

UNPACKED_TIMES = 10
"""How many times `max_file_mb` a workbook may be once it is unpacked; a small file can hide a huge one."""


def table(file: Path, place: Place) -> Table:
    """Raises `RunFailed` where the workbook is damaged or locked, or the sheet or its header is not there."""
    with _sound(file):
        _refuse_locked(file)
        with ZipFile(file) as archive, closing(CalamineWorkbook.from_path(str(file))) as book:
            _refuse_bomb(file.name, archive, place.source.max_file_mb)
            name = _sheet_name(book, file.name, place)
            sheet, marked = book.get_sheet_by_name(name), blemishes(archive, name)
    where = f"{file.name}, blad {name}"
    rows = _rows(sheet, marked)
    head = header.find(place, where, rows)
    if head is None:
        raise header.not_found(place, where, islice(_rows(sheet, marked), ROWS_ABOVE))
    return Table(where, head, rows, {ours: letter_of(at) for ours, at in head.places.items()})


def _rows(sheet: CalamineSheet, marked: Blemishes) -> Iterator[Row]:
    """Every row that is not wholly empty, numbered as Excel does; a blemish stands where the reader left a gap."""
    by_row: dict[int, dict[int, tuple[str, str]]] = {}
    for (number, column), found in marked.items():
        by_row.setdefault(number, {})[column] = found
    width = max([sheet.total_width, *(column + 1 for _, column in marked)])
    before = [""] * (sheet.start[1] if sheet.start else 0)
    below: Iterable[list[Any]] = repeat([], max([0, *by_row]) - sheet.total_height)
    for number, found_cells in enumerate(chain(sheet.iter_rows(), below), start=1):
        cells = [*before, *found_cells]
        cells += [""] * (width - len(cells))
        faults = by_row.get(number, {})
        for column, (value, _) in faults.items():
            cells[column] = value
        if not all(is_empty(cell) for cell in cells):
            yield Row(number, cells, {column: rule for column, (_, rule) in faults.items()})


def _sheet_name(book: CalamineWorkbook, file: str, place: Place) -> str:
    names = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if place.sheet in names:
        return place.sheet
    if not place.sheet and len(names) == 1:
        return names[0]
    wanted = f"bladet {place.sheet} saknas" if place.sheet else f"arbetsboken har {len(names)} blad"
    raise RunFailed(
        f"{file}: {wanted}. Finns: {', '.join(names[:5])}{' med flera' if len(names) > 5 else ''}. "
        f"Ange ett av dem som sheet under [datasets.{place.dataset.name}] och kör igen."
    )


def _refuse_locked(file: Path) -> None:
    with file.open("rb") as opened:
        if opened.read(4) == OLD_FORMAT:
            raise RunFailed(
                f"{file.name}: arbetsboken har lösenord eller är sparad i ett äldre format. "
                "Spara den utan lösenord som .xlsx och kör igen."
            )


def _refuse_bomb(name: str, archive: ZipFile, max_mb: int) -> None:
    unpacked = sum(member.file_size for member in archive.infolist()) / 2**20
    if unpacked > UNPACKED_TIMES * max_mb:
        raise RunFailed(
            f"{name}: arbetsboken är {unpacked:.0f} MB uppackad. Tillåtet: {UNPACKED_TIMES} gånger max_file_mb = "
            f"{max_mb}. Dela filen eller höj max_file_mb för källan, och kör igen."
        )


@contextmanager
def _sound(file: Path) -> Iterator[None]:
    """Turn any way in which a workbook can be damaged into a sentence."""
    try:
        yield
    except (CalamineError, BadZipFile, ParseError, zlib.error, KeyError, ValueError, RuntimeError, EOFError):
        raise RunFailed(
            f"{file.name}: filen är skadad eller ingen Excelfil. Öppna den i Excel, spara om den och kör igen."
        ) from None
