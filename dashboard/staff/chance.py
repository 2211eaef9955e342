"""What chance alone gives, in words."""

import pandas as pd

from dashboard import control
from dashboard import format as sv

_LEAST = 0.1
TOLD = (
    "Slumpens frågor är räknade på simulerat brus som går samma väg: oberoende månader, minus samma månad förra året, "
    "samma månader som saknas och samma regler. Hänger månaderna ihop, som i en influensavåg, ger slumpen fler."
)


def on_average(expected: float) -> str:
    """A mean with one decimal; one that would read as nothing is "mindre än 0,1"."""
    return f"mindre än {sv.number(_LEAST, 1)}" if expected < _LEAST else sv.number(expected, 1)


def of_questions(charted: pd.DataFrame, count: int) -> str:
    """How many months of a control chart noise alone would ask about, and how often as many as there are."""
    expected = control.expected_by_chance(charted)
    text = f"Slumpen ensam ger i genomsnitt frågor om {on_average(expected)} månader"
    if not count:
        return f"{text}."
    text += f", och om minst {sv.number(count)} i {_of_hundred(control.chance_of_as_many(charted))}"
    return f"{text}: det är inte fler än slumpen ger." if count <= expected else f"{text}."


def _of_hundred(share: float) -> str:
    """How often, in whole series of a hundred."""
    return "färre än 1 serie av 100" if share < 0.01 else f"{sv.plural(round(100 * share), 'serie', 'serier')} av 100"
