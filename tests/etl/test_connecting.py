"""What someone who connects a system meets first: the example settings, the README's four files, and `check`."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from region import TABLES, execute, make_region

from data import snapshot as store
from etl import config
from etl.__main__ import main
from etl.flagging.limits import house_limits

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "etl" / "example.toml"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_settings_load_and_every_setting_has_its_default(tmp_path):
    """But for those that an installation must decide, the example shows what holds where a key is left out."""
    (tmp_path / "inkorg").mkdir()
    for named in ("known_errors.csv", "granser.toml"):
        (tmp_path / named).write_text("", encoding="utf-8")
    mine = tmp_path / "mine.toml"
    mine.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    settings = config.load(mine, {"EKONOMI_LOSENORD": "hemligt"})
    assert (settings.alarms, settings.night, settings.limits) == (config.Alarms(), config.Night(), config.Limits())
    assert settings.flag_limits == house_limits()
    for source in {place.source.name: place.source for place in settings.places.values()}.values():
        assert (source.tries, source.time_limit_seconds) == (config.Source.tries, config.Source.time_limit_seconds)
        assert (source.quiet_seconds, source.max_file_mb) == (config.Source.quiet_seconds, config.Source.max_file_mb)


@pytest.mark.parametrize(
    "kind", [config.Source, config.Limits, config.Alarms, config.Night], ids=lambda kind: kind.__name__
)
def test_the_example_names_every_setting(kind):
    text = EXAMPLE.read_text(encoding="utf-8")
    keys = [field.name for field in fields(kind) if field.name != "name"]
    assert [key for key in keys if not re.search(rf"^{key} =", text, flags=re.M)] == []


def written_as_in_the_readme(folder: Path) -> Path:
    """The four files and the settings that the README shows; the settings' path."""
    files, settings = re.findall(r"```\n(inkorg/.*?)```\n\n```toml\n(.*?)```", README, flags=re.S)[0]
    (folder / "inkorg").mkdir()
    for name, rows in re.findall(r"inkorg/(\S+)(.*?)(?=inkorg/|\Z)", files, flags=re.S):
        text = "\n".join(line.strip() for line in rows.strip().splitlines())
        (folder / "inkorg" / name).write_text(text + "\n", encoding="utf-8")
    mine = folder / "mine.toml"
    mine.write_text(settings.replace("[sources.inkorg]", "[sources.inkorg]\nquiet_seconds = 0"), encoding="utf-8")
    return mine


def test_the_four_files_of_the_readme_become_a_snapshot(tmp_path):
    mine = written_as_in_the_readme(tmp_path)
    assert main(["check", "--config", str(mine), "--out", str(tmp_path / "out")]) == 0
    assert main(["run", "--config", str(mine), "--out", str(tmp_path / "out")]) == 0
    bas = store.current(tmp_path / "out").read("results").query("line_id == 'bas'").iloc[0]
    assert (bas["actual_ytd_sek"], bas["budget_ytd_sek"], bas["deviation_ytd_sek"]) == (-1250.50, -1300.0, 49.5)


def checked(settings: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict]:
    main(["check", "--json", "--config", str(settings), "--out", str(out)])
    return {each["dataset"]: each for each in json.loads(capsys.readouterr().out)["connections"]}


def test_check_tells_what_was_found_mapped_missing_and_refused_with_three_rows(tmp_path, capsys):
    budget = "manad   line_id account_class amount_sek egen\n" + "\n".join(
        f"2019-0{month} bas cost {amount} x" for month, amount in enumerate(("1", "2", "3", "4", "fem"), start=1)
    )
    settings = make_region(tmp_path, budget=budget)
    text = settings.read_text(encoding="utf-8")
    renamed = text.replace("[datasets.budget]", '[datasets.budget]\ncolumns = {period = "manad"}')
    settings.write_text(renamed, encoding="utf-8")
    budget = checked(settings, tmp_path, capsys)["budget"]
    assert budget["mapped"]["period"] == "manad"
    assert (budget["unused"], budget["missing"]) == (["egen"], [])
    assert (budget["rows_in"], budget["rows_refused"]) == (5, 1)
    assert '"fem" är inte ett belopp' in budget["refused"][0]
    assert [row["amount_sek"] for row in budget["samples"]] == ["1.0", "2.0", "3.0"]


def test_check_tells_of_the_others_when_one_is_broken(tmp_path, capsys):
    settings = make_region(tmp_path)
    execute(tmp_path, "DROP TABLE budget")
    assert main(["check", "--config", str(settings), "--out", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert "activity <- region.activity: 2 rader, 0 avvisade" in told.out
    assert "datamängden budget kan inte läsas" in told.err


def test_check_shows_no_comment_and_no_staff_row(tmp_path, capsys):
    hr = """
        period  department_id gender age_band headcount_permanent leavers contracted_hours sick_hours sick_hours_60_plus
        2019-01 office        K      -29      12                  0       1777             10         0
    """
    secret = TABLES["activity"].replace(" ok", " hemligt")
    main(["check", "--config", str(make_region(tmp_path, hr_month=hr, activity=secret)), "--out", str(tmp_path)])
    told = capsys.readouterr().out
    assert "hr_month <- region.hr_month: 1 rader" in told
    assert "1777" not in told
    assert "hemligt" not in told


def test_a_known_error_of_any_check_is_recorded_until_the_source_has_mended_it(tmp_path, capsys):
    settings = make_region(tmp_path, activity=TABLES["activity"].replace("- ", "2019-07-01 ", 1))
    activity = TABLES["activity"].replace("-          2019-06-30", "2019-07-01 2019-06-30")
    make_region(tmp_path, activity=activity)
    known = tmp_path / "known.csv"
    known.write_text(
        "check_id,found,expected,reason,told,error_id\ndates/activities,1,0,Ett år fel.,systemägaren,F1\n",
        encoding="utf-8",
    )
    text = settings.read_text(encoding="utf-8").replace("[checks]", '[checks]\nknown_errors = "known.csv"')
    settings.write_text(text, encoding="utf-8")
    check = ["check", "--config", str(settings), "--out", str(tmp_path)]
    assert main(check) == 0
    assert "Ett år fel. Meddelat: systemägaren." in capsys.readouterr().out
    execute(tmp_path, "UPDATE activity SET start_date = NULL")
    assert main(check) == 1
    assert "Känt fel F1 är inte som väntat (1 mot 0). Källan har rättats?" in capsys.readouterr().out
