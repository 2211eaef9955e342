"""The closed word lists of the contract. Screens translate them; nothing else spells them out."""

PROVENANCES = ("published", "booked", "simulated")
ACTIVITY_STATUSES = ("not_started", "on_track", "at_risk", "off_track", "paused", "done", "unknown")
ACTIVITY_KINDS = ("activity", "project")
COMMENT_ORIGINS = ("source", "screen")
"""Where an activity's comment was written: in the system that reports it, or on the dashboard's own screen."""
OUTLOOKS = ("fulfilled", "partly", "not", "unknown")
GENDERS = ("K", "M")
AGE_BANDS = ("-29", "30-49", "50-")
TOTAL = "total"
BREAKDOWNS = (TOTAL, *GENDERS, *AGE_BANDS)
DEPARTMENT_LEVELS = ("whole", "department", "unit")
"""The whole organisation, its departments, and the units below them, whose staff is shown by rolling year only."""
WITHHELD = ("small", "protects", "middle", "unit_month", "coarser")
"""Why a staff figure is withheld: a small group; a smaller group could be computed from it; the count of a group that
is shown in whole per cent; a month of a unit; a level that the disclosure gate stopped."""
NO_INDICATOR = ("month_missing", "short_history", "no_denominator")
"""Why an indicator could not be computed: a month of its window was never delivered, the series is shorter than the
window, or there is nothing to divide by."""
SHOWN = ("exact", "rounded", "withheld")
"""How a group of people is published: with its counts, as whole per cent only, or not at all."""
PATTERNS = ("staff", "survey")
SEVERITIES = ("info", "warning", "serious")
SUBJECTS = ("line", "activity", "assignment", "indicator", "investment")
PERIOD_STATUSES = ("open", "closed")
DIRECTIONS = ("lower", "higher")
LINE_KINDS = ("item", "sum")
SIDES = ("income", "cost")
FORECAST_METHODS = ("forecast", "budget_remaining", "seasonal_share")
"""Who says how a year will end: the region itself, or one of the two baselines."""
NO_BASELINE = ("no_actual", "no_budget", "no_sides", "no_history", "not_comparable", "too_early")
"""Why a baseline is missing."""
PRINTED_UNITS = ("mnkr", "tkr", "percent", "count")
RULES = (
    "forecast_below_budget",
    "forecast_above_budget",
    "forecast_worsened",
    "forecast_unchanged",
    "forecast_equals_budget",
    "forecast_opposite_sign",
    "deviation_repeated",
    "off_track",
    "at_risk",
    "overdue",
    "comment_missing",
    "end_date_moved",
    "status_unknown",
    "status_worsened",
    "not_updated",
    "on_track_overdue",
    "comment_copied",
    "paused_long",
    "off_track_uncommented",
    "done_unstarted",
    "outlook_not",
    "outlook_partly",
    "fulfilled_contradicted",
    "beyond_target",
    "beyond_limit",
    "investment_deviation",
)
"""What can flag a row; `etl/flagging` decides when, `dashboard/words.py` says it in Swedish."""
