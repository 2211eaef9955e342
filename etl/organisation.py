"""Who belongs to which department, also units that were reorganised: their history follows the settings' mapping."""

from collections.abc import Iterator, Mapping

import pandas as pd

from data.codes import AGE_BANDS, GENDERS
from etl.errors import RunFailed
from etl.money import sum_complete
from etl.staff_months import HR_KEYS
from etl.tree import descendants

SURVEY_KEYS = ["year", "department_id", "index_name"]


def membership(departments: pd.DataFrame, reorganised: Mapping[str, str]) -> pd.DataFrame:
    """One row per unit (`department_id`) and department that its staff counts in (`ancestor`).

    A department is its own ancestor; a unit that is no more is not: it counts in the one that keeps its history, and
    in all above. Raises `RunFailed` where the mapping does not fit the tree.
    """
    if problems := list(_misfits(set(departments["department_id"]), reorganised)):
        raise RunFailed(*problems)
    tree = descendants(departments, "department_id")
    merged = pd.DataFrame(reorganised.items(), columns=["old_id", "department_id"]).astype(tree["ancestor"].dtype)
    history = merged.merge(tree, on="department_id", validate="m:m")
    history = history.drop(columns="department_id").rename(columns={"old_id": "department_id"})
    return pd.concat([tree, history], ignore_index=True)


def with_every_cell(hr: pd.DataFrame) -> pd.DataFrame:
    """`hr_month` with a row of nobody for each sex and age band that a delivered unit and month leaves out.

    Otherwise the rows that are there would tell who is: a group of "10 eller färre" with a row is not of nobody.
    """
    keys = ["period", "department_id"]
    cells = pd.MultiIndex.from_product([GENDERS, AGE_BANDS], names=["gender", "age_band"]).to_frame(index=False)
    every = hr[keys].drop_duplicates().merge(cells, how="cross").astype(hr[HR_KEYS].dtypes)
    filled = every.merge(hr, on=HR_KEYS, how="left", validate="1:1", indicator="there")
    nobody, delivered = filled["there"] == "left_only", [name for name in hr.columns if hr[name].notna().any()]
    zeros = {name: filled[name].mask(nobody, 0) for name in delivered if name not in HR_KEYS}
    return filled.assign(**zeros)[hr.columns].astype(hr.dtypes)


def own_rows(hr: pd.DataFrame, reorganised: Mapping[str, str]) -> pd.DataFrame:
    """`hr_month` with old units' rows in the department that keeps their history; missing where a part is missing."""
    if not hr["department_id"].isin(reorganised.keys()).any():
        return hr
    measures = [name for name in hr.columns if name not in HR_KEYS]
    return sum_complete(_moved(hr, reorganised), HR_KEYS, measures)[hr.columns].astype(hr.dtypes)


def own_surveys(surveys: pd.DataFrame, reorganised: Mapping[str, str]) -> pd.DataFrame:
    """`survey` with old units' answers in the department that keeps their history: a mean weighted by respondents."""
    moved = _moved(surveys, reorganised)
    shared = moved.duplicated(SURVEY_KEYS, keep=False)
    if not shared.any():
        return moved
    together = moved[shared].assign(value=moved["value"] * moved["respondents"].astype("float64"))
    summed = sum_complete(together, SURVEY_KEYS, ["respondents", "value"])
    answers = summed["respondents"].astype("float64")
    merged = summed.assign(value=summed["value"] / answers.mask(answers == 0))
    return pd.concat([moved[~shared], merged[surveys.columns].astype(surveys.dtypes)], ignore_index=True)


def _moved(frame: pd.DataFrame, reorganised: Mapping[str, str]) -> pd.DataFrame:
    return frame.assign(department_id=frame["department_id"].replace(dict(reorganised)))


def _misfits(known: set[str], reorganised: Mapping[str, str]) -> Iterator[str]:
    for old, new in reorganised.items():
        if new not in known:
            yield (
                f"Inställningarna, [reorganised]: {old} har gått upp i {new}, som inte finns bland avdelningarna. "
                "Rätta inställningen eller avdelningsträdet och kör igen."
            )
        if old in known:
            yield (
                f"Inställningarna, [reorganised]: {old} står kvar bland avdelningarna fast den har gått upp i {new}. "
                "Ta bort den ur inställningen eller ur avdelningsträdet och kör igen."
            )
