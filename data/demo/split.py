"""How a line's net splits into account classes.

The documents print nets, so the split is assumed; only the printed totals of income and cost bind it.
"""

INCOME, STAFF, OTHER = "Intäkter", "Personalkostnader", "Övriga driftskostnader"

INCOME_ONLY = frozenset({"regionbidrag", "hsf_regionbidrag", "gemensamt_regionbidrag", "finansiering"})

ASSUMED_INCOME_MNKR: dict[str, float] = {
    "fortroendevalda_2017": 0.6,
    "regionkontoret_bas_2017": 150.0,
    "rs_drift_utvecklingsprojekt": 24.0,
    "utvecklingsmedel_regional_utveckling": 9.0,
    "hsf_avtals_taxevard": 12.0,
    "hsf_vardval_halland": 95.0,
    "hsf_gemensam_utveckling": 9.0,
    "hsf_lakemedel": 60.0,
    "hsf_statsbidrag": 80.0,
    "hsf_somatik": 45.0,
    "hsf_tandvard": 30.0,
    "hsf_ovrig": 25.0,
    "ovriga_regiongemensamma": 900.0,
    "fortroendevalda": 0.6,
    "regionkontoret_bas": 200.0,
    "eplan_drift": 75.0,
    "fastighetsforvaltning": 560.0,
}
"""Yearly income of the lines that have both income and cost; a line that is not named here is all cost."""

STAFF_SHARE: dict[str, float] = {
    "fortroendevalda_2017": 0.7,
    "fortroendevalda": 0.7,
    "regionkontoret_bas_2017": 0.62,
    "regionkontoret_bas": 0.62,
    "rs_drift_utvecklingsprojekt": 0.5,
    "utvecklingsmedel_regional_utveckling": 0.15,
    "hsf_gemensam_utveckling": 0.45,
    "hsf_ovrig": 0.3,
    "eplan_drift": 0.25,
    "fastighetsforvaltning": 0.16,
    "ovriga_regiongemensamma": 0.2,
}
"""Share of a line's cost that is staff; the rest is other operating cost."""


def has_both(line_id: str) -> bool:
    return line_id in ASSUMED_INCOME_MNKR


def by_class(line_id: str, net: int, cost: int) -> dict[str, int]:
    """A net and its cost part, in öre, as amounts per account class that add up to the net."""
    staff = round(cost * STAFF_SHARE.get(line_id, 0.0))
    amounts = {INCOME: net - cost, STAFF: staff, OTHER: cost - staff}
    return {name: amount for name, amount in amounts.items() if amount}
