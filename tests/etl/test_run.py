"""The commands, end to end on a region small enough to read."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from region import TABLES, execute, make_region

from data import disk
from data import snapshot as store
from etl.__main__ import main


@pytest.fixture
def region(tmp_path) -> Path:
    return make_region(tmp_path)


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "published"


@pytest.fixture(scope="module")
def first_night(tmp_path_factory) -> Path:
    """What is published of the region."""
    folder = tmp_path_factory.mktemp("first_night")
    run(make_region(folder), folder / "published")
    return folder / "published"


@pytest.fixture
def once(out, first_night) -> Path:
    """The region has been published here, as `run(region, out)` does."""
    return shutil.copytree(first_night, out)


def run(settings: Path, out: Path, command: str = "run") -> int:
    return main([command, "--config", str(settings), "--out", str(out)])


def last(out: Path) -> dict:
    return json.loads((out / "runs" / "last_run.json").read_text(encoding="utf-8"))


def kronor(out: Path, month: str, line: str, measure: str = "actual_ytd_sek") -> float:
    results = store.current(out).read("results")
    return results[(results["period"] == month) & (results["line_id"] == line)][measure].item()


def test_a_run_publishes_and_tells_each_step_and_table(region, out, capsys):
    assert run(region, out) == 0
    printed = capsys.readouterr().out
    assert "Summerar huvudboken" in printed
    assert "Avvisade rader: 0" in printed
    assert "Kontroller:" in printed
    assert kronor(out, "2019-02-01", "total") == round(1000.10 - 400.20 - 0.03 - 7.77, 2)
    record = last(out)
    assert (record["status"], record["snapshot"]) == ("published", store.current(out).snapshot_id)
    assert json.loads((out / "runs" / f"{record['run']}.json").read_text(encoding="utf-8")) == record


def test_the_same_again_publishes_nothing(region, once):
    run(region, once)
    assert store.commit_numbers(once) == [1]
    assert last(once)["status"] == "unchanged"


def test_json_is_alone_on_standard_out(region, out):
    command = [sys.executable, "-m", "etl", "run", "--json", "--config", str(region), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["status"] == "published"
    assert "Läser källorna" in done.stderr


FAULTS = {
    "table gone": ("DROP TABLE budget", "datamängden budget kan inte läsas"),
    "bad status": ("UPDATE period_status SET status = 'kanske'", '"kanske" är inte tillåtet'),
    "ring in the tree": ("UPDATE budget_line SET parent_id = 'bas' WHERE line_id = 'total'", ": en ring."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_month_that_fails_leaves_yesterdays_snapshot_and_says_why(region, once, capsys, fault):
    statement, words = FAULTS[fault]
    before = store.current(once).snapshot_id
    execute(region.parent, statement)
    assert run(region, once) == 1
    assert words in capsys.readouterr().err
    assert store.current(once).snapshot_id == before
    assert (last(once)["status"], words in last(once)["message"]) == ("failed", True)


def test_everything_that_is_wrong_is_told_not_only_the_first(region, once, capsys):
    for statement in ("DROP TABLE budget", "UPDATE period_status SET status = 'kanske'"):
        execute(region.parent, statement)
    execute(region.parent, "UPDATE budget_line SET parent_id = 'bas' WHERE line_id = 'bas'")
    assert run(region, once) == 1
    told = capsys.readouterr().err
    for words in ("datamängden budget", '"kanske" är inte tillåtet', '"bas" är radens egen överordnade'):
        assert words in told
    assert len(last(once)["problems"]) == 4  # two months with the same bad status


def test_a_failed_night_says_since_when_until_one_succeeds(region, once):
    promised = last(once)["late_after"]
    execute(region.parent, "ALTER TABLE budget RENAME TO gone")
    run(region, once)
    first = last(once)
    run(region, once)
    assert last(once)["failed_since"] == first["failed_since"] == first["started"]
    assert last(once)["late_after"] == promised
    execute(region.parent, "ALTER TABLE gone RENAME TO budget")
    run(region, once)
    assert last(once)["failed_since"] is None
    assert last(once)["late_after"] > promised


def test_json_tells_a_failure_too(region, out, capsys):
    execute(region.parent, "DROP TABLE budget")
    assert main(["run", "--json", "--config", str(region), "--out", str(out)]) == 1
    record = json.loads(capsys.readouterr().out)
    assert (record["status"], len(record["problems"])) == ("failed", 1)


def test_wrong_settings_are_status_two(tmp_path, out, capsys):
    assert run(tmp_path / "borta.toml", out) == 2
    assert "borta.toml" in capsys.readouterr().err


def test_a_refused_dataset_is_published_as_a_finding_when_there_is_nothing_to_lose(tmp_path, out):
    settings = make_region(tmp_path, budget="period line_id account_class amount_sek\n2019-01 bas cost abc")
    assert run(settings, out) == 0
    current = store.current(out)
    assert current.read("refused")[["dataset", "column", "value_shown"]].to_numpy().tolist() == [
        ["budget", "amount_sek", "abc"]
    ]
    assert current.read("sources").set_index("dataset").loc["budget", "status"] == "refused"
    assert pd.isna(kronor(out, "2019-02-01", "total", "budget_ytd_sek"))


def test_check_publishes_nothing_and_tells_findings_by_its_status(region, out, capsys):
    assert run(region, out, "check") == 0
    assert not out.exists()
    make_region(region.parent, activity=TABLES["activity"].replace("2019-01-31", "2019-02-30"))
    assert run(region, out, "check") == 1
    assert '"2019-02-30" är inte ett datum' in capsys.readouterr().out


def test_a_changed_closed_month_is_a_restatement_that_remembers_the_first_figure(region, once):
    first = store.current(once).snapshot_id
    for amount in (-8.77, -9.77):
        execute(region.parent, "UPDATE ledger SET amount_sek = ? WHERE voucher_id = '4'", amount)
        run(region, once)
    run(region, once)
    rows = store.current(once).read("restatements").query("line_id == 'drift'")
    assert rows[["measure", "first_reported_sek", "first_snapshot", "now_sek"]].to_numpy().tolist() == [
        ["actual_ytd", -7.77, first, -9.77]
    ]
    assert last(once)["status"] == "unchanged"


def test_rollback_is_a_new_commit_to_an_older_snapshot(region, once, capsys):
    first = store.current(once).snapshot_id
    execute(region.parent, "UPDATE ledger SET amount_sek = -8 WHERE voucher_id = '4'")
    run(region, once)
    assert main(["rollback", first, "--out", str(once)]) == 0
    assert store.current(once).snapshot_id == first
    assert store.commit_numbers(once) == [1, 2, 3]
    assert main(["rollback", "2011-01-abc", "--out", str(once)]) == 1
    assert "har inte publicerats" in capsys.readouterr().err


def test_keep_and_list(once, capsys):
    kept = store.current(once).snapshot_id
    assert main(["keep", kept, "--label", "styrelsen", "--out", str(once)]) == 0
    capsys.readouterr()
    assert main(["list", "--json", "--out", str(once)]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["snapshot"], entry["labels"], entry["current"]) == (kept, ["styrelsen"], True)
    assert main(["keep", "2011-01-abc", "--label", "x", "--out", str(once)]) == 1


@pytest.mark.parametrize("step", ["make_folder", "write_json", "sync", "create_json"])
def test_a_crash_between_the_steps_leaves_the_old_snapshot(region, once, monkeypatch, step):
    before = store.current(once).snapshot_id
    execute(region.parent, "UPDATE ledger SET amount_sek = -8 WHERE voucher_id = '4'")

    def crash(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(disk, step, crash)
        with pytest.raises(KeyboardInterrupt):
            run(region, once)
    assert store.current(once).snapshot_id == before
    assert run(region, once) == 0
    assert kronor(once, "2019-02-01", "drift") == -8


def test_a_full_disk_is_a_sentence(region, once, monkeypatch, capsys):
    def full(*arguments):
        raise OSError(28, "No space left on device", "x.parquet")

    monkeypatch.setattr(disk, "create_json", full)
    execute(region.parent, "UPDATE ledger SET amount_sek = -8 WHERE voucher_id = '4'")
    assert run(region, once) == 1
    assert "x.parquet" in capsys.readouterr().err


def test_a_damaged_newest_snapshot_is_published_anew(region, once):
    current = store.current(once)
    (current.path / "results.parquet").write_bytes(b"")
    assert run(region, once) == 0
    assert store.current(once).fallback == ""
