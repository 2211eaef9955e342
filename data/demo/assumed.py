"""The organisation that no document states: who owns a line, how departments nest, which accounts a class has.

The CSV files hold what the documents print; what the simulation needs beyond that stands in code.
"""

import pandas as pd

from data.demo.inputs import read
from data.demo.split import INCOME, OTHER, STAFF

ROOT = "regionkontoret"

UNNAMED_DEPARTMENTS = {"ekonomi": "Ekonomi", "kommunikation": "Kommunikation", "kansli": "Politisk ledning och kansli"}
"""Departments that the simulation adds to those the documents name."""

REGIONAL_DEVELOPMENT = ("naringsliv", "social_hallbarhet", "analys_och_samordning", "regional_samhallsplanering")

LINE_OWNERS = {
    "regionbidrag": "ekonomi",
    "fortroendevalda_2017": "kansli",
    "fortroendevalda": "kansli",
    "oforutsett": "kansli",
    "regionkontoret_bas_2017": ROOT,
    "regionkontoret_bas": ROOT,
    "rs_drift_utvecklingsprojekt": "naringsliv",
    "eplan_drift": "it_och_digitalisering",
    "fastighetsforvaltning": "regionfastigheter",
    "utvecklingsmedel_regional_utveckling": "regional_utveckling",
    "utvecklingsmedel_halso_sjukvard": "halso_och_sjukvard",
    "utvecklingsmedel_eplan": "halso_och_sjukvard",
    "utvecklingsmedel_regiongemensamt": "ekonomi",
    "effektivisering": "ekonomi",
    "hsf_regionbidrag": "ekonomi",
    "gemensamt_regionbidrag": "ekonomi",
    "finansiering": "ekonomi",
    "hallandstrafiken": "regional_samhallsplanering",
    "ovriga_regiongemensamma": "ekonomi",
}
"""Owning department of an item line; the items of health-care financing that are not here have one owner."""

HEALTH_CARE_OWNER = "halso_och_sjukvard"

ACCOUNT_INTERVALS = ((3000, 3999, INCOME), (4000, 4999, STAFF), (5000, 8999, OTHER))
"""First and last account of a class, after the common Swedish chart of accounts for regions."""


def departments() -> pd.DataFrame:
    """Dataset department: the named departments and the assumed ones, under the office or regional development."""
    named = read("departments").drop(columns="source_document")
    added = pd.DataFrame(UNNAMED_DEPARTMENTS.items(), columns=["department_id", "name"])
    everyone = pd.concat([named, added], ignore_index=True)
    return everyone.assign(parent_id=[_parent(unit) for unit in everyone["department_id"]])


def account_classes() -> pd.DataFrame:
    """Dataset account_class: the same intervals in each year that has booked amounts."""
    intervals = pd.DataFrame(ACCOUNT_INTERVALS, columns=["account_from", "account_to", "account_class"])
    return read("budget_lines")[["year"]].drop_duplicates().merge(intervals, how="cross")


def owner(line_id: str, kind: str) -> str:
    """Owning department of a line; a sum row has none."""
    return LINE_OWNERS.get(line_id, HEALTH_CARE_OWNER) if kind == "item" else ""


def _parent(department_id: str) -> str:
    if department_id == ROOT:
        return ""
    return "regional_utveckling" if department_id in REGIONAL_DEVELOPMENT else ROOT
