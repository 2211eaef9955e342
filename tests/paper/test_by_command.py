"""`python -m dashboard report`: one file and its path, or one sentence and an exit status."""

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.__main__ import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def data(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWUP_DATA", str(published))
    monkeypatch.delenv("FOLLOWUP_CONFIG", raising=False)


def ask(*more: str, period: str = "2019-08", ending: str = "xlsx", out: Path) -> int:
    return main(["report", "--period", period, "--format", ending, "--out", str(out), *more])


def test_it_writes_one_file_and_says_only_where_it_is(tmp_path: Path, published: Path) -> None:
    command = [sys.executable, "-m", "dashboard", "report", "--period", "2019-08", "--format", "xlsx", "--out"]
    environment = {"FOLLOWUP_DATA": str(published), "PATH": "", "PYTHONUTF8": "1"}
    done = subprocess.run([*command, str(tmp_path / "new")], capture_output=True, text=True, cwd=ROOT, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path}/new/manadsrapport_2019-08.xlsx\n"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["manadsrapport_2019-08.xlsx"]


def test_a_department_has_a_file_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("--department", "Regional utveckling", out=tmp_path) == 0
    assert capsys.readouterr().out.endswith("manadsrapport_2019-08_regional-utveckling.xlsx\n")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "2019-09"}, "--period '2019-09': utgåvan har ingen sådan månad. Tillåtet: 2017-01 till 2019-08"),
        ({"period": "augusti"}, "Tillåtet: 2017-01 till 2019-08, ÅÅÅÅ-MM."),
        ({"ending": "rtf"}, "--format 'rtf': Tillåtet: docx, pdf, pptx, xlsx och html."),
        ({"ending": ""}, "--format '': Tillåtet: docx, pdf, pptx, xlsx och html."),
    ],
)
def test_what_is_not_there_is_told_with_what_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: dict[str, str], told: str
) -> None:
    assert ask(**asked, out=tmp_path) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_department_is_told_with_those_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("--department", "Okänd", out=tmp_path) == 2
    told = capsys.readouterr().err
    assert "ingen avdelning heter så" in told
    assert "Regional utveckling" in told


def test_without_a_month_it_is_the_newest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(period="", out=tmp_path) == 0
    assert capsys.readouterr().out == f"{tmp_path}/manadsrapport_2019-08.xlsx\n"


def test_without_a_folder_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--period", "2019-08", "--format", "xlsx"]) == 2
    assert "--out saknas" in capsys.readouterr().err


def test_the_plan_of_a_year_is_a_file_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("--plan", "2024", period="", out=tmp_path) == 0
    assert capsys.readouterr().out == f"{tmp_path}/plan_2024.xlsx\n"
    assert ask("--plan", "1999", period="", out=tmp_path) == 2
    assert "--plan '1999': Tillåtet: 20" in capsys.readouterr().err
    assert ask("--plan", "2024", out=tmp_path) == 2
    assert "Utelämna --period och --department" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_in_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    assert ask(out=tmp_path / "file") == 1
    assert "kan inte skrivas" in capsys.readouterr().err


def test_an_edition_that_was_never_published_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("--snapshot", "2019-08-000000000000", out=tmp_path) == 1
    assert "har inte publicerats" in capsys.readouterr().err


def test_nothing_published_is_told(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path / "empty"))
    assert ask(out=tmp_path) == 1
    assert "inget är publicerat ännu" in capsys.readouterr().err


def test_a_template_that_is_not_there_is_wrong_settings(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "own.toml").write_text('[report]\nword = "mall.docx"\n', encoding="utf-8")
    monkeypatch.setenv("FOLLOWUP_CONFIG", str(tmp_path / "own.toml"))
    assert ask(out=tmp_path) == 2
    told = capsys.readouterr().err
    assert "mall.docx" in told
    assert "en fil som finns och slutar på .docx" in told


def test_a_template_that_is_no_word_file_is_told_by_its_name(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "own.toml").write_text('[report]\nword = "mall.docx"\n', encoding="utf-8")
    (tmp_path / "mall.docx").write_bytes(b"ingen Word-fil")
    monkeypatch.setenv("FOLLOWUP_CONFIG", str(tmp_path / "own.toml"))
    assert ask(ending="docx", out=tmp_path / "ut") == 1
    told = f"{tmp_path / 'mall.docx'}, enligt [report] i inställningarna: Mallen kan inte läsas"
    assert told in capsys.readouterr().err
    assert not (tmp_path / "ut").exists()
