"""What an indicator is, and how a value stands against its target and limit."""

from dataclasses import dataclass
from typing import Literal, TypeGuard

Grain = Literal["month", "r12", "ytd", "year"]
Unit = Literal["share", "index", "sek", "persons", "fte"]
Standing = Literal["within_target", "beyond_target", "beyond_limit", "undecided"]

WINDOW = {"month": 1, "r12": 12}
"""Months in the window of a grain; year to date grows from January, a yearly index has no months."""

HALF_A_PER_CENT = 0.005 + 1e-9
"""What rounding to whole per cent can hide; a tie belongs to it, whatever a float makes of it."""


@dataclass(frozen=True)
class Indicator:
    """A staff indicator, or an economy indicator that is defined here and read from `results`.

    A ratio divides the sum of `numerator` (less `numerator_minus`) by the sum (or, where `denominator_mean`, the mean
    of the monthly sums) of `denominator` over the window of its `grain`; all are columns of `hr_month`. Without a
    denominator the value is the sum itself: a number of persons or of full-time equivalents. `survey_index` names the
    index of the survey. `unit` "share" is 0-1 inside and per cent on screen, "index" is 0-100. `direction` says which
    way is better; empty where neither is.
    """

    indicator_id: str
    name: str
    unit: Unit
    direction: Literal["lower", "higher", ""]
    grain: Grain
    definition: str
    source: str
    numerator: str = ""
    numerator_minus: str = ""
    denominator: str = ""
    denominator_mean: bool = False
    decimals: int = 1
    survey_index: str = ""

    @property
    def measures(self) -> list[str]:
        """The columns of `hr_month` that it is computed from."""
        return [name for name in (self.numerator, self.numerator_minus, self.denominator) if name]

    def standing(
        self, value: float | None, target: float | None, limit: float | None, rounded: bool = False
    ) -> Standing | None:
        """How a value stands; None where there is no value, no target and limit, or no better direction.

        Of a share `rounded` to whole per cent only what is certain is said: "undecided" where it may be within target
        or beyond.
        """
        if not _given(value) or not (_given(target) or _given(limit)) or not self.direction:
            return None
        hidden = HALF_A_PER_CENT * (1 if self.direction == "lower" else -1) if rounded else 0.0
        best, worst = (self._stands(value + shift, target, limit) for shift in (-hidden, hidden))
        return "undecided" if best == "within_target" != worst else best

    def _stands(self, value: float, target: float | None, limit: float | None) -> Standing:
        if self._beyond(value, limit):
            return "beyond_limit"
        return "beyond_target" if self._beyond(value, target) else "within_target"

    def _beyond(self, value: float, line: float | None) -> bool:
        if not _given(line):
            return False
        return value > line if self.direction == "lower" else value < line


def _given(number: float | None) -> TypeGuard[float]:
    return number is not None and number == number
