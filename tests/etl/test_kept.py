"""A refused money dataset keeps last night's figures; one month can be read anew."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from region import TABLES, execute, make_region

from data import snapshot as store
from data.snapshot import Snapshot
from etl.__main__ import main

MORE = TABLES | {
    "forecast": """
        reported_period line_id forecast_year_sek comment
        2019-02         bas     5000.55           -
        2019-02         drift   -90               låg
    """,
    "investment": """
        reported_period item_id name breakdown actual_ytd_sek forecast_year_sek budget_year_sek
        2019-02         hus     Hus  total     -10.5          -20               -
    """,
    "budget_frame": """
        year scope  component sort_order amount_sek
        2019 office start     1          500.25
    """,
    "initiative": """
        year initiative_id title department amount_sek
        2019 i1            Ny    Kontor     7
    """,
    "plan_budget": """
        year scope  account_class amount_sek
        2019 office cost          -9
    """,
    "investment_plan": """
        plan_year item_id year name amount_sek
        2019      hus     2020 Hus  3.5
    """,
    "assignment": """
        reported_period assignment_id title focus_area department_id outlook comment comment_expected
        2019-01         u1            Lova  -          office        partly  -       0
        2019-02         u1            Lova  -          office        partly  -       1
    """,
}
MONEY = {
    "ledger": "amount_sek",
    "budget": "amount_sek",
    "forecast": "forecast_year_sek",
    "investment": "actual_ytd_sek",
    "budget_frame": "amount_sek",
    "initiative": "amount_sek",
    "plan_budget": "amount_sek",
    "investment_plan": "amount_sek",
}
SAID = ("sources", "refused", "checks")
"""Tables that tell about the run rather than about the region."""


@pytest.fixture
def region(tmp_path) -> Path:
    return make_region(tmp_path, **MORE)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory) -> Path:
    """What is published of the region."""
    folder = tmp_path_factory.mktemp("first_night")
    run(make_region(folder, **MORE), folder / "published")
    return folder / "published"


@pytest.fixture
def out(tmp_path, first_night) -> Path:
    """The region has been published here."""
    return shutil.copytree(first_night, tmp_path / "published")


def run(settings: Path, out: Path, *more: str) -> Snapshot:
    assert main(["run", "--config", str(settings), "--out", str(out), *more]) == 0
    return store.current(out)


def same_figures(one: Snapshot, other: Snapshot) -> None:
    for name in set(one.manifest["tables"]) - set(SAID):
        pd.testing.assert_frame_equal(one.read(name), other.read(name), obj=name)


def test_a_refused_money_dataset_keeps_what_was_published(region, out):
    before = store.current(out)
    for dataset, amount in MONEY.items():
        execute(region.parent, f"UPDATE {dataset} SET {amount} = 'tolv'")  # noqa: S608
    after = run(region, out)
    same_figures(before, after)
    sources = after.read("sources").set_index("dataset").loc[list(MONEY)]
    assert (sources["status"] == "refused").all()
    assert (sources["kept_from"] == before.snapshot_id).all()
    assert (sources["rows_used"] == 0).all()
    assert (sources["rows_in"] == sources["rows_refused"]).all()
    assert set(after.read("refused")["dataset"]) == set(MONEY)


def test_figures_stay_kept_for_as_long_as_the_source_is_bad_and_say_from_where(region, out):
    first = store.current(out)
    execute(region.parent, "UPDATE budget SET amount_sek = 'tolv'")
    run(region, out)
    execute(region.parent, "UPDATE ledger SET amount_sek = -8 WHERE voucher_id = '4'")
    third = run(region, out)
    assert third.read("sources").set_index("dataset").loc["budget", "kept_from"] == first.snapshot_id
    drift = third.read("results").query("line_id == 'drift'").set_index("period").loc["2019-02-01"]
    assert (drift["actual_ytd_sek"], drift["budget_ytd_sek"]) == (-8.0, -10.0)


def test_a_mended_source_is_read_again(region, out):
    first = store.current(out)
    execute(region.parent, "UPDATE budget_frame SET amount_sek = 'tolv'")
    run(region, out)
    execute(region.parent, "UPDATE budget_frame SET amount_sek = 500.25")
    assert run(region, out).snapshot_id == first.snapshot_id


def test_one_month_read_anew_leaves_the_others_as_published(region, out):
    before = store.current(out)
    for month, voucher in (("2019-01", "1"), ("2019-02", "4")):
        execute(region.parent, "UPDATE ledger SET amount_sek = amount_sek - 1 WHERE voucher_id = ?", voucher)
        execute(region.parent, "UPDATE budget SET amount_sek = amount_sek - 2 WHERE period = ?", month)
    execute(region.parent, "UPDATE assignment SET title = 'Lovade'")
    after = run(region, out, "--period", "2019-02")

    def changed(table: str, column: str) -> list[float]:
        return (after.read(table)[column].fillna(0) - before.read(table)[column].fillna(0)).tolist()

    months = after.read("finance_month")["period"].dt.month.tolist()
    assert {month for month, moved in zip(months, changed("finance_month", "actual_sek"), strict=True) if moved} == {2}
    assert {month for month, moved in zip(months, changed("finance_month", "budget_sek"), strict=True) if moved} == {2}
    assert after.read("assignments")["title"].tolist() == ["Lova", "Lovade"]
    assert after.read("checks").query("not passed").empty


def test_a_month_read_anew_from_unchanged_sources_changes_no_figure(region, out):
    same_figures(store.current(out), run(region, out, "--period", "2019-02"))


def test_a_month_needs_something_published_and_must_be_a_month(region, tmp_path, capsys):
    assert main(["run", "--config", str(region), "--out", str(tmp_path / "nothing"), "--period", "2019-02"]) == 1
    assert "Kör utan" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["run", "--period", "2019-2x"])
    assert ended.value.code == 2
    assert "skriv ÅÅÅÅ-MM" in capsys.readouterr().err


def test_the_first_night_of_a_new_version_loses_no_refused_figures(region, out, capsys, monkeypatch):
    """What the version before published cannot be read back: nothing replaces it until the source is whole."""
    before = store.current(out)
    execute(region.parent, "UPDATE budget SET amount_sek = 'tolv'")
    monkeypatch.setattr("data.snapshot.VERSION", "nästa")
    assert main(["run", "--config", str(region), "--out", str(out)]) == 1
    assert "Avvisade datamängder (budget) kan inte behålla sina publicerade siffror" in capsys.readouterr().err
    monkeypatch.undo()
    assert store.current(out).snapshot_id == before.snapshot_id
