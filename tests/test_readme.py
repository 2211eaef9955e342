"""The README is true: its tree exists, its help texts are current, and what is declared is shown."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import about, words
from data import codes
from data.indicators import INDICATORS
from data.tables import TABLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"(?:data|etl|dashboard|pages|tests)/[\w./]*", README)))


@pytest.mark.parametrize("path", PATHS)
def test_a_path_in_the_readme_exists(path: str) -> None:
    assert (ROOT / path).exists() or path == "data/published/"


@pytest.mark.parametrize("program", ["etl", "dashboard"])
def test_a_help_text_in_the_readme_is_the_programs_own(program: str) -> None:
    shown = README.split(f"<!-- help: {program} -->\n```\n")[1].split("```")[0]
    command = [sys.executable, "-m", program, "--help"]
    environment = {"COLUMNS": "80", "PATH": "", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    printed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment).stdout
    assert shown == printed


def test_both_commands_come_before_anything_else() -> None:
    first = README.split("```")[1]
    assert re.findall(r"^make (\w+)", first, flags=re.M) == ["run", "test"]


def test_each_command_in_the_readme_is_a_target() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)
    assert set(re.findall(r"`?make (\w+)", README)) <= set(targets)


def test_every_table_and_indicator_stands_on_om_data() -> None:
    assert about.table_titles() == [table.title for table in TABLES]
    shown = about.indicators()
    assert list(shown["name"]) == [indicator.name for indicator in INDICATORS]
    assert shown["definition"].str.len().min() > 20


def test_every_column_has_a_meaning_in_words() -> None:
    unexplained = [f"{t.name}.{c.name}" for t in TABLES for c in t.columns if len(c.description) < 3]
    assert not unexplained


def test_every_code_has_a_swedish_word() -> None:
    assert set(words.STATUS) == set(codes.ACTIVITY_STATUSES)
    assert set(words.OUTLOOK) == set(codes.OUTLOOKS)
    assert set(words.RULES) == set(codes.RULES)
    assert set(words.BREAKDOWN) == set(codes.BREAKDOWNS)
    assert set(words.PROVENANCE) == set(codes.PROVENANCES)
    assert set(words.SEVERITY) == set(codes.SEVERITIES)
    assert set(words.KIND) == set(codes.ACTIVITY_KINDS)


def test_no_registry_address_stands_in_a_requirements_file() -> None:
    for path in (ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"):
        text = path.read_text(encoding="utf-8")
        assert "http" not in text
        assert text.count("--hash=sha256:") >= text.count("==")
