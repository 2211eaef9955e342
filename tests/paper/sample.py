"""A small document with every kind of part, and texts that a rendering must not take for its own language."""

import pandas as pd

from dashboard.report.content import Cell, Chart, Column, Document, Row, Section, Table, Text

NASTY = '=1+1 <b>&amp;</b> #let $x$ [a](http://x) "citat" \\ _under_ *stjärna* {klammer} @ref'
NBSP = "\u00a0"


def economy() -> Table:
    columns = (
        Column("Uppdrag"),
        Column("Resultat", "sek"),
        Column("Avvikelse", "sek"),
        Column("Årsbudget", "sek", slim=False),
        Column("Andel", "share", slim=False),
    )
    rows = [
        Row(
            (
                Cell(f"Rad {number}" if number != 3 else NASTY),
                Cell("−12,5", -12_500_000.0, mark="◆ 1)" if number == 2 else "◆"),
                Cell("+0,3", 300_000.0, tone="good"),
                Cell("–"),
                Cell(f"4,0{NBSP}%", 0.04),
            ),
            indent=1,
            opens=f"rad-{number}",
        )
        for number in range(1, 13)
    ]
    total = Row((Cell("Summa"), Cell("−150,0", -150e6), Cell("+3,6", 3.6e6, "good"), Cell("–"), Cell("–")), is_sum=True)
    return Table(
        "mnkr, januari–augusti 2019", columns, (*rows, total), ("1) Den tryckta rapporten anger −14,7.", "Avrundat.")
    )


def activities() -> Table:
    columns = (
        Column("Åtagande", wide=True),
        Column("Status"),
        Column("Slutdatum", "date"),
        Column("Kommentar", wide=True),
    )
    long = "En lång kommentar som beskriver vad som har hänt och vad som ska göras. " * 6
    rows = [
        Row(
            (
                Cell("Samplanering"),
                Cell("! följer inte planeringen", tone="bad"),
                Cell("2019-06-30", pd.Timestamp("2019-06-30").date()),
                Cell("Kommentar saknas"),
            )
        ),
        Row((Cell(NASTY), Cell("● farhåga finns"), Cell("–"), Cell(long + "\nNy rad."))),
    ]
    return Table("Aktiviteter som inte eller delvis följer plan", columns, tuple(rows))


def bridge() -> Chart:
    rows = pd.DataFrame(
        {
            "label": ["Årsbudget 2019", "ePlan drift", NASTY, "Fastighetsförvaltning", "Prognos i augusti"],
            "role": ["budget", "step", "step", "step", "forecast"],
            "amount": [5.0, -11.0, -20.0, 40.5, 14.5],
            "subject": ["", "rad-1", "rad-3", "rad-2", ""],
        }
    )
    return Chart(
        "bridge",
        "Hela regionkontoret, mnkr, från årsbudget till prognos",
        "Prognosen är 9,5 mnkr bättre än budget.",
        rows,
        "mnkr",
        (("budget", "budget"), ("forecast", "prognos"), ("good", "bättre"), ("bad", "sämre")),
    )


def tiers() -> Chart:
    rows = pd.DataFrame(
        {
            "label": ["ePlan drift", "Fastighetsförvaltning", "Totalt"],
            "value": [-11.0, 12.0, 1.0],
            "reference": [-9.0, 10.0, 1.0],
            "deviation": [-2.0, 2.0, 0.0],
            "share": [-0.22, 0.2, 0.0],
            "bold": [False, False, True],
        }
    )
    return Chart(
        "tiers", "Resultat mot budget, mnkr", "ePlan drift är 2,0 mnkr sämre.", rows, "Resultat och budget, mnkr"
    )


def level() -> Chart:
    periods = pd.date_range("2018-09-01", periods=12, freq="MS")
    rows = pd.DataFrame(
        {
            "period": periods,
            "value": [0.04, 0.041, 0.039, float("nan"), 0.04, 0.038, 0.037, 0.036, 0.03, 0.028, 0.025, 0.0235],
            "rounded": False,
            "decimals": 2,
            "target": 0.04,
            "limit": 0.055,
            "published": [False] * 11 + [True],
            "why": ["", "", "", "saknas", *[""] * 8],
        }
    )
    return Chart("level", "Sjukfrånvaro, R12, procent", "Sjukfrånvaron är 2,35 %.", rows, legend=(("line", "värde"),))


def years() -> Chart:
    rows = pd.DataFrame({"year": ["2024", "2025", "2026"], "amount": [12.5, 20.0, 3.4]})
    return Chart("years", "Planerade investeringar, mnkr", "Planen är störst 2025.", rows)


def document() -> Document:
    sections = (
        Section("resultat", "Periodens resultat och prognos", 1),
        Section(
            "sammanfattning",
            "Sammanfattning",
            message="Prognosen är 9,5 mnkr bättre än budget",
            parts=(Text(("Ett stycke.", NASTY)),),
            notes=("Säg detta.",),
        ),
        Section(
            "ekonomi",
            "Ekonomi",
            message="ePlan drift är 2,0 mnkr sämre än budget",
            parts=(economy(),),
            page="economy",
            notes=("Visa rad 1.",),
        ),
        Section(
            "bro",
            "Från budget till prognos",
            message="Fastigheter bär hela överskottet",
            parts=(bridge(), tiers()),
            page="forecast",
        ),
        Section("personal", "Personal", message="Sjukfrånvaron är 2,35 %, inom mål", parts=(level(),), page="staff"),
        Section("plan", "Investeringsplan", message="Mest planeras 2025", parts=(years(),), place="slides"),
        Section(
            "aktiviteter",
            "Aktiviteter",
            1,
            message="2 aktiviteter behöver något",
            parts=(activities(),),
            page="activities",
            chosen={"flik": "Lista"},
        ),
        Section("bilaga", "Bilaga: avstämningar", 1, parts=(Text(("Allt stämmer.",)),), place="paper", numbered=False),
    )
    details = {
        f"rad-{number}": Section(
            f"rad-{number}",
            f"Rad {number}" if number != 3 else NASTY,
            message="Raden i ord",
            parts=(Text(("Kommentar: se ovan.",)), economy()),
            page="economy",
        )
        for number in range(1, 13)
    }
    return Document(
        "Månadsrapport augusti 2019",
        "Hela Regionkontoret",
        "manadsrapport_2019-08",
        (("Period", "augusti 2019"), ("Avdelning", "Hela Regionkontoret"), ("Utgåva", "2019-12-0123456789ab")),
        "augusti 2019 · Hela Regionkontoret · utgåva 2019-12-0123456789ab",
        "Demonstrationsdata. Värden märkta ◆ är Region Hallands publicerade siffror; alla andra är simulerade.",
        sections,
        details,
    )
