"""What the protection of small groups cost, and whether the gate had to stop a level. Counts only, no group by name."""

import json

import pandas as pd

from etl.checking.checks import Check
from etl.checking.closing import none_of
from etl.disclosure import Controlled
from etl.errors import capped

STOPPED = {"unit": "enheter", "department": "avdelningar", "whole": "hela organisationen"}


def gone_units(shown_before: pd.DataFrame, delivered: pd.Series) -> Check:
    """Units of earlier snapshots that the source no longer has: what was shown of them cannot be reckoned with."""
    staff = shown_before.loc[shown_before["measured"] == "staff", "units"].drop_duplicates()
    gone = sorted({unit for units in staff for unit in json.loads(units)} - set(delivered))
    what = "Enheter som har publicerats men inte levereras längre (leverera dem med sitt gamla id, under [reorganised])"
    return none_of("disclosure/units", "hr_month", "warning", gone, what)


def disclosure_checks(controlled: Controlled) -> list[Check]:
    cells, stopped = controlled.cells, bool(controlled.stopped)
    cost = (
        f"Personalens grupper, alla månader: {cells.small} av {cells.groups} är små och visas inte, "
        f"{cells.beyond} till är dolda för att skydda dem."
    )
    severity, found = "serious" if stopped else "info", str(len(controlled.leaks))
    return [
        Check("disclosure/cells", "indicators", None, "info", True, False, str(cells.beyond), None, cost),
        Check("disclosure/gate", "indicators", None, severity, not stopped, False, found, "0", _verdict(controlled)),
    ]


def _verdict(controlled: Controlled) -> str:
    if not controlled.stopped:
        return "Sekretessgrinden: inget dolt går att räkna ut ur det som publiceras."
    levels = ", ".join(STOPPED[level] for level in controlled.stopped)
    return (
        f"Sekretessgrinden stoppade personalsiffror för {levels}. Resten är publicerat. Anmäl felet; det är "
        f"programmets, inte källans. {capped(controlled.leaks)}"
    )
