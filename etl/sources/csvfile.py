"""Rows of a CSV file: its encoding and delimiter are found, or refused where two would do."""

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from etl.config import Place
from etl.errors import RunFailed
from etl.sources import header
from etl.sources.header import ROWS_ABOVE, Header, Row, Table

DELIMITERS = {";": "semikolon", ",": "komma", "\t": "tabb", "|": "lodstreck"}
CHUNK = 1 << 20
SWEDISH_IN_UTF8 = re.compile(rb"\xc3[\xa5\xa4\xb6\x85\x84\x96\xa9]")
NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
SAVE_AS = 'Spara filen som "CSV UTF-8" (i Excel: Arkiv, Spara som) och kör igen.'


def table(file: Path, place: Place) -> Table:
    """Raises `RunFailed` where no delimiter, or more than one, gives a header."""
    encoding = encoding_of(file)
    found = {mark: head for mark in DELIMITERS if (head := _header(file, encoding, mark, place))}
    if not found:
        seen = [row for mark in DELIMITERS for row in _top(file, encoding, mark)]
        raise header.not_found(place, file.name, seen, f" (prövade skiljetecken: {', '.join(DELIMITERS.values())})")
    if len(found) > 1:
        raise RunFailed(
            f"{file.name}: rubrikraden finns både med {' och med '.join(DELIMITERS[mark] for mark in found)} som "
            "skiljetecken. Väntat: ett enda. Ta bort den ena rubriken och kör igen."
        )
    [(delimiter, head)] = found.items()
    return Table(file.name, head, _below(file, encoding, delimiter, place))


def encoding_of(file: Path) -> str:
    """UTF-8 where every byte fits, else Windows-1252; a file that is both, neither or UTF-16 is refused."""
    decoder, before, is_utf8, is_cp1252, swedish = codecs.getincrementaldecoder("utf-8")(), b"", True, True, False
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            if not before:
                _refuse_other_formats(file.name, chunk[:4096])
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
            is_cp1252 = is_cp1252 and not NOT_IN_CP1252.search(chunk)
            swedish = swedish or bool(SWEDISH_IN_UTF8.search(before[-1:] + chunk))
            before = chunk
    if is_utf8 and _decodes(decoder, b"", final=True):
        return "utf-8-sig"
    if swedish or not is_cp1252:
        mixed = "blandar UTF-8 och Windows-1252" if swedish else "är varken UTF-8 eller Windows-1252"
        raise RunFailed(f"{file.name}: filens tecken {mixed}, så å, ä och ö kan bli fel. {SAVE_AS}")
    return "cp1252"


def records(file: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """Every row that is not wholly empty, numbered by the line it begins on. Raises `csv.Error`.

    The encoding is known to fit; a file that is changed meanwhile is told by its reader, not by a stray byte.
    """
    with file.open(encoding=encoding, errors="replace", newline="") as opened:
        reader, line = csv.reader(opened, delimiter=delimiter, strict=True), 1
        for cells in reader:
            if any(map(str.strip, cells)):
                yield Row(line, cells)
            line = reader.line_num + 1


def _header(file: Path, encoding: str, delimiter: str, place: Place) -> Header | None:
    try:
        return header.find(place, file.name, records(file, encoding, delimiter))
    except csv.Error:
        return None


def _top(file: Path, encoding: str, delimiter: str) -> list[Row]:
    """The rows where a header could stand, as far as they can be read."""
    seen: list[Row] = []
    try:
        seen.extend(islice(records(file, encoding, delimiter), ROWS_ABOVE))
    except csv.Error:
        return seen
    return seen


def _below(file: Path, encoding: str, delimiter: str, place: Place) -> Iterator[Row]:
    """The rows under the header; one with another number of cells is torn."""
    rows, line = records(file, encoding, delimiter), 0
    head = header.find(place, file.name, rows)
    width = len(head.names) if head else 0
    try:
        for row in rows:
            line, got = row.number, len(row.cells)
            yield row if got == width else Row(line, (), torn=f"{got} celler, rubriken har {width}")
    except csv.Error as error:
        raise RunFailed(
            f"{file.name}, efter rad {line}: ett citattecken saknas eller står fel ({error}). "
            'Väntat: hela cellen inom "..." och citattecken i den dubblerade. Rätta filen och kör igen.'
        ) from None


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_other_formats(name: str, start: bytes) -> None:
    if start.startswith(b"PK\x03\x04"):
        raise RunFailed(f"{name}: filen är en Excelfil med fel ändelse. Döp om den till .xlsx och kör igen.")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or start.count(0) * 4 > len(start):
        raise RunFailed(f"{name}: filen är skriven i UTF-16. Väntat: UTF-8 eller Windows-1252. {SAVE_AS}")
