"""Where comments are kept and whether they may be written: the settings file, and the environment before it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import make_url

from data.comment_settings import CommentSettings, load
from data.database import default_url
from data.errors import UsageError
from etl import config

EXAMPLE = Path(config.__file__).with_name("example.toml")
SERVER = "postgresql+psycopg://skrivare:${PW}@server/bok"


@pytest.fixture
def settings(tmp_path):
    """The environment that names a settings file with this text."""

    def named(text: str) -> dict[str, str]:
        file = tmp_path / "mine.toml"
        file.write_text(text, encoding="utf-8")
        return {"FOLLOWUP_CONFIG": str(file), "FOLLOWUP_DATA": str(tmp_path / "data")}

    return named


def faults(environ: dict[str, str]) -> list[str]:
    with pytest.raises(UsageError) as caught:
        load(environ)
    return str(caught.value).splitlines()


def test_where_nothing_is_set_they_stand_in_the_data_folder_and_the_server_decides(tmp_path):
    assert load({"FOLLOWUP_DATA": str(tmp_path)}) == CommentSettings(default_url(tmp_path), None)
    assert load({"FOLLOWUP_DATA": "borta"}, tmp_path) == CommentSettings(default_url(tmp_path), None)


def test_a_file_that_says_nothing_about_comments_changes_nothing(settings, tmp_path):
    environ = settings('title = "Vår region"\n[sources.a]\nurl = "sqlite://"\n')
    assert load(environ) == CommentSettings(default_url(tmp_path / "data"), None)


@pytest.mark.parametrize(("written", "means"), [("true", True), ("false", False)])
def test_the_file_says_where_and_whether(settings, written, means):
    environ = settings(f'[comments]\nurl = "sqlite:////srv/mu.sqlite"\nwriting = {written}\n')
    assert load(environ) == CommentSettings("sqlite:////srv/mu.sqlite", means)


@pytest.mark.parametrize(("switch", "means"), [("on", True), ("off", False), ("", True)])
def test_the_environment_comes_before_the_file_where_it_says_anything(settings, switch, means):
    environ = settings('[comments]\nurl = "sqlite:////srv/mu.sqlite"\nwriting = true\n')
    other = "sqlite:////srv/annan.sqlite"
    assert load(environ | {"FOLLOWUP_COMMENTS": other, "FOLLOWUP_WRITING": switch}) == CommentSettings(other, means)
    assert load(environ | {"FOLLOWUP_COMMENTS": ""}).url == "sqlite:////srv/mu.sqlite"


def test_a_password_stands_in_the_environment_as_it_is_and_is_not_shown(settings):
    environ = settings(f'[comments]\nurl = "{SERVER}"\n') | {"PW": "p@ss/å:%41"}
    in_file, in_environment = load(environ), load({"FOLLOWUP_COMMENTS": SERVER, "PW": "p@ss/å:%41"})
    assert in_file == in_environment
    assert (make_url(in_file.url).password, make_url(in_file.url).host) == ("p@ss/å:%41", "server")
    assert "ss" not in repr(in_file).replace("CommentSettings", "")


def test_every_fault_is_told_at_once_with_where_it_stands(settings):
    environ = settings(f'[comments]\nurl = "{SERVER}"\nwriting = 1\ncolour = "röd"\n')
    (one, two, three, four, five) = faults(
        environ | {"FOLLOWUP_COMMENTS": "finnsinte://u:lösen@s/db", "FOLLOWUP_WRITING": "ja"}
    )
    assert one.endswith("nyckeln comments.writing är 1. Tillåtet: true eller false. Rätta filen och kör igen.")
    assert "okänd nyckel comments.colour. Tillåtna: url, writing." in two
    assert "nyckeln comments.url är '${PW}'. Tillåtet: en miljövariabel som är satt; sätt PW." in three
    assert four.startswith("Miljövariabeln FOLLOWUP_COMMENTS är 'finnsinte://...'. Tillåtet: en adress som SQLAlchemy")
    assert five == "Miljövariabeln FOLLOWUP_WRITING är 'ja'. Tillåtet: on eller off. Rätta den och kör igen."


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    assert faults({"FOLLOWUP_CONFIG": str(tmp_path / "borta.toml")})[0].startswith(f"{tmp_path}/borta.toml: filen kan")


def test_both_programs_read_the_same(settings):
    environ = settings('[comments]\nurl = "sqlite:////srv/mu.sqlite"\n') | {"FOLLOWUP_WRITING": "off"}
    assert config.load(Path(environ["FOLLOWUP_CONFIG"]), environ).comments == load(environ)


def test_the_run_keeps_them_in_the_folder_it_publishes_to(settings, tmp_path):
    environ = settings("")
    assert config.load(Path(environ["FOLLOWUP_CONFIG"]), environ).comments.at(tmp_path).url == default_url(tmp_path)


def test_the_example_names_every_setting():
    section = EXAMPLE.read_text(encoding="utf-8").partition("[comments]")[2].partition("\n[")[0]
    assert re.findall(r"^(\w+) =", section, flags=re.M) == ["url", "writing"]
