"""Money is integer öre (`*_ore`, nullable Int64) inside the ETL and kronor (`*_sek`, float64) when written."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

ORE = "_ore"
SEK = "_sek"


def to_ore(value: object, factor: int) -> int:
    """One source amount to whole öre; `factor` is öre per source unit. Raises `ArithmeticError` on other text."""
    amount = (value if isinstance(value, Decimal) else Decimal(str(value))) * factor
    if not amount.is_finite():
        raise ArithmeticError(value)
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def ore_name(column: str) -> str:
    """`amount_sek` -> `amount_ore`."""
    return column.removesuffix(SEK) + ORE


def as_sek(frame: pd.DataFrame) -> pd.DataFrame:
    """Every `*_ore` column becomes kronor in `*_sek`; the rest is untouched."""
    columns = {
        name.removesuffix(ORE) + SEK if name.endswith(ORE) else name: _kronor(frame[name])
        if name.endswith(ORE)
        else frame[name]
        for name in frame.columns
    }
    return pd.DataFrame(columns, index=frame.index)


def sum_complete(frame: pd.DataFrame, keys: list[str], measures: list[str]) -> pd.DataFrame:
    """Sums per group; missing where any part is missing, because a part that is not known is not zero."""
    return frame.groupby(keys, as_index=False, dropna=False)[measures].sum(skipna=False)


def _kronor(ore: pd.Series) -> pd.Series:
    return ore.astype("Int64").astype("Float64").div(100).astype("float64")
