"""The page Prognos: what moved, do I believe it, what must be true. One room per question."""

from dashboard.forecast import basis, flagged, growth, ledger, pace, phasing, views

SECTIONS = {
    "Årets prognoser": ledger.draw,
    "Vad som krävs": pace.draw,
    "Två oberoende beräkningar": views.draw,
    "Periodisering": phasing.draw,
    "Kostnadsutveckling": growth.draw,
    "Flaggor": flagged.draw,
    "Underlag": basis.draw,
}
"""Question -> the section that answers it, in the order they are asked."""
