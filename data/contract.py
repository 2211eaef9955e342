"""The vocabulary of the contract: columns, source datasets and published tables.

A column is declared once. The Arrow schema, the validation, the field metadata and the page "Om data"
all come from that declaration.
"""

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

VERSION = "5"
"""Version of the published contract. A reader refuses a snapshot with another one."""

Type = Literal["text", "month", "date", "moment", "sek", "count", "number", "share", "flag"]

ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "month": pa.timestamp("ms"),
    "date": pa.timestamp("ms"),
    "moment": pa.timestamp("ms"),
    "sek": pa.float64(),
    "count": pa.int64(),
    "number": pa.float64(),
    "share": pa.float64(),
    "flag": pa.bool_(),
}

UNITS: dict[str, str] = {
    "sek": "kr",
    "share": "andel 0-1",
    "month": "första dagen i månaden",
    "date": "datum",
    "moment": "UTC",
}
"""Unit of a type that always has the same one; other columns name theirs."""


@dataclass(frozen=True)
class Column:
    """One column: its type, meaning (Swedish, shown on "Om data") and the values it may hold.

    `optional` in a published table means that a value may be missing; in a source dataset that the whole
    column may be left out. `nullable` in a source dataset lets single cells be empty. `otherwise` is what a
    source's word outside the allowed ones counts as, where such a word is not refused.
    """

    name: str
    type: Type
    description: str
    unit: str = ""
    key: bool = False
    optional: bool = False
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    otherwise: str = ""

    @property
    def shown_unit(self) -> str:
        return self.unit or UNITS.get(self.type, "")


@dataclass(frozen=True)
class Table:
    """A published table: one Parquet file. `grain` finishes the sentence "en rad per ..."."""

    name: str
    title: str
    grain: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> list[str]:
        return [column.name for column in self.columns if column.key]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def arrow_schema(self) -> pa.Schema:
        """Arrow schema with unit, description and the contract's version in the field and schema metadata."""
        fields = [
            pa.field(
                column.name,
                ARROW_TYPES[column.type],
                nullable=column.optional,
                metadata={"unit": column.shown_unit, "description": column.description},
            )
            for column in self.columns
        ]
        return pa.schema(fields, metadata={"contract_version": VERSION, "table": self.name, "grain": self.grain})


@dataclass(frozen=True)
class Dataset:
    """A source dataset that a region delivers.

    `money` datasets are refused as a whole for one bad row; `row_by_row` ones lose only the bad row; any
    other bad row stops the run. `control` is the column whose sum is followed from source to table.
    """

    name: str
    title: str
    grain: str
    columns: tuple[Column, ...]
    money: bool = False
    row_by_row: bool = False
    control: str = ""

    @property
    def month(self) -> str:
        """The key column that says which month a row belongs to; empty where rows belong to none."""
        return next((column.name for column in self.columns if column.type == "month" and column.key), "")

    @property
    def key(self) -> list[str]:
        return [column.name for column in self.columns if column.key]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def required(self) -> list[str]:
        return [column.name for column in self.columns if not column.optional]
