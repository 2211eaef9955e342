"""The recipe: from what was read to every published table, in öre and without clock, disk or environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.codes import DEPARTMENT_LEVELS
from data.indicators import INDICATORS
from data.snapshot import Snapshot
from data.tables import BY_NAME
from etl import (
    accuracy,
    activities,
    baselines,
    comments,
    disclosure,
    finance,
    investments,
    known_series,
    organisation,
    staff,
)
from etl.checking import checks, closing, provenance, targets, tieout
from etl.checking.checks import Check
from etl.checking.computed import Values, counterparts, whole_office
from etl.checking.known import KnownError, recognise
from etl.checking.withheld import disclosure_checks, gone_units
from etl.config import Settings
from etl.errors import RunFailed
from etl.flagging.flags import flags
from etl.flagging.limits import FlagLimits
from etl.sources.extract import Extract
from etl.sources.ledger import Ledger
from etl.sources.refusals import PRIVATE
from etl.tree import depths, told_apart

Tables = dict[str, pd.DataFrame]
DATE = "datetime64[ms]"
Extracts = dict[str, Extract]


@dataclass
class Built:
    """The tables as they grow, and what the checks said."""

    extracts: Extracts
    ledger: Ledger
    tables: Tables = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)

    @property
    def all_extracts(self) -> Extracts:
        """The ledger's too, though its rows were summed where they lie."""
        return self.extracts | {"ledger": self.ledger}

    def frame(self, dataset: str) -> pd.DataFrame:
        return self.extracts[dataset].frame

    def source(self, dataset: str) -> str | None:
        return self.extracts[dataset].provenance

    @property
    def latest_closed(self) -> str:
        periods = self.tables["periods"]
        closed = periods.loc[periods["status"] == "closed", "period"]
        return f"{(closed if len(closed) else periods['period']).max():%Y-%m}"


def add_trees(built: Built) -> None:
    for table, dataset, node, by in (
        ("budget_lines", "budget_line", "line_id", ("year",)),
        ("departments", "department", "department_id", ()),
        ("goals", "goal", "goal_id", ("year",)),
    ):
        nodes = built.frame(dataset)
        built.tables[table] = nodes.assign(depth=depths(nodes, node, by))
    departments = built.tables["departments"]
    built.tables["departments"] = departments.assign(
        name=told_apart(departments, "department_id"), level=departments["depth"].map(level_of).astype("str")
    )
    built.tables["periods"] = published_periods(built)


def level_of(depth: int) -> str:
    """The whole, its departments, and every unit below them."""
    return DEPARTMENT_LEVELS[min(depth, len(DEPARTMENT_LEVELS) - 1)]


def published_periods(built: Built) -> pd.DataFrame:
    """The delivered statuses; without them the months of the first source that has any, taken as closed."""
    statuses = built.frame("period_status")
    if len(statuses):
        return statuses
    candidates = (
        built.ledger.months["period"],
        *(built.frame(name)["reported_period"] for name in ("activity", "assignment", "forecast", "investment")),
        built.frame("hr_month")["period"],
    )
    months = next((sorted(found.unique()) for found in candidates if len(found)), [])
    if not months:
        raise RunFailed("Ingen ansluten källa har någon månad. Anslut period_status eller en rapporterad datamängd.")
    periods = pd.DataFrame({"period": pd.Series(months, dtype=DATE), "status": "closed"})
    return periods.assign(closed_on=None, approved_on=None).astype(dict.fromkeys(("closed_on", "approved_on"), DATE))


def add_finance(built: Built, income_classes: tuple[str, ...]) -> None:
    delivered = finance.Delivered(
        built.tables["periods"],
        built.frame("budget_line"),
        built.ledger.months.drop(columns="rows"),
        built.frame("budget"),
        built.frame("forecast"),
        income_classes,
    )
    built.tables["finance_month"] = finance.finance_month(delivered)
    built.tables["forecasts"] = finance.forecasts(delivered)
    add_outlook(built, delivered)


def add_outlook(built: Built, delivered: finance.Delivered) -> None:
    """Results with their phasing, two independent views of the year, and how right earlier ones were."""
    season, tables = baselines.season(delivered), built.tables
    closed = tables["periods"].loc[tables["periods"]["status"] == "closed", "period"]
    tables["results"] = baselines.add_phasing(finance.results(delivered), season)
    tables["baselines"] = baselines.baselines(tables["results"], season)
    tables["forecast_errors"] = accuracy.forecast_errors(
        tables["results"], tables["forecasts"], tables["baselines"], closed
    )
    tables["method_tests"] = known_series.method_tests()


def add_work(built: Built) -> None:
    built.tables["activities"] = activities.activities(built.frame("activity"))
    built.tables["assignments"] = activities.assignments(built.frame("assignment"))


def add_plans(built: Built) -> None:
    built.tables["investments"] = investments.investments(built.frame("investment"))
    for table, dataset in PLAN_DATASETS.items():
        built.tables[table] = built.frame(dataset)
    built.tables["calendar"] = built.frame("calendar")


PLAN_DATASETS = {
    "investment_plan": "investment_plan",
    "budget_frame": "budget_frame",
    "initiatives": "initiative",
    "plan_budget": "plan_budget",
}


def add_staff(built: Built, settings: Settings, shown_before: pd.DataFrame) -> None:
    """The ratios, and at once what may be shown of them: nothing later sees an uncontrolled table.

    `shown_before` is `staff_pattern` of everything that was ever published.
    """
    departments = built.tables["departments"]
    membership = organisation.membership(departments, settings.reorganised)
    delivered = (built.frame(name) for name in ("hr_month", "survey"))
    hr, surveys = (rows[rows["department_id"].isin(membership["department_id"])] for rows in delivered)
    hr, surveys = organisation.with_every_cell(hr), organisation.own_surveys(surveys, settings.reorganised)
    source = disclosure.Source(
        hr,
        organisation.own_rows(hr, settings.reorganised),
        surveys,
        staff.indicators(hr, surveys, built.frame("target"), membership),
        departments,
        membership,
    )
    controlled = disclosure.controlled(source, settings.limits, shown_before)
    built.tables["hr_month"] = controlled.hr_month
    built.tables["indicators"] = controlled.indicators
    built.tables["staff_pattern"] = controlled.staff_pattern
    built.tables["breaks"] = built.frame("series_break")
    built.checks += [*disclosure_checks(controlled), gone_units(shown_before, hr["department_id"])]


def tie_out(built: Built, settings: Settings) -> None:
    """The only reader of the printed figures: they give findings and provenance, never an amount."""
    figures = tieout.printed_figures(built.frame("published_figure"), subject_names(built.tables))
    ours = counterparts(built.tables, settings.income_classes, {figure.period for figure in figures})
    children = tieout.children_of(built.tables["budget_lines"])
    built.checks += tieout.tie_out(figures, ours, children)
    add_provenance(built, figures, ours)


def subject_names(tables: Tables) -> dict[tuple[str, str], str]:
    """(subject type, id) -> the latest name, for the findings."""
    named = {
        "line": ("budget_lines", "year", "line_id", "name"),
        "activity": ("activities", "period", "activity_id", "title"),
        "assignment": ("assignments", "period", "assignment_id", "title"),
        "investment": ("investments", "reported_period", "item_id", "name"),
        "investment_plan": ("investment_plan", "plan_year", "item_id", "name"),
        "initiative": ("initiatives", "year", "initiative_id", "title"),
    }
    indicators = {("indicator", each.indicator_id): each.name for each in INDICATORS}
    subjects = {
        (kind, key): name
        for kind, (table, time, *columns) in named.items()
        for key, name in tables[table].sort_values([time, *columns])[columns].itertuples(index=False, name=None)
    }
    return indicators | subjects


def add_provenance(built: Built, figures: list[tieout.Printed], ours: Values) -> None:
    tied, tables = tieout.tied(figures, ours), built.tables
    sources = {name: built.source(name) for name in ("budget", "forecast")}
    sources["ledger"] = built.ledger.provenance
    tables["results"] = provenance.mark_results(tables["results"], sources, tied)
    tables["finance_month"] = tables["finance_month"].assign(provenance=sources["ledger"] or sources["budget"])
    for table, proof in provenance.ROWS.items():
        source = built.source(proof.dataset)
        tables[table] = tables[table].assign(provenance=provenance.provenance(tables[table], proof, source, tied))
    tables["baselines"], tables["forecast_errors"] = provenance.mark_outlook(tables, sources["ledger"])
    staff_source, survey_source = built.source("hr_month"), built.source("survey")
    root = whole_office(tables["departments"])
    tables["indicators"] = provenance.mark_indicators(tables["indicators"], root, staff_source, survey_source, tied)
    tables["breaks"] = tables["breaks"].assign(provenance=built.source("series_break"))


def add_comments(built: Built, texts: pd.DataFrame, before: Snapshot | None) -> int:
    """The screen's comments, once the source's own have been tied out; how many only the snapshot before still has."""
    activities = built.tables["activities"]
    lost = comments.lost(comments.published(before), texts, activities)
    built.tables["activities"] = comments.carried(activities, comments.newest(texts, lost))
    return len(lost)


def add_flags(built: Built, limits: FlagLimits) -> None:
    built.tables["flags"] = flags(built.tables, limits)


def add_checks(built: Built, settings: Settings, known: dict[str, KnownError]) -> None:
    """Nothing was lost between the source and the tables; then the tables of checks, refusals and sources."""
    extracts: Mapping[str, Extract] = built.all_extracts
    tables = built.tables
    built.checks += [
        *checks.accounted(extracts),
        *checks.not_refused(extracts),
        *checks.known_words(extracts),
        checks.ledger_is_finance_month(built.ledger.booked_ore, tables["finance_month"]),
        *checks.ledger_is_results(tables["finance_month"], tables["results"], tables["budget_lines"]),
        *checks.sum_rows(tables["results"], tables["budget_lines"]),
        *closing_checks(built, settings.income_classes),
    ]
    built.checks = recognise(built.checks, known)
    checks.balanced(built.checks)
    tables["checks"] = checks.as_table(built.checks)
    refusals = [vars(r) for extract in extracts.values() for r in extract.refusals]
    tables["refused"] = pd.DataFrame(refusals, columns=BY_NAME["refused"].names)
    tables["sources"] = sources(extracts)


def closing_checks(built: Built, income_classes: tuple[str, ...]) -> list[Check]:
    """The control totals of a month-end close."""
    tables, lines, hr = built.tables, built.frame("budget_line"), built.frame("hr_month")
    return [
        closing.months_are_the_year(lines, built.frame("budget")),
        closing.december_is_the_outcome(built.frame("forecast"), tables["results"]),
        *closing.dates_in_order(tables["activities"], tables["periods"]),
        closing.signs(tables["finance_month"], lines, income_classes),
        closing.complete_ledger(built.ledger.months, tables["periods"]),
        closing.complete_staff(hr),
        *closing.parts_within_whole(hr),
        *targets.fit_the_catalogue(built.frame("target")),
    ]


def sources(extracts: Mapping[str, Extract]) -> pd.DataFrame:
    """What came in, was used and was refused, by count and by sum; sums in kronor or the column's own unit."""
    return pd.DataFrame(
        [
            {
                "dataset": name,
                "source": e.source,
                "status": e.status,
                "rows_in": e.rows_in,
                "rows_used": e.rows_used,
                "rows_refused": e.rows_refused,
                "control_column": e.dataset.control or None,
                **_sums(e),
                "kept_from": e.kept_from or None,
                "provenance": e.provenance,
            }
            for name, e in sorted(extracts.items())
        ],
        columns=BY_NAME["sources"].names,
    )


def _sums(extract: Extract) -> dict[str, float]:
    """Sums of the control column; a staff sum could give a small group away."""
    if not extract.dataset.control or extract.dataset.name in PRIVATE:
        return {}
    return {
        "sum_in": float(extract.sum_in),
        "sum_used": float(extract.sum_used),
        "sum_refused": float(extract.sum_refused),
    }
