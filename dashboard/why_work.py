"""Why an activity or an assignment is flagged."""

from dashboard import format as sv
from dashboard.why_phrases import Facts, Reason, always, month
from dashboard.words import OUTLOOK, status_word


def _statuses(facts: Facts) -> str:
    before = facts["status_previous"]
    previous = f"i förra rapporten: {status_word(before)}" if before else "aktiviteten var inte med i förra rapporten"
    return f"Status: {status_word(facts.get('status', 'unknown'))}; {previous}."


def _judged(facts: Facts) -> str:
    """What a row without a comment says: an activity's status or an assignment's outlook."""
    if "status" in facts:
        return f"Status: {status_word(facts['status'])}."
    code = facts["outlook"]
    return f"Bedömning: {OUTLOOK[code][1] if code in OUTLOOK else code}."


def _days_limit(facts: Facts) -> str:
    days = facts["limit_days"]
    allowed = sv.plural(days, "dag", "dagar")
    return f"Flaggas efter mer än {allowed}." if days else "Flaggas från första dagen efter slutdatum."


def _moves_limit(facts: Facts) -> str:
    return f"Flaggas från {sv.plural(facts['limit_moves'], 'flytt', 'flyttar')} av slutdatum."


def _late(facts: Facts) -> str:
    days = sv.plural(facts["days_overdue"], "dag", "dagar")
    return f"Slutdatum var {facts['end_date']}; {days} har gått vid månadens slut."


def _moves(facts: Facts) -> str:
    times = sv.plural(facts["end_date_moved_count"], "gång", "gånger")
    return f"Slutdatum har flyttats {times} och är nu {facts['end_date']}."


def _worsened(facts: Facts) -> str:
    reports = facts["comment_reports"]
    comment = {0: "Kommentar saknas.", 1: "Kommentaren är ny."}.get(reports, _same_comment(facts))
    return f"{_statuses(facts)} {comment}"


def _same_comment(facts: Facts) -> str:
    return f"Samma kommentar i {sv.plural(facts['comment_reports'], 'rapport', 'rapporter')} i rad."


def _copied_limit(facts: Facts) -> str:
    reports = sv.plural(facts["limit_reports"], "rapport", "rapporter")
    return f"Flaggas från {reports} i rad med samma kommentar, om aktiviteten inte är klar."


def _months(facts: Facts, name: str) -> str:
    return sv.plural(facts[name], "månad", "månader")


def _updated_limit(facts: Facts) -> str:
    return f"Flaggas från {_months(facts, 'limit_months')} utan uppdatering, när startdatum har kommit eller saknas."


def _updated(facts: Facts) -> str:
    updated, ago = month(facts, "updated_period"), _months(facts, "months_since_update")
    return f"Senast uppdaterad i {updated}, {ago} före rapporten. {_judged(facts)}"


def _paused(facts: Facts) -> str:
    return f"Pausad sedan {month(facts, 'status_since')}: {_months(facts, 'months_in_status')}."


def _unstarted(facts: Facts) -> str:
    reports = sv.plural(facts["unstarted_reports"], "rapport", "rapporter")
    return f"Klar sedan {month(facts, 'status_since')}; i {reports} innan dess var status {status_word('not_started')}."


def _contradictions(facts: Facts) -> str:
    """How many, and the first of them by name."""
    off_track, unstarted = facts["off_track_count"], facts["not_started_count"]
    startad = "startad" if unstarted == 1 else "startade"
    counted = {f"{off_track} inte följer planeringen": off_track, f"{unstarted} inte är {startad}": unstarted}
    counts = [words for words, count in counted.items() if count]
    named = [f"”{each['title']}” ({status_word(each['status'])})" for each in facts["contradicting"]]
    first = "bland andra " if off_track + unstarted > len(named) else ""
    activities = sv.plural(facts["activity_count"], "aktivitet", "aktiviteter")
    return f"{activities}, varav {sv.listing(counts)}: {first}{sv.listing(named)}."


_BY_STATUS = always("Ingen gräns: statusen i rapporten avgör.")
_BY_OUTLOOK = always("Ingen gräns: bedömningen i rapporten avgör.")

REASONS: dict[str, Reason] = {
    "off_track": Reason("Aktiviteten följer inte planeringen.", _BY_STATUS, _statuses),
    "at_risk": Reason("Det finns en farhåga för aktiviteten.", _BY_STATUS, _statuses),
    "status_unknown": Reason("Aktivitetens status går inte att utläsa ur rapporten.", _BY_STATUS, _statuses),
    "status_worsened": Reason(
        "Statusen är sämre än i förra rapporten.",
        always(
            "Ingen gräns. Från bäst till sämst: klar, följer planeringen eller inte startad, farhåga finns, pausad, "
            "följer inte planeringen."
        ),
        _worsened,
    ),
    "not_updated": Reason("Inget i aktiviteten har uppdaterats på länge.", _updated_limit, _updated),
    "overdue": Reason("Slutdatum har passerat och rapporten säger inte att aktiviteten är klar.", _days_limit, _late),
    "on_track_overdue": Reason("Aktiviteten sägs följa planeringen fast slutdatum har passerat.", _days_limit, _late),
    "comment_missing": Reason("En kommentar väntades men saknas.", always("Ingen gräns: fältet är tomt."), _judged),
    "comment_copied": Reason(
        "Kommentaren är ord för ord densamma som i rapporterna före.",
        _copied_limit,
        lambda facts: f"{_same_comment(facts)} {_judged(facts)}",
    ),
    "off_track_uncommented": Reason(
        "Aktiviteten följer inte planeringen och ingen kommentar säger varför.",
        always("Ingen gräns: kommentar saknas, vare sig den väntades eller inte."),
        lambda facts: f"Status sedan {month(facts, 'status_since')}: {status_word(facts['status'])}.",
    ),
    "end_date_moved": Reason("Slutdatum har flyttats flera gånger.", _moves_limit, _moves),
    "paused_long": Reason(
        "Aktiviteten har varit pausad länge.",
        lambda facts: f"Flaggas efter mer än {_months(facts, 'limit_months')} som pausad.",
        _paused,
    ),
    "done_unstarted": Reason(
        "Aktiviteten är klar men har aldrig rapporterats som startad.",
        always("Ingen gräns: varje rapport innan den blev klar säger inte startad."),
        _unstarted,
    ),
    "outlook_not": Reason("Åtagandet bedöms inte uppfyllas.", _BY_OUTLOOK, _judged),
    "outlook_partly": Reason("Åtagandet bedöms bara delvis uppfyllas.", _BY_OUTLOOK, _judged),
    "fulfilled_contradicted": Reason(
        "Åtagandet bedöms uppfyllas, men aktiviteter under det säger annat.",
        always("Ingen gräns: det räcker med en som inte är startad; en som inte följer planeringen är en varning."),
        _contradictions,
    ),
}
