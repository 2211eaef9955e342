"""The page Medarbetare. Every ratio was computed and every small group withheld before publication."""

from dashboard.staff import answered, figures, moving, where

SECTIONS = (figures.draw, moving.draw, where.draw, answered.draw)
"""The sections in the order that their questions are asked."""
FOR_A_MISSING_MONTH = (moving.draw, answered.draw)
"""Those that have something to say of a month that was never delivered."""
