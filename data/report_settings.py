"""A region's own templates for its reports: `[report]` of the settings file."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data import toml
from data.errors import UsageError
from data.toml import Section


@dataclass(frozen=True)
class ReportSettings:
    """The files that reports take their look from; None where there is none of the region's own."""

    word: Path | None = None
    powerpoint: Path | None = None


def load(environ: Mapping[str, str] = os.environ) -> ReportSettings:
    """From the file that `FOLLOWUP_CONFIG` names, if any. Raises `UsageError`."""
    named = environ.get("FOLLOWUP_CONFIG")
    top = Section(Path(named or ""), "", toml.read(Path(named)) if named else {}, [])
    found = from_section(top.section("report"))
    if top.problems:
        raise UsageError("\n".join(top.problems))
    return found


def from_section(section: Section) -> ReportSettings:
    """What the section says; faults are added to the section's problems. Paths are from the settings file's folder."""
    found = ReportSettings(_template(section, "word", ".docx"), _template(section, "powerpoint", ".pptx"))
    section.refuse_the_rest()
    return found


def _template(section: Section, key: str, ending: str) -> Path | None:
    named = section.text(key)
    if not named:
        return None
    path = section.path.parent / named
    if path.suffix.lower() == ending and path.is_file():
        return path
    section.wrong(key, named, f"en fil som finns och slutar på {ending}")
    return None
