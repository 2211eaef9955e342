"""Extract: exact öre, nothing lost, every bad cell named."""

import os
from pathlib import Path

import pandas as pd
import pytest
from region import TABLES, execute, make_region
from sqlalchemy.engine import make_url

from data.errors import UsageError
from etl import config
from etl.checking.validate import validated
from etl.errors import RunFailed
from etl.run import engines
from etl.sources.extract import all_datasets, settled
from etl.sources.ledger import read_ledger

LEDGER = TABLES["ledger"]
THIS_MONTH = pd.Timestamp(2019, 6, 1)


def read(settings_file: Path):
    settings = config.load(settings_file, os.environ)
    with engines(print) as opened:
        extracts = settled(validated(all_datasets(settings.places, opened), THIS_MONTH), settings.alarms)
        lines, classes = extracts["budget_line"].frame, extracts["account_class"].frame
        return extracts, read_ledger(settings.places, opened, classes, lines, THIS_MONTH)


def test_a_bad_budget_lists_every_bad_cell_and_is_refused_whole(tmp_path):
    bad = "period line_id account_class amount_sek\n2019-01 bas cost 12O0\n2019-13 bas cost 5\n2019-02 bas cost 5"
    budget = read(make_region(tmp_path, budget=bad))[0]["budget"]
    assert (budget.status, len(budget.frame)) == ("refused", 0)
    assert [(r.row_number, r.column, r.value_shown) for r in budget.refusals] == [
        (1, "amount_sek", "12O0"),
        (2, "period", "2019-13"),
    ]
    assert budget.refusals[0].message == (
        'region.budget, rad 1, kolumn amount_sek: "12O0" är inte ett belopp (bokstaven O?). '
        "Väntat: ett tal som 1234,50 eller -12. "
        "Hela datamängden är avvisad. Rätta i källan och kör igen."
    )


def test_a_bad_activity_loses_only_its_own_row(tmp_path):
    bad = TABLES["activity"].replace("2019-01-31", "2019-02-30")
    activity = read(make_region(tmp_path, activity=bad))[0]["activity"]
    assert activity.frame["activity_id"].tolist() == ["a1"]
    assert (activity.rows_in, activity.rows_refused) == (2, 1)


def test_a_bad_period_status_stops_the_run(tmp_path):
    with pytest.raises(RunFailed, match='"stängd" är inte tillåtet. Väntat: open, closed'):
        read(make_region(tmp_path, period_status=TABLES["period_status"].replace("closed 2019-02", "stängd 2019-02")))


def test_a_status_that_no_code_stands_for_is_unknown_and_counted(tmp_path):
    strange = TABLES["activity"].replace("at_risk", "☼")
    activity = read(make_region(tmp_path, activity=strange))[0]["activity"]
    assert activity.frame["status"].tolist() == ["on_track", "unknown"]
    assert activity.unknown == {"status": {"☼": 1}}


def test_a_double_key_breaks_the_table(tmp_path):
    doubled = TABLES["budget"] + "2019-01 bas income 1"
    with pytest.raises(RunFailed, match="rad 4, kolumn account_class: .* ger samma nyckel"):
        read(make_region(tmp_path, budget=doubled))


def test_a_source_with_its_own_names_sign_and_unit(tmp_path):
    settings = make_region(tmp_path, budget="manad line_id klass tkr\n2019-01 bas cost 12.5")
    text = settings.read_text(encoding="utf-8").replace(
        "[datasets.budget]",
        '[datasets.budget]\nsign = "cost_positive"\nunit = "tkr"\n'
        'columns = {period = "manad", account_class = "klass", amount_sek = "tkr"}',
    )
    settings.write_text(text, encoding="utf-8")
    assert read(settings)[0]["budget"].frame["amount_ore"].tolist() == [-12_500_00]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TABLE budget", "region.budget: datamängden budget kan inte läsas"),
        ("ALTER TABLE budget DROP COLUMN line_id", "region.budget: kolumnen line_id saknas. Finns: account_class"),
        ("DROP TABLE ledger", "region.ledger: datamängden ledger kan inte läsas"),
    ],
)
def test_a_configured_dataset_that_cannot_be_read_stops_with_a_sentence(tmp_path, statement, words):
    settings = make_region(tmp_path)
    execute(tmp_path, statement)
    with pytest.raises(RunFailed, match=words):
        read(settings)


def faults(folder: Path, text: str, environ: dict[str, str] | None = None) -> str:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        config.load(file, environ or {})
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour = 1", "okänd nyckel colour. Tillåtna: provenance, title, sources"),
        ('provenance = "published"', "nyckeln provenance är 'published'. Tillåtet: booked eller simulated"),
        ("[datasets.lager]", "okänd datamängd datasets.lager. Tillåtna: department"),
        ('[sources.a]\nurl = "sqlite://"\n[datasets.ledger]\nsign = "plus"', "nyckeln datasets.ledger.sign är 'plus'"),
        (
            '[sources.a]\nurl = "sqlite://"\n[datasets.ledger]\nsource = "b"',
            "datasets.ledger.source är 'b'. Tillåtet: a",
        ),
        ('[checks]\nknown_errors = "borta.csv"', "checks.known_errors är 'borta.csv'. Tillåtet: en fil som finns"),
        ("[disclosure]\nwithheld = -1", "disclosure.withheld är -1. Tillåtet: ett heltal som är minst 0"),
        ('[sources.a]\nurl = "x://${HEMLIG}"', "sätt HEMLIG"),
        ('[comments]\nadress = "sqlite://"', "okänd nyckel comments.adress. Tillåtna: url, writing"),
        ('[comments]\nwriting = "ja"', "nyckeln comments.writing är 'ja'. Tillåtet: true eller false"),
        ("comments = 1", "nyckeln comments är 1. Tillåtet: en tabell"),
        ('[comments]\nurl = "x://u:${HEMLIG}@s/db"', "nyckeln comments.url är '${HEMLIG}'. Tillåtet: en miljövariabel"),
        (
            '[comments]\nurl = "x://u:lösen@s/db"',
            "nyckeln comments.url är 'x://...'. Tillåtet: en adress som SQLAlchemy",
        ),
        ('[comments]\nurl = "lösen"', "nyckeln comments.url är '...'. Tillåtet: en adress som SQLAlchemy"),
        (
            '[comments]\nurl = "sqlite://"',
            "nyckeln comments.url är 'sqlite://...'. Tillåtet: en databas som finns kvar",
        ),
        ("a = ", "inte giltig TOML"),
    ],
)
def test_a_fault_in_the_settings_names_file_key_got_allowed_and_what_to_do(tmp_path, text, words):
    message = faults(tmp_path, text)
    assert "own.toml" in message
    assert words in message
    assert "lösen" not in message
    assert "Rätta filen och kör igen" in message or "Rätta och kör igen" in message


def test_a_password_comes_from_the_environment_and_is_never_shown(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text('[sources.a]\nurl = "sqlite://user:${PW}@/borta/x.db"\n[datasets.target]\n', encoding="utf-8")
    settings = config.load(file, {"PW": "hemligt"})
    assert "hemligt" in settings.places["target"].source.url
    with engines(print) as opened, pytest.raises((RunFailed, UsageError)) as caught:
        all_datasets(settings.places, opened)
    assert "hemligt" not in str(caught.value)


@pytest.mark.parametrize("password", ["p@ss", "a/b:c", "%41", "åäö #?"])
def test_any_password_stands_in_the_environment_as_it_is(tmp_path, password):
    file = tmp_path / "own.toml"
    file.write_text(
        '[sources.a]\nurl = "postgresql+psycopg://user:${PW}@host/db"\n[datasets.target]\n', encoding="utf-8"
    )
    url = make_url(config.load(file, {"PW": password}).places["target"].source.url)
    assert (url.password, url.host, url.database) == (password, "host", "db")
