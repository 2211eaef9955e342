"""One run at a time, never longer than its limit, and never late without saying so."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from region import execute, make_region

from data import snapshot as store
from data.snapshot import Snapshot, StoreError
from etl import config, freshness
from etl.__main__ import main
from etl.checking.compared import alarming, same_scale
from etl.config import Alarms
from etl.errors import RunFailed
from etl.lock import only_run

NOW = datetime(2019, 3, 1, 4, 10, tzinfo=UTC)
HOLD = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from etl.lock import only_run
with only_run(Path(sys.argv[1]), datetime(2019, 3, 1, 4, 10, tzinfo=UTC), print):
    print("holding", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of `tmp_path` until its standard input is closed or it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "holding\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_run_says_who_holds_the_lock_and_since_when(holder, tmp_path, capsys):
    region = make_region(tmp_path)
    assert main(["run", "--config", str(region), "--out", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert f"process {holder.pid} på" in told
    assert "sedan 2019-03-01T04:10:00+00:00" in told
    assert not (tmp_path / "runs").exists()  # the other run's record is not written over


def test_a_dead_process_holds_no_lock(holder, tmp_path):
    holder.kill()
    holder.wait()
    said = []
    with only_run(tmp_path, NOW, said.append):
        pass
    assert said == [line for line in said if f"process {holder.pid}" in line] != []


def test_a_lock_that_was_given_back_leaves_nothing_to_take_over(tmp_path):
    said = []
    with pytest.raises(RunFailed), only_run(tmp_path, NOW, said.append):
        raise RunFailed("a run that ends by itself has not died")
    with only_run(tmp_path, NOW, said.append):
        pass
    assert said == []


def test_a_run_past_its_total_limit_ends_as_failed_and_keeps_the_old_snapshot(tmp_path):
    """The ledger is a view that never ends; a minute's limit is made a second's."""
    region, out = make_region(tmp_path), tmp_path / "out"
    main(["run", "--config", str(region), "--out", str(out)])
    before = store.current(out).snapshot_id
    execute(tmp_path, "ALTER TABLE ledger RENAME TO booked")
    execute(
        tmp_path,
        "CREATE VIEW ledger AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
        "SELECT booked.* FROM booked, n",
    )
    program = (
        "import sys; import etl.night as n; from etl.deadline import deadline; "
        "n.deadline = lambda minutes, overdue: deadline(minutes / 60, overdue); "
        "from etl.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    region.write_text(region.read_text(encoding="utf-8") + "[night]\ntotal_minutes = 1\n", encoding="utf-8")
    command = [sys.executable, "-c", program, "run", "--config", str(region), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "night.total_minutes" in done.stderr) == (1, True)
    record = json.loads((out / "runs" / "last_run.json").read_text(encoding="utf-8"))
    assert (record["status"], record["failed_since"]) == ("failed", record["started"])
    assert store.current(out).snapshot_id == before


def folder_source(folder: Path, **limits: int) -> config.Place:
    source = config.Source("mapp", folder=folder, **limits)
    return config.Place(config.BY_NAME["budget"], source, file="Budget_*.csv")


@pytest.mark.parametrize(("age", "severity"), [(25, None), (26, "warning"), (49, "warning"), (50, "serious")])
def test_a_source_older_than_its_limit_is_late(tmp_path, age, severity):
    for name, hours in (("Budget_1.csv", age + 100), ("Budget_2.csv", age)):
        (tmp_path / name).write_text("x", encoding="utf-8")
        moment = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    place = folder_source(tmp_path, late_hours=26, too_late_hours=50)
    late = freshness.late_sources([place], None, NOW)
    assert [(each.severity, each.hours) for each in late] == ([(severity, age)] if severity else [])


def test_a_source_without_a_limit_is_never_late(tmp_path):
    (tmp_path / "Budget_1.csv").write_text("x", encoding="utf-8")
    assert freshness.late_sources([folder_source(tmp_path)], None, NOW + timedelta(days=999)) == []


@pytest.fixture(scope="module")
def last_night(tmp_path_factory) -> Snapshot:
    """What is published of the region in amounts large enough to be compared."""
    folder = tmp_path_factory.mktemp("last_night")
    region = make_region(folder)
    execute(folder, "UPDATE ledger SET amount_sek = amount_sek * 100000")
    main(["run", "--config", str(region), "--out", str(folder / "out")])
    return store.current(folder / "out")


def scale(before: Snapshot, factor: float) -> None:
    now = {name: before.read(name) for name in before.manifest["tables"]}
    now["finance_month"] = now["finance_month"].assign(actual_sek=now["finance_month"]["actual_sek"] * factor)
    same_scale(now, before, Alarms())


@pytest.mark.parametrize(("factor", "words"), [(1000, "1000 gånger så stora som"), (0.005, "200 gånger mindre än")])
def test_another_scale_than_last_night_stops_the_run(last_night, factor, words):
    with pytest.raises(RunFailed, match=f"finance_month.actual_sek: .* {words}"):
        scale(last_night, factor)


@pytest.mark.parametrize("factor", [1, 99, 0.02])
def test_an_ordinary_change_does_not(last_night, factor):
    scale(last_night, factor)


def test_more_rows_lost_than_the_limit_is_a_finding():
    lost = {"activities": [100, 79], "goals": [100, 80]}
    (told,) = alarming(lost, Alarms(fewer_rows_percent=20))
    assert "activities (Aktiviteter) har 21 rader färre" in told


@pytest.mark.parametrize("trouble", [StoreError("etiketten x kan inte läsas"), PermissionError(13, "nej", "staging")])
def test_what_cannot_be_tidied_is_told_and_the_figures_are_out(tmp_path, monkeypatch, trouble):
    def refuse(*arguments):
        raise trouble

    monkeypatch.setattr("etl.run.tidy", refuse)
    out = tmp_path / "out"
    assert main(["run", "--config", str(make_region(tmp_path)), "--out", str(out)]) == 0
    record = json.loads((out / "runs" / "last_run.json").read_text(encoding="utf-8"))
    assert record["status"] == "published"
    assert [told for told in record["unexpected"] if told.startswith("Städningen är inte gjord: ")]
