"""The newest run's record -> lines of freshness. Times are UTC in the file and Stockholm's on screen."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard import runs

PUBLISHED = datetime(2026, 11, 19, 3, 10, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
LATE = {"source": "ekonomi", "updated": "2026-11-21T02:00:00+00:00", "hours": 30, "severity": "serious"}


def record(**changed: Any) -> dict[str, Any]:
    """A night that went well, five hours ago, with some fields changed."""
    good = {
        "status": "unchanged",
        "started": "2026-11-22T03:09:00+00:00",
        "finished": "2026-11-22T03:10:00+00:00",
        "message": "Inget har ändrats; ingen ny utgåva behövs.",
        "snapshot": "2019-08-0123456789ab",
        "failed_since": None,
        "late_after": None,
        "too_late_after": None,
        "late_sources": [],
    }
    return {**good, **changed}


FAILED = record(
    status="failed",
    failed_since="2026-11-20T03:10:00+00:00",
    message="Datamängden budget kan inte läsas. Kontrollera källan.\nOch en till.",
)


@pytest.mark.parametrize(
    ("run", "severity", "text"),
    [
        (record(), "info", "Senaste körning 22 nov. 2026 kl. 04.10, inget nytt"),
        (record(status="published"), "info", "Senaste körning 22 nov. 2026 kl. 04.10, nya siffror"),
        (record(late_after="2026-11-22T08:00:01+00:00"), "info", "Senaste körning 22 nov. 2026 kl. 04.10, inget nytt"),
        (
            record(finished="2026-11-21T04:59:00+00:00", late_after="2026-11-22T06:59:00+00:00"),
            "warning",
            "Ingen körning har lyckats på 27 timmar. Siffrorna kan vara gamla.",
        ),
        (
            record(
                finished="2026-11-20T04:00:00+00:00",
                late_after="2026-11-21T06:00:00+00:00",
                too_late_after="2026-11-22T06:00:00+00:00",
            ),
            "serious",
            "Ingen körning har lyckats på 52 timmar. Siffrorna är för gamla att lita på: kontakta systemägaren.",
        ),
        (
            FAILED,
            "warning",
            "Nattens körning har misslyckats sedan 20 nov. 2026 kl. 04.10: siffrorna är från 19 nov. 2026. "
            "Varför står på Om data, Senaste körning.",
        ),
        (
            {**FAILED, "too_late_after": "2026-11-22T06:00:00+00:00"},
            "serious",
            "Nattens körning har misslyckats sedan 20 nov. 2026 kl. 04.10: siffrorna är från 19 nov. 2026. "
            "Siffrorna är för gamla att lita på. Varför står på Om data, Senaste körning.",
        ),
    ],
)
def test_one_line_tells_how_the_nights_go(run: dict[str, Any], severity: str, text: str) -> None:
    (line,) = runs.freshness(run, PUBLISHED, NOW)
    assert (line.severity, line.text.replace("\u00a0", " ")) == (severity, text)


def test_a_first_run_that_fails_has_no_figures_to_speak_of() -> None:
    (line,) = runs.freshness(FAILED, None, NOW)
    assert line.text == (
        "Nattens körning har misslyckats sedan 20\u00a0nov.\u00a02026 kl.\u00a004.10. Varför står i runs/last_run.json."
    )


def test_each_late_source_has_a_line_of_its_own() -> None:
    lines = runs.freshness(record(late_sources=[{**LATE, "message": "Källan ekonomi är sen."}]), PUBLISHED, NOW)
    assert [(line.severity, line.text) for line in lines[1:]] == [("serious", "Källan ekonomi är sen.")]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"status": "checked"},
        {"status": ["published"]},
        record(finished="i natt"),
        record(finished=12, late_sources="ekonomi", late_after=[]),
        record(finished=None, late_sources=[None, {"severity": "serious"}]),
    ],
)
def test_a_record_of_another_kind_gives_no_line(broken: dict[str, Any]) -> None:
    assert runs.freshness(broken, PUBLISHED, NOW) == []


def test_the_record_as_facts_and_steps() -> None:
    steps = [{"name": "Läser", "seconds": 1.25, "rows": 9}, {"name": "Räknar", "seconds": None, "rows": "många"}, "?"]
    run = {**FAILED, "steps": steps}
    facts = dict(runs.facts(run).to_numpy().tolist())
    assert facts["Utfall"] == "misslyckades"
    assert facts["Misslyckas sedan"] == "20\u00a0nov.\u00a02026 kl.\u00a004.10"
    assert "Misslyckas sedan" not in set(runs.facts(record())["fact"])
    assert runs.steps(run)["name"].tolist() == ["Läser", "Räknar"]
    assert runs.facts({}).empty
