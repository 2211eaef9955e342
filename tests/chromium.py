"""The Chromium of the browser tests and the bench: which one, and how quiet."""

import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


def installed() -> str | None:
    """The first one on the path; None asks for Playwright's own."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)
